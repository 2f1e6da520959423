"""Several servers on one store, and a store that goes away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.support.postgres import FAST, PostgresServer
from tests.support.server import DEMO_CLIENT, DEMO_POOL, Server

REPLICAS = 4


def test_replicas_start_at_once_on_an_empty_store(tmp_path: Path) -> None:
    """Of servers that start together one migrates and one makes the demo; all serve it (F24)."""

    def start(_number: int) -> Server:
        return Server(directory=tmp_path)

    with ThreadPoolExecutor(REPLICAS) as threads:
        servers = list(threads.map(start, range(REPLICAS)))
    try:
        jwks = [server.get(f"/{DEMO_POOL}/.well-known/jwks.json").json() for server in servers]
        tokens = [sign_in(server) for server in servers]
    finally:
        codes = [server.stop() for server in servers]

    assert all(each == jwks[0] for each in jwks)
    assert len({token["IdToken"] for token in tokens}) == REPLICAS
    assert codes == [0] * REPLICAS


@pytest.mark.postgres
def test_a_store_that_goes_away_is_told_and_comes_back(tmp_path: Path) -> None:
    """Without the database: alive, not ready, 500 to calls; with it again all is well.

    Nothing has to be restarted (F25).
    """
    database = PostgresServer(FAST)
    try:
        database.start()
        url = database.create_database()
        with Server(url, directory=tmp_path) as server:
            sign_in(server)
            database.kill()

            assert server.get("/livez").status_code == 200
            unready = server.get("/readyz")
            assert unready.status_code == 503
            assert set(unready.json()["reasons"]) == {"store"}
            with pytest.raises(server.boto3().exceptions.InternalErrorException):
                sign_in(server)

            database.start()
            assert server.get("/readyz").status_code == 200
            sign_in(server)
    finally:
        database.close()


@pytest.mark.postgres
def test_workers_share_one_database(tmp_path: Path, postgres_url: str) -> None:
    """Two workers on PostgreSQL serve one user, whichever of them is asked."""
    with Server(postgres_url, 2, directory=tmp_path) as server:
        for _ in range(6):
            sign_in(server)


def sign_in(server: Server) -> dict[str, str]:
    """Sign the demo user in; return the tokens."""
    proof = {"USERNAME": "ann@example.com", "PASSWORD": "Passw0rd!"}
    result: dict[str, str] = server.boto3().initiate_auth(
        ClientId=DEMO_CLIENT, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=proof
    )["AuthenticationResult"]
    return result
