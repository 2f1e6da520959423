"""What the port `SoftwareTokens` promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from domain.model.factors import SoftwareToken
from domain.model.identifiers import PoolId, Sub
from domain.ports.software_tokens import SoftwareTokens
from domain.ports.store import Store

LAST = s.SOFTWARE_TOKEN.last_step
OTHERS = (
    replace(s.SOFTWARE_TOKEN, sub=s.OTHER_SUB, id="token-2"),
    replace(s.SOFTWARE_TOKEN, pool_id=s.OTHER_POOL_ID, id="token-3"),
)


def _put(store: Store, *tokens: SoftwareToken) -> None:
    with store.writing() as unit:
        for token in tokens:
            unit.software_tokens.put(token)


def _get(store: Store, sub: Sub = s.SUB, pool_id: PoolId = s.POOL_ID) -> SoftwareToken | None:
    with store.reading() as unit:
        return unit.software_tokens.get(pool_id, sub)


def _use(store: Store, step: int, token_id: str = s.SOFTWARE_TOKEN.id, sub: Sub = s.SUB) -> bool:
    with store.writing() as unit:
        return unit.software_tokens.use(s.POOL_ID, sub, token_id, step)


def _drop(store: Store) -> bool:
    with store.writing() as unit:
        return unit.software_tokens.drop(s.POOL_ID, s.SUB)


class TestSoftwareTokens:
    """Software tokens."""

    @promises(SoftwareTokens.put, "Store the token")
    def test_a_token_comes_back_with_every_member(self, store: Store) -> None:
        """A token comes back exactly as it was put."""
        _put(store, s.SOFTWARE_TOKEN)

        assert _get(store) == s.SOFTWARE_TOKEN

    @promises(SoftwareTokens.get, "Return the user's token, or None.")
    def test_a_user_without_a_token_has_none(self, store: Store) -> None:
        """A token of another user or pool is not this user's."""
        _put(store, *OTHERS)

        assert _get(store) is None

    @promises(SoftwareTokens.put, "in place of an earlier one of the user.")
    def test_a_new_token_replaces_the_earlier_one(self, store: Store) -> None:
        """A new token takes the place of the earlier one, with a last step of its own."""
        _put(store, s.SOFTWARE_TOKEN)
        newer = replace(
            s.SOFTWARE_TOKEN, id="token-9", sealed_secret=b"new", last_step=0, created_at_ms=9
        )

        _put(store, newer)

        assert _get(store) == newer

    @promises(SoftwareTokens, "at most one each.")
    def test_tokens_of_other_users_are_apart(self, store: Store) -> None:
        """Each user of each pool has a token of his own."""
        _put(store, s.SOFTWARE_TOKEN, *OTHERS)

        assert _use(store, LAST + 1)

        assert _get(store) == replace(s.SOFTWARE_TOKEN, last_step=LAST + 1)
        assert _get(store, s.OTHER_SUB) == OTHERS[0]
        assert _get(store, pool_id=s.OTHER_POOL_ID) == OTHERS[1]

    @promises(SoftwareTokens.use, "if it is above the last; whether it was.")
    def test_a_step_is_used_once_and_never_an_earlier_one(self, store: Store) -> None:
        """A later step is used once; the last one and those before it are refused for good."""
        _put(store, s.SOFTWARE_TOKEN)

        uses = [_use(store, LAST + above) for above in (-1, 0, 2, 2, 1, 3)]

        assert uses == [False, False, True, False, False, True]
        assert _get(store) == replace(s.SOFTWARE_TOKEN, last_step=LAST + 3)

    @promises(SoftwareTokens.use, "Make `step` the last one of that very token")
    @pytest.mark.parametrize(
        ("token_id", "sub"), [("token-2", s.SUB), (s.SOFTWARE_TOKEN.id, s.OTHER_SUB), ("", s.SUB)]
    )
    def test_a_step_of_another_token_is_not_used(
        self, store: Store, token_id: str, sub: Sub
    ) -> None:
        """A step of a token that was replaced, or of another user's, changes nothing."""
        _put(store, s.SOFTWARE_TOKEN)

        assert not _use(store, LAST + 1, token_id, sub)
        assert _get(store) == s.SOFTWARE_TOKEN

    @promises(SoftwareTokens.drop, "Delete the user's token; whether there was one.")
    def test_a_token_is_dropped_once(self, store: Store) -> None:
        """The first drop deletes the token; those of other users and pools stay."""
        _put(store, s.SOFTWARE_TOKEN, *OTHERS)

        assert [_drop(store), _drop(store)] == [True, False]

        assert _get(store) is None
        assert not _use(store, LAST + 1)
        assert _get(store, s.OTHER_SUB) == OTHERS[0]
        assert _get(store, pool_id=s.OTHER_POOL_ID) == OTHERS[1]
