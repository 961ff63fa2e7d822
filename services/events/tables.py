"""Every table of this service, for whoever must know them all."""

from services.events.accommodations.models import Accommodation, Arranger
from services.events.audit import Audited
from services.events.base import Base
from services.events.calendar.models import Event
from services.events.closed_days.models import ClosedDays
from services.events.cohosts.models import Cohost
from services.events.coordination.models import Ask
from services.events.copies.models import Community, Group, Initiative, Partner, Person
from services.events.feeds.models import OwnCalendar
from services.events.links.models import Link
from services.events.merges.models import Merge
from services.events.occurrences.models import Occurrence
from services.events.outcomes.models import Asking, Outcome
from services.events.programs.models import Program
from services.events.registrations.models import Attempt, DayPlace, Queue, Registration
from services.events.reviews.models import Review, Rule
from services.events.sources.models import Entry, Source

TABLES: tuple[type[Base], ...] = (
    Audited, Accommodation, Arranger, Event, Occurrence, Cohost, Ask, OwnCalendar, Link, Program, Registration,
    Queue, Attempt, Partner, Person, Group, Community, Initiative, Asking, Outcome, Review, Rule, Source, Entry,
    Merge, ClosedDays, DayPlace,
)  # fmt: skip
