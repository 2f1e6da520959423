"""A small world to try use cases in: every port real or a named fake, one pool, its people.

The store is the one in memory unless another is given; time stands still until it is moved.
"""

# ruff: noqa: ANN401 - the builders take any field of the value that they build

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.api.callers import RequestCallers
from adapters.security.modular import best_power
from adapters.security.passkey_verifier import LazyPasskeyVerifier
from adapters.security.srp_verifier import SrpPackageMaker
from adapters.security.system import SystemEntropy
from adapters.signing.certificates import X509Maker
from adapters.storage.memory import MemoryStore
from adapters.styles.reader import CssReader
from domain import services as domain_services
from domain.accounts.names import names_of
from domain.accounts.new_password import NewPassword
from domain.accounts.threat_protection import ThreatProtection
from domain.model import contexts
from domain.model.client import AppClient, ClientSecret
from domain.model.identifiers import ClientId, PoolId, Secret, Sub, Username
from domain.model.keys import PoolKeys, SigningKey
from domain.model.message import Channel, Message
from domain.model.pool import UserPool
from domain.model.schema import STANDARD_ATTRIBUTES
from domain.model.user import User, UserStatus
from domain.ports.bundle import Deployment, Ports
from domain.ports.signer import BadSignature, PublicKey, UnknownKey, VerifiedToken
from domain.ports.store import Store
from domain.ports.triggers import TriggerRunner
from tests.support.fakes import (
    CheapHasher,
    FrozenClock,
    KnownPasswords,
    ListReporter,
    NoTriggers,
    new_pool_keys,
    real_sealer,
)

PASSWORD = "Passw0rd!ann"
POOL_ID = PoolId("us-east-1_Test00001")
ALL_FLOWS = (
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_CUSTOM_AUTH",
)


class HmacSigner:
    """A signer whose tokens look like JWTs and are signed by HMAC: quick to make, easy to read."""

    _key = b"the signer of the tests"

    def new_keys(self, pool_id: PoolId, keys: PoolKeys) -> Sequence[SigningKey]:
        del pool_id, keys
        return ()

    def sign(self, pool_id: PoolId, use: str, claims: Mapping[str, object]) -> str:
        header = _text({"kid": f"{pool_id}/{use}", "alg": "RS256"})
        body = f"{header}.{_text(claims)}"
        return f"{body}.{self._mac(body)}"

    def verify(self, token: str) -> VerifiedToken:
        parts = token.split(".")
        if len(parts) != 3:
            raise UnknownKey
        pool_id, _, use = str(claims_of(token, 0)["kid"]).partition("/")
        if not hmac.compare_digest(self._mac(".".join(parts[:2])), parts[2]):
            raise BadSignature
        return VerifiedToken(pool_id=PoolId(pool_id), use=use, claims=claims_of(token))

    def public_keys(self, pool_id: PoolId) -> Sequence[PublicKey]:
        del pool_id
        return ()

    def _mac(self, body: str) -> str:
        return _b64(hmac.digest(self._key, body.encode(), "sha256"))


class KeepingDelivery:
    """A channel whose messages stay in the outbox, to be looked at there."""

    keeps = True

    def deliver(self, message: Message) -> None:
        raise AssertionError(f"{message.id} was to stay in the outbox")


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _text(value: Mapping[str, object]) -> str:
    return _b64(json.dumps(value, ensure_ascii=False).encode())


def claims_of(token: str, part: int = 1) -> dict[str, Any]:
    """The claims of a token (or its header, part 0), unverified."""
    text = token.split(".")[part]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return claims


