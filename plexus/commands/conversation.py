"""`plexus conversation`: the conversation as a picture or as AsyncAPI, for the README and docs/asyncapi.yaml."""

from enum import StrEnum
from typing import Annotated

import typer
import yaml

from plexus.conversation import asyncapi, picture


class Form(StrEnum):
    """How to show it."""

    MERMAID = "mermaid"
    ASYNCAPI = "asyncapi"


def conversation(form: Annotated[Form, typer.Argument(help="A picture, or a description.")] = Form.MERMAID) -> None:
    """Show who tells whom what, made from shared/messages."""
    if form is Form.MERMAID:
        typer.echo(picture())
    else:
        typer.echo(yaml.safe_dump(asyncapi(), sort_keys=False, allow_unicode=True, width=118), nl=False)
