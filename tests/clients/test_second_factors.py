"""Second factors by real clients: boto3, pycognito, amazon-cognito-identity-js and aws-amplify."""

# ruff: noqa: ANN401 - boto3 makes its clients' types at run time

from __future__ import annotations

import json
import secrets
import time
from typing import Any, Final

import pytest

from tests.support.deployments import (
    ACCESS_KEY_ID,
    REGION,
    SECRET_ACCESS_KEY,
    Deployment,
    Deployments,
)
from tests.support.node import require_clients
from tests.support.second_factors import app_code
from tests.support.tenant import PASSWORD, Tenant, make_tenant, unique

MFA: Final = {
    "SmsMfaConfiguration": {
        "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}
    },
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
    "EmailMfaConfiguration": {"Message": "Use {####}", "Subject": "A code"},
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "postgresql-two-servers"])
def deployment(request: pytest.FixtureRequest, deployments: Deployments) -> Deployment:
    """A running server on either database, or two on one."""
    return deployments.get(request.param)


@pytest.fixture(scope="module")
def optional(deployment: Deployment) -> Tenant:
    """A pool whose users may have second factors."""
    return _asking(deployment, "OPTIONAL")


@pytest.fixture(scope="module")
def demanding(deployment: Deployment) -> Tenant:
    """A pool whose users must have one."""
    return _asking(deployment, "ON")


