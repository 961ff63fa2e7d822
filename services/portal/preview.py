"""Who would be told of a change, before it is made: events says what it would tell, notifications whom."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from services.portal.visitor import Visitor

Item = dict[str, Any]


@dataclass(frozen=True)
class Preview:
    """Whom a change would reach, and how."""

    items: list[Item] = field(default_factory=list)

    @property
    def emailed(self) -> list[Item]:
        """Those who get an email of their own, some of them when their quiet hours end."""
        return [item for item in self.items if item["would"] in {"now", "settles"}]

    @property
    def held(self) -> list[Item]:
        """Those of them who get it when their quiet hours end."""
        return [item for item in self.emailed if item["held_until"]]

    @property
    def in_digests(self) -> list[Item]:
        """Those who find it in their next digest."""
        return [item for item in self.items if item["would"] == "digest"]

    @property
    def settles(self) -> bool:
        """Whether it waits a little, so that further edits become one email with it."""
        return any(item["would"] == "settles" for item in self.items)

    @property
    def untold(self) -> list[tuple[str, int]]:
        """Why how many are not told."""
        return Counter(item["reason"] for item in self.items if item["would"] == "suppressed").most_common()


def preview(visitor: Visitor, event_id: str, change: dict[str, Any]) -> Preview:
    """Ask both services; nothing is changed."""
    messages = visitor.api.post(f"/events/{event_id}/preview", {"change": change})["messages"]
    if not messages:
        return Preview()
    return Preview(visitor.api.post("/emails/preview", {"messages": messages})["items"])
