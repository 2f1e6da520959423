"""What a test gets: a pool with a client, a boto3 client that may do everything, the messages."""

# ruff: noqa: ANN401 - boto3 makes its clients' types at run time

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from app.testing.functions import ARN, Function
from app.testing.server import ACCESS_KEY, OUTBOX, REGION, Server

WAIT_S: Final = 10.0
FLOWS: Final = (
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
)


@dataclass(frozen=True, slots=True)
class _Pool:
    id: str
    client_id: str


class Cognate:
    """One test's own pool, made when it is first asked for; other tests have pools of theirs.

    `new_pool` takes the place of that pool by one of another form.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._pool: _Pool | None = None
        newest = server.get(OUTBOX, latest="1")["messages"]
        self._begun = str(newest[0]["id"]) if newest else ""
        self._read: dict[str, str] = {}

    @property
    def url(self) -> str:
        """The endpoint of the API."""
        return self._server.url

    @property
    def region(self) -> str:
        """The region that clients sign for."""
        return REGION

    @property
    def pool_id(self) -> str:
        """The id of the pool."""
        return self._own.id

    @property
    def client_id(self) -> str:
        """The id of a client of the pool, without a secret unless `new_pool` was told otherwise."""
        return self._own.client_id

    @property
    def issuer(self) -> str:
        """What `iss` says in the pool's tokens."""
        return f"{self.url}/{self.pool_id}"

    @cached_property
    def api(self) -> Any:
        """A boto3 client `cognito-idp` whose key may do everything. Needs the package boto3."""
        import boto3  # noqa: PLC0415 - heavy, and an extra
        from botocore.config import Config  # noqa: PLC0415 - as above

        return boto3.client(
            "cognito-idp",
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=ACCESS_KEY,
            # What goes wrong is told at once, and a proxy of the environment is not asked.
            config=Config(retries={"total_max_attempts": 1}, proxies={}),
        )

    def new_pool(
        self,
        pool: Mapping[str, Any] | None = None,
        client: Mapping[str, Any] | None = None,
        triggers: Mapping[str, Function] | None = None,
    ) -> str:
        """Make the pool, and return its id.

        `pool` and `client` are members of CreateUserPool and CreateUserPoolClient; without them
        e-mail addresses are verified and every way to sign in is allowed. `triggers` are functions
        by their names in LambdaConfig.
        """
        return self._make(pool or {}, client or {}, triggers or {}).id

    def _make(
        self,
        pool: Mapping[str, Any],
        client: Mapping[str, Any],
        triggers: Mapping[str, Function],
    ) -> _Pool:
        arns = {name: f"{ARN}{name}" for name in triggers}
        options = {"PoolName": "tests", "AutoVerifiedAttributes": ["email"], **pool}
        options["LambdaConfig"] = {**options.get("LambdaConfig", {}), **arns}
        pool_id = str(self.api.create_user_pool(**options)["UserPool"]["Id"])
        self._server.functions.put(pool_id, triggers)
        chosen = {"ClientName": "tests", "ExplicitAuthFlows": list(FLOWS), **client}
        added = self.api.create_user_pool_client(UserPoolId=pool_id, **chosen)
        self._pool = _Pool(pool_id, str(added["UserPoolClient"]["ClientId"]))
        return self._pool

    def sign_in(self, username: str, password: str) -> dict[str, Any]:
        """Sign in by password; return AuthenticationResult, or raise ValueError for a challenge."""
        answer = self.api.initiate_auth(
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": username, "PASSWORD": password},
        )
        if "ChallengeName" in answer:
            raise ValueError(f"the sign-in goes on with {answer['ChallengeName']}")
        tokens: dict[str, Any] = answer["AuthenticationResult"]
        return tokens

    def messages(self, to: str) -> list[dict[str, str]]:
        """Return the messages to an address or telephone number since the test began.

        Oldest first, in the form of `GET /_dev/outbox`: `channel`, `purpose`, `subject`, `body`,
        `code` and others.
        """
        return self._outbox(to, self._begun)

    def code(self, to: str) -> str:
        """Return the newest code to an address or telephone number that was not returned before.

        Waits for it. Raises TimeoutError when none comes in ten seconds.
        """
        deadline = time.monotonic() + WAIT_S
        while (left_s := deadline - time.monotonic()) > 0:
            found = self._outbox(to, self._read.get(to, self._begun), wait_s=left_s)
            if found:
                self._read[to] = found[-1]["id"]
            codes = [each["code"] for each in found if each["code"]]
            if codes:
                return codes[-1]
        raise TimeoutError(f"no message with a code came to {to}")

    def _outbox(self, to: str, after: str, wait_s: float = 0) -> list[dict[str, str]]:
        query = {"to": to, "after": after, "wait_s": f"{wait_s:.3f}"}
        found: list[dict[str, str]] = self._server.get(OUTBOX, **query)["messages"]
        return found

    @property
    def _own(self) -> _Pool:
        return self._pool or self._make({}, {}, {})
