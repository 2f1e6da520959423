"""Passwords in their stored forms, in memory."""

from __future__ import annotations

from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.identifiers import PoolId, Sub
from domain.model.user import Credentials
from domain.ports.sentinels import Stale


class MemoryCredentials:
    """The port `CredentialsStore`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def save(self, credentials: Credentials) -> None:
        key = (credentials.pool_id, credentials.sub)
        stored = self._view.credentials.get(key)
        if credentials.generation != (stored.generation if stored else 0) + 1:
            raise Stale
        self._view.credentials.put(key, credentials)

    def replace_hash(
        self,
        pool_id: PoolId,
        sub: Sub,
        generation: int,
        password_hash: str,
        sealed_verifier: bytes | None = None,
    ) -> bool:
        stored = self._view.credentials.get((pool_id, sub))
        if stored is None or stored.generation != generation:
            return False
        verifier = stored.sealed_verifier if sealed_verifier is None else sealed_verifier
        renewed = replace(stored, password_hash=password_hash, sealed_verifier=verifier)
        self._view.credentials.put((pool_id, sub), renewed)
        return True

    def drop_verifiers(self, limit: int) -> int:
        kept = self._view.credentials.where(lambda each: each.sealed_verifier is not None)[:limit]
        for each in kept:
            bare = replace(each, sealed_verifier=None)
            self._view.credentials.put((each.pool_id, each.sub), bare)
        return len(kept)
