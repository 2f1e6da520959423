"""NewDeviceMetadata: what a sign-in from a device without name is given for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import wraps

import pytest

from domain.accounts.device_keys import group_key_of
from domain.model.factors import SecondFactor
from domain.model.identifiers import PoolId
from domain.model.token import IssuedTokens
from domain.model.user import User, UserStatus
from tests.support.accounts import Functions
from tests.support.devices import KEY, by_password, give_device, stored, track
from tests.support.riddles import RIGHT, riddles
from tests.support.second_factors import change_pool, give_factors, newest_code
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import World, claims_of
from tests.unit.auth.choice_paths import (
    chosen_proof,
    confirmed_sign_up,
    preferred_password,
    selected_email_code,
)

Way = Callable[[Client, User], IssuedTokens]
KEY_FORM = r"us-east-1_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"


@pytest.fixture
def functions() -> Functions:
    """Functions that put one riddle and let every sign-in pass."""
    return riddles(rounds=1, PostAuthentication={}, PreTokenGeneration={})


@pytest.fixture
def world(functions: Functions) -> World:
    """A world with these functions, where a pool names them."""
    return World(triggers=functions)


def password(client: Client, ann: User) -> IssuedTokens:
    """The password in clear."""
    return tokens(client.by_password())


def admin_password(client: Client, ann: User) -> IssuedTokens:
    """The same, signed."""
    return tokens(Client(client.world, client.client, admin=True).by_password())


def proof(client: Client, ann: User) -> IssuedTokens:
    """SRP."""
    return tokens(client.by_srp())


def new_password(client: Client, ann: User) -> IssuedTokens:
    """A new password in place of a temporary one."""
    client.world.change_user(ann, status=UserStatus.FORCE_CHANGE_PASSWORD)
    session = asked(client.by_password()).session
    answers = {"USERNAME": "ann", "NEW_PASSWORD": "Brand-new0ne"}
    return tokens(client.answer("NEW_PASSWORD_REQUIRED", session, answers))


def code(client: Client, ann: User) -> IssuedTokens:
    """A second factor."""
    give_factors(client, ann, SecondFactor.SMS)
    session = asked(client.by_password()).session
    answers = {"USERNAME": "ann", "SMS_MFA_CODE": newest_code(client)}
    return tokens(client.answer("SMS_MFA", session, answers))


def riddle(client: Client, ann: User) -> IssuedTokens:
    """Custom challenges."""
    change_pool(client, triggers=riddles().arns)
    session = asked(client.begin("CUSTOM_AUTH", USERNAME="ann")).session
    return tokens(client.answer("CUSTOM_CHALLENGE", session, {"USERNAME": "ann", "ANSWER": RIGHT}))


def _by_choice(path: Callable[[Client, User], Callable[[], object]]) -> Way:
    @wraps(path)
    def way(client: Client, ann: User) -> IssuedTokens:
        given = path(client, ann)()
        assert isinstance(given, IssuedTokens)
        return given

    return way


CHOICES = (preferred_password, chosen_proof, selected_email_code, confirmed_sign_up)
WAYS = (password, admin_password, proof, new_password, code, riddle, *map(_by_choice, CHOICES))


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_sign_in_without_device_is_given_a_key(client: Client, ann: User, way: Way) -> None:
    """A key of its own and the pool's group key; the access token names it, and nothing is kept."""
    track(client)

    given = way(client, ann)

    assert given.new_device is not None
    assert re.fullmatch(KEY_FORM, given.new_device.key)
    assert given.new_device.group_key == group_key_of(ann.pool_id)
    assert claims_of(given.access_token)["device_key"] == given.new_device.key
    assert "device_key" not in claims_of(given.id_token)
    assert stored(client, ann, given.new_device.key) is None


@pytest.mark.usefixtures("ann")
def test_each_sign_in_is_given_another_key(client: Client) -> None:
    """Two sign-ins are two devices, until one of them names itself."""
    track(client)
    first, second = (tokens(client.by_password()).new_device for _ in range(2))

    assert first is not None
    assert second is not None
    assert first.key != second.key
    assert first.group_key == second.group_key


