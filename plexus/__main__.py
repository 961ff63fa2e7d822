"""The operator's command: `plexus`."""

import typer

from plexus.commands import preflight, setup, up

app = typer.Typer(
    name="plexus",
    help="Sets up, runs and looks after one consortium's installation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command()(up.up)
app.command()(setup.setup)
app.command(hidden=True)(preflight.preflight)
app.command(hidden=True)(preflight.demo_settings)


def main() -> None:
    """Run the command that the arguments name."""
    app()


if __name__ == "__main__":
    main()
