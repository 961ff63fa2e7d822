from services.partners.base import Base
from services.partners.snapshots import KINDS  # noqa: F401 -- every table is known by then
from shared.migrations import run

run(Base.metadata)
