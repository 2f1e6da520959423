"""What users did, for administrators to look at, and what is said of it."""

from __future__ import annotations

from domain.accounts.feedback_tokens import FeedbackTokens
from domain.accounts.find_users import UserFinder
from domain.accounts.recorded_events import is_recorded
from domain.errors import ResourceNotFoundException, UserPoolAddOnNotEnabledException
from domain.model.auth_event import AuthEvent, Feedback
from domain.model.identifiers import PoolId, Secret, Sub
from domain.model.pool import UserPool
from domain.model.user import User
from domain.paging import Listing, Page, Pager, PageRequest
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing

BY_ADMIN = "Admin"
BY_USER = "User"

_NOT_FOUND = "Auth event does not exist."


class UserAuthEvents:
    """Events of users.

    Every method raises ResourceNotFoundException for an unknown pool, and
    UserPoolAddOnNotEnabledException where the pool's threat protection is off.
    """

    def __init__(self, ports: Ports, finder: UserFinder, pager: Pager) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._finder = finder
        self._pager = pager
        self._tokens = FeedbackTokens(ports.sealer, ports.clock)

    def list(self, pool_id: PoolId, username: str, request: PageRequest) -> Page[AuthEvent]:
        """Return a page of a user's events, newest first.

        Raises UserNotFoundException, InvalidParameterException for a bad page token.
        """
        pool, user = self._found(pool_id, username)
        listing = Listing(
            operation="AdminListUserAuthEvents", pool=pool, bound_to=(request.caller, user.sub)
        )
        after = _place(self._pager.position(listing, request.token))
        with self._store.reading() as unit:
            rows = unit.auth_events.page(pool.id, user.sub, after, request.size + 1)
        return self._pager.page(listing, rows, request.size, key=_position)

    def judge_by_admin(self, pool_id: PoolId, username: str, event_id: str, *, valid: bool) -> None:
        """Note what an administrator says of an event.

        Raises UserNotFoundException, ResourceNotFoundException for an unknown event.
        """
        pool, user = self._found(pool_id, username)
        self._judge(pool, user.sub, event_id, self._feedback(BY_ADMIN, valid=valid))

    def feedback_token(self, pool_id: PoolId, username: str, event_id: str) -> Secret[str]:
        """Return the token by which the user may judge an event of his.

        Raises UserNotFoundException.
        """
        pool, user = self._found(pool_id, username)
        return Secret(self._tokens.issue(pool, user.sub, event_id))

    def judge_by_token(
        self, pool_id: PoolId, username: str, event_id: str, token: str, *, valid: bool
    ) -> None:
        """Note what a user says of an event of his, by the token of the message about it.

        Who has none learns nothing of users and events: he is refused with NotAuthorizedException
        whatever he names. Raises ResourceNotFoundException for an event that is gone.
        """
        pool, standing = self._finder.seek_by_admin_name(pool_id, username)
        _require_recorded(pool)
        sub = standing.user.sub if standing.user is not None else Sub("")
        self._tokens.check(pool, sub, event_id, token)
        self._judge(pool, sub, event_id, self._feedback(BY_USER, valid=valid))

    def _found(self, pool_id: PoolId, username: str) -> tuple[UserPool, User]:
        pool, _, user = self._finder.by_admin_name(pool_id, username)
        _require_recorded(pool)
        return pool, user

    def _feedback(self, provider: str, *, valid: bool) -> Feedback:
        return Feedback(valid=valid, provider=provider, at_ms=self._clock.now_ms())

    def _judge(self, pool: UserPool, sub: Sub, event_id: str, feedback: Feedback) -> None:
        try:
            with self._store.writing() as unit:
                unit.auth_events.give_feedback(pool.id, sub, event_id, feedback)
        except Missing as missing:
            raise ResourceNotFoundException(_NOT_FOUND) from missing


def _require_recorded(pool: UserPool) -> None:
    if not is_recorded(pool):
        raise UserPoolAddOnNotEnabledException


def _position(event: AuthEvent) -> str:
    return f"{event.at_ms}/{event.id}"


def _place(position: str | None) -> tuple[int, str] | None:
    if position is None:
        return None
    at_ms, _, event_id = position.partition("/")
    return int(at_ms), event_id
