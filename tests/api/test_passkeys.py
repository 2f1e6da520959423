"""Passkeys, as the wire has them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.administration import Administrator
from tests.support.authenticator import Authenticator
from tests.support.world import PASSWORD

FACTORS = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]}}


class Visitor:
    """Ann with an access token, in a pool that passkeys open."""

    def __init__(self, admin: Administrator) -> None:
        self.admin = admin
        self.pool_id = admin.new_pool(Policies=FACTORS)["Id"]
        admin(
            "SetUserPoolMfaConfig",
            UserPoolId=self.pool_id,
            WebAuthnConfiguration={"RelyingPartyId": "example.com"},
        )
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"]
        self.client_id = admin.new_client(self.pool_id, ExplicitAuthFlows=flows)["ClientId"]
        user = {"UserPoolId": self.pool_id, "Username": "ann"}
        admin("AdminCreateUser", **user, MessageAction="SUPPRESS")
        admin("AdminSetUserPassword", **user, Password=PASSWORD, Permanent=True)
        signed_in = self.begin("USER_PASSWORD_AUTH", PASSWORD=PASSWORD)
        self.token = signed_in["AuthenticationResult"]["AccessToken"]

    def __call__(self, operation: str, **request: Any) -> tuple[int, Any]:  # noqa: ANN401 - any member
        """Call an operation with her token; status and body."""
        answer = self.admin.stage.call(operation, {"AccessToken": self.token, **request})
        return answer.status, answer.json

    def begin(self, flow: str, **answers: str) -> Any:  # noqa: ANN401 - a body
        """InitiateAuth."""
        answer = self.admin.stage.call(
            "InitiateAuth",
            {
                "ClientId": self.client_id,
                "AuthFlow": flow,
                "AuthParameters": {"USERNAME": "ann", **answers},
            },
        )
        assert answer.status == 200, answer.json
        return answer.json

    def register(self, authenticator: Authenticator) -> None:
        """Both steps."""
        options = self("StartWebAuthnRegistration")[1]["CredentialCreationOptions"]
        credential = authenticator.create(options)
        assert self("CompleteWebAuthnRegistration", Credential=credential) == (200, {})


@pytest.fixture
def ann(admin: Administrator) -> Visitor:
    """The visitor."""
    return Visitor(admin)


def test_options_are_an_object_with_plain_values(ann: Visitor) -> None:
    """CredentialCreationOptions is a document; binary values are base64url text."""
    status, body = ann("StartWebAuthnRegistration")

    assert status == 200
    options = body["CredentialCreationOptions"]
    assert options.keys() == {
        "rp",
        "user",
        "challenge",
        "pubKeyCredParams",
        "timeout",
        "excludeCredentials",
        "authenticatorSelection",
        "attestation",
    }
    assert options["pubKeyCredParams"] == [
        {"type": "public-key", "alg": -7},
        {"type": "public-key", "alg": -257},
    ]


def test_passkeys_are_listed_with_every_member(ann: Visitor) -> None:
    """Times are seconds, transports a list; without passkeys the list is empty and there."""
    assert ann("ListWebAuthnCredentials") == (200, {"Credentials": []})
    authenticator = Authenticator()
    ann.register(authenticator)

    _, body = ann("ListWebAuthnCredentials", MaxResults=20)

    assert body == {
        "Credentials": [
            {
                "CredentialId": authenticator.credential_id,
                "FriendlyCredentialName": "Passkey",
                "RelyingPartyId": "example.com",
                "AuthenticatorAttachment": "platform",
                "AuthenticatorTransports": ["hybrid", "internal"],
                "CreatedAt": ann.admin.world.clock.now_ms() / 1000,
            }
        ]
    }


def test_a_deletion_answers_an_empty_object(ann: Visitor) -> None:
    """Amplify throws on an empty body."""
    authenticator = Authenticator()
    ann.register(authenticator)
    delete = {"CredentialId": authenticator.credential_id}

    assert ann("DeleteWebAuthnCredential", **delete) == (200, {})
    status, body = ann("DeleteWebAuthnCredential", **delete)
    assert (status, body["__type"]) == (400, "ResourceNotFoundException")


def test_a_sign_in_shows_its_options_as_text(ann: Visitor) -> None:
    """CREDENTIAL_REQUEST_OPTIONS and CREDENTIAL are JSON in a string, both ways."""
    authenticator = Authenticator()
    ann.register(authenticator)

    asked = ann.begin("USER_AUTH", PREFERRED_CHALLENGE="WEB_AUTHN")

    assert asked["ChallengeName"] == "WEB_AUTHN"
    assert asked["AvailableChallenges"] == ["PASSWORD_SRP", "PASSWORD", "WEB_AUTHN"]
    assert asked["ChallengeParameters"].keys() == {"CREDENTIAL_REQUEST_OPTIONS"}
    options = json.loads(asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])
    assert options["allowCredentials"][0]["id"] == authenticator.credential_id
    answer = ann.admin.stage.call(
        "RespondToAuthChallenge",
        {
            "ClientId": ann.client_id,
            "ChallengeName": "WEB_AUTHN",
            "Session": asked["Session"],
            "ChallengeResponses": {
                "USERNAME": "ann",
                "CREDENTIAL": authenticator.answer(asked["ChallengeParameters"]),
            },
        },
    )
    assert answer.status == 200
    assert answer.json["AuthenticationResult"]["AccessToken"]


def test_an_answer_without_credential_lacks_a_parameter(ann: Visitor) -> None:
    """As any answer that misses what its challenge wants."""
    ann.register(Authenticator())
    asked = ann.begin("USER_AUTH", PREFERRED_CHALLENGE="WEB_AUTHN")

    answer = ann.admin.stage.call(
        "RespondToAuthChallenge",
        {
            "ClientId": ann.client_id,
            "ChallengeName": "WEB_AUTHN",
            "Session": asked["Session"],
            "ChallengeResponses": {"USERNAME": "ann"},
        },
    )

    assert answer.type == "InvalidParameterException"
    assert answer.json["message"] == "Missing required parameter CREDENTIAL"


@pytest.mark.parametrize(
    ("operation", "members", "error"),
    [
        ("CompleteWebAuthnRegistration", {}, "InvalidParameterException"),
        ("CompleteWebAuthnRegistration", {"Credential": None}, "InvalidParameterException"),
        ("CompleteWebAuthnRegistration", {"Credential": "{}"}, "SerializationException"),
        ("CompleteWebAuthnRegistration", {"Credential": []}, "SerializationException"),
        (
            "CompleteWebAuthnRegistration",
            {"Credential": {"id": "a\0"}},
            "InvalidParameterException",
        ),
        ("ListWebAuthnCredentials", {"MaxResults": 21}, "InvalidParameterException"),
        ("ListWebAuthnCredentials", {"MaxResults": -1}, "InvalidParameterException"),
        ("ListWebAuthnCredentials", {"NextToken": "garbage"}, "InvalidParameterException"),
        ("DeleteWebAuthnCredential", {}, "InvalidParameterException"),
    ],
)
def test_requests_are_checked_as_the_model_says(
    ann: Visitor, operation: str, members: dict[str, object], error: str
) -> None:
    """Missing members, wrong types and numbers out of range."""
    status, body = ann(operation, **members)

    assert (status, body["__type"]) == (400, error)


def test_a_pool_without_relying_party_says_so(ann: Visitor) -> None:
    """By the error that tells its administrator what is missing."""
    ann.admin("SetUserPoolMfaConfig", UserPoolId=ann.pool_id, WebAuthnConfiguration={})

    status, body = ann("StartWebAuthnRegistration")

    assert (status, body["__type"]) == (400, "WebAuthnConfigurationMissingException")


def test_a_pool_without_passkeys_says_so(ann: Visitor) -> None:
    """By the error of its own."""
    policies = {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}}
    ann.admin("UpdateUserPool", UserPoolId=ann.pool_id, Policies=policies)

    status, body = ann("StartWebAuthnRegistration")

    assert (status, body["__type"]) == (400, "WebAuthnNotEnabledException")
