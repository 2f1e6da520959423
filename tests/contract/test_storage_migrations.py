"""Migrations of a database that is in use: what was kept is kept, and what came later is empty."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.domain_samples import PREFIX
from adapters.storage.conformance.item_samples import KEY, THING, THINGS
from adapters.storage.conformance.server_samples import SERVER
from adapters.storage.sql import open as open_store
from adapters.storage.sql.engines import open_engine
from adapters.storage.sql.migrate import ALEMBIC_INI, upgrade
from domain.model.factors import NO_FACTORS
from domain.model.identifiers import ClientId, Sub
from domain.model.search import Place, Search, Searched, searched_values
from domain.model.token import NewestToken, TokenFamily

POOL = f"INSERT INTO pools VALUES ('{s.POOL_ID}', 1, '[]', '{{}}')"
USER = (
    "INSERT INTO users (pool_id, sub, version, username, status, enabled, attributes,"
    " created_at_ms, modified_at_ms, epoch)"
    f" VALUES ('{s.POOL_ID}', '{s.SUB}', 3, 'ann', 'CONFIRMED', TRUE, '{{}}', 1, 2, 4)"
)

FAMILY = (
    "INSERT INTO families (pool_id, sub, id, client_id, event_id, token_digest,"
    " authenticated_at_ms, expires_at_ms)"
    f" VALUES ('{s.POOL_ID}', '{s.SUB}', 'family-1', 'client', 'event', {{digest}}, 1, 2)"
)


def _make_of(url: str, revision: str, *statements: str) -> None:
    """Make a database as the program of that migration left it, with some rows."""
    engine = open_engine(url, connections=1)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        config = Config(ALEMBIC_INI)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("COMMIT")
    engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The URL of a database without a schema, once on each."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/cognate.db"
    empty: str = request.getfixturevalue("postgres_url")
    return empty


def test_users_of_the_first_schema_have_no_factors(url: str) -> None:
    """A user from before there were factors is the same after the migration, and may get some.

    So he has no identities either.
    """
    _make_of(url, "0001", POOL, USER)

    upgrade(url)

    store = open_store(url)
    with store.writing() as unit:
        user = unit.users.standing(s.POOL_ID, s.SUB).user
        assert user is not None
        assert (user.username, user.epoch, user.factors) == ("ann", 4, NO_FACTORS)
        assert user.identities == ()
        unit.devices.add(s.DEVICE)
        unit.passkeys.add(s.PASSKEY)
        unit.software_tokens.put(s.SOFTWARE_TOKEN)
        assert unit.users.save(user).version == 4
    store.close()


def test_users_of_a_schema_without_searches_are_found(url: str) -> None:
    """More users than one batch holds, with values of every kind, are found as new ones are."""
    attributes = {
        "email": "Ann@Example.com",
        "name": f"NUL \0 and \U0001f600{'x' * 2_000}",
        "given_name": "",
        "custom:role": "admin",
    }
    ann = USER.replace("'{}'", f"'{json.dumps(attributes)}'")
    crowd = [USER.replace(s.SUB, f"{at:08}").replace("'ann'", f"'{at}'") for at in range(1_500)]
    _make_of(url, "0007", POOL, ann, *crowd)

    upgrade(url)

    store = open_store(url)
    with store.writing() as unit:
        user = unit.users.standing(s.POOL_ID, s.SUB).user
        assert user is not None
        unit.users.add(replace(user, sub=s.OTHER_SUB))
        for attribute, value in searched_values(user).items():
            search = Search(attribute=attribute, value=value)
            alike = unit.users.page(s.POOL_ID, search, Place(value=value, sub=Sub("1")), 9).users
            is_alone = attribute is Searched.SUB
            assert [each.sub for each in alike] == [s.SUB, s.OTHER_SUB][: 1 if is_alone else 2]
        last = Search(attribute=Searched.USERNAME, value="1499")
        assert [each.sub for each in unit.users.page(s.POOL_ID, last, None, 9).users] == [
            "00001499"
        ]
        confirmed = Search(attribute=Searched.USER_STATUS, value="confirmed")
        assert len(unit.users.page(s.POOL_ID, confirmed, None, 9_999).users) == 1_502
    store.close()


def test_users_of_a_schema_without_groups_are_in_none(url: str) -> None:
    """A user from before there were groups is in none after the migration, and may be put in."""
    _make_of(url, "0003", POOL, USER)

    upgrade(url)

    store = open_store(url)
    with store.writing() as unit:
        assert not unit.users.standing(s.POOL_ID, s.SUB, with_memberships=True).memberships
        unit.groups.add(s.GROUP)
        unit.memberships.add(s.POOL_ID, s.SUB, s.GROUP.name)
        (group,) = unit.memberships.groups(s.POOL_ID, s.SUB, None, 9)
    assert group == s.GROUP
    store.close()


def test_pools_of_a_schema_without_resource_servers_have_none(url: str) -> None:
    """A pool from before there were resource servers has none, and may be given one."""
    _make_of(url, "0004", POOL)

    upgrade(url)

    store = open_store(url)
    with store.writing() as unit:
        assert not unit.resource_servers.page(s.POOL_ID, None, 9)
        unit.resource_servers.add(SERVER)
        assert unit.resource_servers.get(s.POOL_ID, SERVER.identifier) == SERVER
    store.close()


def test_pools_of_a_schema_without_items_have_none(url: str) -> None:
    """A pool from before there were items has none, and may be given one."""
    _make_of(url, "0005", POOL)

    upgrade(url)

    store = open_store(url)
    with store.writing() as unit:
        assert not unit.items.page(THINGS, s.POOL_ID, None, 9)
        unit.items.put(THINGS, s.POOL_ID, KEY, THING)
        assert unit.items.get(THINGS, s.POOL_ID, KEY) == THING
    store.close()


def test_a_schema_without_limits_has_none(url: str) -> None:
    """A deployment from before there were rates has set none, and may set one."""
    _make_of(url, "0008")

    upgrade(url)

    store = open_store(url)
    with store.writing() as unit:
        assert not unit.limits.all()
        unit.limits.put("UserRead", 200)
        assert unit.limits.all() == {"UserRead": 200}
    store.close()


def test_pools_of_a_schema_without_domains_have_none(url: str) -> None:
    """A pool from before there were domains has none, and may be given one."""
    _make_of(url, "0010", POOL)

    upgrade(url)

    store = open_store(url)
    with store.writing() as unit:
        assert not unit.domains.of_pool(s.POOL_ID)
        unit.domains.add(PREFIX)
        assert unit.domains.get(PREFIX.name) == PREFIX
    store.close()


def test_families_of_the_first_schema_are_as_they_were(url: str) -> None:
    """A sign-in from before rotation has proven nothing that is known, and may rotate."""
    digest = "X'00ff'" if url.startswith("sqlite") else r"'\x00ff'"
    _make_of(url, "0001", POOL, USER, FAMILY.format(digest=digest))

    upgrade(url)

    store = open_store(url)
    family = TokenFamily(
        pool_id=s.POOL_ID,
        sub=s.SUB,
        id="family-1",
        client_id=ClientId("client"),
        event_id="event",
        token_digest=b"\x00\xff",
        authenticated_at_ms=1,
        expires_at_ms=2,
    )
    with store.writing() as unit:
        assert unit.users.standing(s.POOL_ID, s.SUB, None, family.id).family == family
        newest = NewestToken(generation=1, digest=b"newest")
        assert unit.families.rotate(s.POOL_ID, s.SUB, family.id, 0, newest)
        unit.sessions.add(replace(s.SESSION, family_id=family.id))
        rotated = unit.users.standing(s.POOL_ID, s.SUB, None, family.id).family
    assert rotated == replace(family, newest=newest)
    store.close()


def test_a_user_whom_an_earlier_version_changed_is_passed_over(url: str) -> None:
    """A search that finds him by what he was goes on without him, instead of failing."""
    upgrade(url)
    store = open_store(url)
    with store.writing() as unit:
        unit.pools.add(s.POOL)
        for sub in (s.SUB, s.OTHER_SUB):
            unit.users.add(replace(s.USER, sub=sub, attributes={"name": "Ann"}))
    engine = open_engine(url, connections=1)
    with engine.connect() as connection:
        connection.exec_driver_sql(f"UPDATE users SET attributes = '{{}}' WHERE sub = '{s.SUB}'")
    engine.dispose()
    ann = Search(attribute=Searched.NAME, value="ann")

    with store.reading() as unit:
        found = unit.users.page(s.POOL_ID, ann, None, 9)

    assert [user.sub for user in found.users] == [s.OTHER_SUB]
    store.close()
