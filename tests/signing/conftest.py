"""Two pools with keys, and a signer over the store in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from adapters.security.system import SystemEntropy
from adapters.signing.store_signer import StoreSigner
from adapters.storage.memory import MemoryStore
from adapters.storage.memory.unit import MemoryUnit
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.model.schema import STANDARD_ATTRIBUTES
from domain.ports.signer import SignerContext
from tests.support.fakes import FrozenClock, new_pool_keys, real_sealer

ONE = PoolId("us-east-1_One000001")
TWO = PoolId("us-east-1_Two000002")
PUBLIC_URL = "https://id.example.com/auth"


class CountingStore(MemoryStore):
    """The store in memory, which counts the units that were opened to read."""

    def __init__(self) -> None:
        super().__init__()
        self.readings = 0

    @contextmanager
    def reading(self) -> Iterator[MemoryUnit]:
        self.readings += 1
        with super().reading() as unit:
            yield unit


@dataclass(frozen=True)
class Deployed:
    """A deployment with the pools ONE and TWO."""

    store: CountingStore
    context: SignerContext

    def signer(self) -> StoreSigner:
        """A signer that has just started."""
        return StoreSigner(self.context)

    def add_pool(self, pool_id: PoolId) -> None:
        """Make a pool with its keys, as CreateUserPool does."""
        keys = new_pool_keys(self.context.sealer, pool_id)
        signing_keys = self.signer().new_keys(pool_id, keys)
        now_ms = self.context.clock.now_ms()
        with self.store.writing() as unit:
            unit.pools.add(
                UserPool(
                    id=pool_id,
                    name="people",
                    keys=keys,
                    created_at_ms=now_ms,
                    modified_at_ms=now_ms,
                    schema=STANDARD_ATTRIBUTES,
                )
            )
            for key in signing_keys:
                unit.signing_keys.add(key)


@pytest.fixture(scope="module")
def deployed() -> Deployed:
    """A deployment whose pools are made once, because their keys take time."""
    store = CountingStore()
    context = SignerContext(
        store=store,
        sealer=real_sealer(),
        clock=FrozenClock(),
        entropy=SystemEntropy(),
        public_url=PUBLIC_URL,
    )
    made = Deployed(store=store, context=context)
    made.add_pool(ONE)
    made.add_pool(TWO)
    return made


@pytest.fixture
def signer(deployed: Deployed) -> StoreSigner:
    """A signer that has not loaded a key yet."""
    return deployed.signer()
