"""What a server tells Prometheus."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families

from adapters.telemetry.metrics import Metrics
from app import bootstrap
from app.settings import Settings
from domain.model.identifiers import PoolId
from tests.api.stage import respond, run, signed_request
from tests.app.conftest import OWN_KEY
from tests.app.test_processes import until, workers_of
from tests.support.deployments import Deployment
from tests.support.fetch import fetch
from tests.support.raw import ROOT_KEY, Connection, target
from tests.support.server import Server
from tests.support.tenant import attributes, boto3_client, make_tenant

Figures = dict[tuple[str, tuple[str, ...]], float]


def figures(text: str) -> Figures:
    """Every figure by its name and the values of its labels, in the order of their names."""
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def told(server: Server) -> Figures:
    """What the server tells."""
    answer = fetch(f"{server.url}/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return figures(answer.text)


def shown(metrics: Metrics) -> Figures:
    """What the metrics of a process tell."""
    return figures(metrics.text().decode())


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of one process."""
    with Server("memory:") as running:
        yield running


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Server]:
    """A server of two workers on SQLite."""
    env = {"COGNATE_DEMO": "false"}
    with Server(f"sqlite:///{tmp_path}/cognate.db", 2, env) as running:
        yield running


def test_requests_are_counted_and_timed(server: Server) -> None:
    """By operation and by what came of them; one that names no operation is one of unknown."""
    api = boto3_client(server.url)
    before = told(server)
    for _ in range(3):
        api.list_user_pools(MaxResults=1)
    with pytest.raises(api.exceptions.ResourceNotFoundException):
        api.describe_user_pool(UserPoolId="us-east-1_Unknown01")
    with Connection(server.port) as raw:
        raw.post(b"{}", target("Nothing"))

    after = told(server)

    def more(name: str, *labels: str) -> float:
        return after[name, labels] - before.get((name, labels), 0.0)

    requests = "cognate_requests_total"
    assert more(requests, "", "ListUserPools", "ok") == 3
    assert more(requests, "ResourceNotFoundException", "DescribeUserPool", "refused") == 1
    assert more(requests, "UnknownOperationException", "unknown", "refused") == 1
    duration = "cognate_request_duration_seconds"
    assert more(f"{duration}_count", "ListUserPools") == 3
    assert more(f"{duration}_bucket", "10.0", "ListUserPools") == 3
    assert 0 < more(f"{duration}_sum", "ListUserPools") < 30


def test_the_process_tells_of_itself(server: Server) -> None:
    """Its version, its memory, and how full the queues of requests are."""
    found = told(server)

    assert found["cognate_build_info", ("0.1.0",)] == 1
    assert found["process_resident_memory_bytes", ()] > 10_000_000
    assert found["cognate_queue_size", ("quick",)] == 1_008
    assert found["cognate_queue_requests", ("hashing",)] == 0


def test_nothing_tells_of_pools_or_people(server: Server) -> None:
    """After a sign-up and a sign-in no id, name, address or secret is in what is told."""
    deployment = Deployment(name="", url=server.url, storage_url="", servers=(server,))
    tenant = make_tenant(deployment)
    name, address, password = "somebody-special", "special@example.com", "Passw0rd!special"
    tenant.api.sign_up(
        ClientId=tenant.client_id,
        Username=name,
        Password=password,
        UserAttributes=attributes({"email": address}),
    )
    tenant.api.admin_confirm_sign_up(UserPoolId=tenant.pool_id, Username=name)
    tokens = tenant.sign_in(name, password)

    text = fetch(f"{server.url}/metrics").text

    assert 'cognate_sign_ins_total{flow="USER_PASSWORD_AUTH"}' in text
    secrets = (name, address, password, tokens["AccessToken"])
    assert not [each for each in (*secrets, tenant.pool_id, tenant.client_id) if each in text]


