"""What came back, over HTTP: a relay hands it in, the operator and the office look at it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.notifications import policy
from services.notifications.returns import actions
from services.notifications.returns.schemas import Path, ReturnOut, ReturnPage, ReturnWhole
from shared.api import body
from shared.api.door import Checked, InTransaction, Respond, Transacted
from shared.api.paging import Listing, after, cursor
from shared.identity import SignedIn

MESSAGE = "message/rfc822"


class Email(Checked):
    """A route that takes an email as it is, before the work begins."""

    def get_route_handler(self) -> Respond:
        """Read what was sent."""
        respond = super().get_route_handler()

        async def once_read(request: Request) -> Response:
            if request.method == "POST":
                await body.read(request)
            return await respond(request)

        return once_read


class Taken(Email, Transacted):
    """What these routes are."""


routes = APIRouter(route_class=Taken, tags=["returns"])
_AN_EMAIL = {"requestBody": {"required": True, "content": {MESSAGE: {"schema": {"type": "string"}}}}}


@routes.post("/api/v1/returns", status_code=201, openapi_extra=_AN_EMAIL)
def take_return(request: Request, caller: SignedIn, session: InTransaction, to: Path = "") -> ReturnOut:
    """Take an email that came back; `to` is the address that the relay took it for. It is never answered."""
    policy.require_history(caller)
    return ReturnOut.model_validate(actions.take(session, _email(request), to))


@routes.get("/api/v1/returns")
def list_returns(
    page: Annotated[ReturnPage, Query()], caller: SignedIn, session: InTransaction
) -> Listing[ReturnOut]:
    """What came back, newest first."""
    policy.require_history(caller)
    last = after(page.cursor, UUID)
    found = actions.page(session, page.kind, last[0] if last else None, page.limit + 1)
    items = [ReturnOut.model_validate(one) for one in found[: page.limit]]
    return Listing(items=items, next=cursor(items[-1].id) if len(found) > page.limit else None)


@routes.get("/api/v1/returns/{return_id}")
def read_return(return_id: UUID, caller: SignedIn, session: InTransaction) -> ReturnWhole:
    """One of them, whole if nobody could read it."""
    policy.require_history(caller)
    found = actions.find(session, return_id)
    text = (found.raw or b"").decode("utf-8", "replace")
    return ReturnWhole(**ReturnOut.model_validate(found).model_dump(), text=text)


def _email(request: Request) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MESSAGE:
        raise body.UnsupportedMediaType("unsupported-media-type", f"Send {MESSAGE}.")
    return request._body
