"""A stage for each test, and a relay that takes, or refuses, what is sent."""

from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from shared import clock
from shared.database import Database
from shared.messages import partners
from tests.notifications.announcing import GROUP
from tests.notifications.builders import (
    HOST,
    PEOPLE,
    a_partner,
    a_person,
    a_subscription,
    named,
    published,
    registered,
    staff_of,
)
from tests.notifications.demonstration import tell_demo
from tests.notifications.doors import Doors
from tests.notifications.stage import Stage
from tests.sink import Sink


@pytest.fixture
def stage(database_of: Callable[[str], Database], monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Notifications at noon on a Sunday, knowing nobody."""
    stage = Stage(database_of("notifications"))
    monkeypatch.setattr(clock, "now", stage.clock)
    return stage


@pytest.fixture
def demo(stage: Stage) -> Stage:
    """Notifications, knowing the whole demo consortium."""
    tell_demo(stage)
    return stage


@pytest.fixture
def due(stage: Stage) -> Stage:
    """Twenty people have an email due."""
    stage.hear(a_partner(), *(a_person(name) for name in PEOPLE))
    stage.follow(*(a_subscription(person=name) for name in PEOPLE))
    stage.hear(published())
    stage.tell()
    return stage


@pytest.fixture
def known(stage: Stage) -> Stage:
    """Ana works at the host; Bea follows everything; both want to hear at once."""
    stage.hear(a_partner(), a_person("ana", role_at="clinic"), a_person("bea"))
    stage.follow(a_subscription(person="bea"))
    return stage


@pytest.fixture
def told(known: Stage) -> Stage:
    """Both have been told of the event."""
    known.hear(published())
    known.tell()
    with known.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE deliveries SET state = 'accepted'")
    return known


@pytest.fixture
def doors(stage: Stage) -> Doors:
    """The API, beside a clinic."""
    stage.hear(a_partner())
    return Doors(stage)


@pytest.fixture
def everybody(stage: Stage) -> Stage:
    """Staff, followers at each pace, and whoever is not written to."""
    quiet = {"start": "11:00", "end": "13:00"}
    stage.hear(
        a_person("ana", role_at="clinic"),
        a_person("bea"),
        a_person("cem", quiet_hours=quiet),
        a_person("dee", email_state="bounced"),
        a_person("eve"),
        a_person("fay"),
    )
    stage.follow(
        a_subscription(person="bea", frequency="daily"),
        a_subscription(person="cem"),
        a_subscription(person="dee"),
        a_subscription(person="eve", muted=True),
        a_subscription(email="gil@example.org", confirmed=False),
    )
    stage.hear(registered("fay"))
    return stage


@pytest.fixture
def cast(stage: Stage) -> Stage:
    """Staff of the clinic and of the union, an office, and Bea, who comes to things."""
    stage.hear(
        a_partner(),
        a_partner("union", title="La Unión"),
        staff_of("ana", "clinic", "coordinator"),
        staff_of("abe", "clinic", "admin"),
        staff_of("rea", "clinic", "reviewer"),
        staff_of("una", "union", "coordinator"),
        staff_of("uma", "union", "admin"),
        staff_of("val", "union", "viewer"),
        a_person("off", consortium_roles=("office",)),
        a_person("bea"),
    )
    return stage


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A relay that takes everything, until a test tells it otherwise."""
    with Sink() as sink:
        yield sink


@pytest.fixture
def readers(stage: Stage) -> Stage:
    """Bea reads once a day, Dan once a week."""
    stage.hear(a_partner(), a_person("bea"), a_person("dan"))
    stage.follow(a_subscription(person="bea", frequency="daily"), a_subscription(person="dan", frequency="weekly"))
    return stage


@pytest.fixture
def mail(sink: Sink) -> Sink:
    """The same relay, which keeps what it takes."""
    sink.keep = True
    return sink


@pytest.fixture
def town(stage: Stage, sink: Sink) -> Stage:
    """Whoever an announcement may reach, or not, each for one reason."""
    sink.keep = True
    belongs = ({"partner_id": HOST, "kind": "staff"},)
    stage.hear(
        a_partner(membership="member"),
        a_person("ana", role_at="clinic"),
        a_person("bea", language="es"),
        a_person("cem", affiliations=belongs, quiet_hours={"start": "11:00", "end": "13:00"}),
        a_person("dee", newsletter=False, role_at="clinic"),
        a_person("eve", email_state="bounced", affiliations=belongs),
        a_person("fay", state="left"),
        a_person("gus", operational_email=False),
        partners.GroupChanged(group_id=GROUP, title="Board", member_ids=(named("person", "bea"),)),
    )
    stage.follow(
        a_subscription("topic", "heart", person="bea", frequency="weekly"),
        a_subscription("topic", "heart", person="cem", muted=True),
        a_subscription("topic", "heart", person="dee"),
        a_subscription("topic", "heart", email="hal@example.org"),
        a_subscription("topic", "heart", email="ida@example.org", confirmed=False),
        a_subscription("partner", str(HOST), email="jan@example.org"),
    )
    return stage


@pytest.fixture
def office(town: Stage) -> TestClient:
    """The API, as the office has it."""
    return Doors(town).to("office")
