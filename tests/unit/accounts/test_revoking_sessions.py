"""Sessions of users: revoked one by one, and gone with whatever else ends a sign-in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.errors import (
    CognitoError,
    InvalidParameterException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from domain.model.client import RefreshRotation
from domain.model.token import IssuedTokens
from tests.support.accounts import Desk
from tests.support.sessions import UNKNOWN, current, is_alive, rows, sign_in


@pytest.mark.parametrize("linked", [None, "NONE", "LINKED"])
def test_a_user_revokes_another_session_of_his(tracked: Desk, linked: str | None) -> None:
    """It ends with its tokens, and its record is deleted."""
    lost, mine = sign_in(tracked), sign_in(tracked)
    members = {} if linked is None else {"RevokeAssociatedSessions": linked}
    call = {"AccessToken": mine.access_token, "SessionId": current(tracked, lost), **members}

    assert tracked.call("RevokeUserSession", **call) == {}

    with pytest.raises(ResourceNotFoundException):
        tracked.call("RevokeUserSession", **call)
    assert not is_alive(tracked, lost)
    assert is_alive(tracked, mine)
    assert rows(tracked) == 1


def test_the_current_session_is_not_revoked(tracked: Desk) -> None:
    """For that there is RevokeToken."""
    mine = sign_in(tracked)

    with pytest.raises(InvalidParameterException):
        tracked.call(
            "RevokeUserSession", AccessToken=mine.access_token, SessionId=current(tracked, mine)
        )

    assert is_alive(tracked, mine)


def test_nobody_revokes_the_session_of_another(tracked: Desk) -> None:
    """Neither a user nor an administrator who names the wrong one."""
    anns, bobs = sign_in(tracked), sign_in(tracked, "bob")
    session_id = current(tracked, anns)

    for refused in (
        lambda: tracked.call(
            "RevokeUserSession", AccessToken=bobs.access_token, SessionId=session_id
        ),
        lambda: tracked.admin("AdminRevokeUserSession", "bob", SessionId=session_id),
        lambda: tracked.admin("AdminRevokeUserSession", SessionId=UNKNOWN),
        lambda: tracked.admin("AdminRevokeUserSession", SessionId="sso" + session_id[3:]),
    ):
        with pytest.raises(ResourceNotFoundException):
            refused()

    assert is_alive(tracked, anns)


def test_an_administrator_revokes_a_session(tracked: Desk) -> None:
    """Of the user that he names."""
    lost, kept = sign_in(tracked), sign_in(tracked)

    tracked.admin("AdminRevokeUserSession", SessionId=current(tracked, lost))

    assert not is_alive(tracked, lost)
    assert is_alive(tracked, kept)
    with pytest.raises(UserNotFoundException):
        tracked.admin("AdminRevokeUserSession", "nobody", SessionId=UNKNOWN)


ENDINGS: dict[str, Callable[[Desk, IssuedTokens], object]] = {
    "signed out": lambda desk, _: desk.admin("AdminUserGlobalSignOut"),
    "disabled": lambda desk, _: desk.admin("AdminDisableUser"),
    "reset": lambda desk, _: desk.admin(
        "AdminSetUserPassword", Password="N3w!password", Permanent=True
    ),
    "revoked": lambda desk, given: desk.public("RevokeToken", Token=given.refresh_token),
    "deleted": lambda desk, _: desk.admin("AdminDeleteUser"),
}


@pytest.mark.parametrize("end", ENDINGS.values(), ids=ENDINGS)
def test_nothing_is_kept_of_what_is_over(
    tracked: Desk, end: Callable[[Desk, IssuedTokens], object]
) -> None:
    """Address and program of a sign-in go with it."""
    given = sign_in(tracked)
    assert rows(tracked) == 1

    end(tracked, given)

    assert rows(tracked) == 0


def test_a_reuse_takes_the_record_along(tracked: Desk) -> None:
    """The family that a stolen token ends is no session any more."""
    with tracked.world.store.writing() as unit:
        unit.clients.save(replace(tracked.client, rotation=RefreshRotation(enabled=True)))
    token = sign_in(tracked).refresh_token
    assert token is not None
    tracked.sign_in.rotate(token)

    with pytest.raises(CognitoError):
        tracked.sign_in.rotate(token)

    assert rows(tracked) == 0
