"""Invitations in the words of a pool, which are sent only if they let their user come in."""

from __future__ import annotations

import pytest

from domain.model.pool import MessageTemplates
from tests.support.accounts import Functions, pairs
from tests.support.world import World
from tests.unit.accounts.conftest import MakeDesk

EMAIL = "ann@example.com"
TEMPORARY = "Temp0rary!"


@pytest.mark.parametrize(
    ("text", "is_sent"),
    [
        ("{username}, use {####}", True),
        ("Use {####} to come in", False),
        ("{username}, come in", False),
    ],
)
def test_an_invitation_that_invites_nobody_is_not_sent(
    make_desk: MakeDesk, text: str, is_sent: bool
) -> None:
    """A text of the pool's without user name or password is kept back, which the operator is told.

    The user is made all the same, and invited again when the text is mended.
    """
    desk = make_desk(messages=MessageTemplates(invitation_email=text))

    user = desk.admin("AdminCreateUser", "ann", UserAttributes=pairs(email=EMAIL))["User"]

    assert user["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert [message.to for message in desk.mail] == [EMAIL] * is_sent
    told = [event for event, _ in desk.world.reporter.events if event == "message_not_worded"]
    assert len(told) == (not is_sent)


def test_a_function_may_word_an_invitation_better(make_desk: MakeDesk) -> None:
    """What counts is the text that would be sent, be it the pool's or its function's."""
    functions = Functions(CustomMessage={"emailMessage": "{username} and {####}"})
    desk = make_desk(
        world=World(triggers=functions),
        messages=MessageTemplates(invitation_email="Come in"),
        triggers=functions.arns,
    )

    desk.admin(
        "AdminCreateUser",
        "ann",
        TemporaryPassword=TEMPORARY,
        UserAttributes=pairs(email=EMAIL),
    )

    assert [message.body for message in desk.mail] == [f"ann and {TEMPORARY}"]
