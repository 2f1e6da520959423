"""Devices, looked at, listed, remembered and forgotten: by their user and by administrators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain import texts
from domain.errors import (
    CognitoError,
    InvalidParameterException,
    InvalidUserPoolConfigurationException,
    NotAuthorizedException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from domain.model.factors import SecondFactor
from domain.model.identifiers import PoolId
from domain.model.pool import DeviceTracking
from domain.model.user import User
from tests.support.accounts import Desk, refused
from tests.support.devices import KEY, OTHER_KEY, Phone, by_password, give_device, stored, track
from tests.support.second_factors import change_pool, give_factors, newest_code
from tests.support.sign_in import Client, asked, tokens
from tests.unit.accounts.conftest import MakeDesk

OWN = {
    "GetDevice": {"DeviceKey": KEY},
    "ListDevices": {},
    "UpdateDeviceStatus": {"DeviceKey": KEY, "DeviceRememberedStatus": "remembered"},
    "ForgetDevice": {"DeviceKey": KEY},
}
BY_ADMIN = {f"Admin{operation}": members for operation, members in OWN.items()}
Run = Callable[..., Any]


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """A pool that tracks devices."""
    return make_desk(devices=DeviceTracking())


@pytest.fixture
def ann(desk: Desk) -> User:
    """A confirmed user."""
    return desk.world.add_user(desk.world.services.catalog.pool(desk.client.pool_id))


@pytest.fixture(params=["user", "administrator"])
def run(request: pytest.FixtureRequest, desk: Desk, ann: User) -> Run:
    """Run an operation on Ann's devices, as herself or as an administrator."""
    if request.param == "administrator":
        return lambda operation, **members: desk.admin(f"Admin{operation}", **members)
    token = desk.signed_in()
    return lambda operation, **members: desk.call(operation, AccessToken=token, **members)


def attributes(device: Any) -> dict[str, str]:  # noqa: ANN401 - a response
    """The attributes of a device as a mapping."""
    return {each["Name"]: each["Value"] for each in device["DeviceAttributes"]}


def test_a_device_is_shown(desk: Desk, ann: User, run: Run) -> None:
    """Its key, its name, whether it is remembered, and when and from where it was used."""
    now_ms = desk.world.clock.now_ms()
    give_device(
        desk.sign_in,
        ann,
        name="telephone",
        last_ip="192.0.2.7",
        modified_at_ms=now_ms + 1_000,
        authenticated_at_ms=now_ms + 2_500,
    )

    device = run("GetDevice", DeviceKey=KEY)["Device"]

    assert attributes(device) == {
        "device_status": "valid",
        "device_name": "telephone",
        "dev:device_remembered_status": "remembered",
        "last_ip_used": "192.0.2.7",
    }
    del device["DeviceAttributes"]
    assert device == {
        "DeviceKey": KEY,
        "DeviceCreateDate": now_ms / 1000,
        "DeviceLastModifiedDate": now_ms / 1000 + 1,
        "DeviceLastAuthenticatedDate": now_ms / 1000 + 2.5,
    }


def test_what_is_not_known_of_a_device_is_left_out(desk: Desk, ann: User, run: Run) -> None:
    """Without a name and an address there are no such attributes."""
    give_device(desk.sign_in, ann, remembered=False)

    device = run("GetDevice", DeviceKey=KEY)["Device"]

    assert attributes(device) == {
        "device_status": "valid",
        "dev:device_remembered_status": "not_remembered",
    }


@pytest.mark.parametrize("operation", ["GetDevice", "UpdateDeviceStatus", "ForgetDevice"])
def test_a_device_of_nobody_or_another_does_not_exist(
    desk: Desk, ann: User, run: Run, operation: str
) -> None:
    """A key leads to the devices of one user only, and nothing changes for the other."""
    bob = desk.world.add_user(desk.world.services.catalog.pool(ann.pool_id), "bob")
    give_device(desk.sign_in, bob)
    before = stored(desk.sign_in, bob)

    with refused(ResourceNotFoundException, texts.DEVICE_DOES_NOT_EXIST):
        run(operation, **OWN[operation])

    assert stored(desk.sign_in, bob) == before


