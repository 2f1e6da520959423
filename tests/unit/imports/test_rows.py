"""Rows that become users, and rows that do not."""

from __future__ import annotations

from typing import Any

import pytest

from domain.imports.report import Outcome
from domain.model.factors import SecondFactor, UserFactors
from domain.model.import_job import HashAlgorithm
from domain.model.pool import MfaMode, SecondFactors
from domain.model.schema import STANDARD_ATTRIBUTES, AttributeSchema, DataType
from domain.model.user import UserStatus
from tests.support.importing import person
from tests.support.world import World
from tests.unit.imports.desk import Desk

BAD = {
    "no user name": ({"cognito:username": ""}, "cognito:username must be a user name"),
    "a user name with a blank": ({"cognito:username": "a b"}, "cognito:username must be"),
    "a long user name": ({"cognito:username": "x" * 129}, "cognito:username must be"),
    "no word on second factors": ({"cognito:mfa_enabled": ""}, "must be true or false"),
    "another word on second factors": ({"cognito:mfa_enabled": "yes"}, "must be true or false"),
    "second factors in a pool without": ({"cognito:mfa_enabled": "true"}, "must be false"),
    "an address that is none": ({"email": "x"}, "Invalid email address format."),
    "a number that is none": ({"phone_number": "0815"}, "Invalid phone number format."),
    "nothing verified": ({"email_verified": "false"}, "email_verified must be true"),
    "a proof of nothing": ({"email": ""}, "email is required to verify/un-verify a email"),
    "another word for true": ({"email_verified": "1"}, "Boolean must be true or false"),
    "the only proof of another": (
        {
            "email": "",
            "email_verified": "",
            "phone_number": "+4912",
            "phone_number_verified": "true",
        },
        "email_verified must be true",
    ),
    "a date in another form": ({"birthdate": "2000-12-31"}, "birthdate must be in the form"),
    "a month too many": ({"birthdate": "13/01/2000"}, "birthdate must be in the form"),
    "an instant in another form": ({"updated_at": "now"}, "updated_at must be in seconds"),
    "a quoted value": ({"name": '"Ann"'}, "not enclosed in quotation marks"),
    "a quote that never ends": ({"name": '"=HYPERLINK('}, "not enclosed in quotation marks"),
    "a long value": ({"nickname": "x" * 2_049}, "nickname: String must be no longer"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_row_is_told(desk: Desk, what: str) -> None:
    """A bad row is told with its line and reason, and those around it are imported."""
    change, reason = BAD[what]

    job = desk.imported(desk.file(person("ann"), {**person("bob"), **change}, person("cid")))

    assert (job.imported, job.skipped, job.failed) == (2, 0, 1)
    lines = [(row.line, row.outcome) for row in desk.report(job)]
    assert lines == [(2, Outcome.IMPORTED), (3, Outcome.FAILED), (4, Outcome.IMPORTED)]
    assert reason in desk.report(job)[1].reason
    assert desk.user("bob") is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"a,b,c", "The row has 3 values instead of 21."),
        (b"," * 15_000, "The row has 15001 values instead of 21."),
        (b"\xff", "The row is not encoded in UTF-8."),
        (b"x" * 1_000_000, "The row is longer than 16000 characters."),
        (b'"' * 1_000, "The row has 1 values instead of 21."),
    ],
)
def test_a_row_of_another_form_is_told(desk: Desk, row: bytes, reason: str) -> None:
    """A row that is no row is told, and the next one is imported."""
    header, ann = desk.file(person("ann")).splitlines()

    job = desk.imported(b"\n".join([header, row, b"", ann]))

    assert (job.imported, job.failed) == (1, 1)
    assert [(each.line, each.reason) for each in desk.report(job)] == [(2, reason), (4, "")]


def test_a_report_shows_nothing_of_the_rows(desk: Desk) -> None:
    """Whatever a row holds, its reason holds none of it: no formula, no person."""
    rows = [{**person("=2+3"), **change, "family_name": "Secret"} for change, _ in BAD.values()]

    job = desk.imported(desk.file(*rows))

    assert job.failed >= len(rows) - 1
    for row in desk.report(job):
        assert "=" not in row.reason
        assert "Secret" not in row.reason


def test_what_is_in_a_row_is_in_the_user(desk: Desk) -> None:
    """Every attribute is stored as it stands, formulas and quotation marks as well."""
    given = {
        "name": "=cmd|' /C calc'!A0",
        "nickname": 'the "one"',
        "address": "Main Street 1, 12345 Town",
        "birthdate": "12/31/2000",
        "updated_at": "1700000000",
    }

    desk.imported(desk.file(person("ann", **given)))

    user = desk.user("ann")
    assert user is not None
    proven = {"email": "ann@example.com", "email_verified": "true"}
    assert user.attributes == {**given, **proven}
    assert (user.status, user.enabled) == (UserStatus.RESET_REQUIRED, True)


