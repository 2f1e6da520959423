"""Password hashes: their form, their cost, the pepper."""

from __future__ import annotations

import threading
import time

import argon2
import pytest
from argon2.low_level import Type, hash_secret, hash_secret_raw

from adapters.security.hasher import Argon2Hasher
from adapters.security.master_keys import MasterKeys, parse_master_keys
from adapters.security.password_cost import INSECURE_FOR_TESTS, Cost, parse_cost, parse_stored
from adapters.security.system import SystemEntropy
from domain.model.identifiers import Secret
from tests.support.fakes import MASTER_KEYS_SETTING, CheapHasher, master_keys_of_tests

PASSWORD = Secret("Pässw0rd! 🔑")
OTHER_SETTING = "next:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgM="
RAW_HASH = "adapters.security.hasher.hash_secret_raw"
DEFAULT = parse_cost("argon2id:m=19456,t=2,p=1")


def _hasher(cost: Cost, setting: str = MASTER_KEYS_SETTING, threads: int = 2) -> Argon2Hasher:
    keys = MasterKeys(parse_master_keys(setting))
    return Argon2Hasher(cost, keys, SystemEntropy(), threads=threads)


def test_round_trip() -> None:
    """The right password verifies, one that differs in a letter does not."""
    hasher = CheapHasher()
    stored = hasher.hash(PASSWORD)

    assert hasher.verify(stored, PASSWORD)
    assert not hasher.verify(stored, Secret("Pässw0rd! 🔐"))
    assert not hasher.verify(stored, Secret(""))


def test_stored_form() -> None:
    """The stored form tells algorithm, cost and pepper, and has a salt of its own each time."""
    hasher = _hasher(DEFAULT)
    stored = hasher.hash(PASSWORD)

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1,keyid=test$")
    assert hasher.hash(PASSWORD) != stored


def test_old_cost() -> None:
    """A hash with an older cost still verifies, and is told to be out of date."""
    old = _hasher(INSECURE_FOR_TESTS).hash(PASSWORD)
    today = _hasher(Cost(memory_kib=16, passes=1, lanes=1))

    assert today.verify(old, PASSWORD)
    assert not today.verify(old, Secret("wrong"))
    assert not today.is_current(old)
    assert today.is_current(today.hash(PASSWORD))


def test_old_pepper() -> None:
    """After a new master key became active, older hashes verify and are told to be out of date."""
    old = CheapHasher().hash(PASSWORD)
    today = _hasher(INSECURE_FOR_TESTS, f"{OTHER_SETTING},{MASTER_KEYS_SETTING}")

    assert today.verify(old, PASSWORD)
    assert not today.is_current(old)
    assert "keyid=next" in today.hash(PASSWORD)


def test_pepper_is_needed() -> None:
    """A hash from the database verifies neither without the master key nor by plain argon2."""
    stored = CheapHasher().hash(PASSWORD)
    bare = stored.replace(",keyid=test", "")

    assert not _hasher(INSECURE_FOR_TESTS, OTHER_SETTING).verify(stored, PASSWORD)
    assert not _hasher(INSECURE_FOR_TESTS, OTHER_SETTING.replace("next", "test")).verify(
        stored, PASSWORD
    )
    with pytest.raises(argon2.exceptions.VerifyMismatchError):
        argon2.PasswordHasher().verify(bare, PASSWORD.reveal())


def test_plain_argon2_hash_is_refused() -> None:
    """A hash made without the pepper, as somebody who writes to the database could, is no hash."""
    plain = hash_secret(
        PASSWORD.reveal().encode(), bytes(16), 1, 8, 1, hash_len=32, type=Type.ID
    ).decode()
    hasher = CheapHasher()

    assert not hasher.verify(plain, PASSWORD)
    assert not hasher.verify(plain.replace("p=1$", "p=1,keyid=test$"), PASSWORD)


@pytest.mark.parametrize(
    "change",
    [
        ("$argon2id$", "$argon2i$"),
        ("v=19", "v=16"),
        ("m=8,", "m=7,"),
        ("m=8,", "m=9999999,"),
        ("t=1,", "t=0,"),
        ("t=1,", "t=99,"),
        ("p=1,", "p=0,"),
        ("p=1,", "p=17,"),
        ("keyid=test", "keyid=gone"),
        ("keyid=test", "keyid="),
        ("$m=", "$$m="),
    ],
)
def test_unreadable_forms(change: tuple[str, str]) -> None:
    """A form that is not ours, or would take the machine's memory, is no for every password."""
    hasher = CheapHasher()
    stored = hasher.hash(PASSWORD)
    changed = stored.replace(*change, 1)

    assert changed != stored
    assert not hasher.verify(changed, PASSWORD)
    assert not hasher.is_current(changed)


