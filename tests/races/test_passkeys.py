"""One assertion sent many times at once, one registration, one id, and the last free place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.races.conftest import ROUNDS, Race, told, won
from tests.support.authenticator import Authenticator
from tests.support.deployments import Deployment
from tests.support.raw import Answer, Connection, at_once
from tests.support.served_passkeys import answer_to, passkey_tenant, preferring, register
from tests.support.tenant import Tenant

MANY = 100


@pytest.fixture(scope="session")
def passkeys(deployment: Deployment) -> Tenant:
    """A pool that passkeys of example.com open."""
    return passkey_tenant(deployment)


@pytest.mark.parametrize("counts", [True, False], ids=["counting", "not counting"])
@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_a_hundred_answers_with_one_assertion_one_counts(
    passkeys: Tenant, deployment: Deployment, counts: bool, _round: int
) -> None:
    """Whether its authenticator counts or not: the Session is spent before anything is compared."""
    name = passkeys.user()
    authenticator = Authenticator(counts=counts)
    register(passkeys, passkeys.sign_in(name)["AccessToken"], authenticator)
    body = answer_to(passkeys, preferring(passkeys, name), name, authenticator)

    def act(connection: Connection, _number: int) -> Answer:
        return connection.call("RespondToAuthChallenge", body)

    answers = at_once(deployment.ports, MANY, act)

    assert {answer.status for answer in answers} <= {200, 400}, told(answers)
    assert len(won(answers)) == 1, told(answers)
    assert {answer.type for answer in answers} <= {
        "",
        "NotAuthorizedException",
        "TooManyRequestsException",
    }


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_sign_ins_that_raise_one_counter_one_passes(
    passkeys: Tenant, race: Race, _round: int
) -> None:
    """32 sign-ins at once, each with its own challenge and all with one count, are copies."""
    name = passkeys.user()
    authenticator = Authenticator()
    register(passkeys, passkeys.sign_in(name)["AccessToken"], authenticator)
    bodies = []
    for _ in range(32):
        copy = replace(authenticator, counts=True, count=6)
        copy.key = authenticator.key
        bodies.append(answer_to(passkeys, preferring(passkeys, name), name, copy))

    answers = race(
        lambda connection, number: connection.call("RespondToAuthChallenge", bodies[number])
    )

    assert len(won(answers)) == 1, told(answers)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_answer_to_a_registration_counts(passkeys: Tenant, race: Race, _round: int) -> None:
    """32 authenticators answer one challenge: one passkey is kept."""
    token = passkeys.sign_in(passkeys.user())["AccessToken"]
    started = passkeys.api.start_web_authn_registration(AccessToken=token)
    made = [Authenticator().create(started["CredentialCreationOptions"]) for _ in range(32)]

    answers = race(
        lambda connection, number: connection.call(
            "CompleteWebAuthnRegistration", {"AccessToken": token, "Credential": made[number]}
        )
    )

    assert len(won(answers)) == 1, told(answers)
    assert {answer.type for answer in answers} <= {
        "",
        "WebAuthnChallengeNotFoundException",
        "TooManyRequestsException",
    }
    kept = passkeys.api.list_web_authn_credentials(AccessToken=token)["Credentials"]
    assert [each["CredentialId"] for each in kept] == [made[won(answers)[0]]["id"]]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_user_gets_a_credential_id(passkeys: Tenant, race: Race, _round: int) -> None:
    """32 users register the same id at once, each with a challenge of his own."""
    stolen = Authenticator()
    bodies = []
    for _ in range(32):
        token = passkeys.sign_in(passkeys.user())["AccessToken"]
        started = passkeys.api.start_web_authn_registration(AccessToken=token)
        credential = stolen.create(started["CredentialCreationOptions"])
        bodies.append({"AccessToken": token, "Credential": credential})

    answers = race(
        lambda connection, number: connection.call("CompleteWebAuthnRegistration", bodies[number])
    )

    assert len(won(answers)) == 1, told(answers)
    assert {answer.type for answer in answers} <= {
        "",
        "InvalidParameterException",
        "TooManyRequestsException",
    }


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_the_last_free_place_is_taken_once(passkeys: Tenant, race: Race, _round: int) -> None:
    """A user with 19 passkeys who completes through many clients at once has 20 in the end."""
    name = passkeys.user()
    token = passkeys.sign_in(name)["AccessToken"]
    for _ in range(19):
        register(passkeys, token, Authenticator())
    bodies = [_begun(passkeys, name) for _ in range(6)]

    def act(connection: Connection, number: int) -> Answer:
        return connection.call("CompleteWebAuthnRegistration", bodies[number % len(bodies)])

    answers = race(act)

    assert len(won(answers)) == 1, told(answers)
    listed = passkeys.api.list_web_authn_credentials(AccessToken=token)["Credentials"]
    assert len(listed) == 20


def _begun(passkeys: Tenant, name: str) -> dict[str, object]:
    """Begin a registration through a client of its own; return the body that completes it."""
    other = passkeys.with_client(ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"])
    token = other.sign_in(name)["AccessToken"]
    started = other.api.start_web_authn_registration(AccessToken=token)
    credential = Authenticator().create(started["CredentialCreationOptions"])
    return {"AccessToken": token, "Credential": credential}
