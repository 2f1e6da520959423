"""WEB_AUTHN: wrong answers, which all read the same, and right ones too late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from adapters.security.passkey_verifier import LazyPasskeyVerifier
from domain import services as domain_services
from domain import texts
from domain.model.passkey import Passkey
from domain.model.pool import RelyingParty, SecondFactors
from domain.model.user import User
from domain.ports.webauthn import Ceremony, PasskeyProof
from tests.support.authenticator import (
    Tricks,
    new_key,
    to_text,
)
from tests.support.passkeys import (
    by_passkey,
    give_passkey,
    open_to_passkeys,
    passkeys_of,
    refuses,
)
from tests.support.second_factors import change_pool
from tests.support.sign_in import Client, asked, tokens


@pytest.mark.parametrize(
    "tricks",
    [
        Tricks(type="webauthn.create"),
        Tricks(challenge=to_text(bytes(32))),
        Tricks(origin="https://evilexample.com"),
        Tricks(cross_origin=True),
        Tricks(rp_id="other.example"),
        Tricks(present=False),
        Tricks(backup_eligible=False, backed_up=False),
        Tricks(key=new_key(-7)),
        Tricks(user_handle=b"somebody else"),
        Tricks(id=b"unknown"),
        Tricks(cut=10),
    ],
)
def test_every_fault_reads_the_same(opened: Client, ann: User, tricks: Tricks) -> None:
    """Nobody learns from the text what was wrong, and nothing is noted."""
    authenticator = give_passkey(opened, ann)
    before = passkeys_of(opened, ann)

    refuses(lambda: by_passkey(opened, authenticator, tricks))

    assert passkeys_of(opened, ann) == before


@pytest.mark.parametrize("credential", ["{}", "no JSON", "[]", "x" * 70_000])
def test_what_is_no_credential_reads_the_same(opened: Client, ann: User, credential: str) -> None:
    """Garbage is a wrong answer like any other."""
    give_passkey(opened, ann)
    session = asked(opened.choose("WEB_AUTHN")).session
    answers = {"USERNAME": "ann", "CREDENTIAL": credential}

    refuses(lambda: opened.answer("WEB_AUTHN", session, answers))


def test_an_answer_serves_once(opened: Client, ann: User) -> None:
    """A second use of the same assertion is refused, though its counter counts nothing."""
    authenticator = give_passkey(opened, ann)
    challenge = asked(opened.choose("WEB_AUTHN"))
    answers = {"USERNAME": "ann", "CREDENTIAL": authenticator.answer(challenge.parameters)}
    tokens(opened.answer("WEB_AUTHN", challenge.session, answers))

    refuses(lambda: opened.answer("WEB_AUTHN", challenge.session, answers), texts.SESSION_SPENT)


def test_a_wrong_answer_spends_the_session(opened: Client, ann: User) -> None:
    """After it the right one is refused (ruling 2)."""
    authenticator = give_passkey(opened, ann)
    challenge = asked(opened.choose("WEB_AUTHN"))
    wrong = {"USERNAME": "ann", "CREDENTIAL": "{}"}
    right = {"USERNAME": "ann", "CREDENTIAL": authenticator.answer(challenge.parameters)}

    refuses(lambda: opened.answer("WEB_AUTHN", challenge.session, wrong))
    refuses(lambda: opened.answer("WEB_AUTHN", challenge.session, right), texts.SESSION_SPENT)


def test_an_answer_to_another_session_is_refused(opened: Client, ann: User) -> None:
    """The challenge is bound to its Session: that of a later one does not take it."""
    authenticator = give_passkey(opened, ann)
    first, second = asked(opened.choose("WEB_AUTHN")), asked(opened.choose("WEB_AUTHN"))
    answers = {"USERNAME": "ann", "CREDENTIAL": authenticator.answer(first.parameters)}

    refuses(lambda: opened.answer("WEB_AUTHN", second.session, answers))


def test_the_passkey_of_another_user_is_refused(opened: Client, ann: User) -> None:
    """Bob's passkey proves nothing of Ann, whatever its user handle says."""
    pool = opened.world.services.catalog.pool(opened.client.pool_id)
    bob = opened.world.add_user(pool, "bob")
    give_passkey(opened, ann)
    bobs = give_passkey(opened, bob)

    refuses(lambda: by_passkey(opened, bobs))
    refuses(lambda: by_passkey(opened, bobs, Tricks(user_handle=ann.sub.encode())))
    assert tokens(by_passkey(opened, bobs, username="bob")).access_token


@pytest.mark.parametrize("count", [3, 2, 0])
def test_a_counter_that_does_not_rise_is_refused(opened: Client, ann: User, count: int) -> None:
    """It tells of a copy of the authenticator."""
    authenticator = give_passkey(opened, ann, sign_count=3)

    refuses(lambda: by_passkey(opened, authenticator, Tricks(count=count)))
    assert tokens(by_passkey(opened, authenticator, Tricks(count=4))).access_token


class SlowVerifier(LazyPasskeyVerifier):
    """A verifier that takes so long over one answer that something happens meanwhile."""

    meanwhile: Callable[[], object] | None = None

    def prove(
        self, ceremony: Ceremony, credential: str, allowed: Sequence[Passkey]
    ) -> PasskeyProof:
        proof = super().prove(ceremony, credential, allowed)
        happening, self.meanwhile = self.meanwhile, None
        if happening is not None:
            happening()
        return proof


def test_of_two_answers_that_raise_one_counter_one_passes(opened: Client, ann: User) -> None:
    """Two sign-ins at once with the same count are the passkey and its copy."""
    world, slow = opened.world, SlowVerifier()
    world.ports = replace(world.ports, passkeys=slow)
    world.services = domain_services.build(world.ports, world.deployment)
    authenticator = give_passkey(opened, ann)
    slow.meanwhile = lambda: tokens(by_passkey(opened, authenticator, Tricks(count=1)))

    refuses(lambda: by_passkey(opened, authenticator, Tricks(count=1)))

    assert passkeys_of(opened, ann)[0].sign_count == 1


def test_a_change_of_the_relying_party_ends_what_was_asked(opened: Client, ann: User) -> None:
    """The id is that of the moment of the answer; so is whether there is one."""
    authenticator = give_passkey(opened, ann)
    for party in (RelyingParty(id="www.example.com"), RelyingParty(), None):
        open_to_passkeys(opened)
        challenge = asked(opened.choose("WEB_AUTHN"))
        answers = {"USERNAME": "ann", "CREDENTIAL": authenticator.answer(challenge.parameters)}
        change_pool(opened, second_factors=SecondFactors(relying_party=party))

        refuses(lambda: opened.answer("WEB_AUTHN", challenge.session, answers))  # noqa: B023 - at once


def test_a_deleted_passkey_ends_what_was_asked_of_it(opened: Client, ann: User) -> None:
    """An answer that comes later proves nothing."""
    authenticator = give_passkey(opened, ann)
    challenge = asked(opened.choose("WEB_AUTHN"))
    answers = {"USERNAME": "ann", "CREDENTIAL": authenticator.answer(challenge.parameters)}
    with opened.world.store.writing() as unit:
        unit.passkeys.remove(ann.pool_id, ann.sub, authenticator.credential_id)

    refuses(lambda: opened.answer("WEB_AUTHN", challenge.session, answers))
