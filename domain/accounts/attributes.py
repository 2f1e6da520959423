"""Attributes against the schema of the pool and the permissions of the client.

Not here: what a change of an e-mail address means for sign-in names (names, aliases).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from domain import texts
from domain.errors import InvalidParameterException, NotAuthorizedException
from domain.model.client import AppClient
from domain.model.pool import UserPool
from domain.model.schema import AttributeSchema, DataType
from domain.model.user import User

VERIFIABLE: Final = ("email", "phone_number")
"""What can be proven to belong to a user; each has a companion `<name>_verified`."""

VALUE_MAX: Final = 2_048
"""Characters of any value; challenge answers bring attributes that the model does not bound."""

_EMAIL_MAX: Final = 254
_EMAIL: Final = re.compile(
    r"[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\[\],;:\\\"\x00-\x1f\x7f]+"
)
_PHONE: Final = re.compile(r"\+[1-9][0-9]{1,14}")
_NUMBER: Final = re.compile(r"-?[0-9]{1,32}(\.[0-9]{1,32})?")

_VERIFIED: Final = frozenset(f"{name}_verified" for name in VERIFIABLE)
_NEVER_WRITTEN: Final = frozenset({"sub", "identities"})
_NEVER_WRITTEN_BY_CLIENTS: Final = _NEVER_WRITTEN | _VERIFIED
_DEVELOPER: Final = "dev:"
_RESERVED: Final = "cognito:"


def from_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return attributes by name; "True" is a true `email_verified` as well.

    Raises InvalidParameterException if one is given twice.
    """
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given:
            raise InvalidParameterException(f"Duplicate attribute: {name}")
        given[name] = value.lower() if name in _VERIFIED else value
    return given


def readable(pool: UserPool, client: AppClient, user: User) -> dict[str, str]:
    """Return the attributes that the client may read, without `sub`.

    Absent ReadAttributes mean all (ruling 48); developer-only attributes are for administrators.
    """
    allowed = client.read_attributes
    hidden = {schema.name for schema in pool.schema if schema.developer_only}
    return {
        name: value
        for name, value in user.shown.items()
        if (allowed is None or name in allowed)
        and name not in hidden
        and not name.startswith(_DEVELOPER)
    }


def check_write(pool: UserPool, client: AppClient, given: Mapping[str, str]) -> None:
    """Refuse what a client may not write: reserved names, then what its WriteAttributes lack.

    Absent WriteAttributes mean all attributes, custom ones too (ruling 48). Raises
    NotAuthorizedException.
    """
    allowed = client.write_attributes
    for name in given:
        reserved = name in _NEVER_WRITTEN_BY_CLIENTS or name.startswith(_RESERVED)
        reserved = reserved or _is_developer_only(pool, name)
        if reserved or (allowed is not None and name not in allowed):
            raise NotAuthorizedException(texts.ATTRIBUTE_NOT_WRITABLE)


def check_values(pool: UserPool, given: Mapping[str, str], *, by_admin: bool = False) -> None:
    """Refuse attributes that the schema does not know, and values that it does not allow.

    Blank values are left alone: where one may be given it stands for "none". Raises
    InvalidParameterException.
    """
    for name, refused in (("email", texts.INVALID_EMAIL), ("phone_number", texts.INVALID_PHONE)):
        if given.get(name) and not _FORMATS[name](given[name]):
            raise InvalidParameterException(refused)
    reasons = [
        reason
        for name, value in given.items()
        for reason in _violations(pool, name, value, by_admin=by_admin)
    ]
    if reasons:
        raise InvalidParameterException(texts.schema_refused("".join(reasons)))


def check_required(pool: UserPool, attributes: Mapping[str, str]) -> None:
    """Refuse attributes that lack a required one. Raises InvalidParameterException."""
    _refuse_missing(missing_required(pool, attributes))


def check_deletions(pool: UserPool, given: Mapping[str, str]) -> None:
    """Refuse the blank value, which deletes, for a required attribute.

    Raises InvalidParameterException.
    """
    missing = missing_required(pool, given)
    _refuse_missing(tuple(name for name in missing if name in given))


