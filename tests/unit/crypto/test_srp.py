"""Cognito's SRP: values that several clients agree on, and the refusals."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from adapters.security.modular.builtin import BuiltinPower
from adapters.security.modular.gmp import GmpPower
from domain.crypto import srp
from domain.errors import InvalidParameterException
from domain.ports.srp import ModularPower, SrpVerifier
from tests.support.fakes import SeededEntropy
from tests.support.srp_client import SrpClient
from tests.support.vectors import srp_vectors

PROOFS = srp_vectors()["proofs"]
POWER = GmpPower()


class OneExponent:
    """Randomness that draws the one exponent which a test needs."""

    def __init__(self, exponent: int) -> None:
        self._exponent = exponent

    def bytes(self, count: int) -> bytes:
        raise AssertionError("an exponent is drawn with below()")

    def below(self, bound: int) -> int:
        return self._exponent - 1

    def uuid(self) -> str:
        raise AssertionError("an exponent is drawn with below()")


@pytest.fixture(params=PROOFS, ids=lambda vector: vector["id"])
def vector(request: pytest.FixtureRequest) -> dict[str, Any]:
    """One proof of a user or a device."""
    proof: dict[str, Any] = request.param
    return proof


def _half(vector: dict[str, Any]) -> srp.ServerHalf:
    return srp.challenge(POWER, OneExponent(int(vector["b"], 16)), int(vector["v"], 16))


def test_constants() -> None:
    """Prime and multiplier are Cognito's."""
    assert srp.to_hex(srp.N) == srp_vectors()["N"]
    assert srp.to_hex(srp.K) == srp_vectors()["k"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "00"), (1, "01"), (0x7F, "7f"), (0x80, "0080"), (0xFFF, "0fff"), (0x8000, "008000")],
)
def test_to_bytes(number: int, expected: str) -> None:
    """A number is hashed in its shortest form with a clear top bit."""
    assert srp.to_bytes(number).hex() == expected


@pytest.mark.parametrize("power", [GmpPower(), BuiltinPower()], ids=lambda power: power.name)
def test_server_side_of_vector(power: ModularPower, vector: dict[str, Any]) -> None:
    """From verifier and b the server gets the B, the key and the signature of the clients."""
    half = srp.challenge(power, OneExponent(int(vector["b"], 16)), int(vector["v"], 16))
    key = srp.session_key(power, int(vector["A"], 16), half, int(vector["v"], 16))

    assert srp.to_hex(half.public) == vector["B"]
    assert key is not None
    assert key.hex() == vector["key"]
    block = base64.b64decode(vector["secret_block"])
    expected = srp.signature(
        key, vector["prefix"], vector["identifier"], block, vector["timestamp"]
    )
    assert base64.b64encode(expected).decode() == vector["signature"]
    assert srp.proves(expected, vector["signature"])


def test_client_side_of_vector(vector: dict[str, Any]) -> None:
    """From the password a client of our own gets the same, so that it may test the server."""
    client = SrpClient(
        prefix=vector["prefix"],
        identifier=vector["identifier"],
        password=vector["password"],
        secret=int(vector["a"], 16),
    )
    block = base64.b64decode(vector["secret_block"])

    assert srp.to_hex(client.public) == vector["A"]
    assert (
        client.claim(vector["salt"], vector["B"], block, vector["timestamp"])
        == (vector["signature"])
    )


def test_verifier_of_vector(vector: dict[str, Any]) -> None:
    """From the password the server makes the verifier that the clients expect it to have."""
    made = srp.verifier_of(
        POWER,
        vector["prefix"],
        vector["identifier"],
        vector["password"],
        int(vector["salt"], 16),
    )

    assert srp.to_hex(made) == vector["v"]


def test_minimal_hex_has_odd_lengths() -> None:
    """Salts are shown without leading zeros, which one client would hash along."""
    assert srp.to_hex(0x0ABC) == "abc"
    assert any(len(vector["salt"]) % 2 for vector in PROOFS)


def test_one_character_of_password() -> None:
    """A proof made with a password that differs in one character is refused."""
    vector = PROOFS[0]
    liar = SrpClient(
        prefix=vector["prefix"],
        identifier=vector["identifier"],
        password=vector["password"] + "!",
        secret=int(vector["a"], 16),
    )
    half = _half(vector)
    key = srp.session_key(POWER, liar.public, half, int(vector["v"], 16))
    assert key is not None

    claimed = liar.claim(vector["salt"], srp.to_hex(half.public), b"block", vector["timestamp"])
    expected = srp.signature(
        key, vector["prefix"], vector["identifier"], b"block", vector["timestamp"]
    )

    assert not srp.proves(expected, claimed)


def test_composed_and_decomposed_names() -> None:
    """Two names that look alike but differ in their letters are two users."""
    composed, decomposed = (
        next(vector for vector in PROOFS if vector["id"] == name) for name in ("user-05", "user-16")
    )
    key = srp.session_key(POWER, int(decomposed["A"], 16), _half(composed), int(composed["v"], 16))
    assert key is not None
    block = base64.b64decode(composed["secret_block"])

    expected = srp.signature(
        key, composed["prefix"], composed["identifier"], block, composed["timestamp"]
    )

    assert not srp.proves(expected, decomposed["signature"])


