"""What the bench does with lists of users: what it compares, and how it comes to a last page."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import cast

from tools.bench.crowd import FEW, MANY, Crowds
from tools.bench.figures import Spread
from tools.bench.lists import LISTS, PAGE, SEARCHES, Asking, measured
from tools.bench.results import Growth, Judged
from tools.bench.servers import Served
from tools.bench.signed import signed_request
from tools.bench.targets import LAST_PAGE, PAGE_GROWTH, SEARCH_GROWTH
from tools.bench.wire import Connection

SERVED = Served(
    pid=0,
    port=1,
    access_key_id="bench",
    secret_access_key="secret",
    cold_start_s=0,
    function_port=0,
)
PAGES = {"few": 2, "many": 4}


@dataclass
class PagingLine:
    """A connection to a server whose pools have so many pages; counts what it is asked."""

    asked: Counter[tuple[str, str, int]] = field(default_factory=Counter)

    async def ask(self, request: bytes) -> bytes:
        query = json.loads(request.partition(b"\r\n\r\n")[2])
        page = int(query.get("PaginationToken", 1))
        pool = query["UserPoolId"]
        self.asked[pool, query.get("Filter", ""), page] += 1
        is_last = page == PAGES[pool] or query.get("Filter") in _texts()
        return json.dumps({} if is_last else {"PaginationToken": str(page + 1)}).encode()


def _texts() -> set[str]:
    return {query["Filter"] for query in SEARCHES.values()}


def test_first_and_last_pages_and_searches_are_compared() -> None:
    """Each list by its first and its last page in both pools, each search in both."""
    line = PagingLine()
    asking = Asking(served=SERVED, pairs=2, requests=3)

    growths = asyncio.run(
        measured(cast("Connection", line), asking, Crowds(few="few", many="many"))
    )

    targets = [PAGE_GROWTH, PAGE_GROWTH, LAST_PAGE] * len(LISTS) + [SEARCH_GROWTH] * len(SEARCHES)
    assert [growth.times.target for growth in growths] == targets
    for query in LISTS.values():
        text = query.get("Filter", "")
        walked = {(pool, page) for pool, asked, page in line.asked if asked == text}
        assert walked == {(pool, page + 1) for pool in PAGES for page in range(PAGES[pool])}
        assert line.asked["many", text, 1] == line.asked["many", text, 4] == 1 + 2 * 2 * 3
        assert line.asked["many", text, 2] == 1
        assert line.asked["few", text, 1] == line.asked["few", text, 2] == 1 + 2 * 3
    for text in _texts():
        assert line.asked["few", text, 1] == line.asked["many", text, 1] == 2 * 3


def test_the_last_page_is_as_long_as_the_first() -> None:
    """Otherwise the two could not be compared."""
    assert FEW % PAGE == MANY % PAGE == 0
    assert MANY == 100 * FEW


def test_a_signed_request_is_whole() -> None:
    """It names its host once, tells its length, and carries a signature of the root key."""
    head, _, body = signed_request("ListUsers", {"Limit": 1}, SERVED).partition(b"\r\n\r\n")

    names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n")[1:]]
    assert len(names) == len(set(names))
    assert {b"host", b"x-amz-target", b"x-amz-date", b"authorization"} <= set(names)
    assert f"Content-Length: {len(body)}".encode() in head
    assert b"Credential=bench/" in head


def test_a_list_that_grows_too_much_is_told() -> None:
    """More than the bound in every run is a miss, as for any other figure."""
    slow = Judged(value=Spread(median=9, least=6, most=12), target=PAGE_GROWTH)

    assert Growth(name="slow", base_ms=1, ms=9, times=slow).times.verdict == "missed"
