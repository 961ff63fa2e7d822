from services.events.tables import TABLES
from shared.migrations import run

run(TABLES[0].metadata)
