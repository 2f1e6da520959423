"""Access keys of administrators: making them, showing them once, disabling them.

What a policy means is for the adapter to know that reads signatures; here it is kept as given.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from domain.model import contexts
from domain.model.access_key import AccessKey
from domain.model.identifiers import Secret
from domain.ports.bundle import Ports

PREFIX: Final = "AKCG"
"""How the ids of our keys begin, so that a leaked one is known for what it is."""

_ID_BYTES: Final = 10
_SECRET_BYTES: Final = 30
_PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccessKey:
    """A key with its secret, which nobody is told again."""

    id: str
    secret: Secret[str]


class AccessKeys:
    """Administration of access keys, and the look-up that a signature needs."""

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store
        self._sealer = ports.sealer
        self._clock = ports.clock
        self._entropy = ports.entropy

    def create(self, policy: Mapping[str, object], note: str = "") -> NewAccessKey:
        """Make a key that may do what `policy` allows. The caller has checked the policy."""
        key_id = PREFIX + base64.b32encode(self._entropy.bytes(_ID_BYTES)).decode()
        secret = base64.b64encode(self._entropy.bytes(_SECRET_BYTES)).decode()
        context = contexts.access_key(key_id)
        key = AccessKey(
            id=key_id,
            sealed_secret=self._sealer.seal_globally(context, secret.encode()),
            policy=policy,
            created_at_ms=self._clock.now_ms(),
            note=note,
        )
        with self._store.writing() as unit:
            unit.access_keys.add(key)
        return NewAccessKey(id=key_id, secret=Secret(secret))

    def live(self, key_id: str) -> tuple[AccessKey, Secret[str]] | None:
        """Return the key with its secret, or None if it does not exist or is disabled.

        Raises SealBroken for a row that was not sealed by us.
        """
        with self._store.reading() as unit:
            key = unit.access_keys.get(key_id)
        if key is None or key.disabled_at_ms is not None:
            return None
        plain = self._sealer.open_globally(contexts.access_key(key.id), key.sealed_secret)
        return key, Secret(plain.decode())

    def disable(self, key_id: str) -> None:
        """Disable the key for good. Raises Missing."""
        with self._store.writing() as unit:
            unit.access_keys.disable(key_id, self._clock.now_ms())

    def all(self) -> Iterator[AccessKey]:
        """Yield every key, disabled ones too, by id; each page is a unit of its own."""
        after: str | None = None
        while True:
            with self._store.reading() as unit:
                page = unit.access_keys.page(after, _PAGE)
            yield from page
            if len(page) < _PAGE:
                return
            after = page[-1].id
