"""Operations on attributes: which functions they call, and every event as a whole.

Row by row the table of triggers.md 3.2, each with ClientMetadata and without.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.api.stage import Members
from tests.support.function_service import (
    EMAIL,
    NO_CLIENT,
    PLAIN,
    SENDERS,
    SMS,
    FunctionService,
    Stand,
    pairs,
)
from tests.triggers.told import CUSTOM_MESSAGE, GIVEN, message, sender, sent

Metadata = Mapping[str, str] | None
NEW = "new@example.com"
PHONE = "+15555550100"
BOTH: Members = {"AutoVerifiedAttributes": ["email", "phone_number"], "SmsConfiguration": SMS}
KEEPING: Members = {
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]}
}

with_and_without = pytest.mark.parametrize("given", GIVEN, ids=["bare", "metadata"])
each_way = pytest.mark.parametrize("keeping", [{}, KEEPING], ids=["at once", "keeping"])
each_side = pytest.mark.parametrize("by_admin", [False, True], ids=["own", "admin"])


class Ann:
    """A signed-in user with a proven address, of whom no function has heard yet."""

    def __init__(self, pool: Stand, attributes: Mapping[str, str] | None = None) -> None:
        self.pool = pool
        pool.add(attributes=attributes)
        self.token = pool.begin()["AuthenticationResult"]["AccessToken"]
        pool.service.receiver.deliveries.clear()

    def call(self, operation: str, **members: object) -> Members:
        """Call an operation by her access token, which must succeed."""
        answer = self.pool.service.call(operation, AccessToken=self.token, **members)
        assert answer.status == 200, answer.json
        return dict(answer.json)

    def update(self, by_admin: bool, given: Metadata, **attributes: str) -> None:
        """Change attributes, by either operation."""
        members = {"UserAttributes": pairs(**attributes), **sent(given)}
        if by_admin:
            self.pool.admin("AdminUpdateUserAttributes", **members)
        else:
            self.call("UpdateUserAttributes", **members)

    def told(self, **others: str) -> Members:
        """`userAttributes` of an event about an unproven new address."""
        return self.pool.user(**{"email": NEW, "email_verified": "false", **others})


@with_and_without
@each_way
@each_side
def test_a_changed_address(
    service: FunctionService, given: Metadata, keeping: Members, by_admin: bool
) -> None:
    """CustomMessage words the code; an administrator's operation names no client."""
    ann = Ann(service.pool(*PLAIN, **keeping))
    ann.update(by_admin, given, email=NEW, name="Ann")
    request = message(ann.told(name="Ann"), given)
    client = NO_CLIENT if by_admin else None
    source = "CustomMessage_UpdateUserAttribute"
    assert service.events == [ann.pool.event(source, request, CUSTOM_MESSAGE, client=client)]
    ann.call("VerifyUserAttribute", AttributeName="email", Code=ann.pool.code())
    assert len(service.events) == 1


@with_and_without
@each_side
def test_two_changed_addresses(service: FunctionService, given: Metadata, by_admin: bool) -> None:
    """Once for each address, of both of which each event tells."""
    ann = Ann(service.pool(*PLAIN, **BOTH))
    ann.update(by_admin, given, email=NEW, phone_number=PHONE)
    attributes = ann.told(phone_number=PHONE, phone_number_verified="false")
    client = NO_CLIENT if by_admin else None
    source = "CustomMessage_UpdateUserAttribute"
    expected = ann.pool.event(source, message(attributes, given), CUSTOM_MESSAGE, client=client)
    assert service.events == [expected, expected]


@with_and_without
@each_side
def test_changed_addresses_with_custom_senders(
    service: FunctionService, given: Metadata, by_admin: bool
) -> None:
    """Each channel's sender gets its code, and nobody is asked for words."""
    ann = Ann(service.pool(*PLAIN, *SENDERS, **BOTH, **KEEPING))
    ann.update(by_admin, given, email=NEW, phone_number=PHONE)
    service.let_senders_run()
    attributes = ann.told(phone_number=PHONE, phone_number_verified="false")
    client = NO_CLIENT if by_admin else None
    codes = {each["triggerSource"]: each["request"]["code"] for each in service.events}
    expected = [
        ann.pool.event(
            f"Custom{kind}Sender_UpdateUserAttribute",
            sender(attributes, codes[f"Custom{kind}Sender_UpdateUserAttribute"], given, kind),
            client=client,
        )
        for kind in ("Email", "SMS")
    ]
    assert sorted(service.events, key=lambda each: str(each["triggerSource"])) == expected
    for name, kind in (("email", "Email"), ("phone_number", "SMS")):
        code = codes[f"Custom{kind}Sender_UpdateUserAttribute"]
        ann.call("VerifyUserAttribute", AttributeName=name, Code=code)


@with_and_without
@each_way
@pytest.mark.parametrize("senders", [(), SENDERS], ids=["words", "senders"])
def test_a_code_that_is_asked_for(
    service: FunctionService, given: Metadata, keeping: Members, senders: tuple[str, ...]
) -> None:
    """GetUserAttributeVerificationCode words another message, or has it sent."""
    ann = Ann(service.pool(*PLAIN, *senders, **keeping))
    ann.update(False, None, email=NEW)
    service.let_senders_run()
    service.receiver.deliveries.clear()
    ann.call("GetUserAttributeVerificationCode", AttributeName="email", **sent(given))
    service.let_senders_run()
    if senders:
        code = service.events[0]["request"]["code"]
        source, request = "CustomEmailSender_VerifyUserAttribute", sender(ann.told(), code, given)
        expected = ann.pool.event(source, request)
    else:
        source = "CustomMessage_VerifyUserAttribute"
        expected = ann.pool.event(source, message(ann.told(), given), CUSTOM_MESSAGE)
    assert service.events == [expected]


def test_a_text_message_that_is_asked_for(service: FunctionService) -> None:
    """The sender of text messages gets the code for a number."""
    ann = Ann(service.pool(*SENDERS), {"phone_number": PHONE})
    ann.call("GetUserAttributeVerificationCode", AttributeName="phone_number")
    service.let_senders_run()
    (event,) = service.events
    attributes = ann.pool.user(phone_number=PHONE, phone_number_verified="false")
    request = sender(attributes, event["request"]["code"], None, "SMS")
    assert event == ann.pool.event("CustomSMSSender_VerifyUserAttribute", request)
    code = event["request"]["code"]
    ann.call("VerifyUserAttribute", AttributeName="phone_number", Code=code)


def test_what_needs_no_code_calls_nothing(service: FunctionService) -> None:
    """Other attributes, the same address, one that is vouched for, proofs and deletions."""
    ann = Ann(service.pool(*PLAIN, *SENDERS))
    ann.update(False, None, name="Ann", email=EMAIL)
    ann.update(True, None, email=NEW, email_verified="true")
    ann.call("DeleteUserAttributes", UserAttributeNames=["name"])
    ann.pool.admin("AdminDeleteUserAttributes", UserAttributeNames=["email"])
    service.let_senders_run()
    assert service.events == []
