"""Setting up an installation: what is written, what is refused, what is said."""

import re
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

from plexus.__main__ import app
from plexus.front import LOADING
from plexus.setup import preflight, settings_file
from plexus.setup.sender_domain import Domain

RIGHT = {
    "--name": "River Cities Consortium",
    "--url": "https://plexus.example.org",
    "--time-zone": "America/Kentucky/Louisville",
    "--from-address": "events@example.org",
    "--smtp-url": "smtp://127.0.0.1:1",
    "--office-email": "ana@example.org",
    "--office-name": "Ana Díaz",
}


def set_up(file: Path, *more: str, **changed: str) -> tuple[int, str]:
    flags = {**RIGHT, **{f"--{name.replace('_', '-')}": value for name, value in changed.items()}}
    words = [word for flag, value in flags.items() if value for word in (flag, value)]
    result = CliRunner().invoke(app, ["setup", "--file", str(file), *words, *more])
    return result.exit_code, result.output


def test_setup_writes_settings_and_fresh_secrets_that_only_the_owner_can_read(tmp_path: Path) -> None:
    status, _ = set_up(tmp_path / ".env")
    assert status == 0
    assert stat.S_IMODE((tmp_path / ".env").stat().st_mode) == 0o600
    settings = settings_file.read(tmp_path / ".env")
    assert settings["PLEXUS_CONSORTIUM"] == "River Cities Consortium"
    assert settings["PLEXUS_FROM"] == '"River Cities Consortium" <events@example.org>'
    assert settings["PLEXUS_REPLY_TO"] == "events@example.org"
    assert settings["PLEXUS_FIRST_OFFICE_NAME"] == "Ana Díaz"
    assert len(settings["PLEXUS_SECRET"]) >= 32
    passwords = re.findall(r"://\w*:(\w+)@", "\n".join(settings.values()))
    assert len(set(passwords)) == 4
    assert preflight.objection(tmp_path, settings) is None


def test_two_installations_share_no_secret(tmp_path: Path) -> None:
    set_up(tmp_path / "one")
    set_up(tmp_path / "two")
    one, two = settings_file.read(tmp_path / "one"), settings_file.read(tmp_path / "two")
    secret = [name for name in one if name.endswith(("SECRET", "PASSWORD", "DATABASE_URL", "REDIS_URL", "SIGN_IN"))]
    assert len(secret) == 7
    assert not [name for name in secret if one[name] == two[name]]


def test_the_first_sign_in_link_is_shown_and_only_its_hash_is_kept(tmp_path: Path) -> None:
    _, output = set_up(tmp_path / ".env")
    [token] = re.findall(r"https://plexus\.example\.org/links/partners/([\w-]{40,})", output)
    assert token not in (tmp_path / ".env").read_text()


def test_settings_that_are_there_are_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PLEXUS_SECRET=mine\n")
    status, output = set_up(tmp_path / ".env")
    assert (status, (tmp_path / ".env").read_text()) == (2, "PLEXUS_SECRET=mine\n")
    assert "--force" in output


def test_a_change_by_force_keeps_the_secrets_on_which_the_databases_stand(tmp_path: Path) -> None:
    set_up(tmp_path / ".env")
    before = settings_file.read(tmp_path / ".env")
    assert set_up(tmp_path / ".env", "--force", name="Another name")[0] == 0
    after = settings_file.read(tmp_path / ".env")
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"PLEXUS_CONSORTIUM", "PLEXUS_FROM", "PLEXUS_FIRST_SIGN_IN"}


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("url", "plexus.example.org"),
        ("url", "ftp://plexus.example.org"),
        ("url", "https://example.org/plexus"),
        ("time_zone", "Chicago"),
        ("time_zone", "../../etc/passwd"),
        ("from_address", "nobody"),
        ("reply_to", "a@b@example.org"),
        ("smtp_url", "relay.example.org"),
        ("smtp_url", "http://relay.example.org"),
        ("office_email", "ana"),
        ("office_name", "Ana\nBcc: all@example.org"),
        ("name", "Two\r\nlines"),
        ("name", "   "),
    ],
)
def test_a_wrong_answer_is_refused_before_anything_is_written(tmp_path: Path, flag: str, value: str) -> None:
    status, output = set_up(tmp_path / ".env", **{flag: value})
    assert status == 2
    assert output.strip()
    assert not (tmp_path / ".env").exists()


