"""Migrants: from what UserMigration says of a user to the user who is stored.

What a function says is the operator's word, but not for whom: the name was typed by a stranger. A
user is made of an answer only if he is found by that very name; otherwise a function that answers a
sign-in of one person with the record of another would hand that account over.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.accounts.attributes import VALUE_MAX, check_immutable, check_values, check_verified
from domain.accounts.memberships import fit_into_tokens
from domain.accounts.mfa_preference import Preference, Wish, can_give, preferring, switched_on
from domain.accounts.names import alias_form, canonical, is_sub, is_user_name, kinds_of, names_of
from domain.accounts.new_user import NewUser, new_user
from domain.errors import InvalidParameterException
from domain.model.factors import SecondFactor
from domain.model.group import Group
from domain.model.identifiers import Sub
from domain.model.pool import MfaMode, UserPool
from domain.model.user import User, UserStatus
from domain.ports.triggers import VouchedGroup
from domain.triggers.answers import unreadable
from domain.triggers.user_migration import Migrant

_PRECEDENCE_MAX: Final = 2**31 - 1
_BY_TEXT_MESSAGE: Final = Preference(wishes={SecondFactor.SMS: Wish(enabled=True)})


def user_of(pool: UserPool, typed: str, migrant: Migrant, sub: Sub, now_ms: int) -> User:
    """Return the user whom a migrant becomes under the name that was typed.

    `sub` is his unless a target vouches for the one that he had. Raises
    InvalidLambdaResponseException.
    """
    try:
        identity = _identity(pool, typed, migrant, _old_sub(migrant) or sub)
        user = User(
            pool_id=pool.id,
            sub=identity.sub,
            username=identity.username,
            status=UserStatus.CONFIRMED if migrant.confirmed else UserStatus.RESET_REQUIRED,
            attributes=identity.attributes,
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
        )
        if migrant.vouched.sub is not None:
            user = _without_past(user, now_ms)
        if migrant.sms_mfa:
            user = replace(user, factors=preferring(pool, user, _BY_TEXT_MESSAGE))
    except InvalidParameterException as refusal:
        raise unreadable(refusal.text) from refusal
    if canonical(pool, typed) not in _found_by(pool, user):
        raise unreadable("the user is not the one who was asked for")
    return _with_old_factors(pool, user, migrant)


def groups_of(pool: UserPool, migrant: Migrant, now_ms: int) -> tuple[Group, ...]:
    """Return the groups that a target vouches for, as they would be made if they were not there.

    Raises InvalidLambdaResponseException for what CreateGroup or AdminAddUserToGroup would refuse.
    """
    given = migrant.vouched.groups
    names = [each.name for each in given]
    if not (fit_into_tokens(names) and all(_can_be_made(each) for each in given)):
        raise unreadable("the user's groups cannot be groups of this pool")
    return tuple(
        Group(
            pool_id=pool.id,
            name=each.name,
            description=each.description,
            role_arn=each.role_arn,
            precedence=each.precedence,
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
        )
        for each in given
    )


def _without_past(user: User, now_ms: int) -> User:
    """Return the user such that nothing counts that was given out under his `sub` before.

    He may have been here already, and deleted: ids of ours never come again, but this one does,
    and with it would the tokens and Sessions of then (SEC-41). Of tokens only whole seconds are
    known, and those of the sign-in that brings him must count.
    """
    return replace(user, epoch=now_ms, signed_out_at_ms=now_ms - 1000)


def _can_be_made(group: VouchedGroup) -> bool:
    """Whether the service's model takes the group; names of groups have the form of user names."""
    texts = (group.description or "", group.role_arn or "")
    return (
        is_user_name(group.name)
        and all(len(text) <= VALUE_MAX and "\x00" not in text for text in texts)
        and 0 <= (group.precedence or 0) <= _PRECEDENCE_MAX
    )


def _identity(pool: UserPool, typed: str, migrant: Migrant, sub: Sub) -> NewUser:
    """Return what the user is called: what the function says, or what was typed.

    An alias that was typed is no user name, and where user names are addresses there is no other:
    then he has his `sub` for one, as such users have. The attributes are those that AdminCreateUser
    would take; immutable ones may be given (ruling 49).
    """
    given = dict(migrant.attributes)
    check_values(pool, given, by_admin=True)
    check_immutable(pool, given)
    # Before the name that was typed becomes an attribute: of that nothing was proven.
    check_verified(given)
    if not pool.username_attributes:
        by_alias = alias_form(pool, canonical(pool, typed)) is not None
        typed = migrant.username or (sub if by_alias else typed)
    if not is_user_name(typed):
        raise InvalidParameterException("The user name has a form that user names cannot have.")
    return new_user(pool, typed, given, sub)


def _old_sub(migrant: Migrant) -> Sub | None:
    vouched = migrant.vouched.sub
    if vouched is None:
        return None
    if not is_sub(vouched):
        raise unreadable("the sub is no UUID")
    return Sub(vouched)


def _with_old_factors(pool: UserPool, user: User, migrant: Migrant) -> User:
    """Return the user with the second factors that he had on, as far as he can have them here.

    Where the pool asks for second factors and he can keep none of his, his password alone is not
    enough to let him in: who has stolen it would have come past the factor, and could set up his
    own. He has to read a code at a proven address first.
    """
    had = migrant.vouched.second_factors
    factors = user.factors
    for factor in SecondFactor:
        if factor.value in had and factor in pool.offers and can_give(user, factor):
            factors = switched_on(factors, factor)
    is_lost = bool(had) and pool.mfa is not MfaMode.OFF and not factors.enabled
    status = UserStatus.RESET_REQUIRED if is_lost else user.status
    return replace(user, factors=factors, status=status)


def _found_by(pool: UserPool, user: User) -> set[str]:
    """Return every name by which a sign-in finds the user."""
    return {name.value for name in names_of(pool, user) if name.kind in kinds_of(pool, name.value)}