def test_boto3_sets_up_a_token_on_the_way_in(demanding: Tenant) -> None:
    """MFA_SETUP by its Sessions up to the tokens, and the token itself at the next sign-in."""
    api, name = demanding.api, demanding.user()
    asked = _begin(demanding, name)
    assert asked["ChallengeName"] == "MFA_SETUP"
    assert json.loads(asked["ChallengeParameters"]["MFAS_CAN_SETUP"]) == [
        "SMS_MFA",
        "SOFTWARE_TOKEN_MFA",
        "EMAIL_OTP",
    ]
    given = api.associate_software_token(Session=asked["Session"])
    with pytest.raises(api.exceptions.EnableSoftwareTokenMFAException):
        api.verify_software_token(Session=given["Session"], UserCode=_code(given, 500))
    verified = api.verify_software_token(
        Session=given["Session"], UserCode=_code(given), FriendlyDeviceName="phone"
    )
    assert verified["Status"] == "SUCCESS"
    assert _answer(demanding, name, "MFA_SETUP", verified["Session"])["AuthenticationResult"]

    asked = _begin(demanding, name)
    assert asked["ChallengeName"] == "SOFTWARE_TOKEN_MFA"
    assert asked["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"] == "phone"
    code = {"SOFTWARE_TOKEN_MFA_CODE": _code(given, 1)}
    answer = _answer(demanding, name, "SOFTWARE_TOKEN_MFA", asked["Session"], **code)
    token = answer["AuthenticationResult"]["AccessToken"]
    assert api.get_user(AccessToken=token)["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"


def test_boto3_sets_up_an_address_on_the_way_in(demanding: Tenant) -> None:
    """EMAIL at MFA_SETUP, and the code that was sent there."""
    name = demanding.user()
    address = f"{name}@example.com"
    asked = _begin(demanding, name)
    sent = _answer(demanding, name, "MFA_SETUP", asked["Session"], EMAIL=address)
    assert sent["ChallengeName"] == "EMAIL_OTP"
    (message,) = demanding.messages(address, "Authentication")
    assert (message["subject"], message["body"]) == ("A code", f"Use {message['code']}")

    code = {"EMAIL_OTP_CODE": message["code"]}
    assert _answer(demanding, name, "EMAIL_OTP", sent["Session"], **code)["AuthenticationResult"]

    user = demanding.api.admin_get_user(UserPoolId=demanding.pool_id, Username=name)
    assert user["UserMFASettingList"] == ["EMAIL_OTP"]
    assert {"Name": "email_verified", "Value": "true"} in user["UserAttributes"]


def test_boto3_gives_a_code_that_was_sent(demanding: Tenant) -> None:
    """A telephone number is asked for a code, unproven, and is proven by it."""
    number = _number()
    name = demanding.user(phone_number=number)
    asked = _begin(demanding, name)
    assert asked["ChallengeName"] == "SMS_MFA"
    assert asked["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"] == f"+*******{number[-4:]}"
    with pytest.raises(demanding.api.exceptions.CodeMismatchException):
        _answer(demanding, name, "SMS_MFA", asked["Session"], SMS_MFA_CODE="none")

    code = {"SMS_MFA_CODE": demanding.code(number)}
    assert _answer(demanding, name, "SMS_MFA", asked["Session"], **code)["AuthenticationResult"]

    user = demanding.api.admin_get_user(UserPoolId=demanding.pool_id, Username=name)
    assert {"Name": "phone_number_verified", "Value": "true"} in user["UserAttributes"]


def test_boto3_chooses_among_several(optional: Tenant) -> None:
    """Two factors without preference are asked which, and each leads to tokens."""
    api, number = optional.api, _number()
    name = optional.user(phone_number=number)
    token = optional.sign_in(name)["AccessToken"]
    given = api.associate_software_token(AccessToken=token)
    assert "Session" not in given
    api.verify_software_token(AccessToken=token, UserCode=_code(given))
    assert optional.sign_in(name)
    api.set_user_mfa_preference(
        AccessToken=token,
        SMSMfaSettings={"Enabled": True},
        SoftwareTokenMfaSettings={"Enabled": True},
    )
    factors = api.get_user_auth_factors(AccessToken=token)
    assert factors["UserMFASettingList"] == ["SMS_MFA", "SOFTWARE_TOKEN_MFA"]
    assert "PreferredMfaSetting" not in factors

    for factor, key in (
        ("SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE"),
        ("SMS_MFA", "SMS_MFA_CODE"),
    ):
        asked = _begin(optional, name)
        assert asked["ChallengeName"] == "SELECT_MFA_TYPE"
        assert json.loads(asked["ChallengeParameters"]["MFAS_CAN_CHOOSE"]) == [
            "SMS_MFA",
            "SOFTWARE_TOKEN_MFA",
        ]
        chosen = _answer(optional, name, "SELECT_MFA_TYPE", asked["Session"], ANSWER=factor)
        assert chosen["ChallengeName"] == factor
        code = optional.code(number) if factor == "SMS_MFA" else _code(given, 1)
        answer = _answer(optional, name, factor, chosen["Session"], **{key: code})
        assert answer["AuthenticationResult"]


def test_boto3_takes_a_lost_token_away(optional: Tenant) -> None:
    """AdminDeleteSoftwareToken lets a user in who has lost his telephone."""
    api, name = optional.api, optional.user()
    _register(optional, name)
    of_user = {"UserPoolId": optional.pool_id, "Username": name}
    assert _begin(optional, name)["ChallengeName"] == "SOFTWARE_TOKEN_MFA"

    api.admin_delete_software_token(**of_user)

    assert optional.sign_in(name)
    assert api.admin_get_user_auth_factors(**of_user)["ConfiguredUserAuthFactors"] == ["PASSWORD"]


# The package is from 2024 and still escapes a regular expression in an old way.
@pytest.mark.filterwarnings("ignore:invalid escape sequence")
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_pycognito_registers_and_uses_a_token(optional: Tenant) -> None:
    """associate, verify, set_user_mfa_preference, and the challenge after SRP."""
    from pycognito.exceptions import SoftwareTokenMFAChallengeException

    name = optional.user()
    user = _pycognito(optional, name)
    user.authenticate(password=PASSWORD)
    secret = user.associate_software_token()
    assert user.verify_software_token(app_code(secret, _now_ms()), "laptop") is True
    user.set_user_mfa_preference(sms_mfa=False, software_token_mfa=True, preferred="SOFTWARE_TOKEN")

    again = _pycognito(optional, name)
    with pytest.raises(SoftwareTokenMFAChallengeException):
        again.authenticate(password=PASSWORD)
    again.respond_to_software_token_mfa_challenge(app_code(secret, _now_ms(), 1))
    again.verify_tokens()
    assert again.access_claims["username"] == name


@pytest.mark.filterwarnings("ignore:invalid escape sequence")
@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_pycognito_gives_a_code_that_was_sent(demanding: Tenant) -> None:
    """respond_to_sms_mfa_challenge after SRP."""
    from pycognito.exceptions import SMSMFAChallengeException

    number = _number()
    user = _pycognito(demanding, demanding.user(phone_number=number))
    with pytest.raises(SMSMFAChallengeException):
        user.authenticate(password=PASSWORD)
    user.respond_to_sms_mfa_challenge(demanding.code(number))
    user.verify_tokens()


@pytest.mark.node
def test_identity_js_sets_up_a_token_and_chooses(demanding: Tenant) -> None:
    """amazon-cognito-identity-js: mfaSetup, associateSoftwareToken, totpRequired, selectMFAType."""
    results = _run("second_factors_identity.mjs", demanding)

    assert results == {
        "setup": "MFA_SETUP",
        "wrong": "EnableSoftwareTokenMFAException",
        "verified": True,
        "asked": "SOFTWARE_TOKEN_MFA",
        "signedIn": True,
        "choices": '["SMS_MFA","SOFTWARE_TOKEN_MFA"]',
        "chosen": "SMS_MFA",
        "chosenIn": True,
        "changed": "SUCCESS",
        "preference": ["SOFTWARE_TOKEN_MFA", "SMS_MFA", "SOFTWARE_TOKEN_MFA"],
    }


@pytest.mark.node
def test_amplify_sets_up_a_token_and_chooses(demanding: Tenant) -> None:
    """aws-amplify: the steps of confirmSignIn for set-up, token, choice, text message, e-mail."""
    results = _run("second_factors_amplify.mjs", demanding)

    assert results == {
        "setup": "CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION",
        "allowed": ["TOTP", "EMAIL"],
        "token": "CONTINUE_SIGN_IN_WITH_TOTP_SETUP",
        "wrong": "EnableSoftwareTokenMFAException",
        "afterSetup": "DONE",
        "asked": "CONFIRM_SIGN_IN_WITH_TOTP_CODE",
        "afterCode": "DONE",
        "choice": "CONTINUE_SIGN_IN_WITH_MFA_SELECTION",
        "choices": ["SMS", "TOTP"],
        "chosen": "CONFIRM_SIGN_IN_WITH_SMS_CODE",
        "afterChoice": "DONE",
        "before": {"enabled": ["SMS", "TOTP"]},
        "after": {"preferred": "SMS", "enabled": ["SMS"]},
        "email": "CONTINUE_SIGN_IN_WITH_EMAIL_SETUP",
        "emailSent": "CONFIRM_SIGN_IN_WITH_EMAIL_CODE",
        "afterEmail": "DONE",
    }


def _asking(deployment: Deployment, mode: str) -> Tenant:
    tenant = make_tenant(deployment)
    tenant.api.set_user_pool_mfa_config(UserPoolId=tenant.pool_id, MfaConfiguration=mode, **MFA)
    return tenant


def _number() -> str:
    """A telephone number that no other test has."""
    return f"+1555{secrets.randbelow(10**7):07d}"


def _now_ms() -> int:
    return time.time_ns() // 1_000_000


def _code(given: dict[str, Any], steps: int = 0) -> str:
    return app_code(given["SecretCode"], _now_ms(), steps)


def _begin(tenant: Tenant, name: str) -> Any:
    return tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
    )


