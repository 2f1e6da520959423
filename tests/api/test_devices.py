"""Remembered devices, as the wire has them."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.api.administration import Administrator
from tests.support.devices import Phone
from tests.support.sign_in import claimed
from tests.support.world import PASSWORD

REMEMBERED = {"DeviceRememberedStatus": "remembered"}


class Pool:
    """A pool that tracks devices, its user Ann, and a client."""

    def __init__(self, admin: Administrator, **tracking: bool) -> None:
        self.admin = admin
        configuration = {"DeviceOnlyRememberedOnUserPrompt": False, **tracking}
        self.id = admin.new_pool(DeviceConfiguration=configuration)["Id"]
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"]
        self.client_id = admin.new_client(self.id, ExplicitAuthFlows=flows)["ClientId"]
        self("AdminCreateUser", MessageAction="SUPPRESS")
        self("AdminSetUserPassword", Password=PASSWORD, Permanent=True)

    def __call__(self, operation: str, **request: Any) -> Any:  # noqa: ANN401 - any member
        """Call a signed operation on the user."""
        return self.admin(operation, **{"UserPoolId": self.id, "Username": "ann", **request})

    def public(self, operation: str, **request: Any) -> tuple[int, Any]:  # noqa: ANN401 - any member
        """Call an unsigned operation; status and body."""
        answer = self.admin.stage.call(operation, request)
        return answer.status, answer.json

    def begin(self, **answers: str) -> Any:  # noqa: ANN401 - a body
        """Sign the user in, with more to say."""
        status, body = self.public(
            "InitiateAuth",
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ann", "PASSWORD": PASSWORD, **answers},
        )
        assert status == 200, body
        return body

    def answer(self, challenge: str, **request: Any) -> Any:  # noqa: ANN401 - a body
        """Answer a challenge."""
        status, body = self.public(
            "RespondToAuthChallenge",
            ClientId=self.client_id,
            ChallengeName=challenge,
            **request,
        )
        assert status == 200, body
        return body

    def device(self) -> tuple[str, Phone]:
        """Confirm a device; the access token of its sign-in, and itself."""
        result = self.begin()["AuthenticationResult"]
        names = result["NewDeviceMetadata"]
        phone = Phone(key=names["DeviceKey"], group_key=names["DeviceGroupKey"])
        status, body = self.public(
            "ConfirmDevice",
            AccessToken=result["AccessToken"],
            DeviceKey=phone.key,
            DeviceSecretVerifierConfig=phone.secret,
            DeviceName="telephone",
        )
        assert (status, body) == (200, {"UserConfirmationNecessary": False})
        return result["AccessToken"], phone


@pytest.fixture
def pool(admin: Administrator) -> Pool:
    """The pool."""
    return Pool(admin)


def test_a_new_device_gets_its_names_with_the_tokens(pool: Pool) -> None:
    """NewDeviceMetadata holds both keys and nothing else."""
    result = pool.begin()["AuthenticationResult"]

    assert result["NewDeviceMetadata"].keys() == {"DeviceKey", "DeviceGroupKey"}


def test_an_administrator_gets_them_too(pool: Pool) -> None:
    """AdminInitiateAuth answers in the same form."""
    body = pool.admin(
        "AdminInitiateAuth",
        UserPoolId=pool.id,
        ClientId=pool.client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ann", "PASSWORD": PASSWORD},
    )

    assert body["AuthenticationResult"]["NewDeviceMetadata"].keys() == {
        "DeviceKey",
        "DeviceGroupKey",
    }


@pytest.mark.parametrize("with_session", [True, False])
def test_a_device_signs_in(pool: Pool, with_session: bool) -> None:
    """Both challenges in their form, with Session or without, and tokens without new names."""
    _, phone = pool.device()
    asked = pool.begin(DEVICE_KEY=phone.key)
    assert asked.keys() == {"ChallengeName", "ChallengeParameters", "Session"}
    assert asked["ChallengeName"] == "DEVICE_SRP_AUTH"
    assert asked["ChallengeParameters"] == {"USERNAME": "ann"}

    session = {"Session": asked["Session"]} if with_session else {}
    wanted = pool.answer("DEVICE_SRP_AUTH", ChallengeResponses=phone.begins, **session)
    assert wanted["ChallengeName"] == "DEVICE_PASSWORD_VERIFIER"
    shown = wanted["ChallengeParameters"]
    assert shown.keys() == {"SALT", "SRP_B", "SECRET_BLOCK", "USERNAME", "DEVICE_KEY"}
    assert base64.b64decode(shown["SECRET_BLOCK"], validate=True)

    proof = claimed(phone.srp, shown, pool.admin.world.clock.now_ms())
    body = pool.answer(
        "DEVICE_PASSWORD_VERIFIER", ChallengeResponses={**proof, "DEVICE_KEY": phone.key}
    )
    assert body["ChallengeParameters"] == {}
    assert body["AuthenticationResult"].keys() == {
        "AccessToken",
        "ExpiresIn",
        "TokenType",
        "IdToken",
        "RefreshToken",
    }


def test_a_null_key_is_none(pool: Pool) -> None:
    """The older library sends one after it has forgotten its device."""
    status, body = pool.public(
        "InitiateAuth",
        ClientId=pool.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ann", "PASSWORD": PASSWORD, "DEVICE_KEY": None},
    )

    assert status == 200
    assert "NewDeviceMetadata" in body["AuthenticationResult"]


def test_a_device_that_does_not_exist_is_told_as_clients_expect(pool: Pool) -> None:
    """Class and text are what Amplify and the older library look for."""
    status, body = pool.public(
        "InitiateAuth",
        ClientId=pool.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ann", "PASSWORD": PASSWORD, "DEVICE_KEY": "us-east-1_0"},
    )

    assert (status, body) == (
        400,
        {"__type": "ResourceNotFoundException", "message": "Device does not exist."},
    )


def test_a_device_has_its_form(pool: Pool) -> None:
    """Dates are numbers, attributes a list of names and values; the lists hold the same."""
    token, phone = pool.device()
    own = {"AccessToken": token, "DeviceKey": phone.key}

    device = pool.public("GetDevice", **own)[1]["Device"]

    assert device["DeviceKey"] == phone.key
    for name in ("DeviceCreateDate", "DeviceLastModifiedDate", "DeviceLastAuthenticatedDate"):
        assert isinstance(device[name], float)
    assert device["DeviceAttributes"] == [
        {"Name": "device_status", "Value": "valid"},
        {"Name": "device_name", "Value": "telephone"},
        {"Name": "dev:device_remembered_status", "Value": "remembered"},
        {"Name": "last_ip_used", "Value": "192.0.2.7"},
    ]
    assert pool("AdminGetDevice", DeviceKey=phone.key) == {"Device": device}
    assert pool.public("ListDevices", AccessToken=token)[1] == {"Devices": [device]}
    assert pool("AdminListDevices") == {"Devices": [device]}


def test_what_says_nothing_answers_an_empty_object(pool: Pool) -> None:
    """UpdateDeviceStatus and ForgetDevice, and their twins."""
    for _ in range(2):
        token, phone = pool.device()
        own = {"AccessToken": token, "DeviceKey": phone.key}
        assert pool.public("UpdateDeviceStatus", **own, **REMEMBERED) == (200, {})
        assert pool("AdminUpdateDeviceStatus", DeviceKey=phone.key, **REMEMBERED) == {}
        assert pool.public("ForgetDevice", **own) == (200, {})
    token, phone = pool.device()
    assert pool("AdminForgetDevice", DeviceKey=phone.key) == {}


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("DeviceKey", "no key"),
        ("DeviceKey", "us-east-1_" + "0" * 46),
        ("DeviceName", ""),
        ("DeviceName", "x" * 1_025),
    ],
)
def test_members_keep_to_the_model(pool: Pool, member: str, value: str) -> None:
    """What the model refuses never reaches the rules."""
    result = pool.begin()["AuthenticationResult"]
    request = {
        "AccessToken": result["AccessToken"],
        "DeviceKey": result["NewDeviceMetadata"]["DeviceKey"],
        member: value,
    }

    status, body = pool.public("ConfirmDevice", **request)

    assert (status, body["__type"]) == (400, "InvalidParameterException")
    assert "1 validation error detected" in body["message"]


def test_a_pool_may_ask_the_user(admin: Administrator) -> None:
    """UserConfirmationNecessary is true where DeviceOnlyRememberedOnUserPrompt is."""
    pool = Pool(admin, DeviceOnlyRememberedOnUserPrompt=True)
    result = pool.begin()["AuthenticationResult"]

    body = pool.public(
        "ConfirmDevice",
        AccessToken=result["AccessToken"],
        DeviceKey=result["NewDeviceMetadata"]["DeviceKey"],
    )

    assert body == (200, {"UserConfirmationNecessary": True})
