"""What lists of users cost in a large pool against a small one, and at their end."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

from tools.bench import targets
from tools.bench.crowd import FAMILY, LONELY, Crowds, address, username
from tools.bench.figures import Spread
from tools.bench.results import Growth, Judged
from tools.bench.servers import Served
from tools.bench.signed import signed_request
from tools.bench.targets import Target
from tools.bench.wire import Connection, connect

PAGE: Final = 50
"""A divisor of the sizes of both pools, so that the last page is as long as the first."""

Query = Mapping[str, Any]

LISTS: Final[Mapping[str, Query]] = {
    "no filter": {},
    "family_name = everybody's": {"Filter": f'family_name = "{FAMILY}"'},
}
SEARCHES: Final[Mapping[str, Query]] = {
    "email = one": {"Filter": f'email = "{address(LONELY)}"'},
    "username ^= one": {"Filter": f'username ^= "{username(LONELY)}"'},
    'status = "Disabled", one': {"Filter": 'status = "Disabled"'},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Whom to ask, and how often: so many pairs of so many requests each."""

    served: Served
    pairs: int
    requests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two requests of which the second is to take no longer than so many times the first."""

    name: str
    base: Query
    compared: Query
    target: Target


async def measure(asking: Asking, crowds: Crowds) -> tuple[Growth, ...]:
    """Measure every list on a connection of its own. Raises BenchFailure."""
    line = await connect(asking.served.port)
    try:
        return await measured(line, asking, crowds)
    finally:
        line.close()


async def measured(line: Connection, asking: Asking, crowds: Crowds) -> tuple[Growth, ...]:
    """Measure every list. Raises BenchFailure."""
    return tuple([await _growth(line, asking, each) async for each in _all(line, asking, crowds)])


async def _all(line: Connection, asking: Asking, crowds: Crowds) -> AsyncIterator[Comparison]:
    few, many = ({"UserPoolId": pool_id, "Limit": PAGE} for pool_id in (crowds.few, crowds.many))
    for name, query in LISTS.items():
        starts = [{**pool, **query} for pool in (few, many)]
        ends = [await _last(line, asking.served, start) for start in starts]
        yield Comparison(
            name=f"{name}: first page against 1,000 users",
            base=starts[0],
            compared=starts[1],
            target=targets.PAGE_GROWTH,
        )
        yield Comparison(
            name=f"{name}: last page against 1,000 users",
            base=ends[0],
            compared=ends[1],
            target=targets.PAGE_GROWTH,
        )
        yield Comparison(
            name=f"{name}: last page against the first",
            base=starts[1],
            compared=ends[1],
            target=targets.LAST_PAGE,
        )
    for name, query in SEARCHES.items():
        yield Comparison(
            name=f"{name} against 1,000 users",
            base={**few, **query},
            compared={**many, **query},
            target=targets.SEARCH_GROWTH,
        )


async def _last(line: Connection, served: Served, start: Query) -> Query:
    """Return the request for the last page: as a client has to, by way of all the others."""
    query = start
    while True:
        answer = json.loads(await line.ask(signed_request("ListUsers", query, served)))
        if "PaginationToken" not in answer:
            return query
        query = {**start, "PaginationToken": answer["PaginationToken"]}


async def _growth(line: Connection, asking: Asking, compared: Comparison) -> Growth:
    base, other = (
        signed_request("ListUsers", query, asking.served)
        for query in (compared.base, compared.compared)
    )
    base_ms, other_ms = [], []
    for _ in range(asking.pairs):
        base_ms.append(await _median_ms(line, base, asking.requests))
        other_ms.append(await _median_ms(line, other, asking.requests))
    times = Spread.of([ms / of for ms, of in zip(other_ms, base_ms, strict=True)])
    return Growth(
        name=compared.name,
        base_ms=median(base_ms),
        ms=median(other_ms),
        times=Judged(value=times, target=compared.target),
    )


async def _median_ms(line: Connection, request: bytes, count: int) -> float:
    took = []
    for _ in range(count):
        started = time.perf_counter()
        await line.ask(request)
        took.append((time.perf_counter() - started) * 1_000)
    return median(took)
