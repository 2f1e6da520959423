"""Servers that people move into: from a directory behind a webhook, or from an older Cognate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.support.deployments import (
    ACCESS_KEY_ID,
    REGION,
    SECRET_ACCESS_KEY,
    Deployment,
    Deployments,
    Kind,
)
from tests.support.tenant import Tenant, make_tenant
from tests.support.trigger_receiver import Receiver

KINDS: Final[Mapping[str, Kind]] = {
    "sqlite": Kind(store="sqlite", workers=2),
    "postgresql": Kind(store="postgresql", servers=2),
}
"""Several processes on each database, so that one user can be brought by all of them at once."""

BY_EMAIL: Final[Mapping[str, Any]] = {
    "UsernameAttributes": ["email"],
    "UsernameConfiguration": {"CaseSensitive": False},
}
WITH_MFA: Final[Mapping[str, Any]] = {
    "MfaConfiguration": "OPTIONAL",
    "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"},
}

_ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:"
WEBHOOK: Final = f"{_ARN}old-directory"
UNSIGNED: Final = f"{_ARN}old-pool"
SIGNED: Final = f"{_ARN}old-pool-of-addresses"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Where people move in, and the two pools of the older server where they come from.

    `open_old` is asked with the client alone, `addresses` with its secret and an access key.
    """

    deployment: Deployment
    receiver: Receiver
    open_old: Tenant
    addresses: Tenant

    def pool(self, function: str, options: Mapping[str, Any] | None = None) -> Tenant:
        """Make a pool into which the function of that ARN brings users."""
        given = {"LambdaConfig": {"UserMigration": function}, **(options or {})}
        return make_tenant(self.deployment, given)


@contextmanager
def house(name: str, deployments: Deployments, folder: Path) -> Iterator[House]:
    """Start the servers of that name of KINDS beside an older one."""
    old = deployments.get("memory")
    open_old = make_tenant(old, WITH_MFA)
    addresses = make_tenant(old, {**BY_EMAIL, **WITH_MFA}).with_client(GenerateSecret=True)
    with Receiver() as receiver:
        file = folder / "triggers.toml"
        file.write_text(receiver.entry(WEBHOOK) + _old_pools(open_old, addresses))
        deployment = deployments.start(f"moving-{name}", KINDS[name], TRIGGERS_FILE=str(file))
        yield House(
            deployment=deployment, receiver=receiver, open_old=open_old, addresses=addresses
        )


def _old_pools(open_old: Tenant, addresses: Tenant) -> str:
    """Return what docs/moving-in.md says to write."""
    return f"""
[[trigger]]
arn = "{UNSIGNED}"
kind = "cognito"
url = "{open_old.url}"
client_id = "{open_old.client_id}"

[[trigger]]
arn = "{SIGNED}"
kind = "cognito"
url = "{addresses.url}"
region = "{REGION}"
client_id = "{addresses.client_id}"
client_secret = "{addresses.client_secret}"
user_pool_id = "{addresses.pool_id}"
access_key_id = "{ACCESS_KEY_ID}"
secret_access_key = "{SECRET_ACCESS_KEY}"
"""
