"""One code that many send at once, and many wrong codes for one right one."""

from __future__ import annotations

import pytest

from tests.races.conftest import ROUNDS, Race, refused, told, won
from tests.support.deployments import Deployment
from tests.support.raw import Connection, at_once, port_of
from tests.support.tenant import PASSWORD, Tenant, attributes, unique

WRONG_CODES = 100
COMPARISONS_MAX = 5


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_use_of_a_sign_up_code_confirms(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 ConfirmSignUp with one right code exactly one confirms the user."""
    name, code = _signed_up(tenant)
    body = {"ClientId": tenant.client_id, "Username": name, "ConfirmationCode": code}
    answers = race(lambda connection, _: connection.call("ConfirmSignUp", body))
    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) <= {
        "NotAuthorizedException",
        "ExpiredCodeException",
        "LimitExceededException",
    }
    assert tenant.sign_in(name)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_use_of_a_recovery_code_sets_the_password(
    tenant: Tenant, race: Race, _round: int
) -> None:
    """Of 32 ConfirmForgotPassword with one right code one sets its password, and only that one."""
    name, code = _forgetful(tenant)
    body = {"ClientId": tenant.client_id, "Username": name, "ConfirmationCode": code}
    answers = race(
        lambda connection, number: connection.call(
            "ConfirmForgotPassword", {**body, "Password": _password(number)}
        )
    )
    winners = won(answers)
    assert len(winners) == 1, told(answers)
    assert refused(answers) <= {
        "ExpiredCodeException",
        "LimitExceededException",
        "TooManyRequestsException",
    }
    assert tenant.sign_in(name, _password(winners[0]))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_use_of_a_code_proves_an_address(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 VerifyUserAttribute with one right code exactly one has its effect."""
    token, code = _moving(tenant)
    body = {"AccessToken": token, "AttributeName": "email", "Code": code}
    answers = race(lambda connection, _: connection.call("VerifyUserAttribute", body))
    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) <= {
        "ExpiredCodeException",
        "LimitExceededException",
        "TooManyRequestsException",
    }


def test_wrong_codes_for_an_address_use_the_right_one_up(
    deployment: Deployment, tenant: Tenant
) -> None:
    """Of 100 wrong codes at most five are compared, and then the right one is refused as well."""
    token, code = _moving(tenant)
    body = {"AccessToken": token, "AttributeName": "email"}
    _exhaust(deployment, "VerifyUserAttribute", {**body, "Code": _other(code)})
    with Connection(port_of(tenant.url)) as connection:
        late = connection.call("VerifyUserAttribute", {**body, "Code": code})
    assert late.type in {"ExpiredCodeException", "LimitExceededException"}


def test_wrong_sign_up_codes_use_the_right_one_up(deployment: Deployment, tenant: Tenant) -> None:
    """Of 100 wrong codes at most five are compared, and then the right one is refused as well."""
    name, code = _signed_up(tenant)
    body = {"ClientId": tenant.client_id, "Username": name}
    _exhaust(deployment, "ConfirmSignUp", {**body, "ConfirmationCode": _other(code)})
    with Connection(port_of(tenant.url)) as connection:
        late = connection.call("ConfirmSignUp", {**body, "ConfirmationCode": code})
    assert late.type in {"ExpiredCodeException", "LimitExceededException"}
    with pytest.raises(tenant.api.exceptions.UserNotConfirmedException):
        tenant.sign_in(name)


def test_wrong_recovery_codes_use_the_right_one_up(deployment: Deployment, tenant: Tenant) -> None:
    """Of 100 wrong recovery codes at most five are compared, then the right one is refused too."""
    name, code = _forgetful(tenant)
    body = {"ClientId": tenant.client_id, "Username": name, "Password": _password(0)}
    _exhaust(deployment, "ConfirmForgotPassword", {**body, "ConfirmationCode": _other(code)})
    with Connection(port_of(tenant.url)) as connection:
        late = connection.call("ConfirmForgotPassword", {**body, "ConfirmationCode": code})
    assert late.type in {"ExpiredCodeException", "LimitExceededException"}
    assert tenant.sign_in(name)


def _exhaust(deployment: Deployment, operation: str, body: dict[str, str]) -> None:
    answers = at_once(
        deployment.ports, WRONG_CODES, lambda connection, _: connection.call(operation, body)
    )
    compared = [answer for answer in answers if answer.type == "CodeMismatchException"]
    assert 1 <= len(compared) <= COMPARISONS_MAX, told(answers)
    assert {answer.status for answer in answers} == {400}, told(answers)
    assert refused(answers) <= {
        "CodeMismatchException",
        "ExpiredCodeException",
        "LimitExceededException",
        "TooManyRequestsException",
    }


def _signed_up(tenant: Tenant) -> tuple[str, str]:
    name = unique("race")
    address = f"{name}@example.com"
    tenant.api.sign_up(
        ClientId=tenant.client_id,
        Username=name,
        Password=PASSWORD,
        UserAttributes=attributes({"email": address}),
    )
    return name, tenant.code(address)


def _forgetful(tenant: Tenant) -> tuple[str, str]:
    address = f"{unique('race')}@example.com"
    name = tenant.user(email=address, email_verified="true")
    tenant.api.forgot_password(ClientId=tenant.client_id, Username=name)
    return name, tenant.code(address)


def _moving(tenant: Tenant) -> tuple[str, str]:
    address = f"{unique('race')}@example.com"
    token = tenant.sign_in(tenant.user())["AccessToken"]
    tenant.api.update_user_attributes(
        AccessToken=token, UserAttributes=attributes({"email": address})
    )
    return token, tenant.code(address)


def _password(number: int) -> str:
    return f"Passw0rd!number{number}"


def _other(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"
