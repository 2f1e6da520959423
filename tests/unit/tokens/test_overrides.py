"""What a function may change about claims, and in which order."""

from __future__ import annotations

import pytest

from domain.model.token_changes import ClaimChanges
from domain.tokens.overrides import changed, scope

CLAIMS: dict[str, object] = {"sub": "ann", "email": "ann@example.com", "cognito:username": "ann"}


def test_claims_are_added_replaced_and_left_out() -> None:
    """Any claim that tokens need not be trusted for; what is added and left out is left out."""
    changes = ClaimChanges(
        add={"email": "other@example.com", "tier": 3, "both": "x"},
        suppress=frozenset({"both", "unknown"}),
    )
    assert changed(CLAIMS, changes) == {**CLAIMS, "email": "other@example.com", "tier": 3}
    assert changed(CLAIMS, ClaimChanges(suppress=frozenset({"email"}))) == {
        "sub": "ann",
        "cognito:username": "ann",
    }


@pytest.mark.parametrize("name", ["subject", "cognito", "dev", "custom:sub"])
def test_names_that_only_look_reserved_are_free(name: str) -> None:
    """Names that begin or end like reserved ones are other names."""
    assert changed(CLAIMS, ClaimChanges(add={name: "x"}))[name] == "x"


@pytest.mark.parametrize(
    ("add", "suppress", "expected"),
    [
        ((), (), "own"),
        (("b", "a", "b", "own"), (), "own b a"),
        (("a",), ("own",), "a"),
        (("a",), ("a",), "own"),
        ((), ("own",), ""),
    ],
)
def test_scopes_are_a_set_in_order(
    add: tuple[str, ...], suppress: tuple[str, ...], expected: str
) -> None:
    """First those of the sign-in, then the added ones; what is taken away is not there."""
    assert scope(("own",), add, frozenset(suppress)) == expected
