"""Custom senders of a running server: a receiver is told codes in each form, and reads them.

The server has the development outbox as its channels: what has a sender goes to it all the same.
"""

from __future__ import annotations

import base64
import json
import runpy
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

from tests.support.at_rest import contents
from tests.support.deployments import REGION, Deployment, Deployments, Kind
from tests.support.fake_kms import ALIAS, KEY, FakeKms
from tests.support.hidden import is_in
from tests.support.node import require_clients
from tests.support.tenant import FLOWS, PASSWORD, Tenant, attributes, make_tenant, unique
from tests.support.trigger_receiver import Receiver, function_error, raw

STORES: Final = ("sqlite", "postgresql")
ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:"
EXAMPLES: Final = Path(__file__).parents[2] / "docs" / "examples" / "custom_senders"
SHARED_KEY: Final = base64.b64encode(bytes(range(32))).decode()
FORMLESS: Final = "formless"

Event = Mapping[str, Any]
Env = Mapping[str, str]


@pytest.fixture(scope="module")
def kms() -> Iterator[FakeKms]:
    """A KMS with one key."""
    with FakeKms() as server:
        yield server


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    """What all functions lead to."""
    with Receiver() as server:
        yield server


@pytest.fixture(scope="module")
def served(
    deployments: Deployments,
    receiver: Receiver,
    kms: FakeKms,
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[str], Deployment]:
    """Starts a server on a store, once, whose triggers file has a function for each form."""
    forms: Mapping[str, Mapping[str, str]] = {
        "plain": {"code": "plain"},
        "jwe": {"code": "jwe", "code_key": SHARED_KEY},
        "aws-esdk": kms.entry,
        FORMLESS: {},
    }
    entries = [receiver.entry(f"{ARN}{name}", **form) for name, form in forms.items()]
    file = tmp_path_factory.mktemp("senders") / "triggers.toml"
    file.write_text("".join(entries))

    @cache
    def start(store: str) -> Deployment:
        return deployments.start(f"senders-{store}", Kind(store=store), TRIGGERS_FILE=str(file))

    return start


@pytest.fixture(params=STORES)
def deployment(
    request: pytest.FixtureRequest, served: Callable[[str], Deployment], receiver: Receiver
) -> Deployment:
    """The server on one of the stores, and a receiver that has seen nothing."""
    receiver.forget()
    return served(request.param)


def make_pool(deployment: Deployment, form: str, **options: object) -> Tenant:
    """A pool whose e-mails and text messages both go to the function of a form."""
    function = {"LambdaVersion": "V1_0", "LambdaArn": f"{ARN}{form}"}
    config = {"CustomEmailSender": function, "CustomSMSSender": function, "KMSKeyID": ALIAS}
    return make_tenant(
        deployment,
        {"LambdaConfig": config, **options},
        {"ExplicitAuthFlows": [*FLOWS, "ALLOW_USER_AUTH"]},
    )


def sign_up(tenant: Tenant, **metadata: str) -> tuple[str, str]:
    """Sign somebody up; return his name and address."""
    name = unique("ann")
    address = f"{name}@example.com"
    tenant.api.sign_up(
        ClientId=tenant.client_id,
        Username=name,
        Password=PASSWORD,
        UserAttributes=attributes({"email": address}),
        **({"ClientMetadata": metadata} if metadata else {}),
    )
    return name, address


def confirm(tenant: Tenant, name: str, code: str) -> None:
    """Confirm a sign-up."""
    tenant.api.confirm_sign_up(ClientId=tenant.client_id, Username=name, ConfirmationCode=code)


def _in_clear(event: Event, _: Env) -> str:
    return str(event["request"]["code"])


def _by_jwe(event: Event, _: Env) -> str:
    example = runpy.run_path(str(EXAMPLES / "open_jwe.py"))
    return str(example["code_of"](event, example["shared_key"](SHARED_KEY)))


def _in_python(event: Event, env: Env) -> str:
    with pytest.MonkeyPatch.context() as surroundings:
        for name, value in env.items():
            surroundings.setenv(name, value)
        code_of = runpy.run_path(str(EXAMPLES / "open_esdk.py"))["code_of"]
        return str(code_of(event, KEY))


def _in_node(event: Event, env: Env) -> str:
    given = {"event": event, "keyArn": KEY, "keyAlias": ALIAS}
    done = require_clients().run("js/custom_sender.mjs", json.dumps(given), env=env)
    assert done.returncode == 0, done.stderr
    return str(json.loads(done.stdout)["code"])


