"""Whole SRP exchanges with random values against clients that others, or we for the test, wrote."""

from __future__ import annotations

from pycognito.aws_srp import AWSSRP

from adapters.security.modular.gmp import GmpPower
from adapters.security.srp_verifier import SrpPackageMaker
from domain.crypto import srp
from domain.model.identifiers import Secret
from tests.support.fakes import SeededEntropy
from tests.support.srp_client import SrpClient

POWER = GmpPower()
TIMESTAMP = "Thu Jan 1 09:00:00 UTC 2026"


def test_two_hundred_random_sign_ins() -> None:
    """Any salt, password and secrets give both sides one signature.

    Among them are the forms that implementations get wrong: salts with a set top bit, and numbers
    whose hex has an odd length.
    """
    entropy = SeededEntropy(2026)
    seen: set[str] = set()
    for number in range(200):
        client = SrpClient(
            prefix="AbCdEf123",
            identifier=entropy.uuid(),
            password=f"Pässwörd {number} 🔑",
            secret=entropy.below(2**1024),
        )
        salt = entropy.below(2**128)
        salt_hex = srp.to_hex(salt)
        verifier = srp.verifier_of(POWER, client.prefix, client.identifier, client.password, salt)
        client_public = srp.parse_public(srp.to_hex(client.public))
        half = srp.challenge(POWER, entropy, verifier)
        key = srp.session_key(POWER, client_public, half, verifier)
        assert key is not None
        block = entropy.bytes(64)

        expected = srp.signature(key, client.prefix, client.identifier, block, TIMESTAMP)
        claimed = client.claim(salt_hex, srp.to_hex(half.public), block, TIMESTAMP)

        assert srp.proves(expected, claimed)
        shared = client.shared(salt_hex, srp.to_hex(half.public))
        seen |= {"top bit of salt" if salt >> 127 else "clear salt"}
        numbers = {"A": client_public, "B": half.public, "S": shared, "salt": salt}
        seen |= {f"odd {name}" for name, value in numbers.items() if len(srp.to_hex(value)) % 2}

    assert seen == {"top bit of salt", "clear salt", "odd A", "odd B", "odd S", "odd salt"}


def test_verifiers_of_the_package() -> None:
    """What the package `srp` makes is Cognito's verifier, under a salt of the agreed form."""
    for number in range(20):
        password = f"pä:ss {number}"

        made = SrpPackageMaker().make("AbCdEf123" + "jürgen", Secret(password))

        assert 0x01 <= made.salt >> 120 <= 0x7F
        assert made.verifier == srp.verifier_of(POWER, "AbCdEf123", "jürgen", password, made.salt)


def test_keys_of_pycognito() -> None:
    """The client pycognito gets the same key, under salts with clear and with set top bit."""
    entropy = SeededEntropy(7)
    for top_bit in (0, 1):
        salt = top_bit << 127 | entropy.below(2**127)
        client = AWSSRP("ann", "Passw0rd!", "us-east-1_AbCdEf123", "client", client=object())
        verifier = srp.verifier_of(POWER, "AbCdEf123", "ann", "Passw0rd!", salt)
        half = srp.challenge(POWER, entropy, verifier)

        theirs = client.get_password_authentication_key(
            "ann", "Passw0rd!", int(srp.to_hex(half.public), 16), srp.to_hex(salt)
        )

        assert theirs == srp.session_key(POWER, client.large_a_value, half, verifier)
