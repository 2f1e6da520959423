"""Operations on accounts: which functions they call, in which order, and every event as a whole.

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
    pairs,
)
from tests.support.world import PASSWORD
from tests.triggers.told import (
    CUSTOM_MESSAGE,
    GIVEN,
    MIGRATION,
    PRE_SIGN_UP,
    message,
    sender,
    sent,
    told,
)

Metadata = Mapping[str, str] | None
NEW_PASSWORD = "N3w!password"
BY_PHONE: Members = {"AutoVerifiedAttributes": ["phone_number"], "SmsConfiguration": SMS}

with_and_without = pytest.mark.parametrize("given", GIVEN, ids=["bare", "metadata"])


def unproven(sub: str, status: str = "UNCONFIRMED") -> Members:
    """`userAttributes` of who signed up and has not proven his address."""
    return {
        "sub": sub,
        "cognito:user_status": status,
        "email": EMAIL,
        "email_verified": "false",
    }


@with_and_without
def test_sign_up(service: FunctionService, given: Metadata) -> None:
    """PreSignUp before the user is there, then the words of the message with the code."""
    pool = service.pool(*PLAIN)
    sub = pool.public(
        "SignUp",
        Username="ann",
        Password=PASSWORD,
        UserAttributes=pairs(email=EMAIL),
        ValidationData=pairs(invite="42") if given else [],
        **sent(given),
    )["UserSub"]
    assert service.events == [
        pool.event(
            "PreSignUp_SignUp",
            {
                "userAttributes": {"email": EMAIL},
                "validationData": {"invite": "42"} if given else None,
                **told(given),
            },
            PRE_SIGN_UP,
        ),
        pool.event("CustomMessage_SignUp", message(unproven(sub), given), CUSTOM_MESSAGE),
    ]


@with_and_without
def test_sign_up_with_custom_senders(service: FunctionService, given: Metadata) -> None:
    """The sender of the channel gets the code, and nobody is asked for words."""
    pool = service.pool(*PLAIN, *SENDERS, **BY_PHONE)
    phone = {"phone_number": "+15555550100"}
    sub = pool.public(
        "SignUp",
        Username="ann",
        Password=PASSWORD,
        UserAttributes=pairs(**phone),
        **sent(given),
    )["UserSub"]
    service.let_senders_run()
    attributes = {
        "sub": sub,
        "cognito:user_status": "UNCONFIRMED",
        **phone,
        "phone_number_verified": "false",
    }
    code = service.events[-1]["request"]["code"]
    assert service.events == [
        pool.event(
            "PreSignUp_SignUp",
            {"userAttributes": phone, "validationData": None, **told(given)},
            PRE_SIGN_UP,
        ),
        pool.event("CustomSMSSender_SignUp", sender(attributes, code, given, "SMS")),
    ]
    pool.public("ConfirmSignUp", Username="ann", ConfirmationCode=code)


@with_and_without
def test_sign_up_that_is_confirmed_at_once(service: FunctionService, given: Metadata) -> None:
    """No message is sent; PostConfirmation hears of a user who is there."""
    pool = service.pool(*PLAIN, UsernameAttributes=["email"])
    service.receiver.answer("PreSignUp_SignUp", autoConfirmUser=True, autoVerifyEmail=True)
    sub = pool.public("SignUp", Username=EMAIL, Password=PASSWORD, **sent(given))["UserSub"]
    assert service.events == [
        pool.event(
            "PreSignUp_SignUp",
            {"userAttributes": {"email": EMAIL}, "validationData": None, **told(given)},
            PRE_SIGN_UP,
            username=sub,
        ),
        pool.event(
            "PostConfirmation_ConfirmSignUp",
            {
                "userAttributes": {
                    **unproven(sub, "CONFIRMED"),
                    "email_verified": "true",
                    "cognito:email_alias": EMAIL,
                },
                **told(given),
            },
            username=sub,
        ),
    ]


@with_and_without
@pytest.mark.parametrize("by_admin", [False, True], ids=["code", "admin"])
def test_confirming(service: FunctionService, given: Metadata, by_admin: bool) -> None:
    """PostConfirmation after the change; an administrator's operation names no client."""
    pool = service.pool(*PLAIN, AliasAttributes=["email"])
    pool.public("SignUp", Username="ann", Password=PASSWORD, UserAttributes=pairs(email=EMAIL))
    service.receiver.deliveries.clear()
    if by_admin:
        pool.admin("AdminConfirmSignUp", **sent(given))
    else:
        answer = {"Username": "ann", "ConfirmationCode": pool.code()}
        pool.public("ConfirmSignUp", **answer, **sent(given))
    attributes = unproven(pool.sub(), "CONFIRMED")
    if not by_admin:
        attributes |= {"email_verified": "true", "cognito:email_alias": EMAIL}
    assert service.events == [
        pool.event(
            "PostConfirmation_ConfirmSignUp",
            {"userAttributes": attributes, **told(given)},
            client=NO_CLIENT if by_admin else None,
        )
    ]


