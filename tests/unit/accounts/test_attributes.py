"""Attributes against schema and permissions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from domain.accounts.attributes import (
    check_immutable,
    check_values,
    check_write,
    from_pairs,
    is_email,
    is_phone_number,
    missing_required,
    readable,
)
from domain.errors import InvalidParameterException, NotAuthorizedException
from domain.model.client import AppClient
from domain.model.identifiers import ClientId, Sub, Username
from domain.model.pool import UserPool
from domain.model.schema import STANDARD_ATTRIBUTES, AttributeSchema, DataType
from domain.model.user import User, UserStatus
from tests.support.accounts import refused
from tests.support.world import World

CUSTOM = (
    AttributeSchema(
        name="custom:tag", data_type=DataType.STRING, min_length="2", max_length="4", mutable=False
    ),
    AttributeSchema(name="custom:age", data_type=DataType.NUMBER, min_value="0", max_value="150"),
    AttributeSchema(name="custom:fan", data_type=DataType.BOOLEAN),
    AttributeSchema(name="custom:born", data_type=DataType.DATE_TIME),
    AttributeSchema(name="dev:custom:note", data_type=DataType.STRING, developer_only=True),
)
SCHEMA = "Attributes did not conform to the schema: "


@pytest.fixture
def pool() -> UserPool:
    """A pool with one custom attribute of each type."""
    return World().add_pool(schema=(*STANDARD_ATTRIBUTES, *CUSTOM))


@pytest.fixture
def client(pool: UserPool) -> AppClient:
    """A client without lists of permissions."""
    return AppClient(
        id=ClientId("client"), pool_id=pool.id, name="app", created_at_ms=0, modified_at_ms=0
    )


def user_with(pool: UserPool, attributes: Mapping[str, str]) -> User:
    """A user with these attributes."""
    return User(
        pool_id=pool.id,
        sub=Sub("sub"),
        username=Username("ann"),
        status=UserStatus.CONFIRMED,
        attributes=attributes,
        created_at_ms=0,
        modified_at_ms=0,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("email", "ann@example.com"),
        ("email", "änn+tag@exämple.org"),
        ("phone_number", "+15555550100"),
        ("birthdate", "2000-01-01"),
        ("updated_at", "1767258000"),
        ("email_verified", "true"),
        ("custom:tag", "abcd"),
        ("custom:age", "150"),
        ("custom:age", "0.5"),
        ("custom:fan", "false"),
        ("custom:born", "2000-01-01T00:00:00Z"),
        ("custom:born", "1767258000"),
        ("dev:custom:note", "x" * 2048),
        ("email", ""),
    ],
)
def test_values_that_fit_pass(pool: UserPool, name: str, value: str) -> None:
    """Values within the constraints of the schema are accepted."""
    check_values(pool, {name: value})


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("email", "ann", "Invalid email address format."),
        ("email", "ann@example", "Invalid email address format."),
        ("email", "ann@example.com\r\nbcc: bob@example.com", "Invalid email address format."),
        ("phone_number", "5555550100", "Invalid phone number format."),
        ("phone_number", "+1555555010\u0660", "Invalid phone number format."),
        ("birthdate", "2000", f"{SCHEMA}birthdate: String must be no shorter than 10 characters\n"),
        (
            "custom:tag",
            "abcde",
            f"{SCHEMA}custom:tag: String must be no longer than 4 characters\n",
        ),
        ("custom:age", "old", f"{SCHEMA}custom:age: Number is not valid\n"),
        ("custom:age", "1e9", f"{SCHEMA}custom:age: Number is not valid\n"),
        ("custom:age", "-1", f"{SCHEMA}custom:age: Number must be no less than 0\n"),
        ("custom:age", "151", f"{SCHEMA}custom:age: Number must be no greater than 150\n"),
        ("custom:fan", "yes", f"{SCHEMA}custom:fan: Boolean must be true or false\n"),
        ("custom:born", "then", f"{SCHEMA}custom:born: DateTime must be in the form of ISO 8601\n"),
        ("custom:x", "1", f"{SCHEMA}custom:x: Attribute does not exist in the schema.\n"),
        ("cognito:x", "1", f"{SCHEMA}cognito:x: Attribute does not exist in the schema.\n"),
    ],
)
def test_values_that_do_not_fit_are_refused(
    pool: UserPool, name: str, value: str, text: str
) -> None:
    """The refusal names the attribute and the constraint."""
    with refused(InvalidParameterException, text):
        check_values(pool, {name: value})


def test_all_violations_are_told_together(pool: UserPool) -> None:
    """Several violations stand in one text, each ended by a newline."""
    text = (
        f"{SCHEMA}custom:tag: String must be no shorter than 2 characters\n"
        "role: Attribute does not exist in the schema.\n"
    )
    with refused(InvalidParameterException, text):
        check_values(pool, {"custom:tag": "a", "role": "x"})


def test_administrators_are_told_of_unknown_custom_attributes_otherwise(pool: UserPool) -> None:
    """The operations of administrators have a text of their own for unknown custom attributes."""
    text = f"{SCHEMA}Type for attribute {{custom:role}} could not be determined"
    with refused(InvalidParameterException, text):
        check_values(pool, {"custom:role": "x"}, by_admin=True)


@pytest.mark.parametrize(
    "name",
    [
        "sub",
        "email_verified",
        "phone_number_verified",
        "identities",
        "dev:custom:note",
        "cognito:x",
    ],
)
@pytest.mark.parametrize("listed", [True, False])
def test_no_client_writes_reserved_attributes(
    pool: UserPool, client: AppClient, name: str, listed: bool
) -> None:
    """Not even a client whose WriteAttributes name them may write reserved attributes."""
    client = replace(client, write_attributes=(name,) if listed else None)
    with refused(NotAuthorizedException, "A client attempted to write unauthorized attribute"):
        check_write(pool, client, {name: "true"})


def test_write_attributes_bound_what_a_client_writes(pool: UserPool, client: AppClient) -> None:
    """Absent lists allow everything, custom attributes too; a list allows what it names."""
    check_write(pool, client, {"custom:tag": "ab", "name": "Ann"})
    listing = replace(client, write_attributes=("name",))
    check_write(pool, listing, {"name": "Ann"})
    with refused(NotAuthorizedException):
        check_write(pool, listing, {"name": "Ann", "custom:tag": "ab"})


def test_read_attributes_bound_what_a_client_reads(pool: UserPool, client: AppClient) -> None:
    """Absent lists show everything but what is for administrators; a list shows what it names."""
    ann = user_with(pool, {"email": "a@b.c", "email_verified": "true", "dev:custom:note": "x"})
    assert readable(pool, client, ann) == {"email": "a@b.c", "email_verified": "true"}
    listing = replace(client, read_attributes=("email", "dev:custom:note"))
    assert readable(pool, listing, ann) == {"email": "a@b.c"}


def test_an_immutable_attribute_is_given_once(pool: UserPool) -> None:
    """An immutable attribute may get a first value and the same again, but no other."""
    check_immutable(pool, {"custom:tag": "ab"})
    check_immutable(pool, {"custom:tag": "ab"}, user_with(pool, {}))
    check_immutable(pool, {"custom:tag": "ab"}, user_with(pool, {"custom:tag": "ab"}))
    text = "user.custom:tag: Attribute cannot be updated. (changing an immutable attribute)"
    with refused(InvalidParameterException, text):
        check_immutable(pool, {"custom:tag": "cd"}, user_with(pool, {"custom:tag": "ab"}))
    with refused(InvalidParameterException):
        check_immutable(pool, {"custom:tag": ""}, user_with(pool, {"custom:tag": "ab"}))


def test_nobody_writes_sub(pool: UserPool) -> None:
    """`sub` cannot be written, by administrators neither."""
    with refused(InvalidParameterException):
        check_immutable(pool, {"sub": "00000000-0000-4000-8000-000000000000"})


def test_required_attributes_are_found_missing() -> None:
    """Required attributes without a value are listed in the order of the schema, without `sub`."""
    schema = tuple(
        replace(entry, required=entry.name in {"sub", "email", "name"})
        for entry in STANDARD_ATTRIBUTES
    )
    pool = World().add_pool(schema=schema)
    assert missing_required(pool, {"email": ""}) == ("name", "email")
    assert missing_required(pool, {"email": "a@b.c", "name": "Ann"}) == ()


def test_an_attribute_is_given_once_in_a_request() -> None:
    """A name that appears twice is refused, since nobody can tell which value was meant."""
    with refused(InvalidParameterException):
        from_pairs([("name", "Ann"), ("name", "Bob")])


def test_true_is_understood_in_capitals() -> None:
    """`True`, as Python writes it, verifies as well."""
    assert from_pairs([("email_verified", "True"), ("name", "True")]) == {
        "email_verified": "true",
        "name": "True",
    }


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "a@",
        "@b.c",
        "a@b@c.d",
        "a b@c.d",
        "a@b..c",
        "a@.b.c",
        "a@-b.c",
        "<a@b.c>",
        "a@b.c,d@e.f",
        "a" * 65 + "@b.c",
        "a@" + "b" * 251 + ".c",
        "a@b.c\x00",
    ],
)
def test_what_is_no_address_is_no_address(text: str) -> None:
    """Nothing that could be two addresses, or none, passes for an e-mail address."""
    assert not is_email(text)


@pytest.mark.parametrize(
    "text", ["", "+", "+1", "+0155555555", "+1" + "5" * 15, "1555", "+1 555 5550"]
)
def test_what_is_no_telephone_number_is_none(text: str) -> None:
    """Only E.164 passes for a telephone number."""
    assert not is_phone_number(text)
