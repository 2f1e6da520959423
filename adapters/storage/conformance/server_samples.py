"""Resource servers to store, as `samples` has the other values."""

from __future__ import annotations

from typing import Final

from adapters.storage.conformance import samples as s
from domain.model.resource_server import CustomScope, ResourceServer

SERVER: Final = ResourceServer(
    pool_id=s.POOL_ID,
    identifier="https://shop.example.com",
    name="Shop",
    scopes=(
        CustomScope(name="write", description="Change what is on sale"),
        CustomScope(name="read", description="See what is on sale"),
    ),
)
BARE_SERVER: Final = ResourceServer(pool_id=s.POOL_ID, identifier="bank", name="Bank")
