"""The schema of a pool."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import InvalidParameterException
from domain.model.schema import STANDARD_ATTRIBUTES, DataType
from domain.pools.schema import SchemaEntry, extended, new_schema


def text(name: str = "role", **members: Any) -> SchemaEntry:  # noqa: ANN401 - any member
    """A custom attribute of type String."""
    return SchemaEntry(name=name, data_type=DataType.STRING, **members)


def number(**members: Any) -> SchemaEntry:  # noqa: ANN401 - any member
    """A custom attribute of type Number."""
    return SchemaEntry(name="age", data_type=DataType.NUMBER, **members)


def refusal(*entries: SchemaEntry) -> str:
    """The text with which a schema of these entries is refused."""
    with pytest.raises(InvalidParameterException) as caught:
        new_schema(entries)
    return caught.value.text


def test_a_pool_without_entries_has_the_standard_schema() -> None:
    """Nothing given, the schema is the standard one, in its order."""
    assert new_schema(()) == STANDARD_ATTRIBUTES


def test_a_custom_attribute_gets_its_prefix_and_defaults() -> None:
    """A custom attribute stands last, as custom:<name>, immutable and without bounds."""
    last = new_schema((text(),))[-1]

    assert (last.name, last.mutable, last.required) == ("custom:role", False, False)
    assert (last.string_constraints, last.min_length, last.max_length) == (True, None, None)


def test_a_developer_attribute_gets_both_prefixes() -> None:
    """A developer-only attribute is dev:custom:<name>."""
    last = new_schema((text(developer_only=True),))[-1]

    assert (last.name, last.developer_only) == ("dev:custom:role", True)


def test_a_standard_attribute_changes_in_its_place() -> None:
    """Required, Mutable and bounds of a standard attribute change, other bounds stay."""
    schema = new_schema((SchemaEntry(name="email", required=True, mutable=False, min_length="7"),))

    email = next(attribute for attribute in schema if attribute.name == "email")
    assert (email.required, email.mutable) == (True, False)
    assert (email.min_length, email.max_length) == ("7", "2048")
    assert [each.name for each in schema] == [each.name for each in STANDARD_ATTRIBUTES]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (SchemaEntry(name="name", max_length="9"), ("0", "9", None, None)),
        (SchemaEntry(name="name", min_length="9"), ("9", "2048", None, None)),
        (SchemaEntry(name="updated_at"), (None, None, "0", None)),
        (SchemaEntry(name="updated_at", max_value="9"), (None, None, "0", "9")),
    ],
)
def test_standard_bounds_stay_unless_given(
    entry: SchemaEntry, expected: tuple[str | None, ...]
) -> None:
    """Of the bounds of a standard attribute only those change that are given."""
    made = next(each for each in new_schema((entry,)) if each.name == entry.name)

    assert (made.min_length, made.max_length, made.min_value, made.max_value) == expected


def test_constraints_are_kept_even_of_another_type() -> None:
    """A constraints object that was given is kept, whatever the type of the attribute."""
    odd = text(number_constraints=True, min_value="1")
    even = number(string_constraints=True)

    one, two = new_schema((odd, even))[-2:]

    assert (one.string_constraints, one.number_constraints, one.min_value) == (True, True, "1")
    assert (two.string_constraints, two.number_constraints) == (True, True)


def test_equal_bounds_are_allowed() -> None:
    """A text of one length and a number of one value make sense."""
    assert new_schema((text(min_length="3", max_length="3"), number(min_value="1", max_value="1")))


def test_sub_may_be_named_as_it_is() -> None:
    """An entry that says of `sub` what is so anyway is accepted."""
    sub = new_schema((SchemaEntry(name="sub", mutable=False, required=True),))[0]

    assert (sub.name, sub.mutable, sub.required) == ("sub", False, True)


@pytest.mark.parametrize(
    "entry",
    [
        SchemaEntry(name="email", data_type=DataType.NUMBER),
        SchemaEntry(name="email", developer_only=True),
    ],
)
def test_type_and_kind_of_standard_attributes_are_fixed(entry: SchemaEntry) -> None:
    """A standard attribute takes neither another type nor the developer flag."""
    assert refusal(entry) == (
        "You can not change AttributeDataType or set developerOnlyAttribute for standard schema"
        " attribute email"
    )


@pytest.mark.parametrize(
    "entry", [SchemaEntry(name="sub", mutable=True), SchemaEntry(name="sub", required=False)]
)
def test_sub_stays_required_and_immutable(entry: SchemaEntry) -> None:
    """The schema cannot make `sub` mutable or optional."""
    assert refusal(entry) == "The attribute sub is always required and cannot be mutable."


def test_a_type_is_required() -> None:
    """A custom attribute without type is refused."""
    assert refusal(SchemaEntry(name="role")) == (
        "Invalid AttributeDataType input, consider using the provided AttributeDataType enum."
    )


def test_custom_attributes_cannot_be_required() -> None:
    """Required is for standard attributes only."""
    assert refusal(text(required=True)) == (
        "Required custom attributes are not supported currently."
    )


def test_names_are_unique() -> None:
    """The same custom name twice is refused; as developer attribute it is another name."""
    assert refusal(text(), text()) == (
        "Duplicate custom attribute names custom:role are not allowed in a user pool schema."
    )
    assert new_schema((text(), text(developer_only=True)))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (
            text(max_length="2049"),
            "user.custom:role: String attributes cannot have a length of more than 2048",
        ),
        (
            text(min_length="3", max_length="2"),
            "Attribute custom:role cannot have a max length shorter than it's min length",
        ),
        (
            text(min_length="many"),
            "Invalid StringAttributeConstraints for schema attribute custom:role",
        ),
        (
            number(min_value="1.5", max_value="1.25"),
            "Attribute custom:age cannot have a max value smaller than it's min value",
        ),
        (
            number(max_value="1e999999999"),
            "Invalid NumberAttributeConstraints for schema attribute custom:age",
        ),
        (
            SchemaEntry(name="birthdate", min_length="11"),
            "Attribute birthdate cannot have a max length shorter than it's min length",
        ),
    ],
)
def test_bounds_must_make_sense(entry: SchemaEntry, expected: str) -> None:
    """Bounds that cannot be read, are too large or contradict one another are refused."""
    assert refusal(entry) == expected


def test_bounds_stay_as_they_were_written() -> None:
    """Bounds are kept letter for letter, leading zeros and all."""
    last = new_schema((number(min_value="-007", max_value="2.50"),))[-1]

    assert (last.min_value, last.max_value) == ("-007", "2.50")


def test_a_schema_is_extended_by_custom_attributes() -> None:
    """An added attribute is a custom one even if its name is that of a standard one."""
    schema = extended(STANDARD_ATTRIBUTES, (text("email"),))

    assert schema[:-1] == STANDARD_ATTRIBUTES
    assert schema[-1].name == "custom:email"


def test_an_existing_attribute_is_not_added_again() -> None:
    """Adding a name that exists is refused in the service's words."""
    with pytest.raises(InvalidParameterException) as caught:
        extended(new_schema((text(),)), (text(),))

    assert caught.value.text == ("custom:role: Existing attribute already has name custom:role.")


def test_a_pool_has_fifty_custom_attributes_at_most() -> None:
    """The fifty-first custom attribute is refused as a list that is too long."""
    schema = new_schema([text(f"a{each}") for each in range(49)])
    full = extended(schema, (text("last"),))

    with pytest.raises(InvalidParameterException) as caught:
        extended(full, (text("more"),))

    assert caught.value.text == (
        "1 validation error detected: Value at 'schema' failed to satisfy constraint: Member must"
        " have length less than or equal to 50"
    )
