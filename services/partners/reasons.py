"""Why something is done, in somebody's own words."""

from typing import Annotated

from pydantic import Field

from shared.api.fields import Body, Text


class Reason(Body):
    """Why something ends or is interrupted."""

    reason: Annotated[Text, Field(min_length=1)]
