"""Every statement of the store in SQL: it is bound to a pool, and reaches its rows by a key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from types import ModuleType
from typing import Final

import pytest
from sqlalchemy import Delete, Engine, Insert, Select, Table, Update
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler

from adapters.storage.sql import (
    access_keys,
    auth_events,
    budgets,
    clients,
    codes,
    credentials,
    devices,
    domains,
    families,
    groups,
    items,
    limits,
    locks,
    memberships,
    names,
    outbox,
    passkeys,
    pending,
    pools,
    resource_servers,
    searches,
    sessions,
    signing_keys,
    software_tokens,
    spent,
    sweeper,
    users,
)
from adapters.storage.sql.engines import open_engine
from adapters.storage.sql.migrate import upgrade
from adapters.storage.sql.tables import METADATA
from tests.support.postgres import ServerDatabases

MODULES: Final[tuple[ModuleType, ...]] = (
    access_keys,
    auth_events,
    budgets,
    clients,
    codes,
    credentials,
    devices,
    domains,
    families,
    groups,
    items,
    limits,
    locks,
    memberships,
    names,
    outbox,
    passkeys,
    pending,
    pools,
    resource_servers,
    searches,
    sessions,
    signing_keys,
    software_tokens,
    spent,
    sweeper,
    users,
)
Statement = Select | Insert | Update | Delete
TABLES: Final = {table.name for table in METADATA.sorted_tables}
TENANT_TABLES: Final = {table.name for table in METADATA.sorted_tables if "pool_id" in table.c}

WITHOUT_POOL: Final = {
    "clients.GET": "a client id is unique over all pools, and finds its pool",
    "domains.GET": "a domain name is unique over all pools, and finds its pool",
    "outbox.LEASE": "sending takes what is due, whoever's it is",
    "outbox.POSTPONE": "a message is known by its own random id",
    "outbox.REMOVE": "a message is known by its own random id",
    "outbox.PAGE": "the development outbox shows all pools",
    "outbox.LATEST": "the development outbox shows all pools",
    "outbox.CLEAR": "the development outbox is emptied at once",
    "credentials.DROP_VERIFIERS": "a deployment that keeps none keeps nobody's",
    "sweeper.codes": "time is over for every pool alike",
    "sweeper.pending": "time is over for every pool alike",
    "sweeper.spent": "time is over for every pool alike",
    "sweeper.budgets": "time is over for every pool alike",
    "sweeper.locks": "time is over for every pool alike",
    "sweeper.families": "time is over for every pool alike",
    "sweeper.sessions": "time is over for every pool alike",
    "sweeper.auth_events": "time is over for every pool alike",
}
"""Statements on tenant tables that name no pool, each with its reason."""

SCANS: Final = {
    "outbox.CLEAR": "all rows are meant",
    "limits.ALL": "has a row a category, of which there are few",
    "credentials.DROP_VERIFIERS": "runs before a server that keeps none begins to serve",
}
"""Statements that may read a whole table."""

HOT: Final = (
    "names.FIND",
    "users.STANDING",
    "users.STANDING_WITH_FAMILY",
    "users.STANDING_WITH_MEMBERSHIPS",
    "users.STANDING_WITH_BOTH",
    "users.SAVE",
    "locks.CLAIM",
    "locks.CLEAR",
    "spent.SPEND",
    "spent.IS_SPENT",
    "budgets.SPEND",
    "software_tokens.GET",
    "software_tokens.USE",
    "devices.GET",
    "devices.TOUCH",
    "passkeys.OF_USER",
    "passkeys.USE",
    "pending.PUT",
    "pending.GET",
    "pending.TAKE",
    "codes.PUT",
    "codes.GET",
    "codes.CLAIM",
    "codes.CONSUME",
    "credentials.NEXT",
    "credentials.REPLACE_HASH",
    "families.ADD",
    "families.ROTATE",
    "families.REVOKE",
    "families.REVOKE_ALL",
    "sessions.OF_USER",
    "sessions.TOUCH",
    "auth_events.PUT",
)
PAGES: Final = (
    "groups.PAGE",
    "memberships.USERS_OF_GROUP",
    "memberships.GROUPS_OF_USER",
    "searches.OF_POOL",
    "searches.OF_SUB",
    *(f"searches.PAGES {attribute}" for attribute in searches.PAGES),
)
SAMPLES: Final[dict[type, object]] = {str: "x", int: 1, bytes: b"x", bool: True}
"""Something to plan with, by type; what it is does not matter to a plan."""


def _name(module: ModuleType) -> str:
    return module.__name__.rpartition(".")[2]


def _statements() -> dict[str, Statement]:
    found: dict[str, Statement] = {}
    for module in MODULES:
        for name, value in vars(module).items():
            if isinstance(value, Statement) and not name.startswith("_"):
                found[f"{_name(module)}.{name}"] = value
    for module in (clients, groups, pools, users):
        for statement in module.REMOVE_ROWS:
            table = ", ".join(_tables(statement))
            found[f"{_name(module)}.REMOVE_ROWS {table}"] = statement
    found |= {f"searches.PAGES {attribute}": page for attribute, page in searches.PAGES.items()}
    return found | {f"sweeper.{kind}": sweep for kind, (sweep, _) in sweeper.SWEEPS.items()}


def _tables(statement: Statement) -> set[str]:
    return {each.name for each in visitors.iterate(statement) if isinstance(each, Table)}


STATEMENTS: Final = _statements()
each_statement = pytest.mark.parametrize("name", STATEMENTS)


def test_the_statements_are_found() -> None:
    """The tests below see the statements of every module."""
    assert {name.partition(".")[0] for name in STATEMENTS} == {_name(each) for each in MODULES}
    assert set().union(*map(_tables, STATEMENTS.values())) == TABLES
    assert {*WITHOUT_POOL, *SCANS, *HOT} <= set(STATEMENTS)


@each_statement
def test_a_statement_on_rows_of_a_pool_names_the_pool(name: str) -> None:
    """No statement reads or changes rows of pools without saying of which pool (SEC-41)."""
    statement = STATEMENTS[name]
    sql = str(statement)

    if not _tables(statement) & TENANT_TABLES:
        return
    if isinstance(statement, Insert):
        names_pool = "pool_id" in sql.partition("ON CONFLICT")[0]
    else:
        names_pool = re.search(r"\.pool_id = :p_pool_id\b", sql) is not None
    assert names_pool != (name in WITHOUT_POOL), sql


@each_statement
def test_no_statement_skips_rows(name: str) -> None:
    """Pages go on from a key: nothing is counted over with OFFSET."""
    assert "OFFSET" not in str(STATEMENTS[name]).upper()


@each_statement
def test_no_statement_reads_a_whole_table(new_engine: Engine, name: str) -> None:
    """The plan of every statement uses a key or an index."""
    plan = _plan(new_engine, STATEMENTS[name])

    if name not in SCANS:
        assert not _scans(plan), plan


@pytest.mark.parametrize("name", HOT)
def test_a_hot_statement_finds_its_rows_by_equal_keys(new_engine: Engine, name: str) -> None:
    """What runs at every sign-in looks rows up by the leading columns of their primary key."""
    plan = _plan(new_engine, STATEMENTS[name])

    for condition in _conditions(plan):
        assert re.match(r"pool_id=\S+ AND (sub|kind|id|name)=|id=\S+$", condition), plan


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_in_the_order_of_its_index(new_engine: Engine, name: str) -> None:
    """No page is sorted, and none begins before its place: the last costs what the first does."""
    plan = _plan(new_engine, STATEMENTS[name])

    assert not re.search(r"\bSort\b|TEMP B-TREE", plan), plan
    place = r"\(\w+, ?sub\) ?>" if name.startswith("searches.PAGES") else r"(sub|name) ?>"
    assert len(re.findall(place, plan)) == 1, plan
    assert not any(re.fullmatch(r"pool_id=\S+", each) for each in _conditions(plan)), plan


@pytest.mark.parametrize("name", ["auth_events.PAGE", "auth_events.NEXT_PAGE"])
def test_the_latest_are_read_in_the_order_of_their_index(new_engine: Engine, name: str) -> None:
    """However long a user's history, a page costs its own rows alone."""
    plan = _plan(new_engine, STATEMENTS[name])

    assert not re.search(r"\bSort\b|TEMP B-TREE", plan), plan
    assert "ix_auth_events_pool_id_sub_at_ms_id" in plan, plan


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def new_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """A database without rows or statistics: what other tests left would change the plans."""
    with ExitStack() as made:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('plans')}/cognate.db"
        else:
            server: ServerDatabases = request.getfixturevalue("postgres")
            url = server.create_database()
            made.callback(server.drop_database, url)
        upgrade(url)
        engine = open_engine(url, connections=1)
        made.callback(engine.dispose)
        yield engine


