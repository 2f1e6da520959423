"""Password hashes that were made elsewhere: their forms, their cost, what is stored of them."""

from __future__ import annotations

import base64
import time

import pytest

from adapters.security.adopted_hash import parse_adopted
from adapters.security.foreign_hashes import MEMORY_MAX
from adapters.security.hasher import Argon2Hasher
from adapters.security.master_keys import MasterKeys, parse_master_keys
from adapters.security.password_cost import INSECURE_FOR_TESTS
from adapters.security.system import SystemEntropy
from domain.model.identifiers import Secret
from domain.model.import_job import HashAlgorithm
from tests.support.fakes import MASTER_KEYS_SETTING, CheapHasher
from tests.support.importing import hashed

PASSWORD = Secret("Pässw0rd! 🔑")
NEXT_SETTING = "next:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgM="
SALT, TAG = "c2FsdHNhbHRzYWx0c2FsdA", "A" * 43


def _base64(hexadecimal: str) -> str:
    return base64.b64encode(bytes.fromhex(hexadecimal)).decode().rstrip("=")


KNOWN = {
    # The first row of the test vectors of OpenBSD's bcrypt, and others' marks on the same.
    "bcrypt": (
        HashAlgorithm.BCRYPT,
        "U*U",
        "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    ),
    "bcrypt 2y": (
        HashAlgorithm.BCRYPT,
        "U*U",
        "$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
    ),
    # RFC 7914 section 11: PBKDF2-HMAC-SHA-256 (P="passwd", S="salt", c=1), its first 32 bytes.
    "pbkdf2": (
        HashAlgorithm.PBKDF2_SHA256,
        "passwd",
        "$pbkdf2-sha256$1$c2FsdA$"
        + _base64("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"),
    ),
    # RFC 7914 section 12: scrypt (P="pleaseletmein", S="SodiumChloride", N=16384, r=8, p=1).
    "scrypt": (
        HashAlgorithm.SCRYPT,
        "pleaseletmein",
        "$scrypt$ln=14,r=8,p=1$U29kaXVtQ2hsb3JpZGU$"
        + _base64(
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
            "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
        ),
    ),
}

TOO_MUCH = [
    (HashAlgorithm.BCRYPT, "$2b$31$" + "a" * 21 + "." + "a" * 31),
    (HashAlgorithm.BCRYPT, "$2b$14$" + "a" * 21 + "." + "a" * 31),
    (HashAlgorithm.BCRYPT, "$2b$03$" + "a" * 21 + "." + "a" * 31),
    (HashAlgorithm.SCRYPT, f"$scrypt$ln=18,r=8,p=1${SALT}${TAG}"),
    (HashAlgorithm.SCRYPT, f"$scrypt$ln=14,r=8,p=999${SALT}${TAG}"),
    (HashAlgorithm.SCRYPT, f"$scrypt$ln=99,r=1,p=1${SALT}${TAG}"),
    (HashAlgorithm.SCRYPT, f"$scrypt$ln=16,r=1,p=1${SALT}${TAG}"),
    (HashAlgorithm.SCRYPT, f"$scrypt$ln=0,r=8,p=1${SALT}${TAG}"),
    (HashAlgorithm.SCRYPT, f"$scrypt$ln=4,r=0,p=1${SALT}${TAG}"),
    (HashAlgorithm.ARGON2ID, f"$argon2id$v=19$m=1048576,t=1,p=1${SALT}${TAG}"),
    (HashAlgorithm.ARGON2ID, f"$argon2id$v=19$m=65536,t=99,p=1${SALT}${TAG}"),
    (HashAlgorithm.ARGON2ID, f"$argon2id$v=19$m=65536,t=1,p=99${SALT}${TAG}"),
    (HashAlgorithm.ARGON2ID, f"$argon2id$v=19$m=8,t=1,p=2${SALT}${TAG}"),
    (HashAlgorithm.ARGON2ID, f"$argon2id$v=19$m=8,t=0,p=1${SALT}${TAG}"),
    (HashAlgorithm.PBKDF2_SHA256, f"$pbkdf2-sha256$9999999${SALT}${TAG}"),
    (HashAlgorithm.PBKDF2_SHA256, f"$pbkdf2-sha256$0${SALT}${TAG}"),
]
MALFORMED = [
    (HashAlgorithm.BCRYPT, "$2x$10$" + "a" * 21 + "." + "a" * 31),
    (HashAlgorithm.BCRYPT, "$2b$10$" + "a" * 22 + "a" * 31),
    (HashAlgorithm.BCRYPT, "$2b$10$" + "a" * 21 + "." + "a" * 30),
    (HashAlgorithm.BCRYPT, "$2b$10$" + "a" * 21 + "." + "a" * 31 + "\n"),
    (HashAlgorithm.ARGON2ID, f"$argon2i$v=19$m=8,t=1,p=1${SALT}${TAG}"),
    (HashAlgorithm.ARGON2ID, f"$argon2id$v=16$m=8,t=1,p=1${SALT}${TAG}"),
    (HashAlgorithm.ARGON2ID, f"$argon2id$v=19$m=8,t=1,p=1$c2FsdA${TAG}"),
    (HashAlgorithm.SCRYPT, f"$scrypt$ln=4,r=8,p=1${SALT}$A"),
    (HashAlgorithm.SCRYPT, f"$scrypt$ln=4,r=8,p=1${SALT}$AAAA"),
    (HashAlgorithm.SCRYPT, f"$scrypt$ln=4,r=8,p=1$AA${TAG}"),
    (HashAlgorithm.PBKDF2_SHA256, f"$pbkdf2-sha256$٣${SALT}${TAG}"),
    (HashAlgorithm.PBKDF2_SHA256, f"$pbkdf2-sha512$1000${SALT}${TAG}"),
    (HashAlgorithm.PBKDF2_SHA256, "$pbkdf2-sha256$1000$" + "A" * 200 + f"${TAG}"),
    *((algorithm, "") for algorithm in HashAlgorithm),
    *((algorithm, "Passw0rd!") for algorithm in HashAlgorithm),
]


def _adopted(algorithm: HashAlgorithm, text: str, hasher: Argon2Hasher | None = None) -> str:
    stored = (hasher or CheapHasher()).adopt(algorithm, text)
    assert stored is not None
    return stored


@pytest.mark.parametrize("algorithm", HashAlgorithm)
def test_round_trip(algorithm: HashAlgorithm) -> None:
    """The right password verifies, another does not; the form is never today's."""
    hasher = CheapHasher()
    stored = _adopted(algorithm, hashed(algorithm, PASSWORD.reveal()))

    assert hasher.verify(stored, PASSWORD)
    assert not hasher.verify(stored, Secret("Pässw0rd! 🔐"))
    assert not hasher.verify(stored, Secret(""))
    assert not hasher.is_current(stored)


@pytest.mark.parametrize("what", KNOWN)
def test_published_vectors(what: str) -> None:
    """Hashes that others have published are of the passwords that they say."""
    algorithm, password, text = KNOWN[what]
    stored = _adopted(algorithm, text)

    assert CheapHasher().verify(stored, Secret(password))
    assert not CheapHasher().verify(stored, Secret(password + "x"))


def test_passwords_longer_than_bcrypt_knows() -> None:
    """What is behind 72 bytes counts no more here than where the hash was made."""
    text = hashed(HashAlgorithm.BCRYPT, "x" * 72)
    stored = _adopted(HashAlgorithm.BCRYPT, text)

    assert CheapHasher().verify(stored, Secret("x" * 72 + "anything"))
    assert not CheapHasher().verify(stored, Secret("x" * 71))


@pytest.mark.parametrize(("algorithm", "text"), [*TOO_MUCH, *MALFORMED])
def test_what_is_not_taken(algorithm: HashAlgorithm, text: str) -> None:
    """A hash of another form, or one that costs more than a sign-in may, is not taken."""
    assert CheapHasher().adopt(algorithm, text) is None


@pytest.mark.parametrize("algorithm", HashAlgorithm)
def test_nothing_of_the_hash_is_stored(algorithm: HashAlgorithm) -> None:
    """What came out of the algorithm does not stand in the stored form: no key, no guess."""
    text = hashed(algorithm, PASSWORD.reveal())
    stored = _adopted(algorithm, text)

    came_out = text.rpartition("$")[2][-31:]
    assert came_out not in stored
    assert came_out.replace(".", "+") not in stored
    form = parse_adopted(stored)
    assert form is not None
    assert form.text() == stored


def test_an_older_pepper_still_opens() -> None:
    """After a change of the master key what was adopted before still verifies, while it is kept."""
    text = hashed(HashAlgorithm.BCRYPT, PASSWORD.reveal())
    stored = _adopted(HashAlgorithm.BCRYPT, text)

    def hasher(setting: str) -> Argon2Hasher:
        keys = MasterKeys(parse_master_keys(setting))
        return Argon2Hasher(INSECURE_FOR_TESTS, keys, SystemEntropy(), threads=1)

    assert hasher(f"{NEXT_SETTING},{MASTER_KEYS_SETTING}").verify(stored, PASSWORD)
    assert not hasher(NEXT_SETTING).verify(stored, PASSWORD)


@pytest.mark.parametrize(("algorithm", "text"), TOO_MUCH)
def test_a_changed_row_costs_no_more(algorithm: HashAlgorithm, text: str) -> None:
    """Whoever writes a dear hash into the database makes no sign-in pay for it."""
    right = _adopted(algorithm, hashed(algorithm, PASSWORD.reveal()))
    numbers = {
        HashAlgorithm.BCRYPT: "31",
        HashAlgorithm.SCRYPT: "30,8,1",
        HashAlgorithm.ARGON2ID: "9999999,9,1",
        HashAlgorithm.PBKDF2_SHA256: "9999999",
    }
    parts = right.split("$")
    parts[4] = numbers[algorithm]
    began = time.perf_counter()

    assert not CheapHasher().verify("$".join(parts), PASSWORD)
    assert not CheapHasher().verify(text, PASSWORD)

    assert time.perf_counter() - began < 0.5


def test_the_dearest_hashes_that_are_taken_take_no_more_memory() -> None:
    """The bounds let scrypt have what passlib gives it, and no more than the most."""
    assert MEMORY_MAX == 128 * 2**17 * 8
    assert (
        CheapHasher().adopt(HashAlgorithm.SCRYPT, f"$scrypt$ln=17,r=8,p=1${SALT}${TAG}") is not None
    )