@pytest.mark.parametrize("name", ["prefix", "identifier", "timestamp"])
def test_signature_covers(name: str) -> None:
    """Pool, user and the exact timestamp are signed."""
    vector = PROOFS[0]
    changed = {**vector, name: vector[name] + " "}
    key = bytes.fromhex(vector["key"])
    block = base64.b64decode(vector["secret_block"])

    expected = srp.signature(
        key, changed["prefix"], changed["identifier"], block, changed["timestamp"]
    )

    assert not srp.proves(expected, vector["signature"])


def test_signature_covers_secret_block() -> None:
    """The SECRET_BLOCK is signed, so that a proof belongs to one challenge."""
    vector = PROOFS[0]
    block = base64.b64decode(vector["secret_block"])

    expected = srp.signature(
        bytes.fromhex(vector["key"]),
        vector["prefix"],
        vector["identifier"],
        block + b"\0",
        vector["timestamp"],
    )

    assert not srp.proves(expected, vector["signature"])


_SIGNATURE = bytes([0xFB, 0xFF]) + bytes(30)
_CLAIM = base64.b64encode(_SIGNATURE).decode()


@pytest.mark.parametrize(
    "claimed",
    [
        "",
        _CLAIM[:-1],
        _CLAIM + "=",
        _CLAIM[:-2] + "B=",
        _CLAIM.replace("+", "-").replace("/", "_"),
        _CLAIM[:20] + "\n" + _CLAIM[20:],
        _CLAIM[:20] + "*" + _CLAIM[21:],
        _CLAIM[:-1] + "é",
        base64.b64encode(_SIGNATURE[:-1]).decode(),
        base64.b64encode(_SIGNATURE + b"\0").decode(),
        base64.b64encode(bytes([_SIGNATURE[0] ^ 1]) + _SIGNATURE[1:]).decode(),
        "A" * 4_000,
    ],
)
def test_claims_that_prove_nothing(claimed: str) -> None:
    """Only the standard base64 of the 32 bytes proves anything."""
    assert srp.proves(_SIGNATURE, _CLAIM)
    assert not srp.proves(_SIGNATURE, claimed)


@pytest.mark.parametrize(
    "text",
    [
        "", "zz", "0x1f", "0X1f", "1_f", " 1f", "1f ", "1f\n", "-1", "+1f", "\uff11f", "٣٤", "1.0",
        "0", "00", "1", "01",
        srp.to_hex(srp.N), srp.to_hex(srp.N - 1), srp.to_hex(srp.N + 2), srp.to_hex(2 * srp.N),
        srp.to_hex(5 * srp.N), "f" * 768, "0" * 770 + "2", "4" * 4_000,
    ],
)  # fmt: skip
def test_public_values_refused(text: str) -> None:
    """SRP_A that is no plain hex, or gives the key away, is refused with one text."""
    with pytest.raises(InvalidParameterException) as refused:
        srp.parse_public(text)

    assert refused.value.text == "Invalid SRP_A"


@pytest.mark.parametrize("text", ["2", "aBcDeF", "002", "0" * 769 + "2", srp.to_hex(srp.N - 2)])
def test_public_values_taken(text: str) -> None:
    """Either case, odd length and leading zeros are all one number."""
    assert srp.parse_public(text) == int(text, 16)


def test_challenge_is_fresh() -> None:
    """Each challenge draws a secret of 256 bits of its own."""
    entropy = SeededEntropy()
    verifier = int(PROOFS[0]["v"], 16)

    halves = [srp.challenge(POWER, entropy, verifier) for _ in range(20)]

    assert len({half.secret for half in halves}) == 20
    assert len({half.public for half in halves}) == 20
    assert 250 < max(half.secret.bit_length() for half in halves) <= 256


def test_public_value_zero_is_drawn_again() -> None:
    """B = 0, which a client refuses, is never sent."""

    class ZeroFirst:
        def __init__(self) -> None:
            self._values = [0, 7]

        def power_of_generator(self, generator: int, exponent: int, modulus: int) -> int:
            return self._values.pop(0)

        def power(self, base: int, exponent: int, modulus: int) -> int:
            raise AssertionError("the secret of a challenge is raised to once")

        def power_of_public(self, base: int, exponent: int, modulus: int) -> int:
            raise AssertionError("no public exponent takes part in a challenge")

    half = srp.challenge(ZeroFirst(), SeededEntropy(), srp.N)

    assert half.public == 7


def test_packed_verifier() -> None:
    """A verifier is packed into 400 bytes whatever its leading zeros, and read back."""
    verifier = SrpVerifier(salt=0x0102, verifier=0x0304)

    packed = srp.pack_verifier(verifier)

    assert len(packed) == 400
    assert srp.unpack_verifier(packed) == verifier


@pytest.mark.parametrize("length", [0, 399, 401])
def test_packed_verifier_of_another_length(length: int) -> None:
    """Bytes of another length are no verifier."""
    with pytest.raises(ValueError, match="400 bytes"):
        srp.unpack_verifier(bytes(length))


def test_secrets_do_not_show() -> None:
    """Neither b nor salt and verifier appear in a repr."""
    half = srp.ServerHalf(secret=123456789, public=987654321)
    verifier = SrpVerifier(salt=123456789, verifier=123456789)

    assert "123456789" not in repr(half) + repr(verifier)
