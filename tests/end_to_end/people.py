"""What the end-to-end tests see of a running consortium: one person's API, the mailbox, and the file's names."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import httpx2

from tests.oracle import Record, normalized


@dataclass
class Caller:
    """One person's token, and what she does with it."""

    url: str
    token: str
    http: httpx2.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx2.Client(
            base_url=f"{self.url}/api/v1", headers={"Authorization": f"Bearer {self.token}"}, timeout=30
        )

    def get(self, path: str, **query: Any) -> Any:
        return self._good(self.http.get(path, params=query))

    def post(self, path: str, body: Record | None = None) -> Any:
        return self._good(self.http.post(path, json=body or {}))

    def patch(self, path: str, change: Record) -> Any:
        current = self.http.get(path)
        headers = {"If-Match": current.headers["ETag"]}
        return self._good(self.http.patch(path, json=change, headers=headers))

    def every(self, path: str, **query: Any) -> list[Record]:
        items: list[Record] = []
        page = self.get(path, limit=200, **query)
        while True:
            items += page["items"]
            if not page["next"]:
                return items
            page = self.get(path, limit=200, cursor=page["next"], **query)

    @cached_property
    def ids(self) -> dict[str, str]:
        """Ids by the file's own, of all that an event may name, and of events that are not over."""
        kinds = ["partners", "people", "groups", "communities", "initiatives", "programs"]
        things = [thing for kind in kinds for thing in self.every(f"/{kind}")]
        things += self.every("/events", state=["draft", "submitted", "published"])
        return {thing["external_id"]: thing["id"] for thing in things}

    @staticmethod
    def _good(answer: httpx2.Response) -> Any:
        assert answer.is_success, f"{answer.request.method} {answer.request.url}: {answer.text}"
        return answer.json()


@dataclass(frozen=True)
class Mailbox:
    """The demo mailbox: every email that left."""

    url: str

    def to(self, address: str) -> list[Record]:
        """Emails to one address, newest first."""
        emails: list[Record] = httpx2.get(f"{self.url}/api/messages", params={"to": address}, timeout=30).json()
        return emails

    def about(self, words: str) -> list[Record]:
        """Emails whose subject or text holds these words, newest first."""
        emails: list[Record] = httpx2.get(f"{self.url}/api/messages", timeout=30).json()
        return [email for email in emails if words in email["subject"] or words in email["text"]]


def recipient(email: Record) -> str:
    assert "," not in email["to"], f"one email, several people: {email['to']}"
    return normalized(email["to"])
