"""Setting a password: what it must satisfy, and the stored forms that are made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.accounts.password_history import history_after, was_used
from domain.accounts.password_policy import has_blanks, lack
from domain.accounts.threat_protection import Tenant, ThreatProtection
from domain.crypto.srp import pack_verifier
from domain.errors import (
    InvalidParameterException,
    InvalidPasswordException,
    PasswordHistoryPolicyViolationException,
)
from domain.model import contexts
from domain.model.client import AppClient
from domain.model.identifiers import ClientId, Secret, Sub, Username
from domain.model.pool import UserPool
from domain.model.risk import PasswordEvent
from domain.model.source import Source
from domain.model.user import Credentials
from domain.ports.bundle import Deployment, Ports

_PAGE: Final = 60
_SRP_FLOWS: Final = frozenset({"ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_USER_AUTH"})
_LEGACY_FLOWS: Final = frozenset(
    {"ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "CUSTOM_AUTH_FLOW_ONLY"}
)


class NewPassword:
    """Checks and prepares passwords. Expensive; called while no unit of work is open."""

    def __init__(self, ports: Ports, deployment: Deployment, protection: ThreatProtection) -> None:
        self._hasher = ports.hasher
        self._verifiers = ports.verifiers
        self._sealer = ports.sealer
        self._clock = ports.clock
        self._store = ports.store
        self._deployment = deployment
        self._protection = protection

    def check(
        self,
        pool: UserPool,
        password: Secret[str],
        credentials: Credentials | None,
        *,
        signing_up: bool = False,
    ) -> None:
        """Refuse a password against the policy, then one used before.

        Raises InvalidPasswordException in the words of the operation (ruling 28) or
        PasswordHistoryPolicyViolationException.
        """
        self.check_policy(pool, password, signing_up=signing_up)
        if was_used(self._hasher, pool.password_policy, credentials, password):
            raise PasswordHistoryPolicyViolationException(texts.PASSWORD_IN_HISTORY)

    def check_policy(
        self, pool: UserPool, password: Secret[str], *, signing_up: bool = False
    ) -> None:
        """Refuse a password against the policy alone, which costs nothing and tells nothing.

        Raises InvalidPasswordException, InvalidParameterException for one with white space.
        """
        if has_blanks(password):
            # Challenge answers are not checked against the model, which allows none.
            raise InvalidParameterException(texts.PASSWORD_WITH_BLANKS)
        reason = lack(pool.password_policy, password)
        if reason is not None:
            refused = texts.sign_up_password_refused if signing_up else texts.password_refused
            raise InvalidPasswordException(refused(reason))

    def check_exposure(
        self, tenant: Tenant, event: PasswordEvent, password: Secret[str], source: Source
    ) -> bool:
        """Return whether strangers know a password that may be taken all the same.

        Raises InvalidPasswordException where it may not.
        """
        return self._protection.check_new_password(tenant, event, password, source)

    def make(
        self,
        pool: UserPool,
        sub: Sub,
        username: Username,
        password: Secret[str],
        previous: Credentials | None,
        *,
        temporary_until_ms: int | None = None,
    ) -> Credentials:
        """Return hash, sealed verifier and history of a new password under the next generation."""
        generation = 1 if previous is None else previous.generation + 1
        return Credentials(
            pool_id=pool.id,
            sub=sub,
            generation=generation,
            password_hash=self._hasher.hash(password),
            sealed_verifier=self._sealed_verifier(pool, sub, username, password, generation),
            set_at_ms=self._clock.now_ms(),
            temporary_until_ms=temporary_until_ms,
            history=history_after(pool.password_policy, previous),
        )

    def renewed(
        self, pool: UserPool, username: Username, password: Secret[str], kept: Credentials
    ) -> Credentials:
        """Return the same password under today's hash, with a verifier if it lacks one.

        Generation and history stay: nothing was chosen.
        """
        verifier = kept.sealed_verifier
        if verifier is None:
            verifier = self._sealed_verifier(pool, kept.sub, username, password, kept.generation)
        return replace(kept, password_hash=self._hasher.hash(password), sealed_verifier=verifier)

    def _sealed_verifier(
        self, pool: UserPool, sub: Sub, username: Username, password: Secret[str], generation: int
    ) -> bytes | None:
        if not self._wants_verifier(pool):
            return None
        made = self._verifiers.make(pool.srp_name + username, password)
        context = contexts.verifier(pool.id, sub, generation)
        return self._sealer.seal(pool.keys, context, pack_verifier(made))

    def _wants_verifier(self, pool: UserPool) -> bool:
        if self._deployment.srp_verifiers == "lazy":
            return self._srp_is_allowed(pool)
        return self._deployment.srp_verifiers == "always"

    def _srp_is_allowed(self, pool: UserPool) -> bool:
        after: ClientId | None = None
        while True:
            with self._store.reading() as unit:
                clients = unit.clients.page(pool.id, after, _PAGE)
            if any(_allows_srp(client) for client in clients):
                return True
            if len(clients) < _PAGE:
                return False
            after = clients[-1].id


def _allows_srp(client: AppClient) -> bool:
    """Whether a sign-in of the client may begin by SRP (auth-flows.md 2).

    Custom authentication may start with it, USER_AUTH offers it; the legacy settings leave SRP on
    unless the custom flow is the only one, and that too may start with SRP.
    """
    flows = set(client.flows)
    return not flows or bool(flows & (_SRP_FLOWS | _LEGACY_FLOWS))