def _plan(engine: Engine, statement: Statement) -> str:
    compiled = statement.compile(engine)
    assert isinstance(compiled, SQLCompiler)
    parameters = compiled.construct_params(
        {
            name: SAMPLES[parameter.type.python_type]
            for name, parameter in compiled.binds.items()
            if parameter.value is None
        }
    )
    order = compiled.positiontup
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if not is_sqlite:
            # A table of a few rows is read whole otherwise, which says nothing about a large one.
            connection.exec_driver_sql("SET enable_seqscan = off")
        rows = connection.exec_driver_sql(
            f"{'EXPLAIN QUERY PLAN' if is_sqlite else 'EXPLAIN'} {compiled}",
            parameters if order is None else tuple(parameters[name] for name in order),
        )
        plan = "\n".join(str(row[-1]) for row in rows)
        connection.invalidate()
    return plan


def _scans(plan: str) -> list[str]:
    """Return the lines of a plan that read a whole table, not one made on the way."""
    a_table = "|".join(TABLES)
    return re.findall(rf"Seq Scan on .*|^SCAN (?:{a_table})$", plan, re.MULTILINE)


def _conditions(plan: str) -> list[str]:
    """Return by which columns rows are looked up, in one form for both databases."""
    sqlite = re.findall(r"^SEARCH .*\((.*)\)", plan, re.MULTILINE)
    postgresql = re.findall(r"Index Cond: (.*)$", plan, re.MULTILINE)
    plain = (re.sub(r'[()]|::\w+(\[\])?| COLLATE "C"', "", each) for each in postgresql)
    return [*sqlite, *(each.replace(" = ", "=") for each in plain)]
