"""What a choice-based sign-in begins with, answered many times at once over two processes."""

from __future__ import annotations

import pytest

from tests.races.conftest import ROUNDS, Race, refused, told, won
from tests.support.choosing import begin, body_of, choosing_tenant, person
from tests.support.deployments import Deployment
from tests.support.raw import Connection, at_once, port_of
from tests.support.tenant import PASSWORD, Tenant, attributes, unique

ANSWERS = 100
COMPARISONS_MAX = 5


@pytest.fixture(scope="module")
def tenant(deployment: Deployment) -> Tenant:
    """A pool whose users choose what they begin with."""
    return choosing_tenant(deployment)


@pytest.mark.parametrize("_round", range(ROUNDS))
@pytest.mark.parametrize("factor", ["EMAIL_OTP", "SMS_OTP"])
def test_one_use_of_a_code_signs_in(
    deployment: Deployment, tenant: Tenant, factor: str, _round: int
) -> None:
    """Of 100 answers with the right code to one Session at most one gets tokens."""
    name, email, number = person(tenant)
    asked = begin(tenant, name, factor)
    code = tenant.code(email if factor == "EMAIL_OTP" else number)
    body = body_of(tenant, name, asked, **{f"{factor}_CODE": code})

    answers = at_once(
        deployment.ports,
        ANSWERS,
        lambda connection, _: connection.call("RespondToAuthChallenge", body),
    )

    assert {each.status for each in answers} <= {200, 400}, told(answers)
    assert len(won(answers)) <= 1, told(answers)
    assert refused(answers) <= {"NotAuthorizedException", "TooManyRequestsException"}


def test_wrong_codes_use_the_session_up(deployment: Deployment, tenant: Tenant) -> None:
    """Of 100 wrong codes at most five are compared; the right one after them is refused."""
    name, email, _ = person(tenant)
    asked = begin(tenant, name, "EMAIL_OTP")
    code = tenant.code(email)
    other = f"{(int(code) + 1) % 10**8:08}"
    wrong = body_of(tenant, name, asked, EMAIL_OTP_CODE=other)

    answers = at_once(
        deployment.ports,
        ANSWERS,
        lambda connection, _: connection.call("RespondToAuthChallenge", wrong),
    )

    compared = [each for each in answers if each.type == "CodeMismatchException"]
    assert 1 <= len(compared) <= COMPARISONS_MAX, told(answers)
    with Connection(port_of(tenant.url)) as connection:
        right = body_of(tenant, name, asked, EMAIL_OTP_CODE=code)
        late = connection.call("RespondToAuthChallenge", right)
    assert late.type in {"NotAuthorizedException", "TooManyRequestsException"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_choice_is_made_once(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 right passwords with the choice on one Session one gets tokens."""
    name, _, _ = person(tenant)
    body = body_of(tenant, name, begin(tenant, name), ANSWER="PASSWORD", PASSWORD=PASSWORD)

    answers = race(lambda connection, _: connection.call("RespondToAuthChallenge", body))

    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) <= {"NotAuthorizedException", "TooManyRequestsException"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_use_of_a_confirmation_signs_in(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 InitiateAuth with one Session of ConfirmSignUp one gets tokens."""
    name, address = unique("race"), f"{unique('race')}@example.com"
    given = {"ClientId": tenant.client_id, "Username": name}
    tenant.api.sign_up(**given, UserAttributes=attributes({"email": address}))
    code = tenant.code(address)
    session = tenant.api.confirm_sign_up(**given, ConfirmationCode=code)["Session"]
    body = {
        "ClientId": tenant.client_id,
        "AuthFlow": "USER_AUTH",
        "AuthParameters": {"USERNAME": name},
        "Session": session,
    }

    answers = race(lambda connection, _: connection.call("InitiateAuth", body))

    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) == {"NotAuthorizedException"}
