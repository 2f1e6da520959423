"""Second factors of users, as the wire has them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.administration import Administrator
from tests.support.second_factors import app_code, full_width

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


SETUP: dict[str, Any] = {
    "MfaConfiguration": "ON",
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
}


def code_of(pool: Pool, secret: str) -> str:
    """The code that an application with the secret shows."""
    return app_code(secret, pool.admin.world.clock.now_ms())


def test_a_token_is_registered_by_access_token(pool: Pool) -> None:
    """The secret comes without a Session, and the proof answers with its status alone."""
    token = pool.token()
    status, given = pool.own("AssociateSoftwareToken", AccessToken=token)
    assert (status, given.keys()) == (200, {"SecretCode"})

    assert pool.own(
        "VerifySoftwareToken", AccessToken=token, UserCode=code_of(pool, given["SecretCode"])
    ) == (200, {"Status": "SUCCESS"})


def test_a_token_is_registered_on_the_way_in(pool: Pool) -> None:
    """By Sessions alone, from MFA_SETUP to the tokens."""
    pool.admin("SetUserPoolMfaConfig", UserPoolId=pool.id, **SETUP)
    asked = pool.begin()
    assert asked["ChallengeName"] == "MFA_SETUP"
    assert asked["ChallengeParameters"]["MFAS_CAN_SETUP"] == '["SOFTWARE_TOKEN_MFA"]'

    status, given = pool.own("AssociateSoftwareToken", Session=asked["Session"])
    assert (status, given.keys()) == (200, {"SecretCode", "Session"})
    code = code_of(pool, given["SecretCode"])
    wrong_code = f"{(int(code) + 499_979) % 1_000_000:06d}"
    refusal = pool.own("VerifySoftwareToken", Session=given["Session"], UserCode=wrong_code)
    assert refusal == (
        400,
        {
            "__type": "EnableSoftwareTokenMFAException",
            "message": "Code mismatch and fail enable Software Token MFA",
        },
    )
    status, verified = pool.own("VerifySoftwareToken", Session=given["Session"], UserCode=code)
    assert (status, verified.keys(), verified["Status"]) == (200, {"Status", "Session"}, "SUCCESS")

    status, body = pool.own(
        "RespondToAuthChallenge",
        ClientId=pool.client_id,
        ChallengeName="MFA_SETUP",
        Session=verified["Session"],
        ChallengeResponses={"USERNAME": "ann"},
    )
    assert status == 200
    assert body["AuthenticationResult"]["AccessToken"]


@pytest.mark.parametrize("code", ["12345", "1234567", "12345a", full_width("123456"), ""])
def test_only_six_digits_are_a_code(pool: Pool, code: str) -> None:
    """The model's own bounds hold, and no value is shown."""
    token = pool.token()
    status, body = pool.own("VerifySoftwareToken", AccessToken=token, UserCode=code)

    assert (status, body["__type"]) == (400, "InvalidParameterException")
    assert "userCode" in body["message"]
    assert not code or code not in body["message"]


@pytest.mark.parametrize(
    ("operation", "members"),
    [("AssociateSoftwareToken", {}), ("VerifySoftwareToken", {"UserCode": "123456"})],
)
def test_a_request_comes_by_token_or_session(
    pool: Pool, operation: str, members: dict[str, str]
) -> None:
    """Neither, or both, is refused; a Session that is none is told as such."""
    by_both = {"AccessToken": "a", "Session": "s" * 20}
    for given in ({}, by_both):
        status, body = pool.own(operation, **members, **given)
        assert (status, body["__type"]) == (400, "InvalidParameterException")
    status, body = pool.own(operation, **members, Session="s" * 20)
    assert (status, body["__type"], body["message"]) == (
        400,
        "NotAuthorizedException",
        "Invalid session for the user.",
    )
