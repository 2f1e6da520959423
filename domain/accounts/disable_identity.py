"""AdminDisableProviderForUser: a password or an identity at a provider opens an account no more."""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.endings import end_sign_ins, shut_out, void_code
from domain.accounts.find_users import UserFinder
from domain.accounts.linked_identities import (
    NamedIdentity,
    check_attribute,
    only_by_subject,
    required_provider,
)
from domain.accounts.password_history import history_after
from domain.accounts.retry import once_more
from domain.accounts.user_status import UserStatuses
from domain.errors import AliasExistsException, UserNotFoundException
from domain.model.code import CodePurpose
from domain.model.identifiers import PoolId
from domain.model.identity import SUBJECT
from domain.model.user import UserStatus
from domain.ports.bundle import Ports
from domain.ports.sentinels import Taken


class DisableIdentity:
    """Ends ways into accounts."""

    def __init__(self, ports: Ports, finder: UserFinder, statuses: UserStatuses) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._finder = finder
        self._statuses = statuses

    def disable(self, pool_id: PoolId, named: NamedIdentity) -> None:
        """Take the password of a user of the pool, or end what an identity opens.

        Raises ResourceNotFoundException for an unknown pool or provider, UserNotFoundException,
        InvalidParameterException for an attribute by which nobody is known, AliasExistsException
        if the user was unconfirmed and prefers the name of another.
        """
        if not named.is_own:
            once_more(lambda: self._end(pool_id, named))
            return
        if named.attribute != SUBJECT:
            raise only_by_subject(named.provider)
        once_more(lambda: self._take_password(pool_id, named.value))

    def _end(self, pool_id: PoolId, named: NamedIdentity) -> None:
        """Remove a link, or shut the user out who was made for the identity.

        A link may outlive its provider, which therefore need not be there.
        """
        pool, holder = self._finder.by_held_name(pool_id, named.name)
        if holder is None:
            provider = required_provider(self._store, pool.id, named.provider)
            check_attribute(provider, named.attribute)
            raise UserNotFoundException(texts.USER_DOES_NOT_EXIST)
        if any(each.primary and each.key == named.key for each in holder.identities):
            self._statuses.disable(pool.id, holder.sub)
            return
        left = tuple(each for each in holder.identities if each.key != named.key)
        now_ms = self._clock.now_ms()
        with self._store.writing() as unit:
            unit.users.save(replace(holder, identities=left, modified_at_ms=now_ms))
            unit.names.release(pool.id, named.name, holder.sub)

    def _take_password(self, pool_id: PoolId, username: str) -> None:
        """Leave the user what his providers open for him, and nothing that he could recover.

        His sign-ins end, since some of them were made with the password.
        """
        pool, standing, user = self._finder.by_admin_name(pool_id, username)
        now_ms, credentials = self._clock.now_ms(), standing.credentials
        changed = replace(shut_out(user, now_ms), status=UserStatus.EXTERNAL_PROVIDER)
        try:
            with self._store.writing() as unit:
                unit.users.save(changed)
                if credentials is not None:
                    unit.credentials.save(
                        replace(
                            credentials,
                            generation=credentials.generation + 1,
                            password_hash=None,
                            sealed_verifier=None,
                            temporary_until_ms=None,
                            history=history_after(pool.password_policy, credentials),
                        )
                    )
                exchange_names(unit, pool, user, changed)
                end_sign_ins(unit, changed, now_ms)
                void_code(unit, user, CodePurpose.FORGOT_PASSWORD)
        except Taken as taken:
            raise AliasExistsException(texts.account_exists(taken.what)) from taken