def test_where_nobody_can_be_asked_the_missing_flag_is_named(tmp_path: Path) -> None:
    status, output = set_up(tmp_path / ".env", smtp_url="")
    assert status == 2
    assert "--smtp-url" in output


def test_a_relay_that_does_not_answer_is_told_in_words_and_stops_nothing(tmp_path: Path) -> None:
    status, output = set_up(tmp_path / ".env")
    assert status == 0
    assert "127.0.0.1:1 does not answer as an SMTP relay" in " ".join(output.split())


def test_what_lacks_at_the_senders_domain_is_named() -> None:
    nothing = Domain(spf=None, dmarc=None, has_dkim=False, answered=True)
    assert [line.split()[0] for line in nothing.advice("example.org")] == ["SPF", "DKIM", "DMARC"]
    assert Domain("v=spf1 -all", "v=DMARC1; p=reject", True, answered=True).advice("example.org") == []
    assert "did not answer" in Domain(None, None, None, answered=False).advice("example.org")[0]


@pytest.mark.parametrize(
    "value", ["plain", "Women's Health", 'a "b" \\ $c ${HOME} #d', "back\\slash\\", "it's \\", "Größe", ""]
)
def test_a_setting_is_read_as_it_was_written(tmp_path: Path, value: str) -> None:
    settings_file.write(tmp_path / ".env", {"NAME": value})
    assert settings_file.read(tmp_path / ".env") == {"NAME": value}


def test_without_settings_nothing_starts_and_the_next_step_is_said(tmp_path: Path) -> None:
    assert preflight.objection(tmp_path, {}) == preflight.SET_UP_FIRST
    assert "plexus setup" in preflight.SET_UP_FIRST
    assert "docker compose run --rm ops setup" in preflight.SET_UP_FIRST


def test_the_demo_starts_without_settings_but_only_when_it_is_asked_for(tmp_path: Path) -> None:
    preflight.ask_for_demo(tmp_path)
    assert preflight.objection(tmp_path, {}) is None
    assert preflight.objection(tmp_path, {}) == preflight.SET_UP_FIRST


def test_the_demo_keeps_its_secrets_over_restarts_and_is_loading_at_first_only(tmp_path: Path) -> None:
    preflight.ask_for_demo(tmp_path)
    before = (tmp_path / preflight.DEMO_SETTINGS).read_text()
    (tmp_path / LOADING).unlink()
    preflight.ask_for_demo(tmp_path)
    assert (tmp_path / preflight.DEMO_SETTINGS).read_text() == before
    assert not (tmp_path / LOADING).exists()
    assert settings_file.read(tmp_path / preflight.DEMO_SETTINGS)["PLEXUS_SECRET"].startswith("demo-")


def test_the_demo_and_a_real_installation_are_never_mixed(tmp_path: Path) -> None:
    set_up(tmp_path / ".env")
    settings = settings_file.read(tmp_path / ".env")
    preflight.ask_for_demo(tmp_path)
    assert preflight.objection(tmp_path, settings) == preflight.DEMO_BESIDE_SETTINGS
    assert preflight.objection(tmp_path, settings) == preflight.DEMO_IN_VOLUMES


def test_settings_that_are_half_there_are_named(tmp_path: Path) -> None:
    set_up(tmp_path / ".env")
    settings = settings_file.read(tmp_path / ".env") | {"PLEXUS_REDIS_URL": ""}
    assert "PLEXUS_REDIS_URL" in str(preflight.objection(tmp_path, settings))


def test_the_example_names_what_setup_writes(tmp_path: Path) -> None:
    set_up(tmp_path / ".env")
    example = settings_file.read(Path(__file__).parents[2] / ".env.example")
    assert example.keys() == settings_file.read(tmp_path / ".env").keys()