def test_workers_tell_their_sums(pair: Server) -> None:
    """Whichever is asked; one that takes the place of another goes on with its figures.

    Their files are for nobody else, and go with the server.
    """
    api, requests = boto3_client(pair.url), ("cognate_requests_total", ("", "ListUserPools", "ok"))

    def ask(times: int) -> None:
        for _ in range(times):
            with Connection(pair.port) as raw:
                raw.call("ListUserPools", {"MaxResults": 1}, sign=ROOT_KEY)

    ask(12)
    api.list_user_pools(MaxResults=1)
    assert {told(pair)[requests] for _ in range(8)} == {13}
    victim = workers_of(pair)[0]
    os.kill(victim.pid, signal.SIGKILL)
    assert until(lambda: len(workers_of(pair)) == 2 and victim.pid not in _pids(pair))
    ask(12)

    assert told(pair)[requests] == 25
    assert until(
        lambda: {("process_resident_memory_bytes", (place,)) for place in "01"} <= told(pair).keys()
    )
    opened = psutil.Process(workers_of(pair)[0].pid).memory_maps()
    (directory,) = {Path(each.path).parent for each in opened if "cognate-counts-" in each.path}
    assert directory.stat().st_mode & 0o077 == 0
    pair.stop()
    assert not directory.exists()


def test_a_store_that_is_away_is_counted(tmp_path: Path) -> None:
    """A request that fails because of it is one of these, and a failed one."""
    metrics = bootstrap.open_metrics()
    settings = Settings(
        storage_url=f"sqlite:///{tmp_path}/nowhere/cognate.db",  # type: ignore[arg-type] # pydantic makes secrets of texts
        sealing_keys=OWN_KEY,  # type: ignore[arg-type]
        root_access_key_id="local",
        root_secret_access_key="local",  # type: ignore[arg-type]
        password_hash="insecure-for-tests",
    )
    assembly = bootstrap.assemble(settings, metrics)
    application = bootstrap.application(assembly, metrics, outbox=False)

    body, headers = signed_request("ListUserPools", {"MaxResults": 1}, "local", "local")
    answer = run(lambda: respond(application, body, headers))

    assert answer.status == 500
    found = shown(metrics)
    assert found["cognate_store_errors_total", ()] == 1
    failed = ("InternalErrorException", "ListUserPools", "failed")
    assert found["cognate_requests_total", failed] == 1


def test_facts_are_counted_by_what_is_in_the_program() -> None:
    """Those that are counted, by members whose values are few; others are not counted."""
    metrics = Metrics("1")
    pool_id = PoolId("us-east-1_Secret001")

    metrics.fact("trigger", {"trigger": "PreSignUp", "outcome": "ok", "pool_id": pool_id})
    metrics.fact("message_sent", {"channel": "EMAIL", "message": "an id", "pool": pool_id})
    metrics.fact("refresh_token_reused", {"pool_id": pool_id})
    metrics.fact("user_migrated", {"pool_id": pool_id})
    metrics.limited("UserPoolRead")

    found = {key: value for key, value in shown(metrics).items() if value == 1}
    assert ("cognate_trigger_calls_total", ("ok", "PreSignUp")) in found
    assert ("cognate_messages_sent_total", ("EMAIL",)) in found
    assert ("cognate_refresh_tokens_reused_total", ()) in found
    assert ("cognate_rate_limited_total", ("UserPoolRead",)) in found
    assert pool_id not in metrics.text().decode()


def test_a_queue_is_looked_at_when_it_is_told_of() -> None:
    """Not before, so that requests pay nothing for it."""
    metrics, load = Metrics("1"), [3]
    metrics.watch("hashing", lambda: load[0], 40)
    load[0] = 7

    found = shown(metrics)

    assert found["cognate_queue_requests", ("hashing",)] == 7
    assert found["cognate_queue_size", ("hashing",)] == 40


def _pids(server: Server) -> set[int]:
    return {worker.pid for worker in workers_of(server)}
