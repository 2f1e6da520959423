"""Administrators and users on accounts, as the wire has it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.administration import Administrator

PASSWORD = "Passw0rd!ann"


class Pool:
    """A pool with a confirmed user and a client that signs him in by password."""

    def __init__(self, admin: Administrator) -> None:
        self.admin = admin
        self.id = admin.new_pool()["Id"]
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        self.client_id = admin.new_client(self.id, ExplicitAuthFlows=flows)["ClientId"]
        self("AdminCreateUser", MessageAction="SUPPRESS")
        self("AdminSetUserPassword", Password=PASSWORD, Permanent=True)

    def __call__(self, operation: str, **request: Any) -> Any:  # noqa: ANN401 - any member
        """Call a signed operation on the user."""
        return self.admin(operation, **{"UserPoolId": self.id, "Username": "ann", **request})

    def refused(self, operation: str, **request: Any) -> tuple[str, str]:  # noqa: ANN401
        """The error and the text of a refusal."""
        return self.admin.refused(operation, UserPoolId=self.id, Username="ann", **request)

    def tokens(self) -> dict[str, str]:
        """Sign the user in."""
        answer = self.admin.stage.call(
            "InitiateAuth",
            {
                "ClientId": self.client_id,
                "AuthFlow": "USER_PASSWORD_AUTH",
                "AuthParameters": {"USERNAME": "ann", "PASSWORD": PASSWORD},
            },
        )
        tokens: dict[str, str] = answer.json["AuthenticationResult"]
        return tokens

    def own(self, operation: str, token: str, **request: Any) -> tuple[int, Any]:  # noqa: ANN401
        """Call an operation of the user himself; status and body."""
        answer = self.admin.stage.call(operation, {"AccessToken": token, **request})
        return answer.status, answer.json


@pytest.fixture
def pool(admin: Administrator) -> Pool:
    """The pool."""
    return Pool(admin)


def test_a_created_user_is_returned_in_full(pool: Pool) -> None:
    """AdminCreateUser returns the user under `User`, his attributes under `Attributes`."""
    user = pool("AdminCreateUser", Username="bob", MessageAction="SUPPRESS")["User"]
    assert user.keys() == {
        "Username",
        "Attributes",
        "UserCreateDate",
        "UserLastModifiedDate",
        "Enabled",
        "UserStatus",
    }
    assert isinstance(user["UserCreateDate"], float)


def test_an_administrator_reads_a_user(pool: Pool) -> None:
    """AdminGetUser has the attributes under `UserAttributes`, and nothing about MFA."""
    user = pool("AdminGetUser")
    assert user.keys() == {
        "Username",
        "UserAttributes",
        "UserCreateDate",
        "UserLastModifiedDate",
        "Enabled",
        "UserStatus",
    }
    assert [each["Name"] for each in user["UserAttributes"]] == ["sub"]


def test_a_user_reads_himself(pool: Pool) -> None:
    """GetUser answers to an access token, with or without a signature beside it."""
    status, body = pool.own("GetUser", pool.tokens()["AccessToken"])
    assert status == 200
    assert body.keys() == {"Username", "UserAttributes"}


@pytest.mark.parametrize("operation", ["GetUser", "ChangePassword", "DeleteUser"])
@pytest.mark.parametrize("kind", ["id", "refresh", "garbage", "long"])
def test_only_access_tokens_open_self_service(pool: Pool, operation: str, kind: str) -> None:
    """ID and refresh tokens, garbage and giants open nothing (H48, H54)."""
    tokens = pool.tokens()
    token = {
        "id": tokens["IdToken"],
        "refresh": tokens["RefreshToken"],
        "garbage": "notoken",
        "long": "A" * 20_000,
    }[kind]
    proposed = {"ProposedPassword": "N3w!password"} if operation == "ChangePassword" else {}
    status, body = pool.own(operation, token, **proposed)
    assert status == 400
    assert body["__type"] in {"NotAuthorizedException", "InvalidParameterException"}
    assert pool("AdminGetUser")["Enabled"] is True


def test_a_user_deletes_himself(pool: Pool) -> None:
    """DeleteUser answers an empty object; its token is a deleted user's from then on."""
    token = pool.tokens()["AccessToken"]
    assert pool.own("DeleteUser", token) == (200, {})
    status, body = pool.own("GetUser", token)
    assert (status, body["__type"]) == (400, "UserNotFoundException")
    assert pool.refused("AdminGetUser") == ("UserNotFoundException", "User does not exist.")


@pytest.mark.parametrize(
    ("operation", "members"),
    [
        ("AdminUpdateUserAttributes", {"UserAttributes": [{"Name": "name", "Value": "Ann"}]}),
        ("AdminUpdateUserAttributes", {"UserAttributes": [{"Name": "name"}]}),
        ("AdminDeleteUserAttributes", {"UserAttributeNames": ["name"]}),
        ("AdminSetUserPassword", {"Password": "N3w!password"}),
        ("AdminDisableUser", {}),
        ("AdminEnableUser", {}),
        ("AdminDeleteUser", {}),
    ],
)
def test_operations_without_output_answer_an_empty_object(
    pool: Pool, operation: str, members: dict[str, Any]
) -> None:
    """Amplify fails on an empty body, so there is always an object."""
    assert pool(operation, **members) == {}


def test_a_value_with_line_breaks_is_stored_as_it_is(pool: Pool) -> None:
    """A value that would forge a line of a log is data (H34)."""
    value = "x\r\n2026-01-01 audit event=SIGN_IN result=success user=root"
    pool("AdminUpdateUserAttributes", UserAttributes=[{"Name": "name", "Value": value}])
    shown = {each["Name"]: each["Value"] for each in pool("AdminGetUser")["UserAttributes"]}
    assert shown["name"] == value


def test_an_unknown_pool_is_told(pool: Pool) -> None:
    """Every operation of administrators names the pool that does not exist."""
    for operation in ("AdminGetUser", "AdminDisableUser", "AdminDeleteUser"):
        assert pool.admin.refused(operation, UserPoolId="us-east-1_none00000", Username="ann") == (
            "ResourceNotFoundException",
            "User pool us-east-1_none00000 does not exist.",
        )


def test_a_reset_without_a_proven_address_is_refused(pool: Pool) -> None:
    """AdminResetUserPassword names what is missing."""
    assert pool.refused("AdminResetUserPassword") == (
        "InvalidParameterException",
        (
            "Cannot reset password for the user as there is no registered/verified email or"
            " phone_number"
        ),
    )
