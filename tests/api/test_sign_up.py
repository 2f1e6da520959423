"""Signing up, confirming and recovering, as the wire has it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.administration import Administrator

PASSWORD = "Passw0rd!ann"
EMAIL = "ann@example.com"


class Visitor:
    """Somebody with a client of a pool that verifies e-mail addresses."""

    def __init__(self, admin: Administrator) -> None:
        self.admin = admin
        pool = admin.new_pool(AutoVerifiedAttributes=["email"])
        self.pool_id = pool["Id"]
        self.client_id = admin.new_client(pool["Id"])["ClientId"]

    def __call__(self, operation: str, **request: Any) -> Any:  # noqa: ANN401 - any member
        """Call a public operation; status and body."""
        answer = self.admin.stage.call(operation, {"ClientId": self.client_id, **request})
        return answer.status, answer.json

    def refused(self, operation: str, **request: Any) -> tuple[str, str]:  # noqa: ANN401
        """The error and the text of a refusal."""
        status, body = self(operation, **request)
        assert status == 400, body
        return body["__type"], body["message"]

    def sign_up(self, username: str = "ann", **request: Any) -> Any:  # noqa: ANN401
        """SignUp with an address."""
        attributes = [{"Name": "email", "Value": EMAIL}]
        given = {"Password": PASSWORD, "UserAttributes": attributes, **request}
        return self("SignUp", Username=username, **given)

    def code(self) -> str:
        """The code that was sent last."""
        return self.admin.world.services.mailbox.messages()[-1].code


@pytest.fixture
def visitor(admin: Administrator) -> Visitor:
    """The visitor."""
    return Visitor(admin)


def test_a_sign_up_from_beginning_to_end(visitor: Visitor) -> None:
    """SignUp tells where the code went; confirming answers an empty object."""
    status, body = visitor.sign_up()
    assert status == 200
    assert body.keys() == {"UserConfirmed", "UserSub", "CodeDeliveryDetails"}
    assert body["UserConfirmed"] is False
    answer = visitor("ConfirmSignUp", Username="ann", ConfirmationCode=visitor.code())
    assert answer == (200, {})


def test_a_recovery_from_beginning_to_end(visitor: Visitor) -> None:
    """ForgotPassword tells where the code went; confirming answers an empty object."""
    visitor.sign_up()
    visitor("ConfirmSignUp", Username="ann", ConfirmationCode=visitor.code())
    assert visitor("ForgotPassword", Username="ann") == (
        200,
        {
            "CodeDeliveryDetails": {
                "Destination": "a***@e***",
                "DeliveryMedium": "EMAIL",
                "AttributeName": "email",
            }
        },
    )
    answer = visitor(
        "ConfirmForgotPassword",
        Username="ann",
        ConfirmationCode=visitor.code(),
        Password="N3w!password",
    )
    assert answer == (200, {})


@pytest.mark.parametrize(
    "username",
    ["al\u200bice", "\u202eecila", "al ice", "alice\x00", "", "a" * 129],
    ids=["zero width", "right to left", "blank", "nul", "empty", "too long"],
)
def test_deceptive_names_are_refused(visitor: Visitor, username: str) -> None:
    """Names with invisible, turning or control characters are no user names (H21, H22)."""
    status, body = visitor.sign_up(username)
    assert (status, body["__type"]) == (400, "InvalidParameterException")


@pytest.mark.parametrize("password", ["Aa1!" + "x" * 253, "Aa1! xyz!", ""])
def test_passwords_have_bounds(visitor: Visitor, password: str) -> None:
    """More than 256 characters, blanks and nothing are refused before anything is hashed (H26)."""
    status, body = visitor.sign_up(Password=password)
    assert (status, body["__type"]) == (400, "InvalidParameterException")


def test_the_longest_password_counts_to_its_end(visitor: Visitor) -> None:
    """Two passwords that differ in their 256th character are two."""
    longest = "Aa1!" + "x" * 251
    visitor.sign_up(Password=longest + "y")
    visitor.admin("AdminConfirmSignUp", UserPoolId=visitor.pool_id, Username="ann")
    visitor.admin(
        "UpdateUserPoolClient",
        UserPoolId=visitor.pool_id,
        ClientId=visitor.client_id,
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )

    def sign_in(password: str) -> int:
        parameters = {"USERNAME": "ann", "PASSWORD": password}
        status, _ = visitor(
            "InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters
        )
        return int(status)

    assert sign_in(longest + "y") == 200
    assert sign_in(longest + "z") == 400


def test_an_attribute_is_given_once(visitor: Visitor) -> None:
    """An attribute that appears twice is refused."""
    twice = [{"Name": "name", "Value": "Ann"}, {"Name": "name", "Value": "Bob"}]
    kind, _ = visitor.refused("SignUp", Username="ann", Password=PASSWORD, UserAttributes=twice)
    assert kind == "InvalidParameterException"


def test_a_missing_password_reads_as_a_missing_member(visitor: Visitor) -> None:
    """A pool that knows passwords only asks for one in the words of the service."""
    assert visitor.refused("SignUp", Username="ann") == (
        "InvalidParameterException",
        (
            "1 validation error detected: Value at 'password' failed to satisfy constraint: Member"
            " must not be null"
        ),
    )


@pytest.mark.parametrize(
    "operation",
    [
        "SignUp",
        "ConfirmSignUp",
        "ResendConfirmationCode",
        "ForgotPassword",
        "ConfirmForgotPassword",
    ],
)
def test_an_unknown_client_is_told(visitor: Visitor, operation: str) -> None:
    """Each public operation names the client that does not exist."""
    answer = visitor.refused(
        operation,
        ClientId="nobody",
        Username="ann",
        Password=PASSWORD,
        ConfirmationCode="123456",
    )
    assert answer == ("ResourceNotFoundException", "User pool client nobody does not exist.")


def test_what_triggers_and_analytics_are_given_is_accepted(visitor: Visitor) -> None:
    """ClientMetadata, ValidationData, AnalyticsMetadata and UserContextData may always be sent."""
    status, _ = visitor.sign_up(
        ClientMetadata={"a": "b"},
        ValidationData=[{"Name": "x", "Value": "y"}],
        AnalyticsMetadata={"AnalyticsEndpointId": "e"},
        UserContextData={"EncodedData": "d", "IpAddress": "192.0.2.1"},
    )
    assert status == 200
