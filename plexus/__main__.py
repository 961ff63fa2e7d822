"""The operator's command: `plexus`."""

import sys

import typer

from plexus.commands import conversation, demo, doctor, openapi, preflight, relay, resync, returns, setup, up
from plexus.commands.console import errors
from plexus.commands.dead_letters import dead_letters
from plexus.commands.held import held
from plexus.commands.person import person
from plexus.commands.token import token
from plexus.embedded.running import adopt

app = typer.Typer(
    name="plexus",
    help="Sets up, runs and looks after one consortium's installation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(up.up)
app.command()(setup.setup)
app.command()(demo.demo)
app.command()(doctor.doctor)
app.command()(resync.resync)
app.command()(returns.returns)
app.add_typer(dead_letters, name="dead-letters")
app.add_typer(held, name="held")
app.add_typer(person, name="person")
app.add_typer(token, name="token")
app.command()(relay.relay)
app.command()(openapi.openapi)
app.command()(conversation.conversation)
app.command(hidden=True)(preflight.preflight)
app.command(hidden=True)(preflight.demo_settings)
app.command(hidden=True)(preflight.demo_consortium)

_WITHOUT_A_STACK = {"up", "setup", "preflight", "demo-settings"}


@app.callback()
def _find_stack(context: typer.Context) -> None:
    if context.invoked_subcommand not in _WITHOUT_A_STACK:
        adopt()


def main() -> None:
    """Run the command that the arguments name."""
    try:
        app()
    except Exception as failure:
        # By name: most commands need no database, and should not wait for its library to load.
        if type(failure).__name__ not in {"OperationalError", "ValidationError"}:
            raise
        errors.print("The databases do not answer, or no settings are here. Does the stack run? See `plexus doctor`.")
        sys.exit(1)


if __name__ == "__main__":
    main()
