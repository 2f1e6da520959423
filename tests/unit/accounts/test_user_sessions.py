"""Sessions of users: recorded, listed and counted, where a pool tracks them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from domain import services as domain_services
from domain.errors import InvalidParameterException, OperationNotEnabledException
from domain.model.client import RefreshRotation
from domain.model.identifiers import ClientId
from tests.support.accounts import Desk
from tests.support.noting_store import NotingStore
from tests.support.sessions import LIMIT, TRACKING, UNKNOWN, is_alive, own, refresh, rows, sign_in
from tests.support.sign_in import Client, tokens


def test_a_sign_in_has_a_session(tracked: Desk) -> None:
    """With all that the service tells of one; the token says nothing of it."""
    given = sign_in(tracked)
    now_s = tracked.world.clock.now_ms() / 1000

    (session,) = own(tracked, given)

    session_id = session.pop("SessionId")
    assert re.fullmatch(r"tkn[a-z0-9]{25}", session_id)
    assert session_id not in str(given.access_token)
    assert session == {
        "SessionType": "TOKEN",
        "ClientId": tracked.client.id,
        "CreateDate": now_s,
        "LastActiveDate": now_s,
        "DeviceType": "unknown",
        "LastLocation": {"Country": "unknown"},
        "IsCurrentSession": True,
    }


def test_sessions_of_all_clients_are_listed(tracked: Desk) -> None:
    """The last used first, each user's own, and the one that asks is marked."""
    world = tracked.world
    pool = world.services.catalog.pool(tracked.client.pool_id)
    second = Client(world, world.add_client(pool, id=ClientId("client0000000000000000000b")))
    first = sign_in(tracked)
    world.clock.advance(s=1)
    other = tokens(second.by_password())
    sign_in(tracked, "bob")

    listed = own(tracked, first)

    assert [each["ClientId"] for each in listed] == [second.client.id, tracked.client.id]
    assert [each["IsCurrentSession"] for each in listed] == [False, True]
    assert [each["IsCurrentSession"] for each in own(tracked, other)] == [True, False]
    by_admin = tracked.admin("AdminListUserSessions")["Sessions"]
    assert [each["SessionId"] for each in by_admin] == [each["SessionId"] for each in listed]
    assert not any(each["IsCurrentSession"] for each in by_admin)


def test_a_refresh_is_activity(tracked: Desk) -> None:
    """The session moves up with time and place of the refresh, by either operation."""
    older, newer = sign_in(tracked), sign_in(tracked)
    assert older.refresh_token is not None
    for each in (
        lambda: tracked.public(
            "InitiateAuth",
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": older.refresh_token},
        ),
        lambda: tracked.public("GetTokensFromRefreshToken", RefreshToken=older.refresh_token),
    ):
        refresh(tracked, newer)
        tracked.world.clock.advance(s=1)
        each()
        first = own(tracked, older)[0]
        assert first["IsCurrentSession"]
        assert first["LastActiveDate"] == tracked.world.clock.now_ms() / 1000
        assert first["LastActiveDate"] > first["CreateDate"]
        assert first["LastIPAddress"] == "127.0.0.1"


def test_a_rotation_is_activity(tracked: Desk) -> None:
    """As a refresh is, and in the same session."""
    world = tracked.world
    with world.store.writing() as unit:
        rotation = RefreshRotation(enabled=True, grace_period_s=0)
        unit.clients.save(replace(tracked.client, rotation=rotation))
    given = sign_in(tracked)
    world.clock.advance(s=1)
    assert given.refresh_token is not None

    tracked.sign_in.rotate(given.refresh_token)

    (session,) = own(tracked, given)
    assert session["LastActiveDate"] == world.clock.now_ms() / 1000


def test_the_least_recently_used_session_makes_room(tracked: Desk) -> None:
    """At the limit the next sign-in ends the one unused for longest, whatever its age."""
    first, second, third = (sign_in(tracked) for _ in range(LIMIT))
    others = sign_in(tracked, "bob")
    refresh(tracked, first)

    fourth = sign_in(tracked)

    assert len(own(tracked, fourth)) == LIMIT
    assert not is_alive(tracked, second)
    assert all(is_alive(tracked, each) for each in (first, third, fourth, others))


