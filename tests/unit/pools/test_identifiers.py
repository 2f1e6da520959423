"""Ids and secrets."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from adapters.security.system import SystemEntropy
from domain.pools.identifiers import new_client_id, new_client_secret, new_pool_id


class LastOfAll:
    """Randomness that always yields the largest number there is."""

    def bytes(self, count: int) -> bytes:
        return b"\xff" * count

    def below(self, bound: int) -> int:
        return bound - 1

    def uuid(self) -> str:
        return "ffffffff-ffff-4fff-bfff-ffffffffffff"


@pytest.mark.parametrize("entropy", [SystemEntropy(), LastOfAll()])
def test_ids_have_the_form_of_the_service(entropy: SystemEntropy | LastOfAll) -> None:
    """Pool ids, client ids and secrets have Cognito's lengths and alphabets at every number."""
    pool_id = new_pool_id(entropy, "eu-central-1")
    client_id = new_client_id(entropy)
    secret = new_client_secret(entropy)

    assert re.fullmatch(r"eu-central-1_[0-9A-Za-z]{9}", pool_id)
    assert re.fullmatch(r"[0-9a-z]{26}", client_id)
    assert re.fullmatch(r"[0-9a-z]{52}", secret.reveal())


def test_every_character_is_equally_likely() -> None:
    """No character of the alphabet comes up notably more often than another."""
    text = "".join(new_client_id(SystemEntropy()) for _ in range(2_000))

    counts = Counter(text)

    assert len(counts) == 36
    assert max(counts.values()) < 1.2 * min(counts.values())