@pytest.mark.parametrize("deployment", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("form", "opened"),
    [
        ("plain", _in_clear),
        ("jwe", _by_jwe),
        ("aws-esdk", _in_python),
        pytest.param("aws-esdk", _in_node, marks=pytest.mark.node),
    ],
)
def test_a_sender_reads_the_code_that_counts(
    deployment: Deployment,
    receiver: Receiver,
    kms: FakeKms,
    form: str,
    opened: Callable[[Event, Env], str],
) -> None:
    """The whole event comes by a signed webhook; the page of the outbox shows nothing of it."""
    tenant = make_pool(deployment, form)
    name, address = sign_up(tenant, language="pt")
    (delivery,) = receiver.wait_for(1)
    assert receiver.refused == []
    confirm(tenant, name, opened(delivery.event, kms.surroundings))
    user = tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=name)
    sub = next(each["Value"] for each in user["UserAttributes"] if each["Name"] == "sub")
    del delivery.event["request"]["code"], delivery.event["callerContext"]["awsSdkVersion"]
    assert delivery.event == {
        "version": "1",
        "triggerSource": "CustomEmailSender_SignUp",
        "region": REGION,
        "userPoolId": tenant.pool_id,
        "userName": name,
        "callerContext": {"clientId": tenant.client_id},
        "request": {
            "type": "customEmailSenderRequestV1",
            "userAttributes": {
                "sub": sub,
                "cognito:user_status": "UNCONFIRMED",
                "email": address,
                "email_verified": "false",
            },
            "clientMetadata": {"language": "pt"},
        },
        "response": {},
    }
    assert tenant.messages(address) == []


def test_every_message_of_a_pool_has_its_source(deployment: Deployment, receiver: Receiver) -> None:
    """Sign-up, resend, recovery, invitation, attributes, and codes that begin a sign-in."""
    policies = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "SMS_OTP"]}}
    tenant = make_pool(deployment, "plain", Policies=policies)
    api, client_id = tenant.api, tenant.client_id
    proven = {"email": f"{unique('eve')}@example.com", "email_verified": "true"}
    phone = {"phone_number": "+15555550123", "phone_number_verified": "true"}
    eve = tenant.user(**proven, **phone)
    name, _ = sign_up(tenant)
    api.resend_confirmation_code(ClientId=client_id, Username=name)
    api.forgot_password(ClientId=client_id, Username=eve)
    api.admin_create_user(
        UserPoolId=tenant.pool_id,
        Username=unique("guest"),
        UserAttributes=attributes(phone),
        DesiredDeliveryMediums=["SMS"],
        TemporaryPassword="Temp0rary!word",
    )
    for preferred in ("EMAIL_OTP", "SMS_OTP"):
        api.initiate_auth(
            ClientId=client_id,
            AuthFlow="USER_AUTH",
            AuthParameters={"USERNAME": eve, "PREFERRED_CHALLENGE": preferred},
        )
    token = tenant.sign_in(eve)["AccessToken"]
    changed = attributes({"email": f"{unique('eve')}@example.com"})
    api.update_user_attributes(AccessToken=token, UserAttributes=changed)
    api.get_user_attribute_verification_code(AccessToken=token, AttributeName="phone_number")
    deliveries = receiver.wait_for(8)
    assert sorted(receiver.sources()) == [
        "CustomEmailSender_Authentication",
        "CustomEmailSender_ResendCode",
        "CustomEmailSender_SignUp",
        "CustomEmailSender_UpdateUserAttribute",
        "CustomSMSSender_AdminCreateUser",
        "CustomSMSSender_Authentication",
        "CustomSMSSender_ForgotPassword",
        "CustomSMSSender_VerifyUserAttribute",
    ]
    clients = {each.source: each.event["callerContext"]["clientId"] for each in deliveries}
    assert clients.pop("CustomSMSSender_AdminCreateUser") == "CLIENT_ID_NOT_APPLICABLE"
    assert set(clients.values()) == {client_id}


def test_a_code_waits_unreadable_for_a_sender_that_fails(
    deployment: Deployment, receiver: Receiver
) -> None:
    """The caller hears nothing of it; nothing is in clear meanwhile; then the code comes once."""
    secrets = []

    def fail_first(event: dict[str, Any]) -> Any:  # noqa: ANN401 - a reply or nothing
        secrets.append(event["request"]["code"])
        return [function_error("no mail today"), raw("{}", 503), {}][min(len(secrets), 3) - 1]

    receiver.answer("*", fail_first)
    tenant = make_pool(deployment, "plain")
    name, address = sign_up(tenant)
    receiver.wait_for(1)
    code = secrets[0].encode()
    store = contents(deployment)
    assert is_in(name.encode(), store), "the search finds what is there"
    assert not is_in(code, store)
    receiver.wait_for(3)
    confirm(tenant, name, secrets[-1])
    assert len(set(secrets)) == 1
    log = deployment.log().encode()
    assert is_in(tenant.pool_id.encode(), log), "the search finds what is there"
    assert not is_in(code, log)
    assert not is_in(address.encode(), log)
    assert b"no mail today" not in log
    assert log.count(b"message_postponed") >= 2


def test_without_a_form_nobody_is_told(deployment: Deployment, receiver: Receiver) -> None:
    """An entry that says no form gets no code, and the log says why; the next function does."""
    tenant = make_pool(deployment, FORMLESS)
    sign_up(tenant)
    other = make_pool(deployment, "plain")
    name, _ = sign_up(other)
    (delivery,) = receiver.wait_for(1)
    assert delivery.event["userName"] == name
    lines = [json.loads(line) for line in deployment.log().splitlines() if "postponed" in line]
    (why,) = {line["reason"] for line in lines if line["pool"] == tenant.pool_id}
    assert why == "invocation failed due to configuration: its entry says no form for codes."
