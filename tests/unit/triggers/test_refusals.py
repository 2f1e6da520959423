"""What a user is told of a function that refuses: its own text, within bounds."""

from __future__ import annotations

import pytest

from domain.errors import UserLambdaValidationException
from domain.ports.triggers import TriggerRefused
from domain.triggers.hooks import REASON_MAX
from domain.triggers.pre_sign_up import SIGN_UP, Candidate, PreSignUp
from tests.unit.triggers.conftest import MakeScene


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("x" * REASON_MAX, "x" * REASON_MAX),
        ("é" * (REASON_MAX + 1), "é" * REASON_MAX),
        ("cut \ud83d", "cut ?"),
    ],
)
def test_a_reason_is_bounded_and_can_be_sent(scene: MakeScene, said: str, told: str) -> None:
    """Beyond the bound it is cut, and half a character becomes one that can be written."""
    made = scene("PreSignUp", TriggerRefused(said))

    with pytest.raises(UserLambdaValidationException) as refused:
        PreSignUp(made.hooks).ask(SIGN_UP, made.occasion, Candidate(attributes={}))

    assert refused.value.text == f"PreSignUp failed with error {told}."
