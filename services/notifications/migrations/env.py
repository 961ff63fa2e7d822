from services.notifications.base import Base
from services.notifications.records import KINDS  # noqa: F401 -- so that every table is known
from shared.migrations import run

run(Base.metadata)