@pytest.mark.parametrize("stored", ["", "$", "plain", "x" * 100_000])
def test_garbage(stored: str) -> None:
    """Text of any kind is no hash."""
    assert not CheapHasher().verify(stored, PASSWORD)
    assert not CheapHasher().is_current(stored)


def test_changed_tag() -> None:
    """One changed letter of the tag is another hash."""
    hasher = CheapHasher()
    stored = hasher.hash(PASSWORD)
    letter = "B" if stored[-5] == "A" else "A"

    assert not hasher.verify(stored[:-5] + letter + stored[-4:], PASSWORD)


def test_nobody_costs_a_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user who does not exist, and a form that cannot be read, cost one hash like a real one."""
    calls: list[tuple[int, int, int]] = []

    def counted(**given: object) -> bytes:
        calls.append((given["memory_cost"], given["time_cost"], given["parallelism"]))  # type: ignore[arg-type]  # numbers, as below
        return hash_secret_raw(**given)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(RAW_HASH, counted)
    hasher = _hasher(Cost(memory_kib=16, passes=2, lanes=1))
    stored = hasher.hash(PASSWORD)

    assert hasher.verify(stored, PASSWORD)
    assert not hasher.verify_nobody(PASSWORD)
    assert not hasher.verify("unreadable", PASSWORD)
    assert not hasher.verify(stored.replace("keyid=test", "keyid=gone"), PASSWORD)
    assert calls == [(16, 2, 1)] * 5


def test_threads_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many ask at once, no more hashes run than memory was planned for."""
    running = 0
    most = 0
    guard = threading.Lock()

    def slow(**given: object) -> bytes:
        nonlocal running, most
        with guard:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with guard:
            running -= 1
        return bytes(32)

    monkeypatch.setattr(RAW_HASH, slow)
    hasher = _hasher(INSECURE_FOR_TESTS, threads=2)
    threads = [threading.Thread(target=hasher.hash, args=(PASSWORD,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == 2


def test_failed_hash_gives_its_turn_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hash that fails does not keep others from theirs for good."""

    def out_of_memory(**given: object) -> bytes:
        raise argon2.exceptions.HashingError

    hasher = _hasher(INSECURE_FOR_TESTS, threads=1)
    with monkeypatch.context() as patched:
        patched.setattr(RAW_HASH, out_of_memory)
        for _ in range(3):
            with pytest.raises(argon2.exceptions.HashingError):
                hasher.hash(PASSWORD)

    assert hasher.verify(hasher.hash(PASSWORD), PASSWORD)


@pytest.mark.parametrize(
    ("setting", "cost"),
    [
        ("argon2id:m=19456,t=2,p=1", (19_456, 2, 1)),
        ("argon2id:m=47104,t=1,p=1", (47_104, 1, 1)),
        ("argon2id:m=7168,t=5,p=1", (7_168, 5, 1)),
        ("argon2id:m=65536,t=3,p=4", (65_536, 3, 4)),
        ("insecure-for-tests", (8, 1, 1)),
    ],
)
def test_costs(setting: str, cost: tuple[int, int, int]) -> None:
    """A cost is read from its setting."""
    parsed = parse_cost(setting)

    assert (parsed.memory_kib, parsed.passes, parsed.lanes) == cost


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        ("", "the form is"),
        ("argon2id", "the form is"),
        ("argon2i:m=19456,t=2,p=1", "the form is"),
        ("argon2id:m=19456,t=2,p=1 ", "the form is"),
        ("argon2id:m=-1,t=2,p=1", "the form is"),
        ("argon2id:m=٨,t=2,p=1", "the form is"),
        ("argon2id:m=2000000,t=2,p=1", "at most"),
        ("argon2id:m=19456,t=65,p=1", "at most"),
        ("argon2id:m=19456,t=2,p=17", "at most"),
        ("argon2id:m=19456,t=2,p=0", "at most"),
        ("argon2id:m=19456,t=1,p=1", "too cheap"),
        ("argon2id:m=7167,t=5,p=1", "too cheap"),
        ("argon2id:m=8,t=1,p=1", "too cheap"),
    ],
)
def test_refused_costs(setting: str, reason: str) -> None:
    """A cost that is misspelt, impossible or below every row of OWASP's is refused."""
    with pytest.raises(ValueError, match=reason):
        parse_cost(setting)


def test_secrets_do_not_show() -> None:
    """No repr shows the password, the pepper or a tag (SEC-12)."""
    hasher = CheapHasher()
    stored = hasher.hash(PASSWORD)
    form = parse_stored(stored)
    assert form is not None

    shown = repr((hasher, form, PASSWORD, master_keys_of_tests())) + str(PASSWORD)

    assert repr(form.tag) not in shown
    assert repr(form.salt) not in shown
    assert PASSWORD.reveal() not in shown
