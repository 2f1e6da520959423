"""Registering and deleting passkeys while somebody else changes or deletes their user."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain import texts
from domain.errors import (
    NotAuthorizedException,
    TooManyRequestsException,
    WebAuthnChallengeNotFoundException,
)
from tests.support.accounts import pairs, refused, rows_of
from tests.support.authenticator import Authenticator
from tests.support.passkeys import give_passkey
from tests.unit.accounts.conftest import MakeDesk
from tests.unit.accounts.passkey_desk import ann_of, complete, make, passkeys, start
from tests.unit.accounts.test_interference import Busy


@pytest.fixture
def busy(make_desk: MakeDesk) -> Busy:
    """A pool that passkeys open, one desk that works undisturbed and one that is interrupted."""
    return Busy(make(make_desk))


def rename(busy: Busy, name: str) -> Callable[[], object]:
    """An administrator's change of the user, to be done at the worst moment."""
    given = pairs(name=name)
    return lambda: busy.quiet.admin("AdminUpdateUserAttributes", UserAttributes=given)


def nothing() -> None:
    """Let a writing unit go undisturbed."""


def test_a_start_is_done_once_more(busy: Busy) -> None:
    """A change between its read and its write is seen."""
    token = busy.quiet.signed_in()
    busy.store.interruptions = [rename(busy, "one")]

    credential = Authenticator().create(start(busy.disturbed, token))

    assert complete(busy.quiet, token, credential) == {}


def test_a_registration_is_kept_once_more(busy: Busy) -> None:
    """The challenge is used up by then, so the keeping alone is done again."""
    token = busy.quiet.signed_in()
    credential = Authenticator().create(start(busy.quiet, token))
    # The first writing unit takes the challenge, the second keeps the passkey.
    busy.store.interruptions = [nothing, rename(busy, "one")]

    assert complete(busy.disturbed, token, credential) == {}

    assert len(passkeys(busy.quiet)) == 1


def test_a_registration_that_finds_no_rest_begins_anew(busy: Busy) -> None:
    """Changed again during the second attempt, the user is asked to come back with another."""
    token = busy.quiet.signed_in()
    credential = Authenticator().create(start(busy.quiet, token))
    busy.store.interruptions = [nothing, rename(busy, "one"), rename(busy, "two")]

    with refused(TooManyRequestsException):
        complete(busy.disturbed, token, credential)
    with refused(WebAuthnChallengeNotFoundException):
        complete(busy.quiet, token, credential)
    assert passkeys(busy.quiet) == ()


def test_a_deletion_is_done_once_more(busy: Busy) -> None:
    """The passkey goes though its user was changed meanwhile."""
    authenticator = give_passkey(busy.quiet.sign_in, ann_of(busy.quiet))
    token = busy.quiet.signed_in()
    busy.store.interruptions = [rename(busy, "one")]

    busy.disturbed.call(
        "DeleteWebAuthnCredential", AccessToken=token, CredentialId=authenticator.credential_id
    )

    assert passkeys(busy.quiet) == ()


def test_of_a_user_deleted_during_a_registration_nothing_is_left(busy: Busy) -> None:
    """Neither a challenge nor a passkey (SEC-80)."""
    token = busy.quiet.signed_in()
    credential = Authenticator().create(start(busy.quiet, token))
    busy.store.interruptions = [nothing, lambda: busy.quiet.admin("AdminDeleteUser")]

    with refused(NotAuthorizedException, texts.ACCESS_TOKEN_REVOKED):
        complete(busy.disturbed, token, credential)

    assert leftovers(busy) == ({}, {})


def test_of_a_user_deleted_during_a_start_nothing_is_left(busy: Busy) -> None:
    """The challenge would wait for nobody."""
    token = busy.quiet.signed_in()
    busy.store.interruptions = [lambda: busy.quiet.admin("AdminDeleteUser")]

    with refused(NotAuthorizedException, texts.ACCESS_TOKEN_REVOKED):
        start(busy.disturbed, token)

    assert leftovers(busy) == ({}, {})


def leftovers(busy: Busy) -> tuple[dict[object, object], dict[object, object]]:
    """Passkeys and pending values."""
    rows = rows_of(busy.quiet.world)
    return rows["passkeys"], rows["pending"]