def check_immutable(pool: UserPool, given: Mapping[str, str], user: User | None = None) -> None:
    """Refuse what nobody can write, whoever asks: `sub`, or another value of an immutable one.

    An immutable attribute that has no value yet may be given one (ruling 49). Raises
    InvalidParameterException.
    """
    for name, value in given.items():
        schema = pool.attribute(name)
        present = user.attributes.get(name) if user is not None else None
        fixed = schema is not None and not schema.mutable and present not in {None, value}
        if fixed or name in _NEVER_WRITTEN:
            raise InvalidParameterException(texts.attribute_immutable(name))


def after_change(user: User, given: Mapping[str, str]) -> dict[str, str]:
    """Return the attributes of the user with the given values in place of his; blank ones go.

    Another address is unproven unless `given` says so, since the proof was of the earlier one: who
    could keep it would sign in, and be taken by applications, under an address that he never read
    (SEC-37).
    """
    attributes = {name: value for name, value in {**user.attributes, **given}.items() if value}
    for name in VERIFIABLE:
        verified = f"{name}_verified"
        if name in given and not given[name]:
            attributes.pop(verified, None)
        elif given.get(name, user.attributes.get(name)) != user.attributes.get(name):
            attributes[verified] = given.get(verified) or "false"
    return attributes


def check_verified(attributes: Mapping[str, str]) -> None:
    """Refuse a proof of an address that is not there. Raises InvalidParameterException."""
    for name in VERIFIABLE:
        if attributes.get(f"{name}_verified") == "true" and not attributes.get(name):
            raise InvalidParameterException(f"{name} is required to verify/un-verify a {name}")


def missing_required(pool: UserPool, attributes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the required attributes without a value, in the order of the schema; never `sub`."""
    return tuple(
        schema.name
        for schema in pool.schema
        if schema.required and schema.name != "sub" and not attributes.get(schema.name)
    )


def is_email(text: str) -> bool:
    """Whether the text looks like one e-mail address that a mail server could be given."""
    _, _, domain = text.partition("@")
    dotted = "." in domain.strip(".") and ".." not in text and not domain.startswith((".", "-"))
    return len(text) <= _EMAIL_MAX and dotted and _EMAIL.fullmatch(text) is not None


def is_phone_number(text: str) -> bool:
    """Whether the text is a telephone number in the form of E.164."""
    return _PHONE.fullmatch(text) is not None


_FORMATS: Final = {"email": is_email, "phone_number": is_phone_number}


def _refuse_missing(missing: tuple[str, ...]) -> None:
    if missing:
        reasons = "".join(f"{name}: The attribute is required\n" for name in missing)
        raise InvalidParameterException(texts.schema_refused(reasons))


def _is_developer_only(pool: UserPool, name: str) -> bool:
    schema = pool.attribute(name)
    return name.startswith(_DEVELOPER) or (schema is not None and schema.developer_only)


def _violations(pool: UserPool, name: str, value: str, *, by_admin: bool) -> Iterator[str]:
    schema = pool.attribute(name)
    if schema is None:
        # The two forms were both recorded: the second at the administrators' operations.
        if by_admin and name.startswith("custom:"):
            yield f"Type for attribute {{{name}}} could not be determined"
        else:
            yield f"{name}: Attribute does not exist in the schema.\n"
    elif value:
        reason = _broken(schema, value)
        if reason is not None:
            yield f"{name}: {reason}\n"


def _broken(schema: AttributeSchema, value: str) -> str | None:
    if schema.data_type is DataType.STRING:
        return _broken_length(schema, value)
    if schema.data_type is DataType.NUMBER:
        return _broken_number(schema, value)
    if schema.data_type is DataType.BOOLEAN:
        return None if value in {"true", "false"} else "Boolean must be true or false"
    return None if _is_instant(value) else "DateTime must be in the form of ISO 8601"


def _broken_length(schema: AttributeSchema, value: str) -> str | None:
    if schema.min_length and len(value) < int(schema.min_length):
        return f"String must be no shorter than {schema.min_length} characters"
    longest = int(schema.max_length or VALUE_MAX)
    if len(value) > longest:
        return f"String must be no longer than {longest} characters"
    return None


def _broken_number(schema: AttributeSchema, value: str) -> str | None:
    if not _NUMBER.fullmatch(value):
        return "Number is not valid"
    number = Decimal(value)
    if schema.min_value and number < Decimal(schema.min_value):
        return f"Number must be no less than {schema.min_value}"
    if schema.max_value and number > Decimal(schema.max_value):
        return f"Number must be no greater than {schema.max_value}"
    return None


def _is_instant(value: str) -> bool:
    if _NUMBER.fullmatch(value):
        return True
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True
