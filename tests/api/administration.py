"""An administrator who calls the real operations on a store in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from adapters.api.registry import OPERATIONS
from domain.model.identifiers import PoolId
from tests.api.stage import Members, Stage
from tests.support.world import World


@dataclass
class Administrator:
    """Calls signed operations; each answers with its members, or is expected to be refused."""

    world: World
    stage: Stage

    def __call__(self, operation: str, **request: Any) -> Members:  # noqa: ANN401 - any member
        answer = self.stage.signed(operation, request)
        assert answer.status == 200, answer.json
        return answer.json

    def refused(self, operation: str, **request: Any) -> tuple[str, str]:  # noqa: ANN401
        """The error and the text of a refusal."""
        answer = self.stage.signed(operation, request)
        assert answer.status == 400, answer.json
        return answer.type, answer.json["message"]

    def new_pool(self, **members: Any) -> Members:  # noqa: ANN401 - any member
        """Make a pool; return its description."""
        pool: Members = self("CreateUserPool", **{"PoolName": "people", **members})["UserPool"]
        return pool

    def pool(self, pool_id: str) -> Members:
        """Describe a pool."""
        pool: Members = self("DescribeUserPool", UserPoolId=pool_id)["UserPool"]
        return pool

    def new_client(self, pool_id: str, **members: Any) -> Members:  # noqa: ANN401 - any member
        """Make a client; return its description."""
        request = {"UserPoolId": pool_id, "ClientName": "app", **members}
        client: Members = self("CreateUserPoolClient", **request)["UserPoolClient"]
        return client

    def client(self, pool_id: str, client_id: str) -> Members:
        """Describe a client."""
        answer = self("DescribeUserPoolClient", UserPoolId=pool_id, ClientId=client_id)
        client: Members = answer["UserPoolClient"]
        return client


class PoolDesk:
    """A new pool in which operations are called: each request names it unless told otherwise."""

    def __init__(self, admin: Administrator, **members: Any) -> None:  # noqa: ANN401 - any member
        self.admin = admin
        self.id = PoolId(admin.new_pool(**members)["Id"])

    def __call__(self, operation: str, **request: Any) -> Any:  # noqa: ANN401 - any member
        return self.admin(operation, **{"UserPoolId": self.id, **request})

    def refused(self, operation: str, **request: Any) -> tuple[str, str]:  # noqa: ANN401 - any member
        """The error and the text of a refusal."""
        return self.admin.refused(operation, **{"UserPoolId": self.id, **request})

    def client(self) -> str:
        """Make a client; its id."""
        return str(self.admin.new_client(self.id)["ClientId"])


@contextmanager
def administration() -> Iterator[Administrator]:
    """An administrator of an empty service, for as long as the block runs.

    Whatever was asked of it, no operation has answered an error that it does not declare.
    """
    world = World()
    stage = Stage(OPERATIONS, services=world.services)  # type: ignore[arg-type] # a table of exact types
    try:
        yield Administrator(world, stage)
    finally:
        stage.close()
    assert [each for each in stage.records if each.undeclared] == []
