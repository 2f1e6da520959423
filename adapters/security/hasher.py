"""Password hashing (port `hasher`, SEC-06 and SEC-07): argon2id over HMAC-SHA256(pepper, password).

The pepper is derived from a master key, so that hashes from a stolen database cannot be guessed at
without the keys that are not in it.
"""

from __future__ import annotations

import hashlib
import hmac
from threading import BoundedSemaphore

from argon2.low_level import Type, hash_secret_raw

from adapters.security import adopted_hash
from adapters.security.foreign_hashes import parse_foreign
from adapters.security.master_keys import MasterKeys, Purpose
from adapters.security.password_cost import (
    SALT_BYTES,
    TAG_BYTES,
    Cost,
    StoredHash,
    parse_stored,
)
from domain.model.identifiers import Secret
from domain.model.import_job import HashAlgorithm
from domain.ports.entropy import Entropy


class Argon2Hasher:
    """Hashes passwords at one cost; verifies any cost it ever had, and hashes it has adopted.

    At most `threads` hashes run at once, so that memory stays below `threads` times the cost's; a
    caller waits for its turn. How many may wait is bounded where requests come in.
    """

    def __init__(
        self, cost: Cost, master_keys: MasterKeys, entropy: Entropy, *, threads: int
    ) -> None:
        self._cost = cost
        self._master_keys = master_keys
        self._entropy = entropy
        self._turns = BoundedSemaphore(threads)

    def hash(self, password: Secret[str]) -> str:
        """Return the form to store, with all its parameters."""
        salt = self._entropy.bytes(SALT_BYTES)
        tag = self._tag(self._cost, self._master_keys.active(Purpose.PEPPER), salt, password)
        return StoredHash(
            cost=self._cost, pepper_id=self._master_keys.active_id, salt=salt, tag=tag
        ).text()

    def verify(self, stored: str, password: Secret[str]) -> bool:
        """Whether the password is the one that was hashed. An unreadable form is no."""
        if stored.startswith(adopted_hash.PREFIX):
            return self._verify_adopted(stored, password)
        form = parse_stored(stored)
        pepper = self._master_keys.derived(form.pepper_id, Purpose.PEPPER) if form else None
        if form is None or pepper is None:
            return self.verify_nobody(password)
        tag = self._tag(form.cost, pepper, form.salt, password)
        return hmac.compare_digest(tag, form.tag)

    def verify_nobody(self, password: Secret[str]) -> bool:
        """Cost as much as `verify` and return False: for users who do not exist (SEC-53)."""
        self._tag(self._cost, self._master_keys.active(Purpose.PEPPER), bytes(SALT_BYTES), password)
        return False

    def adopt(self, algorithm: HashAlgorithm, text: str) -> str | None:
        """Return the form to store of a hash that was made elsewhere, or None."""
        foreign = parse_foreign(algorithm, text)
        if foreign is None:
            return None
        pepper = self._master_keys.active(Purpose.PEPPER)
        return adopted_hash.adopted(self._master_keys.active_id, pepper, foreign).text()

    def is_current(self, stored: str) -> bool:
        """Whether the form has today's cost and pepper, or should be renewed at a sign-in."""
        form = parse_stored(stored)
        return (
            form is not None
            and form.cost == self._cost
            and form.pepper_id == self._master_keys.active_id
        )

    def _verify_adopted(self, stored: str, password: Secret[str]) -> bool:
        form = adopted_hash.parse_adopted(stored)
        pepper = self._master_keys.derived(form.pepper_id, Purpose.PEPPER) if form else None
        if form is None or pepper is None:
            return self.verify_nobody(password)
        with self._turns:
            return form.is_of(pepper, password.reveal().encode())

    def _tag(self, cost: Cost, pepper: bytes, salt: bytes, password: Secret[str]) -> bytes:
        peppered = hmac.digest(pepper, password.reveal().encode(), hashlib.sha256)
        with self._turns:
            return hash_secret_raw(
                secret=peppered,
                salt=salt,
                time_cost=cost.passes,
                memory_cost=cost.memory_kib,
                parallelism=cost.lanes,
                hash_len=TAG_BYTES,
                type=Type.ID,
            )
