"""Looking after one's emails: by one's account, or by the link of whoever follows by an address."""

from typing import Any, Protocol

from services.portal.visitor import Visitor

Facts = dict[str, Any]
_LATELY = 20


class Keeper(Protocol):
    """Who looks after them, and by which door: `here` is the address of the page."""

    here: str

    def read(self) -> Facts:
        """`preferences`, what is followed as `subscriptions`, and what was `received` lately, or not."""

    def say(self, wanted: Facts, version: int) -> None:
        """Say of which kind how often, or be silent until a day."""

    def write_to(self, wanted: Facts, version: int) -> None:
        """Say in which language, in which zone, and at which hours one is written to."""

    def hear(self, subscription_id: str, wanted: Facts, version: int) -> None:
        """Hear more, or less, of one thing that is followed."""

    def unfollow(self, subscription_id: str, version: int) -> None:
        """Hear no more of it."""


class ByAccount:
    """Whoever is signed in. Language, zone and quiet hours stand in her own record."""

    here = "/my/emails"

    def __init__(self, visitor: Visitor) -> None:
        self._api, self._me = visitor.api, visitor.me

    def read(self) -> Facts:
        """See `Keeper`."""
        return {
            "preferences": self._api.get("/subscriptions/preferences"),
            "subscriptions": list(self._api.every("/subscriptions", person=self._me["id"])),
            "received": self._api.get("/deliveries/received", limit=_LATELY)["items"],
            "record_version": self._me["version"],
        }

    def say(self, wanted: Facts, version: int) -> None:
        """See `Keeper`."""
        self._api.patch("/subscriptions/preferences", wanted, version)

    def write_to(self, wanted: Facts, version: int) -> None:
        """See `Keeper`."""
        self._api.patch(f"/people/{self._me['id']}", wanted, version)

    def hear(self, subscription_id: str, wanted: Facts, version: int) -> None:
        """See `Keeper`."""
        self._api.patch(f"/subscriptions/{subscription_id}", wanted, version)

    def unfollow(self, subscription_id: str, version: int) -> None:
        """See `Keeper`."""
        self._api.delete(f"/subscriptions/{subscription_id}", version)


class ByLink:
    """Whoever has the link of a follower by address."""

    def __init__(self, visitor: Visitor, token: str) -> None:
        self._api, self._link = visitor.api, f"/links/notifications/{token}"
        self.here = f"/links/following/{token}"

    def read(self) -> Facts:
        """See `Keeper`."""
        found: Facts = self._api.get(f"{self._link}/following")
        return found | {"record_version": found["preferences"]["version"]}

    def say(self, wanted: Facts, version: int) -> None:
        """See `Keeper`."""
        self._api.patch(f"{self._link}/following", wanted, version)

    def write_to(self, wanted: Facts, version: int) -> None:
        """See `Keeper`."""
        self.say(wanted, version)

    def hear(self, subscription_id: str, wanted: Facts, version: int) -> None:
        """See `Keeper`."""
        self._api.patch(f"{self._link}/subscriptions/{subscription_id}", wanted, version)

    def unfollow(self, subscription_id: str, version: int) -> None:
        """See `Keeper`."""
        self._api.delete(f"{self._link}/subscriptions/{subscription_id}", version)
