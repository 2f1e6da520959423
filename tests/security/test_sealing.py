"""Sealed values open where they belong and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.security import sealer as sealer_module
from adapters.security.master_keys import MasterKeys, parse_master_keys
from adapters.security.sealed_form import framed
from adapters.security.sealer import EnvelopeSealer
from adapters.security.system import SystemEntropy
from domain.model import contexts
from domain.model.keys import PoolKeys, WrappedKey
from domain.ports.sealer import SealBroken
from tests.support.fakes import (
    MASTER_KEYS_SETTING,
    MASTER_SECRET,
    master_keys_of_tests,
    new_pool_keys,
    real_sealer,
)

OTHER_SETTING = "next:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgM="
SEALER = real_sealer()
KEYS = new_pool_keys(SEALER, "pool_1")
CONTEXT = contexts.client_secret("pool_1", "client", "first")

words = st.text(max_size=20)


@given(plain=st.binary(max_size=600), place=st.lists(words, max_size=4))
def test_round_trip(plain: bytes, place: list[str]) -> None:
    """What was sealed opens in its own place."""
    context = ("pool_1", *place)

    assert SEALER.open(KEYS, context, SEALER.seal(KEYS, context, plain)) == plain


@given(place=st.lists(words, max_size=4), other=st.lists(words, max_size=4))
def test_swapped_places(place: list[str], other: list[str]) -> None:
    """A value moved to any other row or column does not open."""
    sealed = SEALER.seal(KEYS, ("pool_1", *place), b"secret")

    if place != other:
        with pytest.raises(SealBroken):
            SEALER.open(KEYS, ("pool_1", *other), sealed)


@given(one=st.lists(words), other=st.lists(words))
def test_framing(one: list[str], other: list[str]) -> None:
    """No two different contexts give the same associated data."""
    assert (framed(one) == framed(other)) == (one == other)


def test_every_context_is_its_own() -> None:
    """Values of the different tables do not open in each other's place, even with equal ids."""
    places = [
        contexts.client_secret("pool_1", "x", "x"),
        contexts.verifier("pool_1", "x", 1),
        contexts.verifier("pool_1", "x", 2),
        contexts.verifier("pool_1", "y", 1),
        contexts.signing_key("pool_1", "x"),
        contexts.message("pool_1", "x"),
        contexts.attempt("pool_1", "x"),
        contexts.page("pool_1", "x"),
    ]
    for place in places:
        sealed = SEALER.seal(KEYS, place, b"secret")
        for other in places:
            if other == place:
                assert SEALER.open(KEYS, other, sealed) == b"secret"
            else:
                with pytest.raises(SealBroken):
                    SEALER.open(KEYS, other, sealed)


def test_value_of_another_pool() -> None:
    """A value of one pool does not open in another, neither with its own nor with swapped keys."""
    other_keys = new_pool_keys(SEALER, "pool_2")
    sealed = SEALER.seal(KEYS, CONTEXT, b"secret")

    with pytest.raises(SealBroken):
        SEALER.open(other_keys, ("pool_2", *CONTEXT[1:]), sealed)
    with pytest.raises(SealBroken):
        SEALER.open(KEYS, ("pool_2", *CONTEXT[1:]), sealed)


def test_keys_of_another_pool() -> None:
    """Keys that stand in another pool's row are refused, cached or not, for sealing and hashing."""
    SEALER.seal(KEYS, CONTEXT, b"cached")
    SEALER.mac(KEYS, "code", "pool_1")

    with pytest.raises(SealBroken):
        SEALER.seal(KEYS, ("pool_2",), b"plain")
    with pytest.raises(SealBroken):
        SEALER.mac(KEYS, "code", "pool_2")


def test_key_under_another_id() -> None:
    """A wrapped key does not open under the id of another key."""
    renamed = WrappedKey(id="0" * 16, wrapped=KEYS.data[0].wrapped)

    with pytest.raises(SealBroken):
        real_sealer().seal(replace(KEYS, data=(renamed,)), CONTEXT, b"plain")