def test_a_user_is_held_while_his_sessions_are_counted(tracked: Desk) -> None:
    """From before his family is added; without tracking nobody is."""
    world = tracked.world
    noting = NotingStore(world.store)
    world.ports = replace(world.ports, store=noting)
    world.services = domain_services.build(world.ports, world.deployment)
    pool = world.services.catalog.pool(tracked.client.pool_id)

    sign_in(tracked)
    with world.store.writing() as unit:
        unit.pools.save(replace(pool, sessions=replace(TRACKING, enabled=False)))
    sign_in(tracked)

    counting, plain = (unit for unit in noting.units if "families.add" in unit)
    assert counting.index("users.hold") < counting.index("families.add")
    assert counting.index("families.add") < counting.index("sessions.of_user")
    assert "users.hold" not in plain


def test_a_lower_limit_takes_effect_at_the_next_sign_in(tracked: Desk) -> None:
    """Nobody is ended by the change itself; then all that are too many are."""
    first, second, third = (sign_in(tracked) for _ in range(LIMIT))
    tracked.call(
        "SetUserPoolSessionConfiguration",
        UserPoolId=tracked.client.pool_id,
        UserSessionTracking="ENABLED",
        TokenSession={"MaxPerUser": 1},
    )
    assert all(is_alive(tracked, each) for each in (first, second, third))

    newest = sign_in(tracked)

    assert not any(is_alive(tracked, each) for each in (first, second, third))
    assert len(own(tracked, newest)) == 1


def test_sessions_that_are_over_do_not_count(tracked: Desk) -> None:
    """Revoked and expired ones leave room and are not listed."""
    kept = sign_in(tracked)
    for _ in range(LIMIT - 1):
        gone = sign_in(tracked).refresh_token
        assert gone is not None
        tracked.public("RevokeToken", Token=gone)
    newest = sign_in(tracked)

    assert is_alive(tracked, kept)
    assert len(own(tracked, newest)) == 2
    tracked.world.clock.advance(s=31 * 86_400)
    assert len(own(tracked, sign_in(tracked))) == 1


def test_nothing_is_recorded_where_nothing_is_tracked(desk: Desk) -> None:
    """Neither at the sign-in nor at a refresh; and the operations say so."""
    desk.world.add_user(desk.world.services.catalog.pool(desk.client.pool_id))
    given = sign_in(desk)
    refresh(desk, given)
    token = given.access_token

    assert rows(desk) == 0
    for refused in (
        lambda: desk.call("ListUserSessions", AccessToken=token),
        lambda: desk.call("RevokeUserSession", AccessToken=token, SessionId=UNKNOWN),
        lambda: desk.admin("AdminListUserSessions"),
        lambda: desk.admin("AdminRevokeUserSession", SessionId=UNKNOWN),
    ):
        with pytest.raises(OperationNotEnabledException):
            refused()


def test_sign_ins_from_before_are_no_sessions(desk: Desk) -> None:
    """They go on, uncounted, and a refresh makes no record."""
    world = desk.world
    pool = world.services.catalog.pool(desk.client.pool_id)
    world.add_user(pool)
    before = sign_in(desk)
    with world.store.writing() as unit:
        unit.pools.save(replace(pool, sessions=TRACKING))

    refresh(desk, before)
    assert own(desk, before) == []
    sign_in(desk)

    assert [each["IsCurrentSession"] for each in own(desk, before)] == [False]


def test_there_are_no_further_pages(tracked: Desk) -> None:
    """No page token was ever given."""
    given = sign_in(tracked)

    with pytest.raises(InvalidParameterException):
        tracked.call("ListUserSessions", AccessToken=given.access_token, NextToken="token")
    with pytest.raises(InvalidParameterException):
        tracked.admin("AdminListUserSessions", NextToken="token")
