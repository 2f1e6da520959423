"""One name that many want at once: whoever is second is told that it is taken."""

from __future__ import annotations

import itertools

import pytest

from tests.races.conftest import PARALLEL, ROUNDS, Race, refused, told, won
from tests.support.deployments import Deployment
from tests.support.raw import ROOT_KEY, at_once
from tests.support.tenant import PASSWORD, Tenant, attributes, make_tenant, unique

PROVERS = 8


@pytest.fixture(scope="session")
def folding(deployment: Deployment) -> Tenant:
    """A pool where addresses are names, in capitals or not."""
    options = {
        "UsernameAttributes": ["email"],
        "UsernameConfiguration": {"CaseSensitive": False},
    }
    return make_tenant(deployment, options)


@pytest.fixture(scope="session")
def aliased(deployment: Deployment) -> Tenant:
    """A pool where a verified address is another name of its user."""
    return make_tenant(deployment, {"AliasAttributes": ["email"]})


@pytest.fixture(scope="session")
def keeping(deployment: Deployment) -> Tenant:
    """The same, and a new address counts once it is proven."""
    updates = {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    options = {"AliasAttributes": ["email"], "UserAttributeUpdateSettings": updates}
    return make_tenant(deployment, options)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_sign_up_gets_the_name(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 SignUp with one name exactly one makes a user, with its own password."""
    name = unique("race")
    body = {
        "ClientId": tenant.client_id,
        "Username": name,
        "UserAttributes": attributes({"email": f"{name}@example.com"}),
    }
    answers = race(
        lambda connection, number: connection.call(
            "SignUp", {**body, "Password": f"{PASSWORD}{number}"}
        )
    )
    winners = won(answers)
    assert len(winners) == 1, told(answers)
    assert refused(answers) <= {"UsernameExistsException", "TooManyRequestsException"}
    tenant.api.admin_confirm_sign_up(UserPoolId=tenant.pool_id, Username=name)
    assert tenant.sign_in(name, f"{PASSWORD}{winners[0]}")


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_spellings_of_an_address_are_one_name(folding: Tenant, race: Race, _round: int) -> None:
    """Of 32 SignUp with one address in different capitals exactly one makes a user."""
    address = f"{unique('racers')}@example.com"
    spellings = list(itertools.islice(_spellings(address), PARALLEL))
    assert len(set(spellings)) == PARALLEL
    body = {"ClientId": folding.client_id, "Password": PASSWORD}
    answers = race(
        lambda connection, number: connection.call(
            "SignUp", {**body, "Username": spellings[number]}
        )
    )
    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) <= {"UsernameExistsException", "TooManyRequestsException"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_invitation_gets_the_name(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 AdminCreateUser with one name exactly one makes a user."""
    body = {"UserPoolId": tenant.pool_id, "Username": unique("race"), "MessageAction": "SUPPRESS"}
    answers = race(lambda connection, _: connection.call("AdminCreateUser", body, sign=ROOT_KEY))
    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) <= {"UsernameExistsException", "TooManyRequestsException"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_user_gets_the_alias(aliased: Tenant, race: Race, _round: int) -> None:
    """Of 32 users who confirm one address at once exactly one has it as an alias afterwards."""
    address = f"{unique('race')}@example.com"
    names = [unique("race") for _ in range(PARALLEL)]
    for name in names:
        aliased.api.sign_up(
            ClientId=aliased.client_id,
            Username=name,
            Password=f"{PASSWORD}{name}",
            UserAttributes=attributes({"email": address}),
        )
    codes = {each["username"]: each["code"] for each in aliased.messages(address)}
    answers = race(
        lambda connection, number: connection.call(
            "ConfirmSignUp",
            {
                "ClientId": aliased.client_id,
                "Username": names[number],
                "ConfirmationCode": codes[names[number]],
            },
        )
    )
    winners = won(answers)
    assert len(winners) == 1, told(answers)
    assert refused(answers) == {"AliasExistsException"}
    tokens = aliased.sign_in(address, f"{PASSWORD}{names[winners[0]]}")
    user = aliased.api.get_user(AccessToken=tokens["AccessToken"])
    assert user["Username"] == names[winners[0]]


@pytest.mark.parametrize("_round", range(ROUNDS))
@pytest.mark.parametrize("keeps", [False, True], ids=["at once", "keeping"])
def test_one_user_proves_the_alias(
    deployment: Deployment, aliased: Tenant, keeping: Tenant, keeps: bool, _round: int
) -> None:
    """Of 8 users who prove one new address at once exactly one has it as an alias afterwards."""
    pool = keeping if keeps else aliased
    address = f"{unique('race')}@example.com"
    names = [pool.user() for _ in range(PROVERS)]
    bodies = []
    for name in names:
        token = pool.sign_in(name)["AccessToken"]
        pool.api.update_user_attributes(
            AccessToken=token, UserAttributes=attributes({"email": address})
        )
        bodies.append({"AccessToken": token, "AttributeName": "email", "Code": pool.code(address)})
    answers = at_once(
        deployment.ports,
        PROVERS,
        lambda connection, number: connection.call("VerifyUserAttribute", bodies[number]),
    )
    winners = won(answers)
    assert len(winners) == 1, told(answers)
    assert {answer.status for answer in answers} == {200, 400}, told(answers)
    assert refused(answers) == {"AliasExistsException"}
    shown = pool.api.admin_get_user(UserPoolId=pool.pool_id, Username=address)
    assert shown["Username"] == names[winners[0]]
    proven = [name for name in names if _is_proven(pool, name)]
    assert proven == [names[winners[0]]]


def _is_proven(pool: Tenant, name: str) -> bool:
    user = pool.api.admin_get_user(UserPoolId=pool.pool_id, Username=name)
    return {"Name": "email_verified", "Value": "true"} in user["UserAttributes"]


def _spellings(address: str) -> itertools.chain[str]:
    """Return the address with each set of its first six letters in capitals."""
    head, tail = address[:6], address[6:]
    pairs = [sorted({letter, letter.upper()}) for letter in head]
    return itertools.chain("".join(letters) + tail for letters in itertools.product(*pairs))