def test_lookup_key_as_data_key() -> None:
    """A lookup key put among the data keys does not seal with the bytes it hashes with."""
    swapped = PoolKeys(data=(KEYS.lookup,), lookup=KEYS.data[0])
    sealed = SEALER.seal(swapped, CONTEXT, b"secret")

    assert SEALER.mac(swapped, "code", "pool_1") != SEALER.mac(KEYS, "code", "pool_1")
    assert SEALER.open(swapped, CONTEXT, sealed) == b"secret"
    with pytest.raises(SealBroken):
        SEALER.open(KEYS, CONTEXT, sealed)


def test_every_flipped_bit() -> None:
    """One changed bit anywhere in a value is an error and never garbage."""
    sealed = SEALER.seal(KEYS, CONTEXT, b"secret")

    for bit in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBroken):
            SEALER.open(KEYS, CONTEXT, bytes(changed))


def test_later_version() -> None:
    """A form that this program does not know is told apart from a broken value."""
    sealed = SEALER.seal(KEYS, CONTEXT, b"secret")

    with pytest.raises(SealBroken, match="not a sealed value"):
        SEALER.open(KEYS, CONTEXT, b"\x02" + sealed[1:])


def test_every_cut() -> None:
    """A value cut off anywhere, or with a byte more, is an error."""
    sealed = SEALER.seal(KEYS, CONTEXT, b"secret")

    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            SEALER.open(KEYS, CONTEXT, sealed[:length])
    with pytest.raises(SealBroken):
        SEALER.open(KEYS, CONTEXT, sealed + b"\0")


@settings(max_examples=300)
@given(garbage=st.binary(max_size=200))
def test_garbage(garbage: bytes) -> None:
    """Bytes of any kind are refused with the one error."""
    for value in (garbage, b"\x01" + garbage):
        with pytest.raises(SealBroken):
            SEALER.open(KEYS, CONTEXT, value)
        with pytest.raises(SealBroken):
            SEALER.open_globally(CONTEXT, value)


def test_flipped_bit_in_wrapped_key() -> None:
    """A changed wrapped key is an error before anything is sealed with it."""
    wrapped = bytearray(KEYS.data[0].wrapped)
    wrapped[-1] ^= 1
    changed = replace(KEYS, data=(WrappedKey(id=KEYS.data[0].id, wrapped=bytes(wrapped)),))

    with pytest.raises(SealBroken):
        SEALER.seal(changed, CONTEXT, b"plain")


def test_nonces() -> None:
    """A hundred thousand values under one key have as many nonces."""
    name_length = len(KEYS.data[0].id)
    nonces = {
        SEALER.seal(KEYS, CONTEXT, b"")[2 + name_length : 14 + name_length] for _ in range(100_000)
    }

    assert len(nonces) == 100_000


def test_documents() -> None:
    """A mapping of JSON values comes back as it was."""
    document = {"text": "ü", "number": -5, "flag": True, "none": None, "list": [{"a": "b"}]}

    assert SEALER.open_document(KEYS, CONTEXT, SEALER.seal_document(KEYS, CONTEXT, document)) == (
        document
    )


@pytest.mark.parametrize("plain", [b"", b"[1]", b"{", b"\xff"])
def test_no_document(plain: bytes) -> None:
    """Sealed bytes that are no mapping do not pass for one."""
    with pytest.raises(SealBroken):
        SEALER.open_document(KEYS, CONTEXT, SEALER.seal(KEYS, CONTEXT, plain))


def test_global_values() -> None:
    """What belongs to no pool opens in its place only, and is no value of a pool."""
    context = contexts.access_key("AKIA1")
    sealed = SEALER.seal_globally(context, b"secret")

    assert SEALER.open_globally(context, sealed) == b"secret"
    with pytest.raises(SealBroken):
        SEALER.open_globally(contexts.access_key("AKIA2"), sealed)
    with pytest.raises(SealBroken):
        SEALER.open(KEYS, context, sealed)


def test_wrapped_key_is_no_global_value() -> None:
    """A pool's wrapped key cannot be opened as something else that the master key sealed."""
    key = KEYS.data[0]

    with pytest.raises(SealBroken):
        SEALER.open_globally(contexts.pool_key("pool_1", key.id), key.wrapped)


