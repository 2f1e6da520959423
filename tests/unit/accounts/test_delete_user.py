"""Deleting users: nothing of them stays, and their names are free."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.storage.conformance import samples as s
from domain.accounts.names import passkey_name
from domain.errors import UserNotFoundException
from domain.model.identifiers import PoolId, Sub
from domain.ports.store import Unit
from tests.support.accounts import Desk, pairs, refused, rows_of
from tests.support.parallel import outcomes
from tests.unit.accounts.conftest import MakeDesk

EMAIL = "ann@example.com"
PROVEN = {"email": EMAIL, "email_verified": "true"}


def with_ann(desk: Desk) -> Desk:
    """Add a confirmed user whose address is proven to a desk's pool."""
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    desk.world.add_user(pool, attributes=PROVEN)
    return desk


def own_passkey(unit: Unit, pool_id: PoolId, sub: Sub, passkey_id: str) -> None:
    """Give the user a passkey, as its registration does."""
    unit.passkeys.add(replace(s.PASSKEY, pool_id=pool_id, sub=sub, id=passkey_id))
    unit.names.claim(pool_id, passkey_name(passkey_id), sub)


def own_factors(unit: Unit, pool_id: PoolId, sub: Sub) -> None:
    """Give the user one of everything that proves him, and something that waits for him."""
    own_passkey(unit, pool_id, sub, s.PASSKEY.id)
    unit.devices.add(replace(s.DEVICE, pool_id=pool_id, sub=sub))
    unit.software_tokens.put(replace(s.SOFTWARE_TOKEN, pool_id=pool_id, sub=sub))
    unit.pending.put(replace(s.PENDING, pool_id=pool_id, sub=sub))


@pytest.mark.parametrize("by_admin", [True, False])
def test_nothing_of_a_deleted_user_stays(make_desk: MakeDesk, by_admin: bool) -> None:
    """Profile, names, password, factors, codes, tokens, counters and messages go together."""
    desk = make_desk(alias_attributes=("email",))
    desk.sign_up("ann", email=EMAIL)
    desk.public("ConfirmSignUp", Username="ann", ConfirmationCode=desk.code())
    token = desk.signed_in()
    desk.public("ForgotPassword", Username="ann")
    sub = desk.look()["attributes"]["sub"]
    pool_id = desk.client.pool_id
    with desk.world.store.writing() as unit:
        own_factors(unit, pool_id, sub)
    if by_admin:
        assert desk.admin("AdminDeleteUser", EMAIL) is None
    else:
        assert desk.call("DeleteUser", AccessToken=token) is None
    tables = desk.world.store._tables  # type: ignore[attr-defined] # the store in memory
    for name in (
        "users",
        "names",
        "credentials",
        "software_tokens",
        "devices",
        "passkeys",
        "pending",
        "codes",
        "locks",
        "budgets",
        "families",
        "sessions",
        "outbox",
    ):
        rows = getattr(tables, name)
        assert not [row for row in rows.values() if row.sub == sub], name
    with refused(UserNotFoundException, "User does not exist."):
        desk.call("GetUser", AccessToken=token)


def test_a_passkey_of_a_deleted_user_may_be_anothers(make_desk: MakeDesk) -> None:
    """The names of all his passkeys are free, and those of other users stay."""
    desk = with_ann(make_desk())
    pool_id, sub = desk.client.pool_id, desk.look()["attributes"]["sub"]
    kept = passkey_name("bobs")
    with desk.world.store.writing() as unit:
        for passkey_id in ("first", "second"):
            own_passkey(unit, pool_id, sub, passkey_id)
        unit.names.claim(pool_id, kept, s.OTHER_SUB)
    desk.admin("AdminDeleteUser")
    held = rows_of(desk.world)["names"]
    assert set(held) == {(pool_id, kept.kind, kept.value)}


def test_the_names_of_a_deleted_user_are_free(make_desk: MakeDesk) -> None:
    """Another user may have the name and the alias, and is another: the `sub` is new."""
    desk = with_ann(make_desk(alias_attributes=("email",)))
    first = desk.look()["attributes"]["sub"]
    desk.admin("AdminDeleteUser")
    with_ann(desk)
    assert desk.look(EMAIL)["attributes"]["sub"] != first


def test_a_name_gained_during_a_deletion_is_not_left_behind(make_desk: MakeDesk) -> None:
    """Of a user who is deleted while his alias changes no name stays taken."""
    desk = with_ann(make_desk(alias_attributes=("email",)))

    def job(number: int) -> Any:  # noqa: ANN401 - a response
        if number == 3:
            return desk.admin("AdminDeleteUser")
        change = pairs(email=f"a{number}@example.com", email_verified="true")
        return desk.admin("AdminUpdateUserAttributes", UserAttributes=change)

    outcomes(8, job)
    if rows_of(desk.world)["users"]:
        desk.admin("AdminDeleteUser")
    assert rows_of(desk.world)["names"] == {}