@with_and_without
@pytest.mark.parametrize("senders", [(), SENDERS], ids=["words", "senders"])
def test_resending(service: FunctionService, given: Metadata, senders: tuple[str, ...]) -> None:
    """ResendConfirmationCode words another message, or has it sent."""
    pool = service.pool(*PLAIN, *senders)
    pool.public("SignUp", Username="ann", Password=PASSWORD, UserAttributes=pairs(email=EMAIL))
    service.let_senders_run()
    service.receiver.deliveries.clear()
    pool.public("ResendConfirmationCode", Username="ann", **sent(given))
    service.let_senders_run()
    attributes = unproven(pool.sub())
    if senders:
        code = service.events[0]["request"]["code"]
        expected = pool.event("CustomEmailSender_ResendCode", sender(attributes, code, given))
    else:
        expected = pool.event(
            "CustomMessage_ResendCode", message(attributes, given), CUSTOM_MESSAGE
        )
    assert service.events == [expected]


@with_and_without
def test_an_administrators_user(service: FunctionService, given: Metadata) -> None:
    """PreSignUp, then the words of the invitation; nothing more when it is sent again, but that."""
    pool = service.pool(*PLAIN)
    pool.admin(
        "AdminCreateUser",
        UserAttributes=pairs(email=EMAIL),
        ValidationData=pairs(invite="42"),
        **sent(given),
    )
    pool.admin("AdminCreateUser", MessageAction="RESEND", **sent(given))
    attributes = unproven(pool.sub(), "FORCE_CHANGE_PASSWORD")
    words = pool.event(
        "CustomMessage_AdminCreateUser",
        message(attributes, given, usernameParameter="{username}"),
        CUSTOM_MESSAGE,
        client=NO_CLIENT,
    )
    vetting = {
        "userAttributes": {"email": EMAIL},
        "validationData": {"invite": "42"},
        **told(given),
    }
    assert service.events == [
        pool.event("PreSignUp_AdminCreateUser", vetting, PRE_SIGN_UP, client=NO_CLIENT),
        words,
        words,
    ]


@with_and_without
def test_an_administrators_user_with_custom_senders(
    service: FunctionService, given: Metadata
) -> None:
    """The sender gets the temporary password, ready for HTML."""
    pool = service.pool("CustomEmailSender")
    pool.admin(
        "AdminCreateUser",
        UserAttributes=pairs(email=EMAIL),
        TemporaryPassword="T3mp<orary>!",
        **sent(given),
    )
    service.let_senders_run()
    attributes = unproven(pool.sub(), "FORCE_CHANGE_PASSWORD")
    request = sender(attributes, "T3mp&lt;orary&gt;!", given)
    source = "CustomEmailSender_AdminCreateUser"
    assert service.events == [pool.event(source, request, client=NO_CLIENT)]


