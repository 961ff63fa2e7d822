"""The operator's command: `plexus`."""

import typer

from plexus.commands import conversation, preflight, setup, up
from plexus.commands.dead_letters import dead_letters
from plexus.commands.demo import demo
from plexus.commands.person import person
from plexus.commands.relay import relay
from plexus.commands.resync import resync
from plexus.commands.token import token

app = typer.Typer(
    name="plexus",
    help="Sets up, runs and looks after one consortium's installation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(up.up)
app.command()(setup.setup)
app.command()(demo)
app.command()(resync)
app.command()(relay)
app.command()(conversation.conversation)
app.add_typer(dead_letters, name="dead-letters")
app.add_typer(person, name="person")
app.add_typer(token, name="token")
app.command(hidden=True)(preflight.preflight)
app.command(hidden=True)(preflight.demo_settings)


def main() -> None:
    """Run the command that the arguments name."""
    app()


if __name__ == "__main__":
    main()