def test_devices_are_listed_newest_first_in_pages(desk: Desk, ann: User, run: Run) -> None:
    """Remembered or not; pages of two lead through all of them, without gap or repetition."""
    now_ms = desk.world.clock.now_ms()
    keys = [f"us-east-1_{number:08x}" for number in range(5)]
    for age, key in enumerate(keys):
        created = now_ms - 1_000 * (age // 2)
        give_device(
            desk.sign_in, ann, Phone(key=key), created_at_ms=created, remembered=age % 2 == 0
        )
    expected = [keys[1], keys[0], keys[3], keys[2], keys[4]]

    seen: list[list[str]] = []
    more: dict[str, str] = {}
    while not seen or more:
        page = run("ListDevices", Limit=2, **more)
        seen.append([each["DeviceKey"] for each in page["Devices"]])
        more = {name: page[name] for name in ("PaginationToken",) if name in page}

    assert seen == [expected[:2], expected[2:4], expected[4:]]
    whole = run("ListDevices", Limit=0)
    assert [each["DeviceKey"] for each in whole["Devices"]] == expected
    assert "PaginationToken" not in whole


def test_a_user_without_devices_has_an_empty_list(run: Run) -> None:
    """The list is there, and empty."""
    assert run("ListDevices") == {"Devices": []}


def test_a_page_token_stays_with_its_list(desk: Desk, ann: User, run: Run) -> None:
    """Altered, or of another user, it opens no page."""
    bob = desk.world.add_user(desk.world.services.catalog.pool(ann.pool_id), "bob")
    for user in (ann, bob):
        for key in (KEY, OTHER_KEY):
            give_device(desk.sign_in, user, Phone(key=key))
    token = run("ListDevices", Limit=1)["PaginationToken"]
    bobs = {"AccessToken": desk.signed_in("bob"), "PaginationToken": token}
    altered = ("A" if token[9] != "A" else "B").join([token[:9], token[10:]])

    with refused(InvalidParameterException):
        run("ListDevices", PaginationToken=altered)
    with refused(InvalidParameterException):
        desk.call("ListDevices", **bobs)
    with refused(InvalidParameterException):
        desk.admin("AdminListDevices", "bob", PaginationToken=token)
    assert run("ListDevices", PaginationToken=token)["Devices"]


def test_a_page_token_serves_one_operation(desk: Desk, ann: User) -> None:
    """A user's token opens no page for an administrator, nor the other way round."""
    for key in (KEY, OTHER_KEY):
        give_device(desk.sign_in, ann, Phone(key=key))
    own = {"AccessToken": desk.signed_in()}
    hers = desk.call("ListDevices", Limit=1, **own)["PaginationToken"]
    theirs = desk.admin("AdminListDevices", Limit=1)["PaginationToken"]

    with refused(InvalidParameterException):
        desk.admin("AdminListDevices", PaginationToken=hers)
    with refused(InvalidParameterException):
        desk.call("ListDevices", PaginationToken=theirs, **own)


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("after", [True, False])
def test_a_device_is_remembered_or_not(
    desk: Desk, ann: User, run: Run, before: bool, after: bool
) -> None:
    """The mark and the time of the change are set, and nothing else."""
    give_device(desk.sign_in, ann, remembered=before)
    device = stored(desk.sign_in, ann)
    assert device is not None
    desk.world.clock.advance(s=60)
    status = "remembered" if after else "not_remembered"

    assert run("UpdateDeviceStatus", DeviceKey=KEY, DeviceRememberedStatus=status) == {}

    now_ms = desk.world.clock.now_ms()
    assert stored(desk.sign_in, ann) == replace(device, remembered=after, modified_at_ms=now_ms)


def test_a_status_must_be_given(desk: Desk, ann: User, run: Run) -> None:
    """The model leaves it optional; without it there is nothing to set."""
    give_device(desk.sign_in, ann)

    with refused(InvalidParameterException, "Missing required parameter DeviceRememberedStatus"):
        run("UpdateDeviceStatus", DeviceKey=KEY)


def by_code(client: Client) -> str:
    """An access token of a sign-in with a second factor, whatever device it named."""
    session = asked(client.by_password()).session
    answers = {"USERNAME": "ann", "SMS_MFA_CODE": newest_code(client)}
    return tokens(client.answer("SMS_MFA", session, answers)).access_token


def test_a_device_remembered_after_mfa_stands_in_for_it(desk: Desk, ann: User) -> None:
    """Its user has proven himself in the sign-in that remembers it."""
    track(desk.sign_in, challenge_on_new=True)
    give_factors(desk.sign_in, ann, SecondFactor.SMS)
    phone = give_device(desk.sign_in, ann, remembered=False)
    token = by_code(desk.sign_in)

    status = {"DeviceKey": KEY, "DeviceRememberedStatus": "remembered"}
    desk.call("UpdateDeviceStatus", AccessToken=token, **status)

    assert tokens(phone.prove(desk.sign_in, asked(by_password(desk.sign_in)))).refresh_token


@pytest.mark.parametrize("who", ["password", "device", "administrator"])
def test_a_device_remembered_otherwise_does_not(desk: Desk, ann: User, who: str) -> None:
    """By a sign-in without second factor, by one that a device stood in at, or for the user."""
    track(desk.sign_in, challenge_on_new=True)
    give_device(desk.sign_in, ann, remembered=False)
    other = give_device(desk.sign_in, ann, Phone(key=OTHER_KEY), by_mfa=True)
    status = {"DeviceKey": KEY, "DeviceRememberedStatus": "remembered"}
    token = desk.signed_in()
    give_factors(desk.sign_in, ann, SecondFactor.SMS)
    if who == "device":
        challenge = asked(by_password(desk.sign_in, OTHER_KEY))
        token = tokens(other.prove(desk.sign_in, challenge)).access_token
    if who == "administrator":
        desk.admin("AdminUpdateDeviceStatus", **status)
    else:
        desk.call("UpdateDeviceStatus", AccessToken=token, **status)

    device = stored(desk.sign_in, ann)
    assert device is not None
    assert (device.remembered, device.by_mfa) == (True, False)
    assert asked(by_password(desk.sign_in)).challenge == "SMS_MFA"


def test_taking_a_device_back_gives_it_nothing(desk: Desk, ann: User) -> None:
    """Who passed MFA and says that a device is not to be remembered does not trust it."""
    give_factors(desk.sign_in, ann, SecondFactor.SMS)
    give_device(desk.sign_in, ann)
    token = by_code(desk.sign_in)

    status = {"DeviceKey": KEY, "DeviceRememberedStatus": "not_remembered"}
    desk.call("UpdateDeviceStatus", AccessToken=token, **status)

    device = stored(desk.sign_in, ann)
    assert device is not None
    assert (device.remembered, device.by_mfa) == (False, False)


def test_a_forgotten_device_is_gone(desk: Desk, ann: User, run: Run) -> None:
    """It is neither shown nor listed nor accepted at sign-in; another one stays."""
    give_device(desk.sign_in, ann)
    give_device(desk.sign_in, ann, Phone(key=OTHER_KEY))

    assert run("ForgetDevice", DeviceKey=KEY) is None

    for operation in ("GetDevice", "ForgetDevice"):
        with refused(ResourceNotFoundException, texts.DEVICE_DOES_NOT_EXIST):
            run(operation, DeviceKey=KEY)
    with refused(ResourceNotFoundException, texts.DEVICE_DOES_NOT_EXIST):
        by_password(desk.sign_in)
    assert [each["DeviceKey"] for each in run("ListDevices")["Devices"]] == [OTHER_KEY]


@pytest.mark.parametrize("operation", OWN)
def test_a_pool_that_tracks_no_devices_has_none(
    desk: Desk, ann: User, run: Run, operation: str
) -> None:
    """Every operation says so, also of devices that were confirmed before."""
    give_device(desk.sign_in, ann)
    change_pool(desk.sign_in, devices=None)

    with refused(InvalidUserPoolConfigurationException, texts.DEVICES_NOT_TRACKED):
        run(operation, **OWN[operation])

    assert stored(desk.sign_in, ann) is not None


@pytest.mark.parametrize("operation", OWN)
def test_a_bad_token_opens_nothing(desk: Desk, ann: User, operation: str) -> None:
    """Neither garbage nor the token of a user who was signed out everywhere."""
    give_device(desk.sign_in, ann)
    before = stored(desk.sign_in, ann)
    ended = desk.signed_in()
    desk.admin("AdminUserGlobalSignOut")

    for token, text in (
        ("garbage", texts.ACCESS_TOKEN_INVALID),
        (ended, texts.ACCESS_TOKEN_REVOKED),
    ):
        with refused(NotAuthorizedException, text):
            desk.call(operation, AccessToken=token, **OWN[operation])
    assert stored(desk.sign_in, ann) == before


@pytest.mark.parametrize(
    ("operation", "error"),
    [
        ("AdminGetDevice", ResourceNotFoundException),
        ("AdminListDevices", ResourceNotFoundException),
        ("AdminUpdateDeviceStatus", UserNotFoundException),
        ("AdminForgetDevice", UserNotFoundException),
    ],
)
def test_an_unknown_user_is_told(
    desk: Desk, ann: User, operation: str, error: type[CognitoError]
) -> None:
    """In the class that the operation declares, with the one text."""
    with refused(error, texts.USER_DOES_NOT_EXIST):
        desk.admin(operation, "nobody", **BY_ADMIN[operation])


@pytest.mark.parametrize("operation", BY_ADMIN)
def test_an_unknown_pool_is_told(desk: Desk, ann: User, operation: str) -> None:
    """Before anything else."""
    pool_id = PoolId("us-east-1_none00000")

    with refused(ResourceNotFoundException, texts.pool_does_not_exist(pool_id)):
        desk.call(operation, UserPoolId=pool_id, Username="ann", **BY_ADMIN[operation])


def test_an_administrator_names_the_user_by_any_name(make_desk: MakeDesk) -> None:
    """User name, alias and `sub` lead to the same devices."""
    desk = make_desk(devices=DeviceTracking(), alias_attributes=("email",))
    ann = desk.world.add_user(
        desk.world.services.catalog.pool(desk.client.pool_id),
        attributes={"email": "ann@example.com", "email_verified": "true"},
    )
    give_device(desk.sign_in, ann)

    for name in ("ann", "ann@example.com", ann.sub):
        assert desk.admin("AdminGetDevice", name, DeviceKey=KEY)["Device"]["DeviceKey"] == KEY
