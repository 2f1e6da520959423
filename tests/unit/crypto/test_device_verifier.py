"""What a device chose for itself: values that clients agree on, every length, and the refusals."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from domain import texts
from domain.crypto import device_verifier, srp
from domain.errors import InvalidParameterException
from domain.ports.srp import SrpVerifier
from tests.support.devices import in_base64
from tests.support.vectors import srp_vectors

DEVICES = [each for each in srp_vectors()["proofs"] if each["id"].startswith("device")]
SALT = in_base64(1 << 127)
VERIFIER = in_base64(srp.N - 2)


@pytest.mark.parametrize("vector", DEVICES, ids=lambda vector: vector["id"])
def test_what_clients_send_is_read(vector: dict[str, Any]) -> None:
    """Salts and verifiers with and without a zero byte in front are the numbers of the vectors."""
    salt, verifier = int(vector["salt"], 16), int(vector["v"], 16)

    read = device_verifier.read(in_base64(salt), in_base64(verifier))

    assert read == SrpVerifier(salt=salt, verifier=verifier)


@pytest.mark.parametrize("salt", [1, 0x7F, 0x80, (1 << 128) - 1, 1 << 128, (1 << 511) - 1])
@pytest.mark.parametrize("verifier", [2, 0xFF, srp.N >> 9, srp.N - 2])
def test_what_was_packed_is_unpacked(salt: int, verifier: int) -> None:
    """Numbers of every length come back from their packed form."""
    chosen = SrpVerifier(salt=salt, verifier=verifier)

    assert device_verifier.unpack(device_verifier.pack(chosen)) == chosen


def test_zero_bytes_in_front_do_not_matter() -> None:
    """A salt that is padded to any length, up to 64 bytes, is the same salt."""
    padded = base64.b64encode((77).to_bytes(64)).decode()

    assert device_verifier.read(padded, VERIFIER).salt == 77


@pytest.mark.parametrize(
    ("salt", "verifier"),
    [
        ("", VERIFIER),
        (base64.b64encode(bytes(16)).decode(), VERIFIER),
        (base64.b64encode(b"\x01" + bytes(64)).decode(), VERIFIER),
        (SALT[:-1], VERIFIER),
        (f"{SALT}\n", VERIFIER),
        ("AAEC_-8=", VERIFIER),
        ("Sälz", VERIFIER),
        (SALT, ""),
        (SALT, in_base64(0)),
        (SALT, in_base64(1)),
        (SALT, in_base64(srp.N - 1)),
        (SALT, in_base64(srp.N)),
        (SALT, in_base64(srp.N + 2)),
        (SALT, base64.b64encode((2).to_bytes(386)).decode()),
        (SALT, "not base64!"),
    ],
    ids=[
        "no salt",
        "salt 0",
        "long salt",
        "cut salt",
        "line break",
        "URL-safe",
        "not ASCII",
        "no verifier",
        "verifier 0",
        "verifier 1",
        "verifier -1",
        "verifier N",
        "verifier above N",
        "long verifier",
        "garbage",
    ],
)
def test_anything_else_is_refused(salt: str, verifier: str) -> None:
    """What is not base64 in its strict form, or would make the proof trivial, is no verifier."""
    with pytest.raises(InvalidParameterException) as refused:
        device_verifier.read(salt, verifier)

    assert refused.value.text == texts.DEVICE_VERIFIER_INVALID
