"""Whether the sealing keys are those that the store was sealed with.

With other keys nothing could be read, and what is written would mix two keys in one store (F27). So
everything that names its master key is tried before the first request.
"""

from __future__ import annotations

from typing import Final

from domain.model import contexts
from domain.model.identifiers import PoolId
from domain.ports.bundle import Ports
from domain.ports.sealer import SealBroken, Sealer

POOLS_TRIED_MAX: Final = 1_000
_PAGE: Final = 100
_SELF_TEST: Final = ("", "self-test", "readiness", "value")


def sealer_fault(sealer: Sealer) -> str | None:
    """Seal and open a value; return what is wrong, or None. Touches no store."""
    plain = b"sealed and opened again"
    try:
        opened = sealer.open_globally(_SELF_TEST, sealer.seal_globally(_SELF_TEST, plain))
    except SealBroken as broken:
        return f"sealing does not work: {broken}"
    return None if opened == plain else "sealing does not work"


def foreign_seal(ports: Ports) -> str | None:
    """Try the keys on every pool (up to POOLS_TRIED_MAX) and on an access key.

    Returns what does not open, or None. Raises Unavailable.
    """
    after: PoolId | None = None
    for _ in range(POOLS_TRIED_MAX // _PAGE):
        with ports.store.reading() as unit:
            pools = unit.pools.page(after, _PAGE)
        for pool in pools:
            try:
                ports.sealer.mac(pool.keys, "self-test", pool.id)
            except SealBroken as broken:
                return f"pool {pool.id}: {broken}"
        if len(pools) < _PAGE:
            break
        after = pools[-1].id
    return _foreign_access_key(ports)


def _foreign_access_key(ports: Ports) -> str | None:
    with ports.store.reading() as unit:
        keys = unit.access_keys.page(None, 1)
    for key in keys:
        try:
            ports.sealer.open_globally(contexts.access_key(key.id), key.sealed_secret)
        except SealBroken as broken:
            return f"access key {key.id}: {broken}"
    return None
