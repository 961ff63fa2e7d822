"""One's own calendar, as it goes out."""

from datetime import datetime

from pydantic import BaseModel


class OwnCalendarShown(BaseModel):
    """Since when one's own calendar has its address; null while it has none. The address is told only once."""

    made_at: datetime | None


class OwnCalendarMade(BaseModel):
    """The address of one's own calendar: whoever has it can read it."""

    url: str
    made_at: datetime