def test_several_master_keys() -> None:
    """After a new master key became active, the old one still opens; without it nothing does."""
    later = _sealer(f"{OTHER_SETTING},{MASTER_KEYS_SETTING}")
    sealed = SEALER.seal(KEYS, CONTEXT, b"secret")
    of_none = SEALER.seal_globally(CONTEXT, b"secret")

    assert later.open(KEYS, CONTEXT, sealed) == b"secret"
    assert later.open_globally(CONTEXT, of_none) == b"secret"
    assert b"next" in later.new_key("pool_1").wrapped
    for value in (later.seal_globally(CONTEXT, b""), later.new_key("pool_1").wrapped):
        with pytest.raises(SealBroken):
            SEALER.open_globally(CONTEXT, value)
    with pytest.raises(SealBroken, match="no sealing key 'test'"):
        _sealer(OTHER_SETTING).open(KEYS, CONTEXT, sealed)


def test_same_id_other_master_key() -> None:
    """A master key with the right id and other bytes opens nothing."""
    impostor = _sealer(OTHER_SETTING.replace("next", "test"))

    with pytest.raises(SealBroken):
        impostor.open(KEYS, CONTEXT, SEALER.seal(KEYS, CONTEXT, b"secret"))


def test_retired_data_key() -> None:
    """A new data key seals; the one before it still opens what it sealed."""
    sealed = SEALER.seal(KEYS, CONTEXT, b"secret")
    rotated = replace(KEYS, data=(SEALER.new_key("pool_1"), *KEYS.data))

    assert SEALER.open(rotated, CONTEXT, sealed) == b"secret"
    with pytest.raises(SealBroken):
        SEALER.open(KEYS, CONTEXT, SEALER.seal(rotated, CONTEXT, b"secret"))


def test_keyed_hashes() -> None:
    """A keyed hash is stable, and another for another purpose, pool or split of its parts."""
    mac = SEALER.mac(KEYS, "code", "pool_1", "a", "bc")

    assert mac == real_sealer().mac(KEYS, "code", "pool_1", "a", "bc")
    assert len(mac) == 32
    others = {
        SEALER.mac(KEYS, "salt", "pool_1", "a", "bc"),
        SEALER.mac(KEYS, "code", "pool_1", "ab", "c"),
        SEALER.mac(KEYS, "code", "pool_1", "abc"),
        SEALER.mac(new_pool_keys(SEALER, "pool_1"), "code", "pool_1", "a", "bc"),
    }
    assert mac not in others
    assert len(others) == 4


def test_cache_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any number of pools leaves a bounded number of open keys in memory."""
    monkeypatch.setattr(sealer_module, "CACHED_MAX", 5)
    sealer = real_sealer()

    for number in range(23):
        pool_id = f"pool_{number}"
        keys = new_pool_keys(sealer, pool_id)
        sealed = sealer.seal(keys, (pool_id,), b"secret")
        sealer.mac(keys, "code", pool_id)
        assert sealer.open(keys, (pool_id,), sealed) == b"secret"

    assert len(sealer._ciphers) <= 5
    assert len(sealer._lookups) <= 5


def test_nothing_shows_in_clear() -> None:
    """Neither what was sealed nor any key is part of what is stored."""
    stored = SEALER.seal(KEYS, CONTEXT, b"open sesame") + KEYS.data[0].wrapped

    assert b"open sesame" not in stored
    assert MASTER_SECRET not in stored


def test_reprs_are_masked() -> None:
    """No repr shows a key (SEC-12)."""
    keys = parse_master_keys(MASTER_KEYS_SETTING)
    shown = repr((keys, master_keys_of_tests(), SEALER, KEYS, str(keys[0].secret)))

    for secret in (MASTER_SECRET, KEYS.data[0].wrapped, KEYS.lookup.wrapped):
        for form in (repr(secret), secret.hex(), MASTER_KEYS_SETTING[5:]):
            assert form not in shown


def _sealer(setting: str) -> EnvelopeSealer:
    return EnvelopeSealer(MasterKeys(parse_master_keys(setting)), SystemEntropy())