def test_an_administrators_user_without_message(service: FunctionService) -> None:
    """With SUPPRESS only PreSignUp is asked, and nobody when the user is confirmed by a password.

    The other administrators' operations call nothing.
    """
    pool = service.pool(*PLAIN, *SENDERS)
    pool.add(quietly=False)
    pool.admin("AdminSetUserPassword", Password=NEW_PASSWORD, Permanent=True)
    pool.admin("AdminDisableUser")
    pool.admin("AdminEnableUser")
    pool.admin("AdminUpdateUserAttributes", UserAttributes=pairs(name="Ann"))
    service.signed("CreateGroup", UserPoolId=pool.pool_id, GroupName="staff")
    pool.admin("AdminAddUserToGroup", GroupName="staff")
    pool.admin("AdminUserGlobalSignOut")
    pool.admin("AdminDeleteUser")
    service.let_senders_run()
    assert service.sources == ["PreSignUp_AdminCreateUser"]


@with_and_without
@pytest.mark.parametrize("by_admin", [False, True], ids=["forgotten", "admin"])
@pytest.mark.parametrize("senders", [(), SENDERS], ids=["words", "senders"])
def test_recovery(
    service: FunctionService, given: Metadata, by_admin: bool, senders: tuple[str, ...]
) -> None:
    """A recovery code is worded, or sent; whoever asked for it."""
    pool = service.pool(*PLAIN, *senders)
    pool.add()
    if by_admin:
        pool.admin("AdminResetUserPassword", **sent(given))
    else:
        pool.public("ForgotPassword", Username="ann", **sent(given))
    service.let_senders_run()
    attributes = pool.user("RESET_REQUIRED" if by_admin else "CONFIRMED")
    client = NO_CLIENT if by_admin else None
    if senders:
        request = sender(attributes, service.events[0]["request"]["code"], given)
        expected = pool.event("CustomEmailSender_ForgotPassword", request, client=client)
    else:
        request = message(attributes, given)
        source = "CustomMessage_ForgotPassword"
        expected = pool.event(source, request, CUSTOM_MESSAGE, client=client)
    assert service.events == [expected]


@with_and_without
def test_a_new_password_by_code(service: FunctionService, given: Metadata) -> None:
    """PostConfirmation hears of it."""
    pool = service.pool(*PLAIN)
    pool.add()
    pool.public("ForgotPassword", Username="ann")
    service.receiver.deliveries.clear()
    pool.public(
        "ConfirmForgotPassword",
        Username="ann",
        ConfirmationCode=pool.code(),
        Password=NEW_PASSWORD,
        **sent(given),
    )
    request = {"userAttributes": pool.user(), **told(given)}
    assert service.events == [pool.event("PostConfirmation_ConfirmForgotPassword", request)]


@with_and_without
def test_recovery_of_somebody_unknown(service: FunctionService, given: Metadata) -> None:
    """UserMigration is asked without a password; who is brought is then written to."""
    pool = service.pool(*PLAIN)
    service.receiver.answer(
        "UserMigration_ForgotPassword",
        userAttributes={"email": EMAIL, "email_verified": "true"},
        messageAction="SUPPRESS",
    )
    pool.public("ForgotPassword", Username="ann", **sent(given))
    asked = {"password": None, "validationData": None, **told(given)}
    vetted = {
        "userAttributes": {"email": EMAIL, "email_verified": "true"},
        "validationData": None,
        **told(given),
    }
    assert service.events == [
        pool.event("UserMigration_ForgotPassword", asked, MIGRATION),
        pool.event("PreSignUp_AdminCreateUser", vetted, PRE_SIGN_UP),
        pool.event(
            "CustomMessage_ForgotPassword",
            message(pool.user("RESET_REQUIRED"), given),
            CUSTOM_MESSAGE,
        ),
    ]
