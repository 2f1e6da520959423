"""What the port `Codes` promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import write
from domain.model.code import CodePurpose, OneTimeCode
from domain.model.identifiers import Sub
from domain.ports.codes import Codes
from domain.ports.store import Store


def _get(
    store: Store, purpose: CodePurpose = s.CODE.purpose, sub: Sub = s.SUB
) -> OneTimeCode | None:
    with store.reading() as unit:
        return unit.codes.get(s.POOL_ID, sub, purpose)


def _claim(store: Store, now_ms: int = s.NOW_MS, limit: int = 3) -> OneTimeCode | None:
    with store.writing() as unit:
        return unit.codes.claim(s.POOL_ID, s.SUB, s.CODE.purpose, now_ms, limit)


def _consume(store: Store, code_id: str = s.CODE.id, sub: Sub = s.SUB) -> bool:
    with store.writing() as unit:
        return unit.codes.consume(s.POOL_ID, sub, s.CODE.purpose, code_id)


class TestCodes:
    """One-time codes."""

    @promises(Codes.put, "Store the code")
    def test_a_code_comes_back_with_every_member(self, store: Store) -> None:
        """A code comes back exactly as it was put, also one of a simulated user."""
        simulated = replace(s.CODE, sub=s.NOBODY, attribute=None, destination=None, tries=2)
        write(store, lambda unit: unit.codes.put(s.CODE), lambda unit: unit.codes.put(simulated))

        assert _get(store) == s.CODE
        assert _get(store, sub=s.NOBODY) == simulated

    @promises(Codes.put, "in place of an earlier one of the same user and purpose.")
    def test_a_new_code_replaces_the_earlier_one(self, store: Store) -> None:
        """A new code takes the place of the earlier one, with tries of its own."""
        write(store, lambda unit: unit.codes.put(s.CODE))
        _claim(store)
        newer = replace(s.CODE, id="code-2", digest=b"new", destination="new@example.com")

        write(store, lambda unit: unit.codes.put(newer))

        assert _get(store) == newer
        assert not _consume(store, s.CODE.id)

    @promises(Codes, "at most one each.")
    def test_codes_of_other_purposes_and_users_are_apart(self, store: Store) -> None:
        """A code of another purpose, user or pool is another code."""
        other_purpose = replace(s.CODE, purpose=CodePurpose.FORGOT_PASSWORD, id="code-2")
        other_user = replace(s.CODE, sub=s.OTHER_SUB, id="code-3")
        other_pool = replace(s.CODE, pool_id=s.OTHER_POOL_ID, id="code-4")
        with store.writing() as unit:
            for code in (s.CODE, other_purpose, other_user, other_pool):
                unit.codes.put(code)

        assert _get(store) == s.CODE
        assert _get(store, CodePurpose.FORGOT_PASSWORD) == other_purpose
        assert _get(store, sub=s.OTHER_SUB) == other_user
        assert _get(store, CodePurpose.VERIFY_EMAIL) is None

    @promises(Codes.get, "Return the code that waits, expired or not, or None.")
    def test_an_expired_code_is_still_read(self, store: Store) -> None:
        """A code that is over is read until it is swept; one that never was is None."""
        expired = replace(s.CODE, expires_at_ms=1)
        write(store, lambda unit: unit.codes.put(expired))

        assert _get(store) == expired
        assert _get(store, sub=s.NOBODY) is None

    @promises(Codes.claim, "The returned `tries` counts this one.")
    def test_a_claim_counts_a_try(self, store: Store) -> None:
        """Each claim returns the code with one more try, and the store keeps that."""
        write(store, lambda unit: unit.codes.put(s.CODE))

        claims = [_claim(store), _claim(store)]

        assert claims == [replace(s.CODE, tries=1), replace(s.CODE, tries=2)]
        assert _get(store) == replace(s.CODE, tries=2)

    @promises(Codes.claim, "or `limit` used.")
    def test_no_more_tries_than_the_limit_are_given(self, store: Store) -> None:
        """After `limit` claims there are no more, and a refused one is not counted."""
        write(store, lambda unit: unit.codes.put(s.CODE))

        claims = [_claim(store, limit=2) for _ in range(4)]

        assert [claim is not None for claim in claims] == [True, True, False, False]
        assert _get(store) == replace(s.CODE, tries=2)

    @promises(Codes.claim, "At `expires_at_ms` the code has expired.")
    def test_an_expired_code_is_not_given(self, store: Store) -> None:
        """A code is given a millisecond before its expiry, and no more at it."""
        write(store, lambda unit: unit.codes.put(s.CODE))

        assert _claim(store, s.CODE.expires_at_ms) is None
        assert _claim(store, s.CODE.expires_at_ms - 1) == replace(s.CODE, tries=1)

    @promises(Codes.claim, "or None: no code")
    def test_where_there_is_no_code_none_is_given(self, store: Store) -> None:
        """A claim of another purpose, user or pool gets nothing."""
        write(store, lambda unit: unit.codes.put(s.CODE))

        with store.writing() as unit:
            for pool_id, sub, purpose in (
                (s.POOL_ID, s.SUB, CodePurpose.FORGOT_PASSWORD),
                (s.POOL_ID, s.OTHER_SUB, s.CODE.purpose),
                (s.OTHER_POOL_ID, s.SUB, s.CODE.purpose),
            ):
                assert unit.codes.claim(pool_id, sub, purpose, s.NOW_MS, 3) is None
        assert _get(store) == s.CODE

    @promises(Codes.consume, "of concurrent calls exactly one gets True.")
    def test_a_code_is_consumed_once(self, store: Store) -> None:
        """The first consumption deletes the code, also one without tries left."""
        write(store, lambda unit: unit.codes.put(replace(s.CODE, tries=99)))

        assert [_consume(store), _consume(store)] == [True, False]
        assert _get(store) is None

    @promises(Codes.consume, "Delete that very code")
    @pytest.mark.parametrize(
        ("code_id", "sub"), [("code-2", s.SUB), (s.CODE.id, s.OTHER_SUB), ("", s.SUB)]
    )
    def test_another_code_is_not_consumed(self, store: Store, code_id: str, sub: Sub) -> None:
        """Consumption by another id, or for another user, leaves the code."""
        write(store, lambda unit: unit.codes.put(s.CODE))

        assert not _consume(store, code_id, sub)
        assert _get(store) == s.CODE

    @promises(Codes.drop, "Delete every code of the user.")
    def test_all_codes_of_a_user_are_dropped(self, store: Store) -> None:
        """Every purpose of the user is dropped; other users and pools keep theirs."""
        other_user = replace(s.CODE, sub=s.OTHER_SUB)
        other_pool = replace(s.CODE, pool_id=s.OTHER_POOL_ID)
        with store.writing() as unit:
            for purpose in CodePurpose:
                unit.codes.put(replace(s.CODE, purpose=purpose))
            unit.codes.put(other_user)
            unit.codes.put(other_pool)

        write(store, lambda unit: unit.codes.drop(s.POOL_ID, s.SUB))

        assert [_get(store, purpose) for purpose in CodePurpose] == [None] * len(CodePurpose)
        assert _get(store, sub=s.OTHER_SUB) == other_user
        with store.reading() as unit:
            assert unit.codes.get(s.OTHER_POOL_ID, s.SUB, s.CODE.purpose) == other_pool
