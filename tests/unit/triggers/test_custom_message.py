"""CustomMessage: which of its texts are taken, and how long they may be."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import InvalidLambdaResponseException
from domain.model.message import Channel, Reason
from domain.triggers.custom_message import CustomMessages
from tests.unit.triggers.conftest import MakeScene

CODE = "123456"


def texts(
    scene: MakeScene,
    answer: dict[str, Any],
    channel: Channel = Channel.EMAIL,
    purpose: str = "SignUp",
) -> tuple[str | None, str | None]:
    """What comes of an answer."""
    made = scene("CustomMessage", answer)
    ann = made.world.add_user(made.pool, attributes={"email": "ann@example.com"})
    reason = Reason(purpose=purpose, client_id="client")
    return CustomMessages(made.hooks).texts(made.pool, ann, channel, reason, CODE)


@pytest.mark.parametrize(
    ("answer", "channel", "expected"),
    [
        ({}, Channel.EMAIL, (None, None)),
        ({"smsMessage": "no code"}, Channel.EMAIL, (None, None)),
        ({"emailMessage": "no code", "emailSubject": "x" * 200}, Channel.SMS, (None, None)),
        ({"emailSubject": "Hi"}, Channel.EMAIL, ("Hi", None)),
        ({"emailSubject": "Hi", "smsMessage": "{####}"}, Channel.SMS, (None, "{####}")),
        ({"emailMessage": "{####}", "more": 5}, Channel.EMAIL, (None, "{####}")),
        ({"emailMessage": None, "emailSubject": None}, Channel.EMAIL, (None, None)),
    ],
)
def test_the_texts_of_the_channel_are_taken(
    scene: MakeScene,
    answer: dict[str, Any],
    channel: Channel,
    expected: tuple[str | None, str | None],
) -> None:
    """Those of the other are not even held to its rules; null is the pool's own text."""
    assert texts(scene, answer, channel) == expected


@pytest.mark.parametrize("member", ["emailMessage", "emailSubject", "smsMessage"])
@pytest.mark.parametrize("value", [1, True, [], {}])
def test_every_text_must_be_one(scene: MakeScene, member: str, value: object) -> None:
    """Of whatever channel it is."""
    with pytest.raises(InvalidLambdaResponseException, match="Unrecognizable lambda output"):
        texts(scene, {member: value})


@pytest.mark.parametrize(
    ("member", "channel", "longest"),
    [
        ("emailSubject", Channel.EMAIL, 140),
        ("emailMessage", Channel.EMAIL, 20_000),
        ("smsMessage", Channel.SMS, 140),
    ],
)
def test_lengths_are_those_of_the_message_that_is_sent(
    scene: MakeScene, member: str, channel: Channel, longest: int
) -> None:
    """The code counts in place of its placeholder, at each of them."""
    fits = "{####}{####}".ljust(longest, "x")
    assert fits in texts(scene, {member: fits}, channel)
    filled = "{####}" + "{username}" * 20 + "x" * (longest - len(CODE) - 60)
    assert filled in texts(scene, {member: filled}, channel)
    with pytest.raises(InvalidLambdaResponseException):
        texts(scene, {member: filled + "x"}, channel)


def test_an_invitation_needs_both_places(scene: MakeScene) -> None:
    """The user learns his name and his password by it."""
    both = "{username}: {####}"
    assert texts(scene, {"emailMessage": both}, purpose="AdminCreateUser") == (None, both)
    for lacking in ("{####}", "{username}"):
        with pytest.raises(InvalidLambdaResponseException):
            texts(scene, {"emailMessage": lacking}, purpose="AdminCreateUser")