def test_who_is_there_is_skipped(desk: Desk) -> None:
    """A name that is taken, in the pool or by an earlier row, is skipped and changes nothing."""
    there = desk.world.add_user(desk.pool, "bob")

    job = desk.imported(desk.file(person("bob"), person("ann"), person("ann", name="Other")))

    assert (job.imported, job.skipped, job.failed) == (1, 2, 0)
    assert desk.world.user(there) == there
    ann = desk.user("ann")
    assert ann is not None
    assert "name" not in ann.attributes


def _pool(world: World, **changes: Any) -> Desk:  # noqa: ANN401 - any field of a pool
    return Desk(world, world.add_pool(auto_verified=("email",), **changes))


def test_an_alias_of_another_fails(world: World) -> None:
    """Who has an address by which somebody else signs in cannot be imported under another name."""
    desk = _pool(world, alias_attributes=("email",))
    desk.imported(desk.file(person("ann")))

    job = desk.imported(desk.file(person("bob", email="ann@example.com")))

    assert (job.skipped, job.failed) == (0, 1)
    assert desk.report(job)[0].reason == "An account with the email already exists."
    assert desk.user("bob") is None


def test_addresses_are_names_where_the_pool_says_so(world: World) -> None:
    """Where the address is the user name, it finds the user, and the same again is skipped."""
    desk = _pool(world, username_attributes=("email",), case_sensitive=False)
    row = {**person("x"), "cognito:username": "Ann@example.com", "email": "ann@example.com"}
    other = {**person("x"), "cognito:username": "bob@example.com", "email": "cid@example.com"}

    job = desk.imported(desk.file(row, {**row, "cognito:username": "ann@example.com"}, other))

    assert (job.imported, job.skipped, job.failed) == (1, 1, 1)


def test_required_and_custom_attributes_count(world: World) -> None:
    """A required attribute must be there, and a custom one keeps to its bounds."""
    level = AttributeSchema(
        name="custom:level", data_type=DataType.NUMBER, max_value="9", number_constraints=True
    )
    schema = (
        *(
            AttributeSchema(name="name", data_type=DataType.STRING, required=True)
            if each.name == "name"
            else each
            for each in STANDARD_ATTRIBUTES
        ),
        level,
    )
    desk = _pool(world, schema=schema)
    right = person("ann", name="Ann", **{"custom:level": "9"})
    rows = (right, person("bob"), {**right, **person("cid"), "custom:level": "10"})

    job = desk.imported(desk.file(*rows))

    assert [row.outcome for row in desk.report(job)] == ["Imported", "Failed", "Failed"]
    reasons = [row.reason for row in desk.report(job)]
    assert "name: The attribute is required" in reasons[1]
    assert "custom:level: Number must be no greater than 9" in reasons[2]


@pytest.mark.parametrize(
    ("mode", "word", "imported"),
    [
        (MfaMode.OFF, "FALSE", True),
        (MfaMode.OFF, "true", False),
        (MfaMode.ON, "false", False),
        (MfaMode.ON, "True", True),
        (MfaMode.OPTIONAL, "false", True),
        (MfaMode.OPTIONAL, "true", True),
    ],
)
def test_second_factors_go_with_the_pool(
    world: World, mode: MfaMode, word: str, imported: bool
) -> None:
    """What is said of second factors must be what the pool demands; text messages are then on."""
    desk = _pool(world, mfa=mode, second_factors=SecondFactors(sms=True))
    row = person("ann", phone_number="+4915112345678", **{"cognito:mfa_enabled": word})

    job = desk.imported(desk.file(row))

    assert job.imported == imported
    user = desk.user("ann")
    wanted = word.lower() == "true"
    sms = (SecondFactor.SMS,) if wanted else ()
    preferred = SecondFactor.SMS if wanted else None
    assert (user.factors if user else None) == (
        UserFactors(enabled=sms, preferred=preferred) if imported else None
    )


def test_a_blank_hash_is_none(desk: Desk) -> None:
    """In a file with hashes who has none has to choose a password; a bad one is told."""
    more = ("cognito:password_hash",)
    rows = (person("ann"), person("bob", **{"cognito:password_hash": "$2b$31$" + "a" * 53}))

    job = desk.imported(desk.file(*rows, more=more), HashAlgorithm.BCRYPT)

    assert (job.imported, job.failed) == (1, 1)
    assert "no hash of BCRYPT, or too costly" in desk.report(job)[1].reason
    ann = desk.user("ann")
    assert ann is not None
    assert ann.status is UserStatus.RESET_REQUIRED
