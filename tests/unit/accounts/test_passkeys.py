"""ListWebAuthnCredentials and DeleteWebAuthnCredential."""

# ruff: noqa: ANN401 - requests and responses are plain JSON values

from __future__ import annotations

from typing import Any

import pytest

from domain import texts
from domain.accounts.names import passkey_name
from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    ResourceNotFoundException,
)
from domain.model.pool import RelyingParty, SecondFactors
from domain.model.user import NameKind, User
from domain.paging import TOKEN_REFUSED
from tests.support.accounts import Desk, refused
from tests.support.authenticator import Authenticator, to_text
from tests.support.passkeys import RP_ID, give_passkey, passkeys_of
from tests.unit.accounts.conftest import MakeDesk


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """A pool that passkeys of example.com open."""
    return make_desk(
        first_factors=("PASSWORD", "WEB_AUTHN"),
        second_factors=SecondFactors(relying_party=RelyingParty(id=RP_ID)),
    )


@pytest.fixture
def ann(desk: Desk) -> User:
    """A user."""
    return desk.world.add_user(desk.world.services.catalog.pool(desk.client.pool_id), "ann")


def listed(desk: Desk, token: str, **members: Any) -> tuple[list[str], str | None]:
    """The ids on a page, and the token of the next one."""
    answer = desk.call("ListWebAuthnCredentials", AccessToken=token, **members)
    return [each["CredentialId"] for each in answer["Credentials"]], answer.get("NextToken")


def give(desk: Desk, user: User, *ids: bytes, **changes: object) -> list[str]:
    """Give the user passkeys, a second apart; their ids, oldest first."""
    made = []
    for each in ids:
        desk.world.clock.advance(s=1)
        now_ms = desk.world.clock.now_ms()
        given = give_passkey(
            desk.sign_in, user, Authenticator(id=each), created_at_ms=now_ms, **changes
        )
        made.append(given.credential_id)
    return made


def test_a_passkey_is_described(desk: Desk, ann: User) -> None:
    """All members of the model, those of an earlier relying party under its id."""
    (passkey_id,) = give(desk, ann, b"one", rp_id="old.example.com", name="Bitwarden")

    answer = desk.call("ListWebAuthnCredentials", AccessToken=desk.signed_in())

    assert answer == {
        "Credentials": [
            {
                "CredentialId": passkey_id,
                "FriendlyCredentialName": "Bitwarden",
                "RelyingPartyId": "old.example.com",
                "AuthenticatorAttachment": "platform",
                "AuthenticatorTransports": ["hybrid", "internal"],
                "CreatedAt": desk.world.clock.now_ms() / 1000,
            }
        ]
    }


def test_what_nobody_said_is_left_out(desk: Desk, ann: User) -> None:
    """The attachment may be absent; the transports are a list, were it empty."""
    give_passkey(desk.sign_in, ann, Authenticator(attachment=None, transports=()))

    (shown,) = desk.call("ListWebAuthnCredentials", AccessToken=desk.signed_in())["Credentials"]

    assert "AuthenticatorAttachment" not in shown
    assert shown["AuthenticatorTransports"] == []


def test_nobody_lists_the_passkeys_of_another(desk: Desk, ann: User) -> None:
    """Bob has none, whatever Ann has."""
    give(desk, ann, b"anns")
    desk.world.add_user(desk.world.services.catalog.pool(ann.pool_id), "bob")

    assert listed(desk, desk.signed_in("bob")) == ([], None)


def test_pages_are_newest_first_without_gap_or_repeat(desk: Desk, ann: User) -> None:
    """Also where several were made at one instant, and between pages others come and go."""
    ids = give(desk, ann, *(bytes([number]) * 4 for number in range(7)))
    at_once = [
        give_passkey(
            desk.sign_in, ann, Authenticator(id=each), created_at_ms=desk.world.clock.now_ms()
        ).credential_id
        for each in (b"one", b"two")
    ]
    newest = sorted([ids[-1], *at_once], reverse=True)
    expected = [*newest, *reversed(ids[:-1])]
    token = desk.signed_in()

    first, position = listed(desk, token, MaxResults=2)
    give(desk, ann, b"later")
    second, position = listed(desk, token, MaxResults=2, NextToken=position)
    desk.call("DeleteWebAuthnCredential", AccessToken=token, CredentialId=second[-1])
    rest, position = listed(desk, token, MaxResults=20, NextToken=position)

    assert [*first, *second, *rest] == expected
    assert position is None


