"""Which text a message has, and how its places are filled."""

from __future__ import annotations

import pytest

from domain.messages.templates import Wording, fill, wording
from domain.model.message import SENDERS, Channel
from domain.model.pool import MessageTemplates, SecondFactors, UserPool
from tests.support.world import World

OWN = MessageTemplates(
    verification_email="ve {####}",
    verification_subject="vs",
    verification_sms="vt {####}",
    invitation_email="ie {username} {####}",
    invitation_subject="is",
    invitation_sms="it {username} {####}",
    authentication_sms="at {####}",
)
OWN_SECOND_FACTORS = SecondFactors(email=True, email_message="ae {####}", email_subject="as")


def pool_with(messages: MessageTemplates, offered: SecondFactors) -> UserPool:
    """A pool with texts of its own, or without."""
    return World().add_pool(messages=messages, second_factors=offered)


@pytest.mark.parametrize(
    ("channel", "purpose", "expected"),
    [
        (Channel.EMAIL, "SignUp", ("vs", "ve {####}")),
        (Channel.SMS, "SignUp", ("Your verification code", "vt {####}")),
        (Channel.EMAIL, "ResendCode", ("vs", "ve {####}")),
        (Channel.EMAIL, "ForgotPassword", ("vs", "ve {####}")),
        (Channel.EMAIL, "AdminCreateUser", ("is", "ie {username} {####}")),
        (Channel.SMS, "AdminCreateUser", ("Your temporary password", "it {username} {####}")),
        (Channel.SMS, "Authentication", ("Your authentication code", "at {####}")),
        (Channel.EMAIL, "Authentication", ("as", "ae {####}")),
    ],
)
def test_a_pools_own_texts_are_taken(
    channel: Channel, purpose: str, expected: tuple[str, str]
) -> None:
    """Purpose and channel choose the template; where the pool has none the usual one stands in."""
    subject, body = expected
    pool = pool_with(OWN, OWN_SECOND_FACTORS)
    assert wording(pool, channel, purpose) == Wording(subject=subject, body=body)


@pytest.mark.parametrize("channel", list(SENDERS))
@pytest.mark.parametrize(
    ("purpose", "body"),
    [
        ("SignUp", "Your verification code is {####}."),
        ("AdminCreateUser", "Your username is {username} and temporary password is {####}."),
        ("Authentication", "Your authentication code is {####}."),
    ],
)
def test_the_usual_texts(channel: Channel, purpose: str, body: str) -> None:
    """A pool without texts of its own sends the service's usual ones."""
    pool = pool_with(MessageTemplates(), SecondFactors())
    assert wording(pool, channel, purpose).body == body


def test_every_place_is_filled() -> None:
    """Code and user name are put wherever their places are."""
    assert fill("{####} {username} {####}", code="1", username="ann") == "1 ann 1"


@pytest.mark.parametrize(
    ("code", "username", "text"),
    [("{username}", "ann", "ann {username}"), ("1", "{####}", "{####} 1")],
)
def test_what_is_filled_in_is_not_read_again(code: str, username: str, text: str) -> None:
    """A user name or password that looks like a place brings nobody's code into a message."""
    assert fill("{username} {####}", code=code, username=username) == text
