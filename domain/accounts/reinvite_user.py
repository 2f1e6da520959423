"""AdminCreateUser with RESEND: another temporary password for a user who never came."""

from __future__ import annotations

from dataclasses import replace

from domain.accounts.create_user import Invitation
from domain.accounts.find_users import UserFinder
from domain.accounts.invitations import Invitations
from domain.accounts.new_password import NewPassword
from domain.accounts.password_policy import generate
from domain.accounts.retry import once_more
from domain.errors import UnsupportedUserStateException
from domain.messages.lifetimes import temporary_password_ms
from domain.model.user import User, UserStatus
from domain.ports.bundle import Ports


class ReinviteUser:
    """Invites users again; the earlier temporary password is worth nothing from then on."""

    def __init__(
        self,
        ports: Ports,
        finder: UserFinder,
        new_password: NewPassword,
        invitations: Invitations,
    ) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._entropy = ports.entropy
        self._finder = finder
        self._new_password = new_password
        self._invitations = invitations

    def reinvite(self, invitation: Invitation) -> User:
        """Set a new temporary password, whose time starts anew, and send it.

        Raises UserNotFoundException, UnsupportedUserStateException for a user who has been here,
        InvalidPasswordException, CodeDeliveryFailureException, and what a failing trigger raises.
        """
        return once_more(lambda: self._reinvite(invitation))

    def _reinvite(self, invitation: Invitation) -> User:
        pool, standing, user = self._finder.by_admin_name(invitation.pool_id, invitation.username)
        if user.status is not UserStatus.FORCE_CHANGE_PASSWORD:
            raise UnsupportedUserStateException(
                f"Resend not possible. {user.username} status is not FORCE_CHANGE_PASSWORD"
            )
        password = invitation.temporary_password or generate(pool.password_policy, self._entropy)
        self._new_password.check(pool, password, standing.credentials)
        now_ms = self._clock.now_ms()
        made = self._new_password.make(
            pool,
            user.sub,
            user.username,
            password,
            standing.credentials,
            temporary_until_ms=now_ms + temporary_password_ms(pool.password_policy),
        )
        messages = self._invitations.write(
            pool, user, password, invitation.mediums, invitation.client_metadata
        )
        with self._store.writing() as unit:
            saved = unit.users.save(replace(user, epoch=user.epoch + 1, modified_at_ms=now_ms))
            unit.credentials.save(made)
            unit.locks.clear(pool.id, user.sub)
            for message in messages:
                unit.outbox.add(message)
        return saved
