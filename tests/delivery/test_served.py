"""A served sign-up whose code comes by mail: after an outage, once, whoever sends it."""

# ruff: noqa: ANN401 - boto3 makes its clients' types at run time

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pytest

from tests.support.certificates import Certificate
from tests.support.deployments import CONTENDED, KINDS, Deployment, Deployments
from tests.support.mail_server import PASSWORD, USER, MailServer, starttls
from tests.support.ports import free_port
from tests.support.trigger_receiver import SECRET, Receiver, raw

USERS = 6
LOGIN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@"
PASSWORD_OF_ALL = "Passw0rd!canary"


@dataclass(frozen=True)
class Site:
    """A deployment with its mail server, which is down at first, and its gateway for SMS."""

    deployment: Deployment
    mail: MailServer
    gateway: Receiver

    def lines(self, event: str) -> list[dict[str, Any]]:
        """What the servers logged of that event."""
        lines = (line for line in self.deployment.log().splitlines() if f'"{event}"' in line)
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module", params=CONTENDED)
def site(
    request: pytest.FixtureRequest, deployments: Deployments, certificate: Certificate
) -> Iterator[Site]:
    """Two processes on one store."""
    mail = MailServer(free_port())
    with Receiver() as gateway:
        gateway.answer("*", raw("{}"))
        url = f"smtp://{LOGIN}127.0.0.1:{mail.port}"
        query = f"?from=no-reply@acme.example&starttls=always&ca={certificate.ca_file}"
        deployment = deployments.start(
            f"mail-{request.param}",
            KINDS[request.param],
            EMAIL_URL=url + query,
            SMS_URL=f"{gateway.url}?secret={SECRET}",
        )
        try:
            yield Site(deployment=deployment, mail=mail, gateway=gateway)
        finally:
            for server in deployment.servers:
                server.stop()
            mail.stop()


def test_each_code_arrives_once_after_an_outage(site: Site, certificate: Certificate) -> None:
    """While mail is down text messages go out; when it is back every code comes, and works."""
    cognito = site.deployment.servers[0].boto3()
    client_id = _client_of_new_pool(cognito)
    names = [f"user{number}" for number in range(USERS)]
    for name in names:
        _sign_up(cognito, client_id, name, "email", f"{name}@example.com")
    _sign_up(cognito, client_id, "phone", "phone_number", "+15550100")

    (by_sms,) = site.gateway.wait_for(1)
    _wait_until(site, "message_postponed", USERS)
    site.mail.start(
        authenticator=site.mail.authenticate, auth_required=True, **starttls(certificate.context)
    )
    arrived = site.mail.wait_for(USERS)

    codes = {each.to[0].partition("@")[0]: _code_in(each.mail.get_content()) for each in arrived}
    codes["phone"] = by_sms.event["code"]
    for name in [*names, "phone"]:
        cognito.confirm_sign_up(ClientId=client_id, Username=name, ConfirmationCode=codes[name])
    _wait_until(site, "message_sent", USERS + 1)
    assert len({each.mail["Message-ID"] for each in arrived}) == USERS
    assert len(site.mail.arrived) == USERS
    assert len(site.gateway.deliveries) == 1
    assert all(each.is_encrypted and each.user == USER.encode() for each in arrived)
    _assert_nothing_told(site, [*codes.values()])


def _assert_nothing_told(site: Site, codes: list[str]) -> None:
    log = site.deployment.log()
    for secret in (*codes, PASSWORD, LOGIN, SECRET, PASSWORD_OF_ALL, "@example.com", "+15550100"):
        assert secret not in log
    reasons = {line["reason"] for line in site.lines("message_postponed")}
    assert reasons == {"the connection: Connection refused"}


def _client_of_new_pool(cognito: Any) -> str:
    pool = cognito.create_user_pool(
        PoolName="people",
        AutoVerifiedAttributes=["email", "phone_number"],
        SmsConfiguration={"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"},
    )["UserPool"]
    client = cognito.create_user_pool_client(UserPoolId=pool["Id"], ClientName="app")
    client_id: str = client["UserPoolClient"]["ClientId"]
    return client_id


def _sign_up(cognito: Any, client_id: str, name: str, attribute: str, address: str) -> None:
    cognito.sign_up(
        ClientId=client_id,
        Username=name,
        Password=PASSWORD_OF_ALL,
        UserAttributes=[{"Name": attribute, "Value": address}],
    )


def _code_in(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found is not None
    return found[0]


def _wait_until(site: Site, event: str, count: int) -> None:
    """Wait until that many messages have had the event."""
    deadline_s = time.monotonic() + 20
    while len({line["message"] for line in site.lines(event)}) < count:
        assert time.monotonic() < deadline_s, site.deployment.log()
        time.sleep(0.05)
