"""CompleteWebAuthnRegistration: challenges that are not there, and answers with a fault."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain import texts
from domain.errors import (
    CognitoError,
    InvalidParameterException,
    WebAuthnChallengeNotFoundException,
    WebAuthnClientMismatchException,
    WebAuthnCredentialNotSupportedException,
    WebAuthnOriginNotAllowedException,
    WebAuthnRelyingPartyMismatchException,
)
from domain.model.identifiers import ClientId
from domain.model.pool import RelyingParty, SecondFactors
from tests.support.accounts import Desk, refused, rows_of
from tests.support.authenticator import (
    PS256,
    Authenticator,
    Tricks,
    new_key,
    public_cose,
    to_text,
)
from tests.support.passkeys import RP_ID
from tests.support.second_factors import change_pool
from tests.unit.accounts.conftest import MakeDesk
from tests.unit.accounts.passkey_desk import (
    PARTY,
    ann_of,
    complete,
    make,
    passkeys,
    register,
    start,
)

OF_THE_WORLD = ("users", "names", "passkeys")


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """A pool that passkeys of example.com open, with Ann and Bob."""
    return make(make_desk)


def test_a_challenge_must_have_been_given(desk: Desk) -> None:
    """Without a start there is nothing to complete."""
    options = {"rp": {"id": RP_ID}, "user": {"id": "YQ"}, "challenge": to_text(bytes(32))}

    with refused(WebAuthnChallengeNotFoundException):
        complete(desk, desk.signed_in(), Authenticator().create(options))


def test_a_challenge_lives_for_five_minutes(desk: Desk) -> None:
    """And not a millisecond more (ruling 60)."""
    token = desk.signed_in()
    for life_ms, is_over in ((299_999, False), (300_000, True)):
        authenticator = Authenticator()
        credential = authenticator.create(start(desk, token))
        desk.world.clock.advance(ms=life_ms)
        if is_over:
            with refused(WebAuthnChallengeNotFoundException):
                complete(desk, token, credential)
        else:
            complete(desk, token, credential)


def test_a_challenge_serves_once(desk: Desk) -> None:
    """A second answer to it is refused, were the first one right or wrong."""
    token = desk.signed_in()
    credential = Authenticator().create(start(desk, token))
    complete(desk, token, credential)
    with refused(WebAuthnChallengeNotFoundException):
        complete(desk, token, credential)

    credential = Authenticator().create(start(desk, token))
    with refused(InvalidParameterException, texts.PASSKEY_MALFORMED):
        complete(desk, token, {})
    with refused(WebAuthnChallengeNotFoundException):
        complete(desk, token, credential)
    assert len(passkeys(desk)) == 1


def test_a_newer_start_takes_the_place_of_an_older_one(desk: Desk) -> None:
    """Only the last challenge of a client is answered."""
    token = desk.signed_in()
    first = Authenticator().create(start(desk, token))
    start(desk, token)

    with refused(WebAuthnChallengeNotFoundException):
        complete(desk, token, first)


def test_the_challenge_of_another_user_is_not_found(desk: Desk) -> None:
    """What Bob was asked Ann cannot answer, whether she was asked something or not."""
    anns, bobs = desk.signed_in(), desk.signed_in("bob")
    with refused(WebAuthnChallengeNotFoundException):
        complete(desk, anns, Authenticator().create(start(desk, bobs)))

    start(desk, anns)
    with refused(WebAuthnChallengeNotFoundException):
        complete(desk, anns, Authenticator().create(start(desk, bobs)))
    assert passkeys(desk) == ()


def test_a_registration_stays_with_its_client(desk: Desk) -> None:
    """Another client cannot complete it, and its own still can."""
    world = desk.world
    pool = world.services.catalog.pool(desk.client.pool_id)
    other = Desk(world, world.add_client(pool, id=ClientId("client0000000000000000000b")))
    token, elsewhere = desk.signed_in(), other.signed_in()
    credential = Authenticator().create(start(desk, token))

    with refused(WebAuthnClientMismatchException):
        complete(other, elsewhere, credential)
    complete(desk, token, credential)
    with refused(WebAuthnChallengeNotFoundException):
        complete(other, elsewhere, credential)

    start(desk, token)
    desk.world.clock.advance(s=300)
    with refused(WebAuthnChallengeNotFoundException):
        complete(other, elsewhere, credential)


def test_a_challenge_that_does_not_open_is_none(desk: Desk) -> None:
    """One that was moved from another user's row proves nothing."""
    anns, bobs = desk.signed_in(), desk.signed_in("bob")
    credential = Authenticator().create(start(desk, bobs))
    ann, bob = ann_of(desk), ann_of(desk, "bob")
    name = f"passkey registration/{desk.client.id}"
    with desk.world.store.writing() as unit:
        stolen = unit.pending.get(bob.pool_id, bob.sub, name)
        assert stolen is not None
        unit.pending.put(replace(stolen, sub=ann.sub))

    with refused(WebAuthnChallengeNotFoundException):
        complete(desk, anns, credential)


