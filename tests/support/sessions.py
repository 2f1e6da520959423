"""Sessions of users in a pool that tracks them: how they begin, and whether they are over."""

from __future__ import annotations

from typing import Any, Final

from domain.errors import NotAuthorizedException
from domain.model.pool import SessionTracking
from domain.model.token import IssuedTokens
from tests.support.accounts import Desk
from tests.support.sign_in import tokens

LIMIT: Final = 3
TRACKING: Final = SessionTracking(enabled=True, max_per_user=LIMIT)
UNKNOWN: Final = "tkn" + "0" * 25


def sign_in(desk: Desk, name: str = "ann") -> IssuedTokens:
    """Sign in a second after whatever was before."""
    desk.world.clock.advance(s=1)
    return tokens(desk.sign_in.by_password(name))


def own(desk: Desk, given: IssuedTokens) -> list[dict[str, Any]]:
    """ListUserSessions."""
    listed: list[dict[str, Any]] = desk.call("ListUserSessions", AccessToken=given.access_token)[
        "Sessions"
    ]
    return listed


def current(desk: Desk, given: IssuedTokens) -> str:
    """The id of the session of these tokens."""
    (session,) = (each for each in own(desk, given) if each["IsCurrentSession"])
    found: str = session["SessionId"]
    return found


def refresh(desk: Desk, given: IssuedTokens) -> IssuedTokens:
    """REFRESH_TOKEN_AUTH, a second after whatever was before."""
    desk.world.clock.advance(s=1)
    assert given.refresh_token is not None
    return desk.sign_in.refresh(given.refresh_token)


def is_alive(desk: Desk, given: IssuedTokens) -> bool:
    """Whether both tokens of a sign-in work; they live and die together."""
    outcomes = set()
    for use in (lambda: own(desk, given), lambda: refresh(desk, given)):
        try:
            use()
            outcomes.add(True)
        except NotAuthorizedException:
            outcomes.add(False)
    (alive,) = outcomes
    return alive


def rows(desk: Desk) -> int:
    """How many records the store in memory has."""
    return len(desk.world.store._tables.sessions)  # type: ignore[attr-defined]
