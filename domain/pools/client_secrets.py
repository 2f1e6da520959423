"""The secrets of an app client: two may be alive, so that one is exchanged without an outage.

Whoever must show a secret may show either. Not here: the check of what is shown (client_proof).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from domain.errors import (
    InvalidParameterException,
    LimitExceededException,
    ResourceNotFoundException,
    TooManyRequestsException,
)
from domain.model import contexts
from domain.model.client import AppClient, ClientSecret
from domain.model.identifiers import ClientId, PoolId, Secret
from domain.model.pool import UserPool
from domain.pools.identifiers import new_client_secret
from domain.pools.lookup import no_client, required_client, required_pool
from domain.ports.bundle import Ports
from domain.ports.sealer import Sealer
from domain.ports.sentinels import Missing, Stale

SECRETS_MAX: Final = 2

_ROUNDS_MAX: Final = 5
_PUBLIC: Final = "Client secrets can be added to an app client that has one only."
_TOO_MANY: Final = f"Client secrets cannot exceed limit of {SECRETS_MAX} secrets."
_LAST: Final = "The last secret of an app client cannot be deleted."
_UNKNOWN: Final = "Client secret does not exist."

Change = Callable[[UserPool, AppClient], AppClient]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedSecret:
    """A new secret; its value only where it was generated, and only this once."""

    kept: ClientSecret
    value: Secret[str] | None


class ClientSecrets:
    """Adds, lists and deletes the secrets of clients."""

    def __init__(self, ports: Ports) -> None:
        self._ports = ports

    def add(
        self, pool_id: PoolId, client_id: ClientId, chosen: Secret[str] | None = None
    ) -> AddedSecret:
        """Add a second secret, generated unless one is chosen.

        Raises ResourceNotFoundException, LimitExceededException, and InvalidParameterException for
        a public client, whose applications know no secret.
        """
        secret = chosen or new_client_secret(self._ports.entropy)

        def added(pool: UserPool, client: AppClient) -> AppClient:
            if not client.secrets:
                raise InvalidParameterException(_PUBLIC)
            if len(client.secrets) >= SECRETS_MAX:
                raise LimitExceededException(_TOO_MANY)
            now_ms = self._ports.clock.now_ms()
            if any(each.created_at_ms == now_ms for each in client.secrets):
                now_ms += 1  # the id is made of it
            new = sealed_secret(self._ports.sealer, pool, client_id, secret, now_ms)
            return replace(client, secrets=(*client.secrets, new))

        client = self._change(pool_id, client_id, added)
        return AddedSecret(kept=client.secrets[-1], value=None if chosen else secret)

    def list(self, pool_id: PoolId, client_id: ClientId) -> Sequence[ClientSecret]:
        """Return the secrets, oldest first. Raises ResourceNotFoundException."""
        with self._ports.store.reading() as unit:
            required_pool(unit, pool_id)
            return required_client(unit, pool_id, client_id).secrets

    def delete(self, pool_id: PoolId, client_id: ClientId, secret_id: str) -> None:
        """Delete a secret, which proves nothing from then on.

        Raises ResourceNotFoundException, and InvalidParameterException for the last one: the client
        would be public then.
        """

        def deleted(_pool: UserPool, client: AppClient) -> AppClient:
            left = tuple(each for each in client.secrets if each.id != secret_id)
            if len(left) == len(client.secrets):
                raise ResourceNotFoundException(_UNKNOWN)
            if not left:
                raise InvalidParameterException(_LAST)
            return replace(client, secrets=left)

        self._change(pool_id, client_id, deleted)

    def _change(self, pool_id: PoolId, client_id: ClientId, change: Change) -> AppClient:
        """Save the changed client; whoever is overtaken looks again, so that limits hold."""
        for _ in range(_ROUNDS_MAX):
            try:
                with self._ports.store.writing() as unit:
                    pool = required_pool(unit, pool_id)
                    changed = change(pool, required_client(unit, pool_id, client_id))
                    now_ms = self._ports.clock.now_ms()
                    return unit.clients.save(replace(changed, modified_at_ms=now_ms))
            except Stale:
                continue
            except Missing as missing:
                raise no_client(client_id) from missing
        raise TooManyRequestsException(detail="the client was changed meanwhile")


def sealed_secret(
    sealer: Sealer, pool: UserPool, client_id: ClientId, secret: Secret[str], now_ms: int
) -> ClientSecret:
    """Return a secret as it is kept. Its id tells when it was made."""
    secret_id = f"{client_id}--{now_ms}"
    context = contexts.client_secret(pool.id, client_id, secret_id)
    sealed = sealer.seal(pool.keys, context, secret.reveal().encode())
    return ClientSecret(id=secret_id, sealed=sealed, created_at_ms=now_ms)


def oldest_secret(sealer: Sealer, pool: UserPool, client: AppClient) -> Secret[str] | None:
    """Return the secret that a description of the client shows, or None for a public client."""
    if not client.secrets:
        return None
    oldest = client.secrets[0]
    context = contexts.client_secret(pool.id, client.id, oldest.id)
    return Secret(sealer.open(pool.keys, context, oldest.sealed).decode())