def test_a_change_of_the_relying_party_ends_what_was_begun(desk: Desk) -> None:
    """The passkey would be for a domain that is the pool's no longer."""
    token = desk.signed_in()
    for party in (RelyingParty(id="www.example.com"), RelyingParty()):
        change_pool(desk.sign_in, second_factors=PARTY)
        credential = Authenticator().create(start(desk, token))
        change_pool(desk.sign_in, second_factors=SecondFactors(relying_party=party))

        with refused(WebAuthnRelyingPartyMismatchException):
            complete(desk, token, credential)


@pytest.mark.parametrize(
    ("tricks", "error"),
    [
        (Tricks(type="webauthn.get"), InvalidParameterException),
        (Tricks(challenge=to_text(bytes(32))), WebAuthnChallengeNotFoundException),
        (Tricks(origin="https://evilexample.com"), WebAuthnOriginNotAllowedException),
        (Tricks(origin="http://example.com"), WebAuthnOriginNotAllowedException),
        (Tricks(cross_origin=True), WebAuthnOriginNotAllowedException),
        (Tricks(rp_id="evil.example"), WebAuthnRelyingPartyMismatchException),
        (Tricks(present=False), WebAuthnCredentialNotSupportedException),
        (Tricks(fmt="made-up"), WebAuthnCredentialNotSupportedException),
        (
            Tricks(cose=public_cose(new_key(PS256), PS256)),
            WebAuthnCredentialNotSupportedException,
        ),
        (Tricks(cut=40), InvalidParameterException),
        (Tricks(trailing=b"\x00"), InvalidParameterException),
    ],
)
def test_each_fault_has_its_error(desk: Desk, tricks: Tricks, error: type[CognitoError]) -> None:
    """The client learns what was wrong, and nothing is kept."""
    token = desk.signed_in()
    before = {table: rows_of(desk.world)[table] for table in OF_THE_WORLD}

    with refused(error):
        register(desk, token, Authenticator(origin="https://www.example.com"), tricks)

    users = before.pop("users")
    after = rows_of(desk.world)
    assert {table: after[table] for table in before} == before
    assert {key: row.epoch for key, row in after["users"].items()} == {
        key: row.epoch for key, row in users.items()
    }


@pytest.mark.parametrize("owner", ["ann", "bob"])
def test_a_credential_id_is_registered_once(desk: Desk, owner: str) -> None:
    """Neither twice by one user nor by two of a pool (W3C), and nothing changes by it."""
    authenticator = Authenticator()
    register(desk, desk.signed_in(), authenticator)
    before = (passkeys(desk), passkeys(desk, "bob"), ann_of(desk, owner).epoch)

    with refused(InvalidParameterException, texts.PASSKEY_TAKEN):
        register(desk, desk.signed_in(owner), authenticator)

    assert (passkeys(desk), passkeys(desk, "bob"), ann_of(desk, owner).epoch) == before
