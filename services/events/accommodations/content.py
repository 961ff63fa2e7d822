"""What a request says, which nobody reads but whoever asked and those who arrange: sealed as soon as it is here."""

from pydantic import BaseModel, ConfigDict

from shared.sealing import seal, unseal

_PURPOSE = "accommodation"


class Content(BaseModel):
    """What is asked for, how to reach whoever asks, and what was last answered."""

    # Whatever goes wrong with it, no log may quote it.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    kinds: tuple[str, ...] = ()
    details: str = ""
    contact: str = ""
    answer: str = ""


def sealed(content: Content) -> bytes:
    """The content as it is kept."""
    return seal(content.model_dump_json().encode(), _PURPOSE)


def read(kept: bytes | None) -> Content:
    """The content that was kept; nothing once it was purged."""
    return Content() if kept is None else Content.model_validate_json(unseal(kept, _PURPOSE))