def test_a_group_key_is_the_pools_own() -> None:
    """A hyphen and eight letters or digits, another for another pool."""
    keys = {group_key_of(PoolId(f"us-east-1_Pool{number:05}")) for number in range(500)}

    assert len(keys) == 500
    assert all(re.fullmatch(r"-[0-9A-Za-z]{8}", key) for key in keys)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_key_is_given_where_devices_are_not_tracked(client: Client, ann: User, way: Way) -> None:
    """Neither in the answer nor in the token."""
    given = way(client, ann)

    assert given.new_device is None
    assert "device_key" not in claims_of(given.access_token)


def test_a_device_that_proved_itself_keeps_its_key(client: Client, ann: User) -> None:
    """No other key is given, and the access token names the device."""
    track(client)
    phone = give_device(client, ann)

    given = tokens(phone.prove(client, asked(by_password(client))))

    assert given.new_device is None
    assert claims_of(given.access_token)["device_key"] == KEY


def test_a_device_that_is_not_remembered_keeps_its_key(client: Client, ann: User) -> None:
    """It is not asked for a proof, and its tokens are bound to it like any."""
    track(client)
    give_device(client, ann, remembered=False)

    given = tokens(by_password(client))

    assert given.new_device is None
    assert claims_of(given.access_token)["device_key"] == KEY


def _told(functions: Functions, trigger: str) -> list[Mapping[str, object]]:
    return [event.event for event in functions.events if event.trigger == trigger]


@pytest.mark.parametrize("tracking", [True, False])
def test_functions_hear_of_a_new_device(
    client: Client, ann: User, functions: Functions, tracking: bool
) -> None:
    """PostAuthentication's newDeviceUsed is true when a key is given, and false otherwise."""
    names = ("PostAuthentication", "PreTokenGeneration")
    change_pool(client, triggers={name: functions.arns[name] for name in names})
    if tracking:
        track(client)
    tokens(client.by_password())
    phone = give_device(client, ann)
    if tracking:
        tokens(phone.prove(client, asked(by_password(client))))

    requests = functions.requests("PostAuthentication")
    sources = [event["triggerSource"] for event in _told(functions, "PreTokenGeneration")]
    assert [request["newDeviceUsed"] for request in requests] == (
        [True, False] if tracking else [False]
    )
    assert sources == (
        ["TokenGeneration_Authentication", "TokenGeneration_AuthenticateDevice"]
        if tracking
        else ["TokenGeneration_Authentication"]
    )


def test_custom_challenges_end_with_the_device(
    client: Client, ann: User, functions: Functions
) -> None:
    """After the functions say that tokens are due, a remembered device is asked (ruling 7)."""
    track(client)
    phone = give_device(client, ann)
    change_pool(client, triggers=functions.arns)
    session = asked(client.begin("CUSTOM_AUTH", USERNAME="ann", DEVICE_KEY=KEY)).session

    answers = {"USERNAME": "ann", "ANSWER": RIGHT}
    challenge = asked(client.answer("CUSTOM_CHALLENGE", session, answers))
    assert tokens(phone.prove(client, challenge)).new_device is None

    (told,) = _told(functions, "PreTokenGeneration")
    assert told["triggerSource"] == "TokenGeneration_AuthenticateDevice"


def test_custom_challenges_ask_the_device_for_no_second_factor(client: Client, ann: User) -> None:
    """The device is asked after them alone, also where it would stand in for MFA elsewhere."""
    give_factors(client, ann, SecondFactor.SMS)
    track(client, challenge_on_new=True)
    phone = give_device(client, ann)
    change_pool(client, triggers=riddles().arns)
    session = asked(client.begin("CUSTOM_AUTH", USERNAME="ann")).session

    answers = {"USERNAME": "ann", "ANSWER": RIGHT, "DEVICE_KEY": KEY}
    challenge = asked(client.answer("CUSTOM_CHALLENGE", session, answers))

    assert tokens(phone.prove(client, challenge)).refresh_token
