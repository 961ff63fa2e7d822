"""`plexus setup`: asks what an installation needs to know, and writes it down."""

import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from plexus.commands.console import console, errors, say
from plexus.setup import relay, sender_domain, settings_file
from plexus.setup.answers import Answers
from plexus.setup.first_person import first_sign_in
from plexus.setup.generated import secrets_and_stores


def _option(words: str) -> Any:
    return typer.Option(help=words, show_default=False)


def setup(
    name: Annotated[str, _option("The consortium's name.")] = "",
    url: Annotated[str, _option("The public address, in every link.")] = "",
    time_zone: Annotated[str, _option("The consortium's IANA time zone.")] = "",
    from_address: Annotated[str, _option("The sender's address.")] = "",
    from_name: Annotated[str, _option("The sender's name; without one, the consortium's.")] = "",
    reply_to: Annotated[str, _option("Where answers go; without one, to the sender.")] = "",
    smtp_url: Annotated[
        str, _option("The relay: smtp://, smtp+starttls:// or smtps://, user and password in it.")
    ] = "",
    office_email: Annotated[str, _option("The first office person's address.")] = "",
    office_name: Annotated[str, _option("The first office person's name.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Change what is set up; its secrets stay.")] = False,
    file: Annotated[Path, typer.Option(help="Where the settings are written.")] = Path(".env"),
) -> None:
    """Set up this installation: write .env with its settings and secrets, and try its email."""
    if file.exists() and not force:
        _refuse(f"{file} is there already. To change it: plexus setup --force (its secrets stay as they are).")
    name = name or _asked("--name", "Consortium's name")
    from_address = from_address or _asked("--from-address", "Sender's address")
    answers = Answers(
        name=name,
        url=url or _asked("--url", "Public URL", "http://localhost:8000"),
        time_zone=time_zone or _asked("--time-zone", "Time zone", "America/Chicago"),
        from_address=from_address,
        from_name=from_name or _asked("--from-name", "Sender's name", name),
        reply_to=reply_to or _asked("--reply-to", "Reply-To address", from_address),
        smtp_url=smtp_url or _asked("--smtp-url", "SMTP relay, like smtp+starttls://user:password@host:587"),
        office_email=office_email or _asked("--office-email", "First office person's address"),
        office_name=office_name or _asked("--office-name", "First office person's name"),
    )
    if flaws := answers.flaws():
        _refuse("\n".join(flaws))
    kept = settings_file.read(file) if file.exists() else {}
    token, remembered = first_sign_in()
    settings_file.write(file, {**secrets_and_stores(), **kept, **answers.settings(), **remembered})
    say(f"Changed {file}; its secrets stay" if kept else f"Wrote {file}, with fresh secrets")
    _try_email(answers)
    domain = from_address.rpartition("@")[2]
    for advice in sender_domain.look_up(domain).advice(domain):
        say(advice)
    console.print(
        "\nStart with `docker compose up -d`. The first office person then signs in, once, within a day, with"
    )
    console.print(f"{answers.url.rstrip('/')}/links/partners/{token}", soft_wrap=True)


def _asked(flag: str, question: str, default: str | None = None) -> str:
    """Somebody's answer; where nobody can be asked, the default."""
    if sys.stdin.isatty():
        answer: str = typer.prompt(question, default=default)
        return answer
    if default is None:
        _refuse(f"{flag} is needed, since nobody can be asked here.")
    return default


def _try_email(answers: Answers) -> None:
    settings = answers.settings()
    sender, reply_to = settings["PLEXUS_FROM"], settings["PLEXUS_REPLY_TO"]
    try:
        relay.send_first_email(answers.smtp_url, sender, reply_to, answers.office_email, answers.name)
    except relay.RelayRefused as refusal:
        say(f"The test email did not leave: {refusal} Settings stay; try again with plexus setup --force.")
    else:
        say(f"Sent a test email to {answers.office_email}")


def _refuse(reason: str) -> NoReturn:
    errors.print(reason, soft_wrap=True)
    raise typer.Exit(2)
