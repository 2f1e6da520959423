"""Answers to sign-ins by passkey, honest and with one thing wrong at a time (webauthn.md 3, 4)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from domain.ports.webauthn import Ceremony, Fault, PasskeyProof, PasskeyRefused
from tests.support.authenticator import (
    ALGORITHMS,
    HONEST,
    RS256,
    Authenticator,
    Tricks,
    new_key,
    to_text,
)
from tests.support.passkeys import CEREMONY, RP_ID, STRICT, VERIFIER, kept


@contextmanager
def refused(fault: Fault) -> Iterator[None]:
    """Expect a refusal for this fault."""
    with pytest.raises(PasskeyRefused) as caught:
        yield
    assert caught.value.fault is fault, caught.value


def proven(
    authenticator: Authenticator,
    tricks: Tricks = HONEST,
    ceremony: Ceremony = CEREMONY,
    sign_count: int = 0,
) -> PasskeyProof:
    """What an answer comes to, by an authenticator whose passkey was kept with this counter."""
    passkey = kept(authenticator, sign_count=sign_count)
    options = VERIFIER.request_options(ceremony, [passkey])
    return VERIFIER.prove(ceremony, json.dumps(authenticator.get(options, tricks)), [passkey])


def test_options_name_the_passkeys_that_may_answer() -> None:
    """Challenge, relying party, and each passkey with the ways to reach it."""
    internal, silent = kept(Authenticator()), kept(Authenticator(transports=()))

    assert VERIFIER.request_options(STRICT, [internal, silent]) == {
        "challenge": to_text(CEREMONY.challenge),
        "timeout": 60_000,
        "rpId": RP_ID,
        "allowCredentials": [
            {"id": internal.id, "type": "public-key", "transports": ["hybrid", "internal"]},
            {"id": silent.id, "type": "public-key"},
        ],
        "userVerification": "required",
    }
    preferred = VERIFIER.request_options(CEREMONY, [])
    assert preferred["userVerification"] == "preferred"


@pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=ALGORITHMS)
def test_an_honest_answer_is_proof(algorithm: int) -> None:
    """For each of the three algorithms."""
    proof = proven(Authenticator(algorithm, counts=True))

    assert (proof.sign_count, proof.backed_up, proof.user_verified) == (2, True, True)


def test_the_passkey_that_answered_is_named() -> None:
    """Of several it is the one whose authenticator was used."""
    first, second = Authenticator(), Authenticator(RS256)
    passkeys = [kept(first), kept(second)]
    options = VERIFIER.request_options(CEREMONY, passkeys)

    proof = VERIFIER.prove(CEREMONY, json.dumps(second.get(options)), passkeys)

    assert proof.passkey is passkeys[1]


@pytest.mark.parametrize(
    ("tricks", "fault"),
    [
        (Tricks(id=bytes(32)), Fault.UNKNOWN),
        (Tricks(type="webauthn.create"), Fault.MALFORMED),
        (Tricks(challenge=to_text(bytes(32))), Fault.CHALLENGE),
        (Tricks(origin="https://evilexample.com"), Fault.ORIGIN),
        (Tricks(cross_origin=True), Fault.ORIGIN),
        (Tricks(top_origin="https://example.com"), Fault.ORIGIN),
        (Tricks(rp_id="www.example.com"), Fault.RELYING_PARTY),
        (Tricks(present=False), Fault.NOT_PROVEN),
        (Tricks(backup_eligible=False, backed_up=False), Fault.NOT_PROVEN),
        (Tricks(backup_eligible=False, backed_up=True), Fault.NOT_PROVEN),
        (Tricks(user_handle=b"1f0c2a34-0000-4000-8000-00000000000b"), Fault.NOT_PROVEN),
        (Tricks(user_handle=b""), Fault.NOT_PROVEN),
        (Tricks(key=new_key(-7)), Fault.NOT_PROVEN),
        (Tricks(key=new_key(-257)), Fault.NOT_PROVEN),
        (Tricks(cut=36), Fault.MALFORMED),
        (Tricks(trailing=b"\x00"), Fault.MALFORMED),
        (Tricks(attested=True), Fault.MALFORMED),
    ],
)
def test_each_fault_is_refused(tricks: Tricks, fault: Fault) -> None:
    """One field altered, one refusal."""
    with refused(fault):
        proven(Authenticator(), tricks)


def test_an_answer_without_user_handle_is_proof() -> None:
    """A passkey that was named need not say whose it is."""
    authenticator = Authenticator()
    passkey = kept(authenticator)
    answer: Any = authenticator.get(VERIFIER.request_options(CEREMONY, [passkey]))
    answer["response"]["userHandle"] = None
    assert VERIFIER.prove(CEREMONY, json.dumps(answer), [passkey]).passkey is passkey

    del answer["response"]["userHandle"]
    assert VERIFIER.prove(CEREMONY, json.dumps(answer), [passkey]).passkey is passkey


def test_verification_is_demanded_where_it_is_required() -> None:
    """Without it there is no proof; where it is preferred the proof says that it is missing."""
    assert not proven(Authenticator(verifies=False)).user_verified
    with refused(Fault.NOT_PROVEN):
        proven(Authenticator(), Tricks(verified=False), STRICT)


@pytest.mark.parametrize(
    ("stored", "given", "is_proof"),
    [(0, 0, True), (0, 1, True), (7, 8, True), (7, 7, False), (7, 6, False), (7, 0, False)],
)
def test_a_counter_rises_or_stays_at_zero(stored: int, given: int, is_proof: bool) -> None:
    """One that stands still or goes back tells of a copy."""
    if is_proof:
        assert proven(Authenticator(), Tricks(count=given), sign_count=stored).sign_count == given
    else:
        with refused(Fault.NOT_PROVEN):
            proven(Authenticator(), Tricks(count=given), sign_count=stored)


def test_a_signature_belongs_to_its_data() -> None:
    """One of another answer by the same passkey proves nothing."""
    authenticator = Authenticator()
    passkey = kept(authenticator)
    options = VERIFIER.request_options(CEREMONY, [passkey])
    first: Any = authenticator.get(options)
    second: Any = authenticator.get(options, Tricks(verified=False))
    first["response"]["signature"] = second["response"]["signature"]

    with refused(Fault.NOT_PROVEN):
        VERIFIER.prove(CEREMONY, json.dumps(first), [passkey])


def test_a_passkey_of_nobody_is_unknown() -> None:
    """Where none is allowed none is proof."""
    authenticator = Authenticator()
    passkey = kept(authenticator)
    answer = json.dumps(authenticator.get(VERIFIER.request_options(CEREMONY, [passkey])))

    with refused(Fault.UNKNOWN):
        VERIFIER.prove(CEREMONY, answer, [])
    with refused(Fault.UNKNOWN):
        VERIFIER.prove(CEREMONY, answer, [replace(passkey, id=to_text(b"other"))])


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "1", '"text"', "{}", " " * 65_537, "[" * 60_000, '{"id": "\\ud800"}'],
)
def test_credentials_are_objects_in_json(text: str) -> None:
    """Anything else, however deep or long, is malformed."""
    with refused(Fault.MALFORMED):
        VERIFIER.prove(CEREMONY, text, [])


def test_a_credential_is_of_bounded_length() -> None:
    """A right one with a long tail of spaces is not read."""
    authenticator = Authenticator()
    passkey = kept(authenticator)
    answer = json.dumps(authenticator.get(VERIFIER.request_options(CEREMONY, [passkey])))

    with refused(Fault.MALFORMED):
        VERIFIER.prove(CEREMONY, answer + " " * 65_537, [passkey])


@pytest.mark.parametrize("member", ["clientDataJSON", "authenticatorData", "signature"])
@pytest.mark.parametrize("value", [None, 1, "AA==", "é"])
def test_parts_are_base64url(member: str, value: object) -> None:
    """Missing, no text, padded or no base64 at all."""
    authenticator = Authenticator()
    passkey = kept(authenticator)
    answer: Any = authenticator.get(VERIFIER.request_options(CEREMONY, [passkey]))
    answer["response"][member] = value

    with refused(Fault.MALFORMED):
        VERIFIER.prove(CEREMONY, json.dumps(answer), [passkey])


@pytest.mark.parametrize("handle", [1, [], "AA==", True])
def test_user_handles_are_base64url(handle: object) -> None:
    """One that is there must be readable."""
    authenticator = Authenticator()
    passkey = kept(authenticator)
    answer: Any = authenticator.get(VERIFIER.request_options(CEREMONY, [passkey]))
    answer["response"]["userHandle"] = handle

    with refused(Fault.MALFORMED):
        VERIFIER.prove(CEREMONY, json.dumps(answer), [passkey])
