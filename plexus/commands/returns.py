"""`plexus returns`: hand in an email that came back, as a mail relay pipes it."""

import os
import sys
from typing import Annotated

import typer

from plexus.commands.console import errors

# What a relay takes for "try again later" (sysexits.h): an email that came back must wait, not come back again.
_TRY_LATER = 75
_NEVER = {413, 422}
_LARGEST = 1 << 20


def returns(
    to: Annotated[str, typer.Option(help="The address that the relay took it for: ${recipient} in Postfix.")] = "",
    url: Annotated[
        str, typer.Option(envvar="PLEXUS_URL", help="The installation's address.")
    ] = "http://localhost:8000",
    token: Annotated[
        str, typer.Option(envvar="PLEXUS_RETURNS_TOKEN", help="A token of somebody of the office, or an operator.")
    ] = "",
) -> None:
    """Take an email that came back from standard input: a bounce, a complaint, whatever comes."""
    import httpx2

    raw = sys.stdin.buffer.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raw = raw[:_LARGEST]  # what is said of the delivery comes first, the email itself last
    headers = {"Content-Type": "message/rfc822", "Authorization": f"Bearer {token}"}
    base = os.environ.get("PLEXUS_API_URL", url).rstrip("/")
    try:
        answer = httpx2.post(f"{base}/api/v1/returns", params={"to": to}, content=raw, headers=headers, timeout=30)
    except httpx2.HTTPError as error:
        errors.print(f"The installation does not answer ({type(error).__name__}); it is tried again later.")
        raise typer.Exit(_TRY_LATER) from None
    if answer.is_success:
        typer.echo(f"{answer.json()['kind']}: {answer.json()['reason']}")
    elif answer.status_code in _NEVER:
        errors.print(f"It was not taken ({answer.status_code}).")
    else:
        errors.print(f"It was not taken ({answer.status_code}); it is tried again later.")
        raise typer.Exit(_TRY_LATER)
