"""What every trigger's event is filled with beforehand, and how metadata appears in events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tests.api.stage import Members

PRE_SIGN_UP: Final = {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False}
CUSTOM_MESSAGE: Final = {"smsMessage": None, "emailMessage": None, "emailSubject": None}
DEFINE: Final = {"challengeName": None, "issueTokens": None, "failAuthentication": None}
CREATE: Final = {
    "publicChallengeParameters": None,
    "privateChallengeParameters": None,
    "challengeMetadata": None,
}
VERIFY: Final = {"answerCorrect": None}
TOKENS: Final = {"claimsOverrideDetails": None}
TOKENS_WITH_SCOPES: Final = {"claimsAndScopeOverrideDetails": None}
MIGRATION: Final = {
    "userAttributes": None,
    "forceAliasCreation": None,
    "enableSMSMFA": None,
    "finalUserStatus": None,
    "messageAction": None,
    "desiredDeliveryMediums": None,
}
NO_GROUPS: Final[Members] = {
    "groupsToOverride": [],
    "iamRolesToOverride": [],
    "preferredRole": None,
}

METADATA: Final = {"step": "one", "from": "the caller"}
GIVEN: Final[tuple[Mapping[str, str] | None, ...]] = (None, METADATA)
"""Requests without ClientMetadata and with it."""


def sent(metadata: Mapping[str, str] | None) -> Members:
    """The member of a request."""
    return {} if metadata is None else {"ClientMetadata": metadata}


def told(metadata: Mapping[str, str] | None) -> Members:
    """The member of an event that clientMetadata is in."""
    return {} if metadata is None else {"clientMetadata": metadata}


def message(attributes: Members, metadata: Mapping[str, str] | None, **others: Any) -> Members:  # noqa: ANN401 - any JSON
    """The request of CustomMessage."""
    return {
        "userAttributes": attributes,
        "codeParameter": "{####}",
        "linkParameter": "{##Click Here##}",
        "usernameParameter": None,
        **told(metadata),
        **others,
    }


def sender(
    attributes: Members, code: str, metadata: Mapping[str, str] | None, kind: str = "Email"
) -> Members:
    """The request of a custom sender."""
    return {
        "type": f"custom{kind}SenderRequestV1",
        "code": code,
        "userAttributes": attributes,
        **told(metadata),
    }


GILDED: Final[Members] = {"claimsOverrideDetails": {"claimsToAddOrOverride": {"tier": "gold"}}}
"""An answer of PreTokenGeneration."""


def tokens(attributes: Members, metadata: Mapping[str, str] | None = None) -> Members:
    """The request of PreTokenGeneration in its first form."""
    return {"userAttributes": attributes, "groupConfiguration": NO_GROUPS, **told(metadata)}
