"""NEW_PASSWORD_REQUIRED: whoever was given a temporary password chooses his own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from domain import texts
from domain.accounts import attributes
from domain.accounts.mfa_preference import guarded_addresses
from domain.auth.step import Answers, Asked, Challenge, Kit, Progress
from domain.errors import InvalidParameterException, NotAuthorizedException
from domain.model.attempt import State
from domain.model.identifiers import Secret
from domain.model.risk import PasswordEvent
from domain.model.user import User, UserStatus

_PREFIX: Final = "userAttributes."


def _user(progress: Progress) -> User:
    if progress.user is None:
        raise NotAuthorizedException(texts.INVALID_SESSION)
    return progress.user


def _ask(progress: Progress, _kit: Kit) -> Asked:
    user = _user(progress)
    missing = attributes.missing_required(progress.pool, user.attributes)
    return Asked(
        shown={
            "USER_ID_FOR_SRP": user.username,
            "requiredAttributes": tuple(f"{_PREFIX}{name}" for name in missing),
            "userAttributes": attributes.readable(progress.pool, progress.client, user),
        }
    )


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    user = _user(progress)
    given = {
        key.removeprefix(_PREFIX): value
        for key, value in answers.items()
        if key.startswith(_PREFIX)
    }
    _check_attributes(progress, user, given)
    password = Secret(answers["NEW_PASSWORD"])
    kit.new_password.check(progress.pool, password, progress.credentials)
    known = kit.new_password.check_exposure(
        progress, PasswordEvent.PASSWORD_CHANGE, password, progress.source
    )
    credentials = kit.new_password.make(
        progress.pool, user.sub, user.username, password, progress.credentials
    )
    now_ms = kit.clock.now_ms()
    changed = replace(
        user,
        attributes=attributes.after_change(user, given),
        status=UserStatus.CONFIRMED,
        modified_at_ms=now_ms,
        epoch=user.epoch + 1,
    )
    return replace(
        progress.with_user(changed),
        credentials=credentials,
        credentials_changed=True,
        is_compromised=known,
    )


def _check_attributes(progress: Progress, user: User, given: Mapping[str, str]) -> None:
    """Refuse what the client may not write, changes of what is there, and gaps that stay open."""
    attributes.check_write(progress.pool, progress.client, given)
    guarded = guarded_addresses(progress.pool, user)
    for name, value in given.items():
        schema = progress.pool.attribute(name)
        is_fixed = schema is not None and schema.required and user.has(name)
        # A temporary password must not lead a second factor to another address.
        if is_fixed or (name in guarded and value != user.attributes.get(name)):
            raise NotAuthorizedException(texts.attribute_already_given(name))
    attributes.check_immutable(progress.pool, given, user)
    attributes.check_values(progress.pool, given)
    missing = attributes.missing_required(progress.pool, {**user.attributes, **given})
    if missing:
        raise InvalidParameterException(texts.attribute_missing(missing[0]))


NEW_PASSWORD_REQUIRED: Final = Challenge(
    state=State.NEW_PASSWORD_REQUIRED,
    wants=("NEW_PASSWORD",),
    ask=_ask,
    check=_check,
)
