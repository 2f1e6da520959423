"""AdminResetUserPassword: the user must recover his password before he signs in again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from domain import texts
from domain.accounts.code_sending import CodeSending
from domain.accounts.endings import end_sign_ins, shut_out
from domain.accounts.find_users import UserFinder
from domain.accounts.retry import once_more
from domain.errors import InvalidParameterException, NotAuthorizedException
from domain.messages.addressing import Address, recovery_address, recovery_attributes
from domain.model.code import CodePurpose
from domain.model.identifiers import PoolId
from domain.model.message import Reason
from domain.model.pool import UserPool
from domain.model.user import User, UserStatus
from domain.ports.bundle import Ports
from domain.triggers.post_confirmation import NO_CLIENT

_RESETTABLE: Final = frozenset({UserStatus.CONFIRMED, UserStatus.RESET_REQUIRED})


class ResetPassword:
    """Ends a password at once and sends the code by which its owner sets another."""

    def __init__(self, ports: Ports, finder: UserFinder, sending: CodeSending) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._finder = finder
        self._sending = sending

    def reset(
        self, pool_id: PoolId, username: str, client_metadata: Mapping[str, str] | None
    ) -> None:
        """Set RESET_REQUIRED, end all tokens and open attempts, send a recovery code.

        Raises UserNotFoundException, NotAuthorizedException (disabled, a state without a password
        of his own, no self-service recovery), InvalidParameterException without a proven address,
        LimitExceededException, and what a failing trigger raises.
        """
        reason = Reason(
            purpose="ForgotPassword", client_id=NO_CLIENT, client_metadata=client_metadata
        )
        once_more(lambda: self._reset(pool_id, username, reason))

    def _reset(self, pool_id: PoolId, username: str, reason: Reason) -> None:
        pool, _, user = self._finder.by_admin_name(pool_id, username)
        address = _address(pool, user)
        now_ms = self._clock.now_ms()
        changed = replace(shut_out(user, now_ms), status=UserStatus.RESET_REQUIRED)
        outgoing = self._sending.prepare_by_admin(
            pool, changed, address, CodePurpose.FORGOT_PASSWORD, reason
        )
        with self._store.writing() as unit:
            unit.users.save(changed)
            end_sign_ins(unit, changed, now_ms)
            unit.locks.clear(pool.id, user.sub)
            self._sending.spend(unit, outgoing, reason)
            outgoing.store(unit)


def _address(pool: UserPool, user: User) -> Address:
    if not user.enabled:
        raise NotAuthorizedException(texts.USER_DISABLED)
    if user.status not in _RESETTABLE:
        raise NotAuthorizedException(texts.PASSWORD_NOT_RESETTABLE)
    if not recovery_attributes(pool):
        raise NotAuthorizedException(texts.CONTACT_ADMINISTRATOR)
    address = recovery_address(pool, user)
    if address is None:
        raise InvalidParameterException(texts.NO_RECOVERY_ADDRESS)
    return address
