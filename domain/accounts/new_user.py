"""What a new user is called: the forms of user names, and names that are nobody's yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain import texts
from domain.accounts.attributes import is_email, is_phone_number
from domain.accounts.names import alias_form, canonical
from domain.errors import InvalidParameterException
from domain.messages.addressing import EMAIL, PHONE_NUMBER
from domain.model.identifiers import Sub, Username
from domain.model.pool import UserPool

PASSWORDLESS: Final = frozenset({"EMAIL_OTP", "SMS_OTP"})
"""First factors by which a user without a password can sign in."""

_FORMS: Final = {EMAIL: is_email, PHONE_NUMBER: is_phone_number}
_REFUSED_FORMS: Final = {
    EMAIL: texts.USERNAME_LIKE_EMAIL,
    PHONE_NUMBER: texts.USERNAME_LIKE_PHONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """Identity of a user about to be stored; `named_by` is the attribute that Username stands for.

    `named_by` is None where users choose their names.
    """

    sub: Sub
    username: Username
    attributes: dict[str, str] = field(repr=False)
    named_by: str | None


def new_user(pool: UserPool, typed: str, given: dict[str, str], sub: Sub) -> NewUser:
    """Return the identity of a user who is to be called `typed` (users-and-pools.md 5).

    Where e-mail address or telephone number are the user name, that attribute is set from it and
    the internal name is the `sub`. Raises InvalidParameterException for a name of a wrong form.
    """
    attributes = {name: value for name, value in given.items() if value}
    if not pool.username_attributes:
        _check_free_form(pool, typed)
        return NewUser(sub=sub, username=Username(typed), attributes=attributes, named_by=None)
    named_by = _named_by(pool, typed)
    value = attributes.setdefault(named_by, typed)
    if canonical(pool, value) != canonical(pool, typed):
        # Otherwise the account could not be entered by the very name that it was made under.
        raise InvalidParameterException(f"Username and {named_by} must be the same.")
    return NewUser(sub=sub, username=Username(sub), attributes=attributes, named_by=named_by)


def _check_free_form(pool: UserPool, typed: str) -> None:
    """Refuse a name that could be mistaken for somebody's alias.

    In its canonical form too, by which it is found: in full-width letters an address looks like
    none, and would still be the name that finds whoever took it before its owner comes.
    """
    for name in (typed, canonical(pool, typed)):
        form = alias_form(pool, name)
        if form is not None:
            raise InvalidParameterException(_REFUSED_FORMS[form])


def _named_by(pool: UserPool, typed: str) -> str:
    for name, fits in _FORMS.items():
        if name in pool.username_attributes and fits(typed):
            return name
    if PHONE_NUMBER not in pool.username_attributes:
        raise InvalidParameterException(texts.USERNAME_NOT_EMAIL)
    if EMAIL not in pool.username_attributes:
        raise InvalidParameterException(texts.USERNAME_NOT_PHONE)
    raise InvalidParameterException(texts.USERNAME_NEITHER)
