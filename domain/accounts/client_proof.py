"""Whether a caller knows the secret of the client it names (SECRET_HASH and plain secrets)."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator

from domain import texts
from domain.crypto.secret_hash import secret_hash
from domain.errors import NotAuthorizedException
from domain.model import contexts
from domain.model.client import AppClient
from domain.model.pool import UserPool
from domain.ports.sealer import Sealer


class ClientProof:
    """Checks client secrets. A client that has one never works without it (SEC-35).

    The check comes before any look-up of the user shows, and does not depend on whether he exists.
    """

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def check_hash(
        self, pool: UserPool, client: AppClient, given: str | None, names: Iterable[str]
    ) -> None:
        """Require SECRET_HASH over one of `names` under one of the client's live secrets.

        A hash sent to a client without secret is ignored (ruling 27). Raises
        NotAuthorizedException.
        """
        if not client.secrets:
            return
        if not given:
            raise NotAuthorizedException(texts.secret_hash_missing(client.id))
        if not self._matches(pool, client, given, names):
            raise NotAuthorizedException(texts.secret_hash_wrong(client.id))

    def hash_matches(
        self, pool: UserPool, client: AppClient, given: str, names: Iterable[str]
    ) -> bool:
        """Whether the hash is right, for callers whose refusal has another text (refresh)."""
        return not client.secrets or self._matches(pool, client, given, names)

    def knows_secret(self, pool: UserPool, client: AppClient, given: str | None) -> bool:
        """Whether a plain ClientSecret is right; a client without secret accepts any."""
        if not client.secrets:
            return True
        expected = list(self._secrets(pool, client))
        return any(
            hmac.compare_digest(secret.encode(), (given or "").encode()) for secret in expected
        )

    def _matches(self, pool: UserPool, client: AppClient, given: str, names: Iterable[str]) -> bool:
        candidates = [
            secret_hash(secret, name, client.id)
            for secret in self._secrets(pool, client)
            for name in names
        ]
        return any(hmac.compare_digest(each.encode(), given.encode()) for each in candidates)

    def _secrets(self, pool: UserPool, client: AppClient) -> Iterator[str]:
        for secret in client.secrets:
            context = contexts.client_secret(pool.id, client.id, secret.id)
            yield self._sealer.open(pool.keys, context, secret.sealed).decode()
