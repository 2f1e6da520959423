"""Several servers start at once on one empty store (F24)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection
from typing import Any, Final

from tests.faultlab.caller import Caller
from tests.faultlab.invariants import broken, rows
from tests.faultlab.nursery import Nursery, Nursling
from tests.support.server import DEMO_CLIENT, DEMO_POOL

KEYS_OF_A_POOL: Final = 2
USER: Final = ("ann@example.com", "Passw0rd!")


def start_together(nursery: Nursery, store_url: str, count: int) -> list[str]:
    """Start so many development servers at one moment; return a line for each thing amiss."""
    servers = [nursery.begin(store_url, DEMO="true") for _ in range(count)]
    for server in servers:
        nursery.await_ready(server)
    found = [*_amiss_in_store(store_url), *_amiss_among(servers), *broken(store_url)]
    nursery.clear()
    return found


def _amiss_in_store(store_url: str) -> Iterator[str]:
    for what, statement, expected in (
        ("schema versions", "SELECT count(*) FROM alembic_version", 1),
        ("pools", "SELECT count(*) FROM pools", 1),
        ("clients", "SELECT count(*) FROM clients", 1),
        ("users", "SELECT count(*) FROM users", 1),
        ("signing keys", "SELECT count(*) FROM signing_keys", KEYS_OF_A_POOL),
    ):
        ((count,),) = rows(store_url, statement)
        if count != expected:
            yield f"{count} {what}, not {expected}"


def _amiss_among(servers: Sequence[Nursling]) -> Iterator[str]:
    """Yield where the servers differ: the token of each one has to open every other."""
    if len({json.dumps(_keys(server.port), sort_keys=True) for server in servers}) != 1:
        yield "the servers publish different keys"
    for server, other in zip(servers, [*servers[1:], servers[0]], strict=True):
        with Caller(server.port) as caller, Caller(other.port) as elsewhere:
            read = elsewhere.call("GetUser", AccessToken=_token(caller))
        if read.status != 200:
            yield f"a token of one server is refused by another: {read}"


def _keys(port: int) -> Any:  # noqa: ANN401 - JSON
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", f"/{DEMO_POOL}/.well-known/jwks.json")
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def _token(caller: Caller) -> str:
    username, password = USER
    tokens = caller.done(
        "InitiateAuth",
        ClientId=DEMO_CLIENT,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": password},
    )
    return str(tokens["AuthenticationResult"]["AccessToken"])
