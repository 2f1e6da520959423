"""Registrations of passkeys, honest and with one thing wrong at a time (webauthn.md 2.2 and 4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from typing import Any

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from domain.ports.webauthn import Ceremony, Fault, PasskeyRefused
from tests.support.authenticator import (
    ALGORITHMS,
    EDDSA,
    ES256,
    PS256,
    RS256,
    Authenticator,
    Tricks,
    from_text,
    new_key,
    public_cose,
    rsa_key,
    sign,
    to_text,
)
from tests.support.passkeys import CEREMONY, OWNER, RP_ID, STRICT, VERIFIER, kept, registered


@contextmanager
def refused(fault: Fault) -> Iterator[None]:
    """Expect a refusal for this fault."""
    with pytest.raises(PasskeyRefused) as caught:
        yield
    assert caught.value.fault is fault, caught.value


def options(ceremony: Ceremony = CEREMONY) -> dict[str, Any]:
    """The options of a registration."""
    return {**VERIFIER.creation_options(ceremony, OWNER, ())}


def honest() -> dict[str, Any]:
    """An honest answer."""
    return Authenticator().create(options())


def test_options_are_those_of_the_published_sample() -> None:
    """Name and id of the relying party are one; the user handle is the text of the sub."""
    assert options() == {
        "rp": {"id": RP_ID, "name": RP_ID},
        "user": {"id": to_text(OWNER.sub.encode()), "name": "ann", "displayName": "ann"},
        "challenge": to_text(CEREMONY.challenge),
        "pubKeyCredParams": [
            {"type": "public-key", "alg": -7},
            {"type": "public-key", "alg": -257},
        ],
        "timeout": 60_000,
        "excludeCredentials": [],
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "preferred",
        },
        "attestation": "none",
    }


def test_options_exclude_what_is_registered_and_may_require_verification() -> None:
    """An authenticator that has a passkey already is not to make another."""
    passkey = kept(Authenticator(transports=("usb",)))

    made: Any = VERIFIER.creation_options(STRICT, OWNER, [passkey])

    assert made["excludeCredentials"] == [
        {"id": passkey.id, "type": "public-key", "transports": ["usb"]}
    ]
    assert made["authenticatorSelection"]["userVerification"] == "required"


@pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=ALGORITHMS)
def test_an_honest_registration_is_taken(algorithm: int) -> None:
    """All of it comes back, for each of the three algorithms."""
    authenticator = Authenticator(algorithm, counts=True)

    made = registered(authenticator)

    assert made.id == authenticator.credential_id
    assert cbor2.loads(made.public_key) == public_cose(authenticator.key, algorithm)
    assert made.sign_count == 1
    assert made.aaguid == "01020304-0506-0708-090a-0b0c0d0e0f10"
    assert (made.attachment, made.transports) == ("platform", ("hybrid", "internal"))
    assert (made.backup_eligible, made.backed_up, made.user_verified) == (True, True, True)


def test_what_a_browser_leaves_out_or_invents_is_left_out() -> None:
    """Attachment and transports may be missing, and words that we do not know say nothing."""
    silent = Authenticator(attachment=None, transports=(), synced=False, verifies=False)
    answer = silent.create(options())
    del answer["response"]["transports"]
    made = VERIFIER.register(CEREMONY, answer)
    assert (made.attachment, made.transports) == (None, ())
    assert (made.backup_eligible, made.backed_up, made.user_verified) == (False, False, False)

    odd = Authenticator(attachment="implanted", transports=("usb", "telepathy", "usb"))
    made = registered(odd)
    assert (made.attachment, made.transports) == (None, ("usb",))


@pytest.mark.parametrize(
    ("tricks", "fault"),
    [
        (Tricks(type="webauthn.get"), Fault.MALFORMED),
        (Tricks(challenge=to_text(bytes(32))), Fault.CHALLENGE),
        (Tricks(challenge=to_text(CEREMONY.challenge) + "="), Fault.CHALLENGE),
        (Tricks(challenge="\u00e9"), Fault.CHALLENGE),
        (Tricks(origin="https://evil.example"), Fault.ORIGIN),
        (Tricks(cross_origin=True), Fault.ORIGIN),
        (Tricks(cross_origin="false"), Fault.ORIGIN),
        (Tricks(top_origin="https://example.com"), Fault.ORIGIN),
        (Tricks(rp_id="other.example"), Fault.RELYING_PARTY),
        (Tricks(present=False), Fault.NOT_SUPPORTED),
        (Tricks(backup_eligible=False, backed_up=True), Fault.NOT_SUPPORTED),
        (Tricks(attested=False), Fault.MALFORMED),
        (Tricks(id=b"another"), Fault.MALFORMED),
        (Tricks(id=b""), Fault.MALFORMED),
        (Tricks(cut=-1), Fault.MALFORMED),
        (Tricks(cut=0), Fault.MALFORMED),
        (Tricks(trailing=b"\x00"), Fault.MALFORMED),
        (Tricks(fmt="made-up"), Fault.NOT_SUPPORTED),
        (Tricks(statement={"sig": b"x"}), Fault.NOT_SUPPORTED),
        (Tricks(fmt="packed", statement={"alg": -7, "sig": b"x"}), Fault.NOT_SUPPORTED),
        (Tricks(fmt="fido-u2f"), Fault.NOT_SUPPORTED),
    ],
)
def test_each_fault_is_told_apart(tricks: Tricks, fault: Fault) -> None:
    """One field altered, one refusal."""
    with refused(fault):
        registered(Authenticator(), tricks)


def test_verification_is_demanded_where_it_is_required() -> None:
    """Without it the authenticator is not supported; where it is preferred it may be missing."""
    assert registered(Authenticator(), ceremony=STRICT).user_verified
    assert not registered(Authenticator(), Tricks(verified=False)).user_verified
    with refused(Fault.NOT_SUPPORTED):
        registered(Authenticator(), Tricks(verified=False), STRICT)


def _on_p384() -> dict[int, Any]:
    return public_cose(ec.generate_private_key(ec.SECP384R1()), ES256)


def _off_the_curve() -> dict[int, Any]:
    return {**public_cose(new_key(ES256), ES256), -3: bytes(32)}


KEYS: dict[str, Callable[[], dict[int, Any]]] = {
    "PS256": lambda: public_cose(rsa_key(), PS256),
    "RSA key for ES256": lambda: public_cose(rsa_key(), ES256),
    "EC key for EdDSA": lambda: public_cose(new_key(ES256), EDDSA),
    "EC key for RS256": lambda: public_cose(new_key(ES256), RS256),
    "short RSA key": lambda: public_cose(rsa_key(1_024), RS256),
    "P-384": _on_p384,
    "point off the curve": _off_the_curve,
    "unknown algorithm": lambda: {**public_cose(new_key(ES256), ES256), 3: -9_999},
    "algorithm that is no number": lambda: {**public_cose(new_key(ES256), ES256), 3: []},
    "no algorithm": lambda: {1: 2},
}


@pytest.mark.parametrize("cose", KEYS.values(), ids=KEYS)
def test_keys_of_other_kinds_are_not_supported(cose: Callable[[], dict[int, Any]]) -> None:
    """Only ES256 on P-256, RS256 with long keys, and Ed25519; and only keys that exist."""
    with refused(Fault.NOT_SUPPORTED):
        registered(Authenticator(), Tricks(cose=cose()))


def test_a_right_attestation_is_taken() -> None:
    """Attestation is not asked for, but one that comes is checked, and passes if it is right."""
    authenticator = Authenticator()
    answer = authenticator.create(options())
    response = answer["response"]
    parts = cbor2.loads(from_text(response["attestationObject"]))
    digest = sha256(from_text(response["clientDataJSON"])).digest()
    signature = sign(authenticator.key, parts["authData"] + digest)
    attested = {**parts, "fmt": "packed", "attStmt": {"alg": ES256, "sig": signature}}
    response["attestationObject"] = to_text(cbor2.dumps(attested))

    assert VERIFIER.register(CEREMONY, answer).id == authenticator.credential_id


@pytest.mark.parametrize(
    ("origin", "is_taken"),
    [
        ("https://example.com", True),
        ("https://www.example.com", True),
        ("https://a.b.example.com:8443", True),
        ("https://example.com:443", True),
        ("http://example.com", False),
        ("http://www.example.com", False),
        ("https://com", False),
        ("https://sibling.com", False),
        ("https://evilexample.com", False),
        ("https://example.com.evil.test", False),
        ("https://evil.test/example.com", False),
        ("https://example.com/", False),
        ("https://example.com:443@evil.test", False),
        ("https://EXAMPLE.com", False),
        ("https://.example.com", False),
        ("https://example.com.", False),
        ("https://example.com:", False),
        ("https://example.com\n", False),
        ("android:apk-key-hash:7d1043473d55bfa90e8530d35801d4e381bc69f0", False),
        ("null", False),
        ("", False),
    ],
)
def test_pages_belong_if_their_host_does(origin: str, is_taken: bool) -> None:
    """The host is the id or lies below it, at any port, by https (ruling 60)."""
    if is_taken:
        assert registered(Authenticator(origin=origin)).id
    else:
        with refused(Fault.ORIGIN):
            registered(Authenticator(origin=origin))


@pytest.mark.parametrize(
    ("rp_id", "origin", "is_taken"),
    [
        ("localhost", "http://localhost:3000", True),
        ("localhost", "https://localhost", True),
        ("localhost", "http://app.localhost:3000", True),
        ("people.localhost", "http://people.localhost", True),
        ("people.localhost", "http://localhost", False),
        ("localhost", "http://notlocalhost", False),
        ("localhost", "http://127.0.0.1:3000", False),
    ],
)
def test_localhost_alone_goes_without_tls(rp_id: str, origin: str, is_taken: bool) -> None:
    """Browsers trust it without, and so do we."""
    ceremony = replace(CEREMONY, rp_id=rp_id)
    if is_taken:
        assert registered(Authenticator(origin=origin), ceremony=ceremony).id
    else:
        with refused(Fault.ORIGIN):
            registered(Authenticator(origin=origin), ceremony=ceremony)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("id", None),
        ("id", 1),
        ("id", "other"),
        ("rawId", None),
        ("type", "password"),
        ("type", None),
        ("response", None),
        ("response", "text"),
    ],
)
def test_a_credential_has_all_its_members(member: str, value: object) -> None:
    """One member missing or of another kind is malformed."""
    with refused(Fault.MALFORMED):
        VERIFIER.register(CEREMONY, {**honest(), member: value})


@pytest.mark.parametrize("member", ["clientDataJSON", "attestationObject"])
@pytest.mark.parametrize(
    "value",
    [None, 1, "", "A", "AA==", "A+//", "A B", "é", "AB", to_text(b"\xff"), "A" * 65_537],
    ids=repr,
)
def test_parts_are_base64url_of_what_they_say(member: str, value: object) -> None:
    """Missing, no text, padded, of the other alphabet, spelled oddly, too long, no JSON or CBOR."""
    answer = honest()
    answer["response"][member] = value

    with refused(Fault.MALFORMED):
        VERIFIER.register(CEREMONY, answer)


@pytest.mark.parametrize(
    "text",
    [
        b"[]",
        b"{}",
        b'{"type":1}',
        b'{"type":"webauthn.create","origin":"https://example.com"}',
        b'{"type":"webauthn.create","challenge":1,"origin":"https://example.com"}',
        b'{"type":"webauthn.create"' + b"[" * 30_000,
        '{"type":"webauthn.create"}'.encode("utf-16"),
        b'\xef\xbb\xbf{"type":"webauthn.create"}',
    ],
)
def test_client_data_is_an_object_in_utf8(text: bytes) -> None:
    """Anything else, however deep, is malformed."""
    answer = honest()
    answer["response"]["clientDataJSON"] = to_text(text)

    with refused(Fault.MALFORMED):
        VERIFIER.register(CEREMONY, answer)


@pytest.mark.parametrize(
    "cbor",
    [
        b"\x81" * 10_000 + b"\x00",
        cbor2.dumps([]),
        cbor2.dumps({"fmt": "none"}),
        cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": "text"}),
        cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": bytes(36)}),
        b"\xa2\x63fmt\x64none\x63fmt\x64none",
        b"\xc0\x60",
    ],
    ids=["deep", "list", "bare", "text", "short", "key twice", "date of nothing"],
)
def test_attestations_are_maps_of_little_depth(cbor: bytes) -> None:
    """Anything else is malformed."""
    answer = honest()
    answer["response"]["attestationObject"] = to_text(cbor)

    with refused(Fault.MALFORMED):
        VERIFIER.register(CEREMONY, answer)


def test_attestations_that_hide_depth_are_refused() -> None:
    """Also where nobody would look, in a member of no meaning."""
    answer = honest()
    parts = cbor2.loads(from_text(answer["response"]["attestationObject"]))
    deep: list[Any] = []
    for _ in range(10):
        deep = [deep]
    answer["response"]["attestationObject"] = to_text(cbor2.dumps({**parts, "more": deep}))

    with refused(Fault.MALFORMED):
        VERIFIER.register(CEREMONY, answer)


@pytest.mark.parametrize(
    ("length", "is_taken"), [(0, False), (1, True), (1_023, True), (1_024, False)]
)
def test_ids_have_a_byte_at_least_and_1023_at_most(length: int, is_taken: bool) -> None:
    """As WebAuthn says."""
    authenticator = Authenticator(id=bytes(length))
    if is_taken:
        assert registered(authenticator).id == authenticator.credential_id
    else:
        with refused(Fault.MALFORMED):
            registered(authenticator)


def test_bytes_after_the_attestation_are_refused() -> None:
    """Nothing follows the one item that an attestation is."""
    answer = honest()
    attestation = from_text(answer["response"]["attestationObject"])
    answer["response"]["attestationObject"] = to_text(attestation + b"\x00")

    with refused(Fault.MALFORMED):
        VERIFIER.register(CEREMONY, answer)


@given(noise=st.binary(max_size=300), at=st.integers(0, 400))
def test_noise_is_refused_and_never_an_accident(noise: bytes, at: int) -> None:
    """Whatever replaces a part of the attestation, the answer is taken or refused."""
    answer = honest()
    attestation = from_text(answer["response"]["attestationObject"])
    answer["response"]["attestationObject"] = to_text(
        attestation[:at] + noise + attestation[at + len(noise) :]
    )
    try:
        VERIFIER.register(CEREMONY, answer)
    except PasskeyRefused as refusal:
        assert refusal.reason  # noqa: PT017 - both outcomes are right; an accident is none
