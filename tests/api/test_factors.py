"""Second factors of users, as the wire has them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.administration import Administrator

PASSWORD = "Passw0rd!ann"
EMAIL_AND_TOKENS = {
    "MfaConfiguration": "OPTIONAL",
    "EmailMfaConfiguration": {},
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
}
EMAIL_ON = {"EmailMfaSettings": {"Enabled": True, "PreferredMfa": True}}


class Pool:
    """A pool that offers e-mail and software tokens, with a client and a confirmed user."""

    def __init__(self, admin: Administrator) -> None:
        self.admin = admin
        self.id = admin.new_pool()["Id"]
        admin("SetUserPoolMfaConfig", UserPoolId=self.id, **EMAIL_AND_TOKENS)
        flows = ["ALLOW_USER_PASSWORD_AUTH"]
        self.client_id = admin.new_client(self.id, ExplicitAuthFlows=flows)["ClientId"]
        email = [
            {"Name": "email", "Value": "ann@example.com"},
            {"Name": "email_verified", "Value": "true"},
        ]
        self("AdminCreateUser", MessageAction="SUPPRESS", UserAttributes=email)
        self("AdminSetUserPassword", Password=PASSWORD, Permanent=True)

    def __call__(self, operation: str, **request: Any) -> Any:  # noqa: ANN401 - any member
        """Call a signed operation on the user."""
        return self.admin(operation, **{"UserPoolId": self.id, "Username": "ann", **request})

    def own(self, operation: str, **request: Any) -> tuple[int, Any]:  # noqa: ANN401
        """Call a public operation; status and body."""
        answer = self.admin.stage.call(operation, request)
        return answer.status, answer.json

    def begin(self) -> Any:  # noqa: ANN401 - a response
        """Begin a sign-in by password."""
        answers = {"USERNAME": "ann", "PASSWORD": PASSWORD}
        _, body = self.own(
            "InitiateAuth",
            ClientId=self.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters=answers,
        )
        return body

    def token(self) -> str:
        """An access token of the user."""
        return str(self.begin()["AuthenticationResult"]["AccessToken"])


@pytest.fixture
def pool(admin: Administrator) -> Pool:
    """The pool."""
    return Pool(admin)


def test_a_preference_is_shown_and_asked_for(pool: Pool) -> None:
    """What SetUserMFAPreference sets is in every description, and the next sign-in asks for it."""
    token = pool.token()

    assert pool.own("SetUserMFAPreference", AccessToken=token, **EMAIL_ON) == (200, {})

    expected = {"UserMFASettingList": ["EMAIL_OTP"], "PreferredMfaSetting": "EMAIL_OTP"}
    factors = {
        "Username": "ann",
        "ConfiguredUserAuthFactors": ["PASSWORD", "EMAIL_OTP"],
        **expected,
    }
    assert pool("AdminGetUser").items() >= expected.items()
    assert pool.own("GetUser", AccessToken=token)[1].items() >= expected.items()
    assert pool.own("GetUserAuthFactors", AccessToken=token) == (200, factors)
    assert pool("AdminGetUserAuthFactors") == factors
    asked = pool.begin()
    assert asked["ChallengeName"] == "EMAIL_OTP"
    assert asked["ChallengeParameters"] == {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL",
        "CODE_DELIVERY_DESTINATION": "a***@e***",
        "USER_ID_FOR_SRP": "ann",
    }


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("AdminSetUserMFAPreference", EMAIL_ON),
        ("AdminSetUserSettings", {"MFAOptions": []}),
        ("AdminDeleteSoftwareToken", {}),
    ],
)
def test_operations_without_output_answer_an_empty_object(
    pool: Pool, operation: str, members: dict[str, Any]
) -> None:
    """Amplify fails on an empty body, so there is always an object."""
    assert pool(operation, **members) == {}


def test_the_older_operation_answers_an_empty_object(pool: Pool) -> None:
    """SetUserSettings as well."""
    assert pool.own("SetUserSettings", AccessToken=pool.token(), MFAOptions=[]) == (200, {})


def test_refusals_have_the_texts_that_clients_match(pool: Pool) -> None:
    """A factor that the user cannot give is refused by name."""
    wish = {"SoftwareTokenMfaSettings": {"Enabled": True}}
    refused = pool.admin.refused(
        "AdminSetUserMFAPreference", UserPoolId=pool.id, Username="ann", **wish
    )

    assert refused == (
        "InvalidParameterException",
        "User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA",
    )


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("SetUserMFAPreference", EMAIL_ON),
        ("SetUserSettings", {"MFAOptions": []}),
        ("GetUserAuthFactors", {}),
    ],
)
def test_only_access_tokens_open_the_factors(
    pool: Pool, operation: str, members: dict[str, Any]
) -> None:
    """An ID token opens nothing, and changes nothing."""
    tokens = pool.begin()["AuthenticationResult"]

    status, body = pool.own(operation, AccessToken=tokens["IdToken"], **members)

    assert (status, body["__type"]) == (400, "NotAuthorizedException")
    assert "UserMFASettingList" not in pool("AdminGetUser")
