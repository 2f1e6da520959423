"""Sign-ins that were given a device key, or named one: they refresh from that device alone."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import NotAuthorizedException
from domain.model.factors import Factor
from domain.model.user import User
from domain.tokens.issuer import TokenIssuer
from tests.support.devices import KEY, OTHER_KEY, Phone, give_device
from tests.support.rotation import signed_in
from tests.support.sign_in import Client, refusal
from tests.support.world import claims_of


def bound(client: Client, user: User, key: str = KEY) -> str:
    """The refresh token of a sign-in that belongs to a device."""
    world = client.world
    ports = world.ports
    issuer = TokenIssuer(ports.signer, ports.sealer, ports.clock, ports.entropy, world.deployment)
    pool = world.services.catalog.pool(user.pool_id)
    new = issuer.new_family(pool, client.client, user.sub, (Factor.PASSWORD,), key)
    with world.store.writing() as unit:
        unit.families.add(new.family, user.epoch)
    return new.refresh_token


def refused_by_both(client: Client, token: str, key: str | None) -> bool:
    """Whether both operations refuse the token from that device, in the words of ruling 17."""
    with pytest.raises(NotAuthorizedException) as refresh:
        client.refresh(token, **({"DEVICE_KEY": key} if key is not None else {}))
    with pytest.raises(NotAuthorizedException) as get_tokens:
        client.get_tokens(token, device_key=key)
    return {refusal(refresh), refusal(get_tokens)} == {texts.REFRESH_TOKEN_INVALID}


def test_a_sign_in_refreshes_from_its_device(client: Client, ann: User) -> None:
    """With the key of the device it was given, once that is confirmed; tokens name the device."""
    token = bound(client, ann)
    give_device(client, ann, remembered=False)

    for given in (client.refresh(token, DEVICE_KEY=KEY), client.get_tokens(token, device_key=KEY)):
        assert claims_of(given.access_token)["device_key"] == KEY
        assert "device_key" not in claims_of(given.id_token)


@pytest.mark.parametrize("key", [None, "", OTHER_KEY, KEY.upper(), KEY[:-1]])
def test_no_other_key_refreshes(client: Client, ann: User, key: str | None) -> None:
    """No key, another device of the same user, or another spelling."""
    token = bound(client, ann)
    for each in (KEY, OTHER_KEY):
        give_device(client, ann, Phone(key=each))

    assert refused_by_both(client, token, key)


def test_a_device_that_was_not_confirmed_does_not_refresh(client: Client, ann: User) -> None:
    """The key alone is none: any sign-in is given one."""
    assert refused_by_both(client, bound(client, ann), KEY)


def test_another_users_device_of_that_key_does_not_refresh(client: Client, ann: User) -> None:
    """Devices are their user's."""
    world = client.world
    bob = world.add_user(world.services.catalog.pool(ann.pool_id), "bob")
    give_device(client, bob)

    assert refused_by_both(client, bound(client, ann), KEY)


def test_a_forgotten_device_does_not_refresh(client: Client, ann: User) -> None:
    """From the moment that it is forgotten."""
    token = bound(client, ann)
    give_device(client, ann, remembered=False)
    client.refresh(token, DEVICE_KEY=KEY)
    with client.world.store.writing() as unit:
        unit.devices.remove(ann.pool_id, ann.sub, KEY)

    assert refused_by_both(client, token, KEY)


def test_a_sign_in_without_device_refreshes_from_anywhere(client: Client, ann: User) -> None:
    """A key that is sent beside its token is not looked at."""
    token = signed_in(client)

    assert client.refresh(token, DEVICE_KEY=OTHER_KEY).expires_in_s == 3600
    assert client.get_tokens(token, device_key=OTHER_KEY).expires_in_s == 3600
