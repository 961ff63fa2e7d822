"""A thousand who may be told, drawn at random, and how notifications comes to know them."""

from datetime import date, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.notifications.preferences.actions import change
from services.notifications.subscriptions.models import Recipient
from services.notifications.suppressions.actions import stop_following
from services.notifications.suppressions.models import Suppression
from shared.messages import Message, events, partners
from tests.notifications.builders import NOON, a_partner, a_person, a_subscription, named, registered
from tests.notifications.stage import Stage
from tests.oracle import normalized
from tests.oracles.told import Following, Somebody

PARTNERS = tuple(f"partner{number}" for number in range(8))
GROUPS = ("council", "board")
RECORDS = {
    "partner": PARTNERS,
    "community": ("north", "south", "river"),
    "initiative": ("hearts", "lungs"),
    "program": ("mobile-clinic", "cooking"),
}
WORDS = {"topic": ("heart", "food", "sleep", "housing", "transport"), "audience": ("families", "elders", "youth")}
TARGETS: list[tuple[str, str | None]] = [
    ("everything", None),
    *((kind, key) for kind, keys in (RECORDS | WORDS).items() for key in keys),
]
ZONES = ("America/Chicago", "America/New_York", "America/Los_Angeles", "America/Phoenix")
QUIET = ((time(21), time(7, 30)), (time(9), time(17)), (time(0), time(12)), (time(12), time(0)))
WISHES = ("immediate", "daily", "weekly", "never")
OBSTACLES = ("left", "unsubscribed", "bounced", "complained")
PEOPLE, FOLLOWERS, STRANGERS = 600, 400, 20
TODAY = NOON.date()


