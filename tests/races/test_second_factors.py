"""Codes of second factors given 32 times at once, over two processes of one store."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.races.conftest import ROUNDS, Race, refused, told, won
from tests.support.deployments import Deployment
from tests.support.second_factors import app_code, wrong
from tests.support.tenant import PASSWORD, Tenant, make_tenant

MFA = {
    "MfaConfiguration": "ON",
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
    "EmailMfaConfiguration": {},
}
COMPARISONS_MAX = 5


@pytest.fixture(scope="module")
def tenant(deployment: Deployment) -> Tenant:
    """A pool whose users owe a second factor."""
    made = make_tenant(deployment)
    made.api.set_user_pool_mfa_config(UserPoolId=made.pool_id, **MFA)
    return made


def _begin(tenant: Tenant, name: str) -> str:
    """Give the password and return the Session of what is asked."""
    asked: dict[str, Any] = tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
    )
    return str(asked["Session"])


def _answer(tenant: Tenant, name: str, challenge: str, session: str, code: str) -> dict[str, Any]:
    """The request that gives a code."""
    return {
        "ClientId": tenant.client_id,
        "ChallengeName": challenge,
        "Session": session,
        "ChallengeResponses": {"USERNAME": name, f"{challenge}_CODE": code},
    }


def _code(secret: str, steps: int = 0) -> str:
    return app_code(secret, time.time_ns() // 1_000_000, steps)


def _associated(tenant: Tenant, name: str) -> dict[str, Any]:
    """A secret that waits to be proven at MFA_SETUP, with its Session."""
    given: dict[str, Any] = tenant.api.associate_software_token(Session=_begin(tenant, name))
    return given


def _with_token(tenant: Tenant) -> tuple[str, str]:
    """A user with a registered token, and its secret."""
    name = tenant.user()
    given = _associated(tenant, name)
    code = _code(given["SecretCode"])
    tenant.api.verify_software_token(Session=given["Session"], UserCode=code)
    return name, given["SecretCode"]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_step_of_a_token_signs_in_once(tenant: Tenant, race: Race, _round: int) -> None:
    """One code in 32 sign-ins at once: one gets tokens, and the others are told (SEC-21)."""
    name, secret = _with_token(tenant)
    sessions = [_begin(tenant, name) for _ in range(32)]
    code = _code(secret, 1)
    answers = race(
        lambda connection, number: connection.call(
            "RespondToAuthChallenge",
            _answer(tenant, name, "SOFTWARE_TOKEN_MFA", sessions[number], code),
        )
    )
    assert len(won(answers)) == 1, told(answers)
    # Beyond thirty answers in an hour nothing is compared (SEC-17).
    assert refused(answers) <= {"ExpiredCodeException", "TooManyRequestsException"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_use_of_a_code_signs_in(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 answers with the code of an e-mail to one Session one gets tokens."""
    name = tenant.user()
    address = f"{name}@example.com"
    user = {"UserPoolId": tenant.pool_id, "Username": name}
    email = [{"Name": "email", "Value": address}]
    tenant.api.admin_update_user_attributes(**user, UserAttributes=email)
    body = _answer(tenant, name, "EMAIL_OTP", _begin(tenant, name), tenant.code(address))
    answers = race(lambda connection, _: connection.call("RespondToAuthChallenge", body))
    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) == {"NotAuthorizedException"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_token_is_proven_once(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 right proofs in one Session one registers the token."""
    name = tenant.user()
    given = _associated(tenant, name)
    body = {"Session": given["Session"], "UserCode": _code(given["SecretCode"])}
    answers = race(lambda connection, _: connection.call("VerifySoftwareToken", body))
    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) == {"NotAuthorizedException"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_secret_is_given_once(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 AssociateSoftwareToken with one Session one gets a secret."""
    session = _begin(tenant, tenant.user())
    body = {"Session": session}
    answers = race(lambda connection, _: connection.call("AssociateSoftwareToken", body))
    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) == {"NotAuthorizedException"}


def test_wrong_codes_use_the_session_up(tenant: Tenant, race: Race) -> None:
    """Of 32 wrong codes at once five are compared, and then the right one is refused (SEC-16)."""
    name, secret = _with_token(tenant)
    session = _begin(tenant, name)
    code = _code(secret, 1)
    bad = _answer(tenant, name, "SOFTWARE_TOKEN_MFA", session, wrong(code))
    answers = race(lambda connection, _: connection.call("RespondToAuthChallenge", bad))
    assert won(answers) == []
    compared = [each for each in answers if each.type == "CodeMismatchException"]
    assert len(compared) == COMPARISONS_MAX, told(answers)
    good = _answer(tenant, name, "SOFTWARE_TOKEN_MFA", session, code)
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        tenant.api.respond_to_auth_challenge(**good)
