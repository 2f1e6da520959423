"""SECRET_HASH."""

from __future__ import annotations

import pytest

from domain.crypto.secret_hash import secret_hash
from tests.support.vectors import srp_vectors


@pytest.mark.parametrize("vector", srp_vectors()["secret_hashes"], ids=lambda each: each["id"])
def test_vectors(vector: dict[str, str]) -> None:
    """The hash is the one that the client libraries send."""
    made = secret_hash(vector["client_secret"], vector["username"], vector["client_id"])

    assert made == vector["secret_hash"]
