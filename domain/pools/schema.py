"""The schema of a pool out of what an operator gives: the standard attributes, and his own.

Source of the rules: users-and-pools.md 4.2. Not here: values of users against the schema
(domain.accounts.attributes).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from domain.errors import InvalidParameterException
from domain.model.schema import STANDARD_ATTRIBUTES, AttributeSchema, DataType

CUSTOM_MAX: Final = 50
_TEXT_MAX: Final = 2_048

_TYPE_MISSING: Final = (
    "Invalid AttributeDataType input, consider using the provided AttributeDataType enum."
)
_REQUIRED_CUSTOM: Final = "Required custom attributes are not supported currently."
_SUB_FIXED: Final = "The attribute sub is always required and cannot be mutable."
_TOO_MANY: Final = (
    "1 validation error detected: Value at 'schema' failed to satisfy constraint: Member must have"
    f" length less than or equal to {CUSTOM_MAX}"
)

_LENGTH: Final = re.compile(r"[0-9]{1,10}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,309}(\.[0-9]{1,32})?")
"""Bounds of a Number: up to 2^1023, which has 308 digits, and with no exponent to blow up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaEntry:
    """One attribute as it was given; None where nothing was said."""

    name: str
    data_type: DataType | None = None
    mutable: bool | None = None
    required: bool | None = None
    developer_only: bool = False
    min_length: str | None = None
    max_length: str | None = None
    min_value: str | None = None
    max_value: str | None = None
    string_constraints: bool = False
    number_constraints: bool = False


def new_schema(entries: Sequence[SchemaEntry]) -> tuple[AttributeSchema, ...]:
    """Return the schema of a new pool: the standard attributes as changed, then custom ones.

    Raises InvalidParameterException.
    """
    standard = {attribute.name: attribute for attribute in STANDARD_ATTRIBUTES}
    given = [
        _standard(standard[entry.name], entry) if entry.name in standard else _custom(entry)
        for entry in entries
    ]
    _refuse_duplicates(given)
    changed = {attribute.name: attribute for attribute in given}
    custom = tuple(attribute for attribute in given if attribute.is_custom)
    return (*(changed.get(name, standard[name]) for name in standard), *custom)


def extended(
    schema: tuple[AttributeSchema, ...], entries: Sequence[SchemaEntry]
) -> tuple[AttributeSchema, ...]:
    """Return the schema with further custom attributes. Raises InvalidParameterException."""
    known = {attribute.name for attribute in schema}
    added = tuple(_custom(entry) for entry in entries)
    _refuse_duplicates(added)
    for attribute in added:
        if attribute.name in known:
            name = attribute.name
            raise InvalidParameterException(f"{name}: Existing attribute already has name {name}.")
    extension = (*schema, *added)
    if sum(attribute.is_custom for attribute in extension) > CUSTOM_MAX:
        raise InvalidParameterException(_TOO_MANY)
    return extension


def _standard(attribute: AttributeSchema, entry: SchemaEntry) -> AttributeSchema:
    """Change what may be changed of a standard attribute; bounds not given stay the usual ones."""
    if entry.data_type not in {None, attribute.data_type} or entry.developer_only:
        raise InvalidParameterException(
            "You can not change AttributeDataType or set developerOnlyAttribute for standard"
            f" schema attribute {attribute.name}"
        )
    if attribute.name == "sub" and (entry.mutable is True or entry.required is False):
        raise InvalidParameterException(_SUB_FIXED)
    return _bounded(
        replace(
            attribute,
            mutable=attribute.mutable if entry.mutable is None else entry.mutable,
            required=attribute.required if entry.required is None else entry.required,
        ),
        entry,
    )


def _custom(entry: SchemaEntry) -> AttributeSchema:
    """Make a custom attribute. Not mutable unless that was said (as infrastructure tools expect).

    A constraints object belongs to every String and Number, be it empty: describe shows it so.
    """
    if entry.data_type is None:
        raise InvalidParameterException(_TYPE_MISSING)
    if entry.required:
        raise InvalidParameterException(_REQUIRED_CUSTOM)
    attribute = AttributeSchema(
        name=f"{'dev:' if entry.developer_only else ''}custom:{entry.name}",
        data_type=entry.data_type,
        mutable=bool(entry.mutable),
        developer_only=entry.developer_only,
        string_constraints=entry.data_type is DataType.STRING,
        number_constraints=entry.data_type is DataType.NUMBER,
    )
    return _bounded(attribute, entry)


def _bounded(attribute: AttributeSchema, entry: SchemaEntry) -> AttributeSchema:
    bounded = replace(
        attribute,
        min_length=entry.min_length or attribute.min_length,
        max_length=entry.max_length or attribute.max_length,
        min_value=entry.min_value or attribute.min_value,
        max_value=entry.max_value or attribute.max_value,
        string_constraints=attribute.string_constraints or entry.string_constraints,
        number_constraints=attribute.number_constraints or entry.number_constraints,
    )
    _check_lengths(bounded)
    _check_values(bounded)
    return bounded


def _check_lengths(attribute: AttributeSchema) -> None:
    low, high = attribute.min_length, attribute.max_length
    _check_form(attribute.name, "StringAttributeConstraints", _LENGTH, low, high)
    if any(int(bound) > _TEXT_MAX for bound in (low, high) if bound):
        raise InvalidParameterException(
            f"user.{attribute.name}: String attributes cannot have a length of more than"
            f" {_TEXT_MAX}"
        )
    if low and high and int(low) > int(high):
        raise InvalidParameterException(
            f"Attribute {attribute.name} cannot have a max length shorter than it's min length"
        )


def _check_values(attribute: AttributeSchema) -> None:
    low, high = attribute.min_value, attribute.max_value
    _check_form(attribute.name, "NumberAttributeConstraints", _NUMBER, low, high)
    if low and high and Decimal(low) > Decimal(high):
        raise InvalidParameterException(
            f"Attribute {attribute.name} cannot have a max value smaller than it's min value"
        )


def _check_form(name: str, constraints: str, form: re.Pattern[str], *bounds: str | None) -> None:
    if not all(form.fullmatch(bound) for bound in bounds if bound):
        raise InvalidParameterException(f"Invalid {constraints} for schema attribute {name}")


def _refuse_duplicates(attributes: Sequence[AttributeSchema]) -> None:
    seen: set[str] = set()
    for attribute in attributes:
        if attribute.name in seen:
            raise InvalidParameterException(
                f"Duplicate custom attribute names {attribute.name} are not allowed in a user pool"
                " schema."
            )
        seen.add(attribute.name)
