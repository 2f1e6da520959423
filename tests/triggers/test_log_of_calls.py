"""What a server writes of the functions that it calls."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.support.deployments import Deployments, Kind
from tests.support.tenant import make_tenant
from tests.support.trigger_receiver import Receiver, function_error

ARN = "arn:aws:lambda:us-east-1:000000000000:function:migrate"


def test_a_call_is_one_line_without_what_was_said(deployments: Deployments, tmp_path: Path) -> None:
    """A line says which function was called, how it went and by which id; nothing else (SEC-70)."""
    file = tmp_path / "triggers.toml"
    with Receiver() as receiver:
        file.write_text(receiver.entry())
        deployment = deployments.start(
            "log-of-calls", Kind(store="memory"), TRIGGERS_FILE=str(file)
        )
        tenant = make_tenant(deployment, {"LambdaConfig": {"UserMigration": ARN}})
        receiver.answer("UserMigration_Authentication", function_error("canary of the function"))
        with pytest.raises(ClientError, match="Exception migrating user"):
            tenant.sign_in("canary-of-the-user", "Passw0rd!canary")
        (delivery,) = receiver.deliveries

    log = deployment.log()
    (line,) = [json.loads(line) for line in log.splitlines() if '"event":"trigger"' in line]
    duration_ms = line.pop("duration_ms")
    assert 0 <= duration_ms < 5_000
    assert {name: line[name] for name in line if name not in {"ts", "level"}} == {
        "event": "trigger",
        "trigger": "UserMigration",
        "source": "UserMigration_Authentication",
        "arn": ARN,
        "pool_id": tenant.pool_id,
        "attempt": 1,
        "outcome": "refused",
        "webhook_id": delivery.headers["webhook-id"],
    }
    assert receiver.refused == []
    assert "canary" not in log