class Crowd:
    """Everybody there is, as the oracle knows her; what is told to the stage is what is kept here."""

    def __init__(self, chance: Random, stage: Stage) -> None:
        self.chance, self.stage = chance, stage
        kinds = ("member", "affiliate", "community_partner", "none")
        self.memberships = {partner: kinds[place % len(kinds)] for place, partner in enumerate(PARTNERS)}
        self.everybody = [
            *(self._person(f"person{number}") for number in range(PEOPLE)),
            *(self._follower(f"follower{number}") for number in range(FOLLOWERS)),
            *(self._somebody(f"stranger{number}", "America/Chicago") for number in range(STRANGERS)),
        ]
        self._versions = dict.fromkeys((one.name for one in self.everybody), 1)
        self._introduce()

    def comes_to(self, event: str) -> None:
        """Some register, by account or by address; others give their places up."""
        for who in self.chance.sample(self.everybody, 8) + self.chance.sample(self.everybody[-STRANGERS:], 2):
            if who.is_person or not who.follows:
                who.registered ^= {event}
                self._register(who, event)

    def lives_on(self) -> None:
        """A few stop following, become unreachable, or go to work elsewhere."""
        for who in self.chance.sample(self.everybody[: PEOPLE + FOLLOWERS], 3):
            self._stop(who)
        for who in self.chance.sample(self.everybody[:PEOPLE], 3):
            who.works_at = self._some(PARTNERS, 0.5)
            who.holds = self._some(("left", "bounced"), 0.2)
            who.wishes = who.wishes | {"changes": self.chance.choice(WISHES)}
            self._say(who)
            self._versions[who.name] += 1
            self.stage.hear(self._known_as(who))

    def _introduce(self) -> None:
        hear = self.stage.hear
        hear(*(a_partner(name, membership=kind) for name, kind in self.memberships.items()))
        hear(*(_titled(kind, key) for kind in ("community", "initiative", "program") for key in RECORDS[kind]))
        for group in GROUPS:
            members = [named("person", who.name) for who in self.everybody if group in who.groups]
            owners = [named("partner", partner) for partner in PARTNERS]
            hear(
                partners.GroupChanged(
                    group_id=named("group", group), title=group, owner_ids=owners, member_ids=members
                )
            )
        hear(*(self._known_as(who) for who in self.everybody if who.is_person))
        self.stage.follow(*(record for who in self.everybody for record in _followings(who)))
        for who in self.everybody:
            if who.stopped_following:
                self._stop(who)
            self._say(who)
        with self.stage.database.transaction() as session:
            for who in self.everybody:
                if not who.is_person and who.holds:
                    (reason,) = who.holds
                    session.add(Suppression(address_key=who.address.lower(), scope="all", reason=reason))

    def _person(self, name: str) -> Somebody:
        who = self._somebody(name, self.chance.choice(ZONES))
        who.is_person, who.has_account = True, self._happens(0.85)
        who.quiet = self.chance.choice(QUIET) if self._happens(0.3) else None
        who.holds = self._some(OBSTACLES, 0.04)
        who.works_at, who.groups = self._some(PARTNERS, 0.01), self._some(GROUPS, 0.05)
        who.belongs_to = [(partner, self._day(), self._day()) for partner in sorted(self._some(PARTNERS, 0.15))]
        who.follows = self._follows(by_account=True)
        if self._happens(0.05):
            who.follows += self._follows(by_account=False)
        return who

    def _follower(self, name: str) -> Somebody:
        who = self._somebody(name, self.chance.choice(ZONES))
        who.follows = self._follows(by_account=False) or [
            Following("everything", None, "immediate", by_account=False)
        ]
        who.holds = self._some(self.chance.choice((("bounced",), ("complained",))), 0.06)
        return who

    def _somebody(self, name: str, zone: str) -> Somebody:
        address = f"{name}@example.org" if self._happens(0.9) else f"{name.title()}@Example.org"
        who = Somebody(name, address, self.chance.choice(("en", "es")), zone, is_person=False)
        who.stopped_following = not name.startswith("stranger") and self._happens(0.05)
        who.wishes = {kind: self.chance.choice(WISHES) for kind in ("published", "changes") if self._happens(0.1)}
        who.silent_until = self._day() if self._happens(0.1) else None
        return who

    def _follows(self, *, by_account: bool) -> list[Following]:
        targets = self.chance.sample(TARGETS, self.chance.choice((0, 1, 1, 2, 3)))
        return [
            Following(
                kind,
                key,
                self.chance.choice(("immediate", "immediate", "daily", "weekly", "never")),
                muted=self._happens(0.25),
                muted_until=self._day(),
                by_account=by_account,
                confirmed=by_account or self._happens(0.8),
            )
            for kind, key in targets
        ]

    def _day(self) -> date | None:
        return TODAY + timedelta(days=self.chance.randint(-20, 40)) if self._happens(0.5) else None

    def _happens(self, probability: float) -> bool:
        return self.chance.random() < probability

    def _some(self, names: tuple[str, ...], probability: float) -> set[str]:
        return {name for name in names if self._happens(probability)}

    def _stop(self, who: Somebody) -> None:
        who.stopped_following = True
        with self.stage.database.transaction() as session:
            stop_following(session, who.address.lower())

    def _say(self, who: Somebody) -> None:
        """Only of whom there is a recipient; of strangers there is none before they come to something."""
        if not (who.is_person or who.follows):
            who.wishes, who.silent_until = {}, None
            return
        with self.stage.database.transaction() as session:
            key = normalized(who.address)
            recipient = session.scalars(select(Recipient).where(Recipient.address_key == key)).one()
            change(session, recipient, {"kinds": who.wishes, "muted_until": who.silent_until})

    def _register(self, who: Somebody, event: str) -> None:
        self._versions[who.name] += 1
        facts: dict[str, Any] = {"event_id": named("event", event), "live": event in who.registered}
        if not who.is_person:
            facts |= {"person_id": None, "registrant": {"email": who.address, "language": who.language}}
        place = named("registration", f"{who.name} {event}")
        self.stage.hear(registered(who.name, registration_id=place, version=self._versions[who.name], **facts))

    def _known_as(self, who: Somebody) -> partners.PersonChanged:
        email_state = next((one for one in ("bounced", "complained") if one in who.holds), "ok")
        return a_person(
            who.name,
            version=self._versions[who.name],
            email=who.address,
            language=who.language,
            time_zone=who.zone,
            has_account=who.has_account,
            quiet_hours={"start": who.quiet[0], "end": who.quiet[1]} if who.quiet else None,
            state="left" if "left" in who.holds else "active",
            operational_email="unsubscribed" not in who.holds,
            email_state=email_state,
            roles=[{"partner_id": named("partner", one), "role": "reviewer"} for one in sorted(who.works_at)],
            affiliations=[
                {"partner_id": named("partner", partner), "kind": "staff", "since": since, "until": until}
                for partner, since, until in who.belongs_to
            ],
        )


def _followings(who: Somebody) -> list[dict[str, Any]]:
    return [
        a_subscription(
            one.kind,
            str(named(one.kind, one.key)) if one.kind in RECORDS else one.key,
            external_id=f"{who.name} {one.kind} {one.key} {one.by_account}",
            person=who.name if one.by_account else None,
            email=None if one.by_account else who.address.upper(),
            language=who.language,
            time_zone=who.zone,
            confirmed=one.confirmed,
            frequency=one.frequency,
            muted=one.muted,
            muted_until=one.muted_until,
        )
        for one in who.follows
    ]


def _titled(kind: str, name: str) -> Message:
    key: UUID = named(kind, name)
    if kind == "community":
        return partners.CommunityChanged(community_id=key, slug=name, title=name)
    if kind == "initiative":
        return partners.InitiativeChanged(initiative_id=key, slug=name, title=name, state="active")
    return events.ProgramChanged(program_id=key, slug=name, title=name)
