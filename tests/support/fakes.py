"""Small fakes with names, and the real adapters at a cost that tests can afford.

Sealing, hashing and randomness are the real ones; only what would make a test slow, or dependent on
the time of day or on a network, is replaced.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from random import Random
from uuid import UUID

from adapters.security.hasher import Argon2Hasher
from adapters.security.master_keys import MasterKeys, parse_master_keys
from adapters.security.password_cost import INSECURE_FOR_TESTS
from adapters.security.sealer import EnvelopeSealer
from adapters.security.system import SystemEntropy
from domain.model.identifiers import Secret
from domain.model.keys import PoolKeys
from domain.ports.sealer import Sealer
from domain.ports.triggers import TriggerEvent

MASTER_SECRET = bytes(range(1, 33))
"""The bytes of the master key of the tests; no store may ever hold them."""

MASTER_KEYS_SETTING = f"test:{base64.b64encode(MASTER_SECRET).decode()}"
"""The same as the setting SEALING_KEYS has it."""

MORNING_MS = 1_767_258_000_000
"""2026-01-01 09:00:00 UTC, where `FrozenClock` begins."""


class FrozenClock:
    """A clock that stands still until a test moves it; it also runs backwards."""

    def __init__(self, now_ms: int = MORNING_MS) -> None:
        self._now_ms = now_ms

    def now_ms(self) -> int:
        return self._now_ms

    def advance(self, *, s: float = 0, ms: int = 0) -> None:
        self._now_ms += round(s * 1000) + ms


class KnownPasswords:
    """Passwords that strangers know, as a test names them; `asked` counts the look-ups.

    While `broken` is set the list cannot be read.
    """

    def __init__(self, *passwords: str) -> None:
        self.passwords = set(passwords)
        self.asked = 0
        self.broken: OSError | None = None

    def contains(self, password: Secret[str]) -> bool:
        self.asked += 1
        if self.broken is not None:
            raise self.broken
        return password.reveal() in self.passwords


class SeededEntropy:
    """Randomness that is the same in each run; not for anything that is to be secret."""

    def __init__(self, seed: int = 0) -> None:
        self._random = Random(seed)

    def bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)

    def below(self, bound: int) -> int:
        return self._random.randrange(bound)

    def uuid(self) -> str:
        return str(UUID(bytes=self.bytes(16), version=4))


class ListReporter:
    """A reporter that remembers what was reported, in order."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, str | int | bool | None]]] = []

    def report(self, event: str, **facts: str | int | bool | None) -> None:
        self.events.append((event, facts))


class NoTriggers:
    """A runner for pools without functions: no test that uses it may come to a call."""

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        raise AssertionError(f"no function was to be called, but {event.trigger} was")


class CheapHasher(Argon2Hasher):
    """The real hasher with a cost of microseconds."""

    def __init__(self, master_keys: MasterKeys | None = None) -> None:
        super().__init__(
            INSECURE_FOR_TESTS, master_keys or master_keys_of_tests(), SystemEntropy(), threads=4
        )


def master_keys_of_tests() -> MasterKeys:
    """The master keys that sealer and hasher of the tests share."""
    return MasterKeys(parse_master_keys(MASTER_KEYS_SETTING))


def real_sealer(master_keys: MasterKeys | None = None) -> EnvelopeSealer:
    """The sealer as in production, under the master key of the tests."""
    return EnvelopeSealer(master_keys or master_keys_of_tests(), SystemEntropy())


def new_pool_keys(sealer: Sealer, pool_id: str) -> PoolKeys:
    """Fresh keys of a pool, as CreateUserPool makes them."""
    return PoolKeys(data=(sealer.new_key(pool_id),), lookup=sealer.new_key(pool_id))
