"""Choice-based sign-in by real clients: boto3 and aws-amplify."""

from __future__ import annotations

import base64
import json
import secrets
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest

from tests.support.choosing import OFFERED, answer, begin, choosing_tenant, person
from tests.support.deployments import Deployment, Deployments
from tests.support.node import require_clients
from tests.support.proof import right_answer
from tests.support.srp_client import SrpClient
from tests.support.tenant import PASSWORD, Tenant, attributes, unique


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "postgresql-two-servers"])
def deployment(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    """A running server on either database, or two on one."""
    return deployments.get(request.param)


@pytest.fixture(scope="module")
def tenant(deployment: Deployment) -> Tenant:
    """A pool whose users choose what they begin with."""
    return choosing_tenant(deployment)


@pytest.mark.parametrize("chooses", [True, False], ids=["chosen", "preferred"])
@pytest.mark.parametrize("factor", ["EMAIL_OTP", "SMS_OTP"])
def test_boto3_signs_in_by_code(tenant: Tenant, factor: str, chooses: bool) -> None:
    """Eight digits, and no password; the tokens refresh, and tell how they were come by."""
    name, email, number = person(tenant)
    asked = begin(tenant, name, None if chooses else factor)
    if chooses:
        assert asked["ChallengeName"] == "SELECT_CHALLENGE"
        assert asked["AvailableChallenges"] == OFFERED
        assert asked["ChallengeParameters"] == {}
        asked = answer(tenant, name, asked, ANSWER=factor)
    assert asked["ChallengeName"] == factor
    code = tenant.code(email if factor == "EMAIL_OTP" else number)
    assert len(code) == 8
    with pytest.raises(tenant.api.exceptions.CodeMismatchException):
        answer(tenant, name, asked, **{f"{factor}_CODE": "00000000"})

    given = answer(tenant, name, asked, **{f"{factor}_CODE": code})["AuthenticationResult"]

    claims = jwt.decode(given["IdToken"], options={"verify_signature": False})
    assert claims["acr"] == "urn:cognito:loa:2"
    assert tenant.refresh(given["RefreshToken"])["AccessToken"]


def test_boto3_signs_in_by_a_password_in_each_way(tenant: Tenant) -> None:
    """In the first request, with the choice, and after PASSWORD was asked for."""
    name, _, _ = person(tenant)
    assert begin(tenant, name, "PASSWORD", PASSWORD=PASSWORD)["AuthenticationResult"]

    asked = begin(tenant, name)
    chosen = answer(tenant, name, asked, ANSWER="PASSWORD", PASSWORD=PASSWORD)
    assert chosen["AuthenticationResult"]

    asked = begin(tenant, name, "PASSWORD")
    assert (asked["ChallengeName"], asked["AvailableChallenges"]) == ("PASSWORD", OFFERED)
    assert answer(tenant, name, asked, PASSWORD=PASSWORD)["AuthenticationResult"]


def test_a_wrong_password_ends_the_attempt(tenant: Tenant) -> None:
    """Neither the right one nor a code can follow it on that Session."""
    name, _, _ = person(tenant)
    asked, refusal = begin(tenant, name), tenant.api.exceptions.NotAuthorizedException
    with pytest.raises(refusal, match=r"Incorrect username or password\."):
        answer(tenant, name, asked, ANSWER="PASSWORD", PASSWORD="Wrong0ne!")
    for responses in ({"ANSWER": "PASSWORD", "PASSWORD": PASSWORD}, {"ANSWER": "EMAIL_OTP"}):
        with pytest.raises(refusal, match="session can only be used once"):
            answer(tenant, name, asked, **responses)


def test_boto3_signs_in_by_srp(tenant: Tenant) -> None:
    """With SRP_A in the first request, the Session of PASSWORD_VERIFIER given back or not."""
    name, _, _ = person(tenant)
    body = right_answer(tenant, name, flow="USER_AUTH", PREFERRED_CHALLENGE="PASSWORD_SRP")
    assert tenant.api.respond_to_auth_challenge(**body)["AuthenticationResult"]


@pytest.mark.parametrize("with_value", [True, False], ids=["with SRP_A", "SRP_A when asked"])
def test_boto3_chooses_srp(tenant: Tenant, with_value: bool) -> None:
    """The public value may come with the choice, or answer PASSWORD_SRP."""
    name, _, _ = person(tenant)
    srp = _srp(tenant, name)
    public = {"SRP_A": f"{srp.public:x}"}
    asked = begin(tenant, name)
    chosen = answer(tenant, name, asked, ANSWER="PASSWORD_SRP", **(public if with_value else {}))
    if not with_value:
        assert chosen["ChallengeName"] == "PASSWORD_SRP"
        chosen = answer(tenant, name, chosen, **public)
    assert chosen["ChallengeName"] == "PASSWORD_VERIFIER"
    assert answer(tenant, name, chosen, **_proof(srp, chosen))["AuthenticationResult"]


def test_boto3_signs_in_by_the_confirmation(tenant: Tenant) -> None:
    """SignUp without a password, ConfirmSignUp, InitiateAuth: each hands its Session on, once."""
    api, name, address = tenant.api, unique("eve"), f"{unique('eve')}@example.com"
    given = {"ClientId": tenant.client_id, "Username": name}
    signed_up = api.sign_up(**given, UserAttributes=attributes({"email": address}))
    code = tenant.code(address)
    with pytest.raises(api.exceptions.NotAuthorizedException, match="Invalid session"):
        api.confirm_sign_up(**given, ConfirmationCode=code, Session="A" * 40)
    confirmed = api.confirm_sign_up(**given, ConfirmationCode=code, Session=signed_up["Session"])
    request = {
        "ClientId": tenant.client_id,
        "AuthFlow": "USER_AUTH",
        "AuthParameters": {"USERNAME": name},
        "Session": confirmed["Session"],
    }

    answered = api.initiate_auth(**request)

    assert api.get_user(AccessToken=answered["AuthenticationResult"]["AccessToken"])
    with pytest.raises(api.exceptions.NotAuthorizedException, match="only be used once"):
        api.initiate_auth(**request)


def test_boto3_steps_up(tenant: Tenant) -> None:
    """A code by e-mail for an access token of a password, and new tokens of a higher level."""
    name, email, _ = person(tenant)
    token = begin(tenant, name, "PASSWORD", PASSWORD=PASSWORD)["AuthenticationResult"]
    aim = {"TARGET_ACR_VALUES": "urn:cognito:loa:3", "ACCESS_TOKEN": token["AccessToken"]}

    chosen = answer(tenant, name, begin(tenant, name, **aim), ANSWER="EMAIL_OTP")
    given = answer(tenant, name, chosen, EMAIL_OTP_CODE=tenant.code(email))

    tokens = given["AuthenticationResult"]
    for use in ("AccessToken", "IdToken"):
        claims = jwt.decode(tokens[use], options={"verify_signature": False})
        assert (claims["acr"], claims["amr"]) == ("urn:cognito:loa:3", ["pwd", "email_otp", "mfa"])
    with pytest.raises(tenant.api.exceptions.InvalidParameterException):
        begin(tenant, name, TARGET_ACR_VALUES="urn:cognito:loa:4")


@pytest.mark.node
def test_amplify_chooses_and_signs_in_after_a_sign_up(tenant: Tenant) -> None:
    """By signIn with each preference and none, confirmSignIn, autoSignIn without another code."""
    name, email, number = person(tenant)
    results = _run(
        "choice_amplify.mjs",
        url=tenant.url,
        poolId=tenant.pool_id,
        clientId=tenant.client_id,
        name=name,
        email=email,
        number=number,
        password=PASSWORD,
        visitor=unique("vic"),
    )
    assert results == {
        "preferred": "CONFIRM_SIGN_IN_WITH_EMAIL_CODE",
        "wrong": "CodeMismatchException",
        "afterCode": "DONE",
        "list": ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP"],
        "chosen": "CONFIRM_SIGN_IN_WITH_SMS_CODE",
        "afterText": "DONE",
        "byPassword": "DONE",
        "bySrp": "DONE",
        "askedForPassword": "CONFIRM_SIGN_IN_WITH_PASSWORD",
        "afterPassword": "DONE",
        "afterSrp": "DONE",
        "wrongPassword": "NotAuthorizedException",
        "afterSignUp": "CONFIRM_SIGN_UP",
        "afterConfirmation": "COMPLETE_AUTO_SIGN_IN",
        "afterAutoSignIn": "DONE",
        "messages": 1,
        "isVisitor": True,
    }


def _srp(tenant: Tenant, name: str) -> SrpClient:
    return SrpClient(
        prefix=tenant.pool_id.partition("_")[2],
        identifier=name,
        password=PASSWORD,
        secret=secrets.randbits(256),
    )


def _proof(srp: SrpClient, asked: Any) -> dict[str, str]:  # noqa: ANN401 - a response
    shown, now = asked["ChallengeParameters"], datetime.now(UTC)
    timestamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
    block = shown["SECRET_BLOCK"]
    claim = srp.claim(shown["SALT"], shown["SRP_B"], base64.b64decode(block), timestamp)
    return {
        "PASSWORD_CLAIM_SECRET_BLOCK": block,
        "PASSWORD_CLAIM_SIGNATURE": claim,
        "TIMESTAMP": timestamp,
    }


def _run(script: str, **given: str) -> dict[str, Any]:
    node = require_clients()
    without_proxy = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    done = node.run(f"js/{script}", json.dumps(given), env=without_proxy)
    assert done.returncode == 0, done.stderr
    results: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return results
