"""Two pools of different size, filled through the store: the API takes a hash for each user."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from typing import Final

import boto3
from botocore.config import Config

from adapters.storage.sql import open as open_store
from domain.model.identifiers import PoolId, Sub, Username
from domain.model.user import NameKind, SignInName, User, UserStatus
from domain.ports.store import Store
from domain.ports.users import Newcomer
from tools.bench.servers import Served

FEW: Final = 1_000
MANY: Final = 100_000
FAMILY: Final = "Example"
"""What everybody is called by."""
LONELY: Final = 321
"""The number of the one user whom filters look for; he alone is disabled."""

_BATCH: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Crowds:
    """The ids of both pools."""

    few: str
    many: str


def gather(served: Served, storage_url: str) -> Crowds:
    """Make both pools. Raises botocore's errors."""
    api = boto3.client(
        "cognito-idp",
        endpoint_url=f"http://localhost:{served.port}",
        region_name="us-east-1",
        aws_access_key_id=served.access_key_id,
        aws_secret_access_key=served.secret_access_key,
        config=Config(retries={"total_max_attempts": 1}),
    )
    few, many = (
        PoolId(api.create_user_pool(PoolName=name)["UserPool"]["Id"]) for name in ("few", "many")
    )
    store = open_store(storage_url, connections=1)
    try:
        _fill(store, few, FEW)
        _fill(store, many, MANY)
    finally:
        store.close()
    return Crowds(few=few, many=many)


def username(number: int) -> str:
    """Return what a user is called."""
    return f"user-{number:06}"


def address(number: int) -> str:
    """Return the e-mail address of a user."""
    return f"{username(number)}@example.com"


def _fill(store: Store, pool_id: PoolId, count: int) -> None:
    for start in range(0, count, _BATCH):
        newcomers = [_newcomer(pool_id, start + number) for number in range(_BATCH)]
        with store.writing() as unit:
            unit.users.add_all(newcomers)


def _newcomer(pool_id: PoolId, number: int) -> Newcomer:
    now_ms = time.time_ns() // 1_000_000
    user = User(
        pool_id=pool_id,
        sub=Sub(str(uuid.uuid4())),
        username=Username(username(number)),
        status=UserStatus.CONFIRMED,
        enabled=number != LONELY,
        attributes={
            "email": address(number),
            "email_verified": "true",
            "given_name": f"Ann {number}",
            "family_name": FAMILY,
        },
        created_at_ms=now_ms,
        modified_at_ms=now_ms,
    )
    return Newcomer(user=user, names=[SignInName(kind=NameKind.USERNAME, value=user.username)])