def _answer(tenant: Tenant, name: str, challenge: str, session: str, **answers: str) -> Any:
    return tenant.api.respond_to_auth_challenge(
        ClientId=tenant.client_id,
        ChallengeName=challenge,
        Session=session,
        ChallengeResponses={"USERNAME": name, **answers},
    )


def _register(tenant: Tenant, name: str) -> None:
    """Give the user a token that is switched on."""
    token = tenant.sign_in(name)["AccessToken"]
    given = tenant.api.associate_software_token(AccessToken=token)
    tenant.api.verify_software_token(AccessToken=token, UserCode=_code(given))
    tenant.api.set_user_mfa_preference(
        AccessToken=token, SoftwareTokenMfaSettings={"Enabled": True}
    )


def _with_two_factors(tenant: Tenant, number: str) -> str:
    """Make a user who has text messages and a token on, and prefers neither; return his name."""
    name, on = tenant.user(phone_number=number), {"Enabled": True}
    asked = _begin(tenant, name)
    code = {"SMS_MFA_CODE": tenant.code(number)}
    answer = _answer(tenant, name, "SMS_MFA", asked["Session"], **code)
    token = answer["AuthenticationResult"]["AccessToken"]
    given = tenant.api.associate_software_token(AccessToken=token)
    tenant.api.verify_software_token(AccessToken=token, UserCode=_code(given))
    tenant.api.set_user_mfa_preference(
        AccessToken=token, SMSMfaSettings=on, SoftwareTokenMfaSettings=on
    )
    return name


def _pycognito(tenant: Tenant, name: str) -> Any:
    from pycognito import Cognito

    return Cognito(
        tenant.pool_id,
        tenant.client_id,
        user_pool_region=REGION,
        username=name,
        access_key=ACCESS_KEY_ID,
        secret_key=SECRET_ACCESS_KEY,
        boto3_client_kwargs={"endpoint_url": tenant.url},
    )


def _run(script: str, tenant: Tenant) -> dict[str, Any]:
    """Run a script for two users who have no second factor and one who has two."""
    node = require_clients()
    number = _number()
    given = {
        "url": tenant.url,
        "poolId": tenant.pool_id,
        "clientId": tenant.client_id,
        "name": tenant.user(unique("ann")),
        "other": _with_two_factors(tenant, number),
        "third": tenant.user(unique("cid")),
        "password": PASSWORD,
        "number": number,
    }
    without_proxy = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
    done = node.run(f"js/{script}", json.dumps(given), env=without_proxy)
    assert done.returncode == 0, done.stderr
    results: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return results
