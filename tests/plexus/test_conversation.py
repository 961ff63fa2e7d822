"""What is drawn and described of the conversation is what the messages say, and is up to date."""

import re
from pathlib import Path

import yaml

from plexus.conversation import asyncapi, picture

ROOT = Path(__file__).parents[2]


def test_the_picture_in_the_readme_is_todays() -> None:
    drawn = re.search(r"```mermaid\n(.*?)\n```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert drawn
    assert drawn[1] == picture()


def test_the_description_in_docs_is_todays() -> None:
    assert yaml.safe_load((ROOT / "docs" / "asyncapi.yaml").read_text()) == asyncapi()


def test_the_description_says_who_hears_of_a_cancellation() -> None:
    described = asyncapi()
    assert "events.event_cancelled" in described["channels"]["notifications"]["messages"]
    assert "events.event_cancelled" not in described["channels"]["partners"]["messages"]
    assert "cancel_reason" in described["components"]["messages"]["events.event_cancelled"]["payload"]["properties"]
