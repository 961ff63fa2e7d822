"""Coming in: sign-in, sessions, and the tokens of machines."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select

from services.partners import policy
from services.partners.identity import links, sessions, tokens
from services.partners.identity.models import ApiToken
from services.partners.identity.schemas import (
    SessionAsked,
    SignIn,
    SignInAccepted,
    TokenAsked,
    TokenIssued,
    TokenShown,
    TokensShown,
)
from shared.api import problems
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.paging import Listing, Page, after, cursor
from shared.errors import Refusal
from shared.identity import SignedIn

identity = router("identity")


@identity.post("/api/v1/sign-in", status_code=202)
def sign_in(session: InTransaction, request: Request, asked: SignIn) -> SignInAccepted:
    """Send a sign-in link to an address. The answer is the same whether anybody has it or not."""
    links.ask(session, asked.email, request.client.host if request.client else "")
    return SignInAccepted()


@identity.post("/api/v1/sessions", response_model=TokensShown)
def open_or_renew_session(
    session: InTransaction, request: Request, asked: SessionAsked
) -> sessions.Tokens | JSONResponse:
    """Open a session by a link's token, or continue one by its refresh token."""
    if asked.token is not None:
        return sessions.begin(session, asked.token)
    renewed = sessions.renew(session, asked.refresh_token or "")
    return problems.answer(request, renewed) if isinstance(renewed, Refusal) else renewed


@identity.delete("/api/v1/sessions/current", status_code=204)
def end_session(session: InTransaction, caller: SignedIn) -> None:
    """Sign out."""
    sessions.end(session, caller.session_id)


@identity.post("/api/v1/tokens", status_code=201)
def issue_token(session: InTransaction, caller: SignedIn, asked: TokenAsked, response: Response) -> TokenIssued:
    """Issue a machine's token that acts for the caller. It is shown this once."""
    policy.may_grant(caller, asked.scopes)
    issued, token = tokens.issue_api_token(session, caller.person_id, asked.name, asked.scopes, asked.expires_at)
    tagged(response, issued.version)
    return TokenIssued(**TokenShown.model_validate(issued).model_dump(), token=token)


@identity.get("/api/v1/tokens")
def list_tokens(session: InTransaction, caller: SignedIn, page: Annotated[Page, Query()]) -> Listing[TokenShown]:
    """The caller's tokens, the newest first."""
    query = select(ApiToken).where(ApiToken.person_id == caller.person_id)
    if key := after(page.cursor, UUID):
        query = query.where(ApiToken.id < key[0])
    found = session.scalars(query.order_by(ApiToken.id.desc()).limit(page.limit + 1)).all()
    more = cursor(found[page.limit - 1].id) if len(found) > page.limit else None
    return Listing(items=[TokenShown.model_validate(token) for token in found[: page.limit]], next=more)


@identity.delete("/api/v1/tokens/{token_id}", status_code=204)
def revoke_token(session: InTransaction, caller: SignedIn, token_id: UUID, expected: IfMatch) -> None:
    """Revoke one of the caller's tokens."""
    token = tokens.find(session, caller.person_id, token_id)
    match(expected, token.version)
    tokens.revoke(session, token)