def test_a_page_of_the_usual_size_holds_all(desk: Desk, ann: User) -> None:
    """Without a number, or with 0, everything is on one page."""
    ids = give(desk, ann, *(bytes([number]) * 4 for number in range(20)))
    token = desk.signed_in()

    assert listed(desk, token) == ([*reversed(ids)], None)
    assert listed(desk, token, MaxResults=0) == ([*reversed(ids)], None)


def test_the_longest_ids_fit_into_a_page_token(desk: Desk, ann: User) -> None:
    """A position names an id of 1,023 bytes."""
    oldest, newest = give(desk, ann, b"o" * 1_023, b"n" * 1_023)
    token = desk.signed_in()

    assert listed(desk, token, MaxResults=1)[0] == [newest]
    position = listed(desk, token, MaxResults=1)[1]
    assert listed(desk, token, NextToken=position) == ([oldest], None)


def test_a_page_token_is_its_users(desk: Desk, ann: User) -> None:
    """Another's, or a changed one, opens nothing (SEC-61)."""
    give(desk, ann, b"one", b"two")
    desk.world.add_user(desk.world.services.catalog.pool(ann.pool_id), "bob")
    position = listed(desk, desk.signed_in(), MaxResults=1)[1]
    assert position is not None

    for token, given in ((desk.signed_in("bob"), position), (desk.signed_in(), position + "A")):
        with refused(InvalidParameterException, TOKEN_REFUSED):
            listed(desk, token, NextToken=given)


def test_a_deleted_passkey_is_gone_and_its_id_free(desk: Desk, ann: User) -> None:
    """It opens nothing, and another user may register what it was on; the last may go too."""
    kept, gone = give(desk, ann, b"kept", b"gone")
    token, before = desk.signed_in(), desk.world.user(ann).epoch

    assert desk.call("DeleteWebAuthnCredential", AccessToken=token, CredentialId=gone) == {}

    assert [each.id for each in passkeys_of(desk.sign_in, ann)] == [kept]
    assert desk.world.user(ann).epoch == before + 1
    assert owner_of(desk, gone) is None
    assert owner_of(desk, kept) == ann.sub
    desk.call("DeleteWebAuthnCredential", AccessToken=token, CredentialId=kept)
    assert listed(desk, token) == ([], None)


def owner_of(desk: Desk, passkey_id: str) -> str | None:
    """Whose a credential id is."""
    value = passkey_name(passkey_id).value
    with desk.world.store.reading() as unit:
        return unit.names.find(desk.client.pool_id, None, value, [NameKind.PASSKEY]).sub


@pytest.mark.parametrize("passkey_id", [to_text(b"bobs"), to_text(b"nobodys"), ""])
def test_only_ones_own_passkeys_are_deleted(desk: Desk, ann: User, passkey_id: str) -> None:
    """Another's and an invented one are not found, and nothing changes."""
    bob = desk.world.add_user(desk.world.services.catalog.pool(ann.pool_id), "bob")
    give(desk, bob, b"bobs")
    token = desk.signed_in()
    before = desk.world.user(ann)

    with refused(ResourceNotFoundException, texts.PASSKEY_DOES_NOT_EXIST):
        desk.call("DeleteWebAuthnCredential", AccessToken=token, CredentialId=passkey_id)

    assert len(passkeys_of(desk.sign_in, bob)) == 1
    assert owner_of(desk, to_text(b"bobs")) == bob.sub
    assert desk.world.user(ann) == before


@pytest.mark.parametrize("operation", ["ListWebAuthnCredentials", "DeleteWebAuthnCredential"])
def test_the_token_of_a_deleted_user_is_revoked(desk: Desk, ann: User, operation: str) -> None:
    """Neither operation declares UserNotFoundException (ruling 22)."""
    token = desk.signed_in()
    desk.admin("AdminDeleteUser")

    with refused(NotAuthorizedException, texts.ACCESS_TOKEN_REVOKED):
        desk.call(operation, AccessToken=token, CredentialId="any")
