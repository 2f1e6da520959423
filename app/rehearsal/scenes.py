"""One scene for each trigger: what makes Cognate call it, and what comes of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from app.rehearsal.stage import EMAIL, METADATA, USERNAME, Members, Stage, claims
from domain.errors import NotAuthorizedException, PasswordResetRequiredException
from domain.model.message import Channel
from domain.triggers.inbound_federation import Assertion, InboundFederation, ProviderType

Scene = Callable[[Stage], Members]


def pre_sign_up(stage: Stage) -> Members:
    """Somebody signs up."""
    stage.sign_up()
    return {"user": stage.look()}


def post_confirmation(stage: Stage) -> Members:
    """An administrator confirms somebody who signed up."""
    stage.sign_up()
    stage.admin("AdminConfirmSignUp", **METADATA)
    return {"user": stage.look()}


def sign_in(stage: Stage) -> Members:
    """A user signs in by password."""
    stage.add_user()
    return _told(stage.sign_in())


def tokens(stage: Stage) -> Members:
    """A user signs in by password and gets tokens."""
    stage.add_user()
    result = stage.sign_in()["AuthenticationResult"]
    return {"id_token": claims(result["IdToken"]), "access_token": claims(result["AccessToken"])}


def define(stage: Stage) -> Members:
    """A user begins a custom sign-in."""
    stage.add_user()
    try:
        return _told(stage.begin("CUSTOM_AUTH"))
    except NotAuthorizedException as failure:
        return {"sign_in": f"fails: {failure.text}"}


def verify(stage: Stage) -> Members:
    """A user answers a custom challenge."""
    stage.add_user()
    asked = stage.begin("CUSTOM_AUTH")
    following = stage.client(
        "RespondToAuthChallenge",
        ChallengeName="CUSTOM_CHALLENGE",
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": USERNAME, "ANSWER": "rehearsal"},
        **METADATA,
    )
    return _told(following)


def user_migration(stage: Stage) -> Members:
    """Somebody signs in whom the pool does not have."""
    try:
        told = _told(stage.sign_in())
    except PasswordResetRequiredException as required:
        told = {"sign_in": f"waits: {required.text}"}
    return {"user": stage.look(), **told}


def inbound_federation(stage: Stage) -> Members:
    """Somebody comes from a provider. Pools have none yet, so that the function is asked alone."""
    subject = "110169484474386276334"
    claims_of_provider = {
        "sub": subject,
        "email": EMAIL,
        "email_verified": True,
        "hd": "example.com",
    }
    assertion = Assertion(
        provider="Google",
        type=ProviderType.GOOGLE,
        attributes={
            "tokenResponse": {"token_type": "Bearer", "expires_in": "3599"},
            "idToken": claims_of_provider,
            "userInfo": claims_of_provider,
        },
    )
    chosen = InboundFederation(stage.hooks).ask(stage.occasion(subject), assertion)
    return {"attributes": "as they came" if chosen is None else chosen}


def custom_message(stage: Stage) -> Members:
    """Somebody signs up and is sent a code."""
    stage.sign_up()
    (message,) = stage.services.mailbox.messages()
    return {"message": {"subject": message.subject, "body": message.body}}


def custom_email_sender(stage: Stage) -> Members:
    """Somebody signs up and is sent a code by e-mail."""
    return _sent(stage, Channel.EMAIL_SENDER)


def custom_sms_sender(stage: Stage) -> Members:
    """Somebody signs up and is sent a code by text message."""
    return _sent(stage, Channel.SMS_SENDER)


def _sent(stage: Stage, channel: Channel) -> Members:
    stage.sign_up()
    sent = stage.services.courier.send_due(channel, lambda: False)
    return {"message": "handed over" if sent else "waits for another attempt"}


def _told(answer: Members) -> Members:
    """Return what a client is told, without what only a client can use."""
    if "AuthenticationResult" in answer:
        return {"sign_in": "complete: tokens are issued"}
    return {
        "challenge": answer["ChallengeName"],
        "parameters": answer.get("ChallengeParameters", {}),
    }


SCENES: Final[Mapping[str, Scene]] = {
    "PreSignUp": pre_sign_up,
    "PostConfirmation": post_confirmation,
    "PreAuthentication": sign_in,
    "PostAuthentication": sign_in,
    "DefineAuthChallenge": define,
    "CreateAuthChallenge": define,
    "VerifyAuthChallengeResponse": verify,
    "PreTokenGeneration": tokens,
    "UserMigration": user_migration,
    "CustomMessage": custom_message,
    "CustomEmailSender": custom_email_sender,
    "CustomSMSSender": custom_sms_sender,
    "InboundFederation": inbound_federation,
}