@dataclass
class World:
    """The ports, the services over them, and ways to put pools, clients and users in place."""

    store: Store = field(default_factory=MemoryStore)
    clock: FrozenClock = field(default_factory=FrozenClock)
    reporter: ListReporter = field(default_factory=ListReporter)
    triggers: TriggerRunner = field(default_factory=NoTriggers)
    compromised: KnownPasswords = field(default_factory=KnownPasswords)
    srp_verifiers: str = "always"

    def __post_init__(self) -> None:
        self.deployment = Deployment(
            public_url="http://localhost:9229",
            region="us-east-1",
            account_id="000000000000",
            srp_verifiers=self.srp_verifiers,
        )
        self.ports = Ports(
            store=self.store,
            clock=self.clock,
            entropy=SystemEntropy(),
            sealer=real_sealer(),
            hasher=CheapHasher(),
            compromised=self.compromised,
            verifiers=SrpPackageMaker(),
            modular=best_power(),
            passkeys=LazyPasskeyVerifier(),
            signer=HmacSigner(),
            certificates=X509Maker(),
            style_sheets=CssReader(),
            triggers=self.triggers,
            callers=RequestCallers(),
            delivery={Channel.EMAIL: KeepingDelivery(), Channel.SMS: KeepingDelivery()},
            reporter=self.reporter,
        )
        self.services = domain_services.build(self.ports, self.deployment)

    def add_pool(self, **changes: Any) -> UserPool:
        """Store a pool."""
        pool_id = changes.pop("id", POOL_ID)
        now_ms = self.clock.now_ms()
        pool = UserPool(
            id=pool_id,
            name="people",
            keys=new_pool_keys(self.ports.sealer, pool_id),
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
            schema=STANDARD_ATTRIBUTES,
        )
        pool = replace(pool, **changes)
        with self.store.writing() as unit:
            unit.pools.add(pool)
        return pool

    def add_client(self, pool: UserPool, *, secret: str | None = None, **changes: Any) -> AppClient:
        """Store a client that may begin by every flow."""
        now_ms = self.clock.now_ms()
        client_id = changes.pop("id", ClientId("client0000000000000000000a"))
        client = AppClient(
            id=client_id,
            pool_id=pool.id,
            name="app",
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
            flows=ALL_FLOWS,
            prevent_user_existence_errors="ENABLED",
        )
        if secret is not None:
            context = contexts.client_secret(pool.id, client_id, "first")
            sealed = self.ports.sealer.seal(pool.keys, context, secret.encode())
            kept = ClientSecret(id="first", sealed=sealed, created_at_ms=now_ms)
            client = replace(client, secrets=(kept,))
        client = replace(client, **changes)
        with self.store.writing() as unit:
            unit.clients.add(client)
        return client

    def add_user(
        self,
        pool: UserPool,
        username: str = "ann",
        *,
        password: str | None = PASSWORD,
        temporary_until_ms: int | None = None,
        **changes: Any,
    ) -> User:
        """Store a user, confirmed unless told otherwise, with his password and names."""
        now_ms = self.clock.now_ms()
        user = User(
            pool_id=pool.id,
            sub=Sub(self.ports.entropy.uuid()),
            username=Username(username),
            status=UserStatus.CONFIRMED,
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
        )
        user = replace(user, **changes)
        with self.store.writing() as unit:
            unit.users.add(user)
            for name in names_of(pool, user):
                unit.names.claim(pool.id, name, user.sub)
        if password is not None:
            self.set_password(pool, user, password, temporary_until_ms)
        return user

    def set_password(
        self, pool: UserPool, user: User, password: str, temporary_until_ms: int | None = None
    ) -> None:
        """Store a password in place of an earlier one."""
        protection = ThreatProtection(self.ports.compromised)
        maker = NewPassword(self.ports, self.deployment, protection)
        with self.store.reading() as unit:
            previous = unit.users.standing(pool.id, user.sub).credentials
        made = maker.make(
            pool,
            user.sub,
            user.username,
            Secret(password),
            previous,
            temporary_until_ms=temporary_until_ms,
        )
        with self.store.writing() as unit:
            unit.credentials.save(made)

    def user(self, user: User) -> User:
        """The user as stored now."""
        with self.store.reading() as unit:
            current = unit.users.standing(user.pool_id, user.sub).user
        assert current is not None
        return current

    def change_user(self, user: User, **changes: Any) -> User:
        """Store another state of the user."""
        changed = replace(self.user(user), **changes)
        with self.store.writing() as unit:
            return unit.users.save(changed)
