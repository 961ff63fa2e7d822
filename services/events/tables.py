"""Every table of this service, for whoever must know them all."""

from services.events.audit import Audited
from services.events.base import Base
from services.events.calendar.models import Event
from services.events.cohosts.models import Cohost
from services.events.copies.models import Community, Group, Initiative, Partner, Person
from services.events.links.models import Link
from services.events.programs.models import Program
from services.events.registrations.models import Registration

TABLES: tuple[type[Base], ...] = (
    Audited, Event, Cohost, Link, Program, Registration, Partner, Person, Group, Community,
    Initiative,
)  # fmt: skip
