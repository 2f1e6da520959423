"""E-mails in HTML: which are, and that what is put into them is text and no markup."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.messages.sealed import unseal
from domain.messages.templates import is_html
from domain.model.message import Channel, Message
from domain.model.pool import MessageTemplates
from tests.support.office import Office, Postman

LINK = "<a/href=//evil.example>free</a>"


def composed(
    template: str,
    username: str = "bob",
    code: str = "123456",
    kept: Mapping[str, object] | None = None,
) -> Message:
    """The invitation that a user of a pool with that template gets."""
    texts = MessageTemplates(invitation_email=template)
    office = Office(Postman(), messages=texts, kept=kept or {})
    office.user = office.world.add_user(office.pool, username, password=None)
    entry = office.post("AdminCreateUser", code=code)
    return unseal(office.world.ports.sealer, office.pool, entry)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your code is {####}.", False),
        ("1 < 2 & 3 > 2; {####} <3", False),
        ("Tom & Jerry; {####}", False),
        ("<b>{####}</b>", True),
        ("Hello,<br/>{####}", True),
        ("<!DOCTYPE html>{####}", True),
        ("</p>", True),
        ("Tom &amp; Jerry {####}", True),
        ("&#8217; {####}", True),
        ("&#x2019; {####}", True),
    ],
)
def test_tags_and_character_references_make_html(text: str, expected: bool) -> None:
    """A text that a mail program would show otherwise as HTML was written as HTML."""
    assert is_html(text) is expected


def test_what_is_put_into_html_is_shown_as_it_is() -> None:
    """A user name is no link in our message, and a password keeps its signs."""
    written = composed("<p>{username}: {####}</p>", LINK, "a<b&c>\"d'")
    assert written.is_html
    assert written.body == (
        "<p>&lt;a/href=//evil.example&gt;free&lt;/a&gt;: a&lt;b&amp;c&gt;&quot;d&#x27;</p>"
    )
    assert written.code == "a<b&c>\"d'"


def test_what_is_put_into_plain_text_makes_no_html() -> None:
    """It is the pool's text that says what the message is."""
    written = composed("{username}: {####}", LINK)
    assert not written.is_html
    assert written.body == f"{LINK}: 123456"


def test_text_messages_are_never_html() -> None:
    """A telephone shows signs as they are."""
    office = Office(Postman(), messages=MessageTemplates(verification_sms="<b>{####}</b>"))
    entry = office.post(attribute="phone_number")
    written = unseal(office.world.ports.sealer, office.pool, entry)
    assert (written.channel, written.is_html) == (Channel.SMS, False)


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ({}, (None, None)),
        ({"EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"}}, (None, None)),
        (
            {"EmailConfiguration": {"From": "Shop <a@b.c>", "ReplyToEmailAddress": "r@b.c"}},
            ("Shop <a@b.c>", "r@b.c"),
        ),
    ],
)
def test_a_message_has_the_addresses_of_its_pool(
    kept: dict[str, object], expected: tuple[str | None, str | None]
) -> None:
    """From and Reply-To are those that the pool has when the message is sent."""
    written = composed("{username} {####}", kept=kept)
    assert (written.sender, written.reply_to) == expected
