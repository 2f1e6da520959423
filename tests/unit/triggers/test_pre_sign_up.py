"""PreSignUp: where its flags count, and what is no flag."""

from __future__ import annotations

import pytest

from domain.errors import InvalidLambdaResponseException
from domain.triggers.pre_sign_up import (
    ADMIN_CREATE_USER,
    EXTERNAL_PROVIDER,
    SIGN_UP,
    Candidate,
    PreSignUp,
    Verdict,
)
from tests.unit.triggers.conftest import MakeScene

ALL = {"autoConfirmUser": True, "autoVerifyEmail": True, "autoVerifyPhone": True}
CANDIDATE = Candidate(attributes={"email": "ann@example.com"})


@pytest.mark.parametrize(
    ("source", "verdict"),
    [
        (SIGN_UP, Verdict(confirm=True, verified=("email", "phone_number"))),
        (ADMIN_CREATE_USER, Verdict()),
        (EXTERNAL_PROVIDER, Verdict()),
    ],
)
def test_the_flags_count_for_who_signs_up_himself(
    scene: MakeScene, source: str, verdict: Verdict
) -> None:
    """Whom an administrator or a provider brings, they do not concern (ruling 55)."""
    made = scene("PreSignUp", ALL)
    assert PreSignUp(made.hooks).ask(source, made.occasion, CANDIDATE) == verdict
    assert made.event["triggerSource"] == source


@pytest.mark.parametrize("source", [SIGN_UP, ADMIN_CREATE_USER])
@pytest.mark.parametrize("flag", ALL)
@pytest.mark.parametrize("value", ["true", "false", 1, 0, None, []])
def test_a_flag_is_true_or_false(scene: MakeScene, source: str, flag: str, value: object) -> None:
    """The text "false" must not confirm anybody, and nothing else stands for it."""
    made = scene("PreSignUp", {flag: value})
    with pytest.raises(InvalidLambdaResponseException, match="Unrecognizable lambda output"):
        PreSignUp(made.hooks).ask(source, made.occasion, CANDIDATE)


def test_what_is_not_said_is_not_so(scene: MakeScene) -> None:
    """Absent flags are false, and members that nobody knows are ignored."""
    made = scene("PreSignUp", {"userName": "bob", "autoConfirm": "yes"})
    assert PreSignUp(made.hooks).ask(SIGN_UP, made.occasion, CANDIDATE) == Verdict()
