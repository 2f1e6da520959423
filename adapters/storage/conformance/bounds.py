"""Bounds: long, strange and extreme values come back exactly as they were given."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import replace
from hashlib import shake_256

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import (
    find,
    make_namesakes,
    make_pool,
    make_user,
    standing,
    write,
)
from domain.model.factors import UserFactors
from domain.model.identifiers import PoolId, Sub, Username
from domain.model.passkey import Passkey
from domain.model.user import NameKind, SignInName
from domain.ports.devices import Devices
from domain.ports.names import Names
from domain.ports.store import Store

HIGHEST, LOWEST = 2**63 - 1, -(2**63)

TEXTS = {
    "empty": "",
    "space": " ",
    "quotes": "'; DROP TABLE users; -- \"\\\n\r\t",
    "patterns": "%_*?[a-z]{1}:name %(name)s $1 ?",
    "combining": "e\u0301",
    "composed": "\u00e9",
    "right to left": "\u202eabc\u05d0\u05d1",
    "controls": "".join(chr(point) for point in range(1, 32)),
    "edges": "\ud7ff\ue000\ufeff\ufffe\uffff\U00010000\U0010ffff",
    "planes": "".join(chr((plane << 16) + 0xABC) for plane in range(17)),
    "long": "\U0001f600x" * 1_024,
}

each_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())


class TestBounds:
    """Values at the edge of what the types allow."""

    @each_text
    @promises(Store, "Both come back exactly as they were given")
    def test_text_comes_back_exactly(self, store: Store, text: str) -> None:
        """Any text is kept in profiles, credentials, codes and messages."""
        make_pool(store)
        user = replace(
            s.USER,
            username=Username(text),
            attributes={"name": text, text: ""},
            factors=UserFactors(token_name=text),
            identities=(replace(s.USER.identities[0], value=text, issuer=text),),
        )
        make_user(store, user)
        credentials = replace(s.CREDENTIALS, password_hash=text, history=(text, ""))
        code = replace(s.CODE, attribute=text, destination=text)
        entry = replace(s.ENTRY, purpose=text)
        with store.writing() as unit:
            unit.credentials.save(credentials)
            unit.codes.put(code)
            unit.outbox.add(entry)

        found = standing(store)
        assert (found.user, found.credentials) == (user, credentials)
        with store.reading() as unit:
            assert unit.codes.get(s.POOL_ID, s.SUB, s.CODE.purpose) == code
            assert list(unit.outbox.latest(1)) == [entry]

    @each_text
    @promises(Store, "Both come back exactly as they were given")
    def test_text_comes_back_in_devices_and_passkeys(self, store: Store, text: str) -> None:
        """Any text is kept as what users and their browsers call things."""
        make_namesakes(store)
        device = replace(s.DEVICE, group_key=text, name=text, last_ip=text)
        passkey = replace(s.PASSKEY, rp_id=text, name=text, attachment=text, transports=(text, ""))
        with store.writing() as unit:
            unit.devices.add(device)
            unit.passkeys.add(passkey)

        with store.reading() as unit:
            assert unit.devices.get(s.POOL_ID, s.SUB, device.key) == device
            assert list(unit.passkeys.of_user(s.POOL_ID, s.SUB)) == [passkey]

    @promises(Passkey, "(1,364 characters at most)")
    def test_the_longest_passkey_ids_are_told_apart(self, store: Store) -> None:
        """Two ids of 1,023 bytes that differ in the last one are two passkeys and two names."""
        make_namesakes(store)
        bytes_that_no_index_packs = shake_256(b"sample").digest(1_022)
        first, second = (
            urlsafe_b64encode(bytes_that_no_index_packs + last).decode() for last in (b"1", b"2")
        )
        with store.writing() as unit:
            for passkey_id, holder in ((first, s.SUB), (second, s.OTHER_SUB)):
                unit.passkeys.add(replace(s.PASSKEY, id=passkey_id))
                name = SignInName(kind=NameKind.PASSKEY, value=passkey_id)
                unit.names.claim(s.POOL_ID, name, holder)

        assert find(store, first, NameKind.PASSKEY).sub == s.SUB
        assert find(store, second, NameKind.PASSKEY).sub == s.OTHER_SUB
        with store.writing() as unit:
            unit.passkeys.remove(s.POOL_ID, s.SUB, first)
            assert [each.id for each in unit.passkeys.of_user(s.POOL_ID, s.SUB)] == [second]

    @each_text
    @promises(Store, "Both come back exactly as they were given")
    def test_text_comes_back_in_documents(self, store: Store, text: str) -> None:
        """Any text is kept in pools, clients and access keys, also deep inside."""
        pool = replace(s.POOL, name=text, tags={text: text}, kept={"a": [{text: text}]})
        client = replace(s.CLIENT, name=text, flows=(text,), kept={text: text})
        key = replace(s.ACCESS_KEY, note=text, policy={text: [text]})
        make_pool(store, pool, client)
        write(store, lambda unit: unit.access_keys.add(key))

        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) == pool
            assert unit.clients.get(s.CLIENT_ID) == client
            assert unit.access_keys.get(key.id) == key

    @promises(Store, "(inside attributes and documents that too)")
    def test_nul_comes_back_inside_attributes_and_documents(self, store: Store) -> None:
        """U+0000 is kept where a value is free text."""
        pool = replace(s.POOL, kept={"a\0": "b\0"})
        user = replace(s.USER, attributes={"name": "a\0b"})
        make_pool(store, pool)
        make_user(store, user)

        assert standing(store).user == user
        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) == pool

    @each_text
    @promises(Names, "A value may have any length, and U+0000 in it")
    def test_any_text_is_a_name(self, store: Store, text: str) -> None:
        """A name of any text finds its user, and one that differs at its end does not."""
        make_pool(store)
        first = SignInName(kind=NameKind.PREFERRED_USERNAME, value=text)
        second = SignInName(kind=NameKind.PREFERRED_USERNAME, value=f"{text}\0")
        with store.writing() as unit:
            unit.names.claim(s.POOL_ID, first, s.SUB)
            unit.names.claim(s.POOL_ID, second, s.OTHER_SUB)

        assert find(store, first.value, first.kind).sub == s.SUB
        assert find(store, second.value, second.kind).sub == s.OTHER_SUB
        assert find(store, f"{text}x", first.kind).sub is None

        write(store, lambda unit: unit.names.release(s.POOL_ID, first, s.SUB))
        assert find(store, first.value, first.kind).sub is None
        assert find(store, second.value, second.kind).sub == s.OTHER_SUB

    @promises(Names, "compared character by character.")
    def test_names_that_look_alike_are_different(self, store: Store) -> None:
        """Composed and combining letters, and every text above, are names of different users."""
        make_pool(store)
        with store.writing() as unit:
            for number, text in enumerate(TEXTS.values()):
                name = SignInName(kind=NameKind.USERNAME, value=text)
                unit.names.claim(s.POOL_ID, name, Sub(f"sub-{number}"))

        for number, text in enumerate(TEXTS.values()):
            assert find(store, text).sub == f"sub-{number}"

    @promises(Store, "integers have 64 bits with sign.")
    @pytest.mark.parametrize("number", [LOWEST, -1, 0, 2**31, 2**53 + 1, HIGHEST])
    def test_integers_come_back_exactly(self, store: Store, number: int) -> None:
        """Integers of 64 bits are kept in rows and in documents."""
        pool = replace(s.POOL, created_at_ms=number, kept={"n": number})
        user = replace(s.USER, created_at_ms=number, epoch=number, signed_out_at_ms=number)
        family = replace(s.FAMILY, authenticated_at_ms=number, expires_at_ms=number)
        credentials = replace(s.CREDENTIALS, set_at_ms=number, temporary_until_ms=number)
        token = replace(s.SOFTWARE_TOKEN, last_step=number, created_at_ms=number)
        device = replace(s.DEVICE, modified_at_ms=number, authenticated_at_ms=number)
        passkey = replace(s.PASSKEY, sign_count=number, used_at_ms=number)
        group = replace(s.GROUP, precedence=number, created_at_ms=number)
        make_pool(store, pool)
        make_user(store, user)
        with store.writing() as unit:
            unit.groups.add(group)
            unit.memberships.add(s.POOL_ID, s.SUB, group.name)
            unit.families.add(family, number)
            unit.credentials.save(credentials)
            unit.software_tokens.put(token)
            unit.devices.add(device)
            unit.passkeys.add(passkey)

        found = standing(store, with_memberships=True)
        assert (found.user, found.family, found.credentials) == (user, family, credentials)
        assert [each.precedence for each in found.memberships] == [number]
        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) == pool
            assert unit.groups.get(s.POOL_ID, group.name) == group
            assert unit.software_tokens.get(s.POOL_ID, s.SUB) == token
            assert unit.devices.get(s.POOL_ID, s.SUB, device.key) == device
            assert list(unit.passkeys.of_user(s.POOL_ID, s.SUB)) == [passkey]

    @promises(Devices.page, "beginning below `after`.")
    @pytest.mark.parametrize("number", [LOWEST, -1, 0, HIGHEST])
    def test_a_page_of_devices_begins_at_any_time(self, store: Store, number: int) -> None:
        """The first page has devices of all times, and the next one begins at any."""
        make_namesakes(store)
        first, second = (replace(s.DEVICE, key=key, created_at_ms=number) for key in "ba")
        with store.writing() as unit:
            unit.devices.add(first)
            unit.devices.add(second)

        with store.reading() as unit:
            assert list(unit.devices.page(s.POOL_ID, s.SUB, None, 1)) == [first]
            assert list(unit.devices.page(s.POOL_ID, s.SUB, (number, "b"), 9)) == [second]

    @promises(Store, "Both come back exactly as they were given")
    @pytest.mark.parametrize("data", [b"", bytes(range(256)), b"\x00" * 10_000])
    def test_bytes_come_back_exactly(self, store: Store, data: bytes) -> None:
        """Any bytes are kept, as bytes."""
        make_pool(store)
        make_user(store)
        code, entry = replace(s.CODE, digest=data), replace(s.ENTRY, sealed=data)
        credentials = replace(s.CREDENTIALS, sealed_verifier=data)
        token = replace(s.SOFTWARE_TOKEN, sealed_secret=data)
        device, passkey = (
            replace(s.DEVICE, sealed_verifier=data),
            replace(s.PASSKEY, public_key=data),
        )
        pending = replace(s.PENDING, sealed=data)
        with store.writing() as unit:
            unit.software_tokens.put(token)
            unit.devices.add(device)
            unit.passkeys.add(passkey)
            unit.pending.put(pending)
            unit.codes.put(code)
            unit.outbox.add(entry)
            unit.credentials.save(credentials)

        assert standing(store).credentials == credentials
        with store.reading() as unit:
            assert unit.codes.get(s.POOL_ID, s.SUB, s.CODE.purpose) == code
            assert list(unit.outbox.latest(1)) == [entry]
            assert unit.software_tokens.get(s.POOL_ID, s.SUB) == token
            assert unit.devices.get(s.POOL_ID, s.SUB, device.key) == device
            assert list(unit.passkeys.of_user(s.POOL_ID, s.SUB)) == [passkey]
            assert unit.pending.get(s.POOL_ID, s.SUB, pending.name) == pending

    @promises(Store, "Both come back exactly as they were given")
    def test_ids_are_compared_exactly(self, store: Store) -> None:
        """Ids that differ in case alone are different pools."""
        upper = replace(s.POOL, id=PoolId("us-east-1_SAMPLE001"))
        with store.writing() as unit:
            unit.pools.add(s.POOL)
            unit.pools.add(upper)

        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) == s.POOL
            assert unit.pools.get(upper.id) == upper

    @promises(Store, "Both come back exactly as they were given")
    def test_empty_collections_stay_empty_and_none_stays_none(self, store: Store) -> None:
        """Nothing, none and empty are three different things."""
        client = replace(s.CLIENT, read_attributes=(), write_attributes=None, kept={}, secrets=())
        user = replace(s.USER, attributes={}, signed_out_at_ms=None)
        make_pool(store, s.POOL, client)
        make_user(store, user)

        assert standing(store).user == user
        with store.reading() as unit:
            assert unit.clients.get(s.CLIENT_ID) == client
