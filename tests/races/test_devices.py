"""Devices confirmed, proven and forgotten 32 times at once, over two processes of one store."""

from __future__ import annotations

import pytest

from tests.races.conftest import ROUNDS, Race, refused, told, won
from tests.support.deployments import Deployment
from tests.support.proof import right_answer
from tests.support.served_devices import (
    TRACKING,
    begun_from,
    confirmed_device,
    first_answer,
    phone_of,
    proof_wanted,
    second_answer,
)
from tests.support.tenant import Tenant, make_tenant

NOBODY = "us-east-1_0c4f3b52-6d0e-4c8a-9f1b-2a3d4e5f6071"


@pytest.fixture(scope="module")
def tenant(deployment: Deployment) -> Tenant:
    """A pool that tracks devices."""
    return make_tenant(deployment, TRACKING)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_device_is_confirmed_once(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 confirmations of one key one succeeds."""
    result = tenant.sign_in(tenant.user())
    body = {"AccessToken": result["AccessToken"], "DeviceKey": phone_of(result).key}
    answers = race(lambda connection, _: connection.call("ConfirmDevice", body))
    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) <= {"DeviceKeyExistsException", "TooManyRequestsException"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_forgotten_device_does_not_come_back(tenant: Tenant, race: Race, _round: int) -> None:
    """While half of 32 requests forget a device and half confirm it, it ends up forgotten."""
    token, phone = confirmed_device(tenant, tenant.user())
    body = {"AccessToken": token, "DeviceKey": phone.key}
    operations = ("ForgetDevice", "ConfirmDevice")
    answers = race(lambda connection, number: connection.call(operations[number // 2 % 2], body))
    winners = won(answers)
    assert [operations[number // 2 % 2] for number in winners] == ["ForgetDevice"], told(answers)
    assert tenant.api.list_devices(AccessToken=token)["Devices"] == []


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_what_waits_serves_once(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 answers without Session to one DEVICE_SRP_AUTH one goes on."""
    name = tenant.user()
    _, phone = confirmed_device(tenant, name)
    begun_from(tenant, phone, name)
    body = first_answer(tenant, phone, name)
    answers = race(lambda connection, _: connection.call("RespondToAuthChallenge", body))
    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) == {"NotAuthorizedException"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_proof_of_a_device_counts(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 uses of one right answer to DEVICE_PASSWORD_VERIFIER one gets tokens."""
    name = tenant.user()
    _, phone = confirmed_device(tenant, name)
    body = second_answer(tenant, phone, proof_wanted(tenant, phone, name))
    answers = race(lambda connection, _: connection.call("RespondToAuthChallenge", body))
    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) == {"NotAuthorizedException"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_spared_block_serves_once(tenant: Tenant, race: Race, _round: int) -> None:
    """After a device that does not exist the right proof comes again, and of 32 one gets tokens."""
    body = right_answer(tenant, tenant.user())
    named = {**body["ChallengeResponses"], "DEVICE_KEY": NOBODY}
    with pytest.raises(tenant.api.exceptions.ResourceNotFoundException):
        tenant.api.respond_to_auth_challenge(**{**body, "ChallengeResponses": named})
    answers = race(lambda connection, _: connection.call("RespondToAuthChallenge", body))
    assert len(won(answers)) == 1, told(answers)
    assert refused(answers) == {"NotAuthorizedException"}
