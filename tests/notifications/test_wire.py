"""What goes over the wire ends where it should, for any bytes: a second parser reads back what was given."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.smtp.conversation import _stuffed, unspeakable

SENDER, RECIPIENT = "events@example.org", "bea@example.org"
_PIECES = st.sampled_from(
    [b"\r\n", b"\r", b"\n", b".", b"..", b"\r\n.\r\n", b"\0", b"MAIL FROM:<x>", b"x", b"x" * 990]
)
CONTENT = st.lists(_PIECES | st.binary(max_size=8), max_size=12).map(b"".join)


def _read_back(wire: bytes) -> tuple[bytes, bytes]:
    """The message and what comes after it, read line by line (RFC 5321, section 4.5.2)."""
    lines = []
    while True:
        line, found, wire = wire.partition(b"\r\n")
        assert found, "the message does not end"
        if line == b".":
            return b"".join(lines), wire
        lines.append(line.removeprefix(b".") + b"\r\n")


@settings(max_examples=400, deadline=None)
@given(CONTENT)
def test_an_email_is_read_back_as_it_was_and_nothing_follows_it(content: bytes) -> None:
    if unspeakable(SENDER, RECIPIENT, content) is None:
        read, rest = _read_back(_stuffed(content))
        assert rest == b""
        assert read in (content, content + b"\r\n")
        assert b"\0" not in read
        assert all(b"\r" not in line and b"\n" not in line and len(line) <= 998 for line in read.split(b"\r\n"))


@settings(max_examples=400, deadline=None)
@given(CONTENT)
def test_what_another_may_take_for_a_line_end_or_a_nul_never_leaves(content: bytes) -> None:
    alone = content.replace(b"\r\n", b"")
    if b"\r" in alone or b"\n" in alone or b"\0" in content:
        assert unspeakable(SENDER, RECIPIENT, content) is not None


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=6), st.sampled_from("\r\n\0 <>\t\x7f\u2028\x85"), st.text(max_size=6))
def test_an_address_with_anything_that_ends_a_command_never_leaves(before: str, end: str, after: str) -> None:
    address = f"{before}{end}{after}@example.org"
    assert unspeakable(SENDER, address, b"\r\n") is not None
    assert unspeakable(address, RECIPIENT, b"\r\n") is not None
