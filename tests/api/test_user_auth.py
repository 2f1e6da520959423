"""Choice-based sign-in, as the wire has it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.administration import Administrator

PASSWORD = "Passw0rd!ann"
EMAIL = "ann@example.com"
FACTORS = ["PASSWORD", "EMAIL_OTP"]
OFFERED = ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP"]


class Chooser:
    """A pool whose users may begin by a code, with a client that hides them, and Ann."""

    def __init__(self, admin: Administrator) -> None:
        self.admin = admin
        pool = admin.new_pool(
            AutoVerifiedAttributes=["email"],
            Policies={"SignInPolicy": {"AllowedFirstAuthFactors": FACTORS}},
        )
        self.pool_id = pool["Id"]
        client = admin.new_client(
            self.pool_id,
            ExplicitAuthFlows=["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"],
            PreventUserExistenceErrors="ENABLED",
        )
        self.client_id = client["ClientId"]
        user = {"UserPoolId": self.pool_id, "Username": "ann"}
        proven = [{"Name": "email", "Value": EMAIL}, {"Name": "email_verified", "Value": "true"}]
        admin("AdminCreateUser", **user, MessageAction="SUPPRESS", UserAttributes=proven)
        admin("AdminSetUserPassword", **user, Password=PASSWORD, Permanent=True)

    def __call__(self, operation: str, **request: Any) -> tuple[int, Any]:  # noqa: ANN401
        """Call a public operation; status and body."""
        answer = self.admin.stage.call(operation, {"ClientId": self.client_id, **request})
        return answer.status, answer.json

    def begin(self, username: str = "ann", **parameters: str) -> tuple[int, Any]:
        """InitiateAuth; status and body."""
        given = {"USERNAME": username, **parameters}
        return self("InitiateAuth", AuthFlow="USER_AUTH", AuthParameters=given)

    def answer(self, asked: Any, **responses: str) -> tuple[int, Any]:  # noqa: ANN401
        """RespondToAuthChallenge; status and body."""
        return self(
            "RespondToAuthChallenge",
            ChallengeName=asked["ChallengeName"],
            Session=asked["Session"],
            ChallengeResponses={"USERNAME": "ann", **responses},
        )

    def code(self) -> str:
        """The code that was sent last."""
        return self.admin.world.services.mailbox.messages()[-1].code


@pytest.fixture
def chooser(admin: Administrator) -> Chooser:
    """The pool and its client."""
    return Chooser(admin)


def test_the_list_is_a_member_of_its_own(chooser: Chooser) -> None:
    """AvailableChallenges beside the challenge, whose parameters are empty and there."""
    status, asked = chooser.begin()

    assert status == 200
    assert 20 <= len(asked.pop("Session")) <= 4096
    assert asked == {
        "ChallengeName": "SELECT_CHALLENGE",
        "ChallengeParameters": {},
        "AvailableChallenges": OFFERED,
    }


def test_a_code_from_beginning_to_end(chooser: Chooser) -> None:
    """Preferred, sent, answered: tokens without a list."""
    _, asked = chooser.begin(PREFERRED_CHALLENGE="EMAIL_OTP")
    assert asked["ChallengeParameters"] == {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL",
        "CODE_DELIVERY_DESTINATION": "a***@e***",
    }
    assert asked["AvailableChallenges"] == OFFERED
    status, refused = chooser.answer(asked, EMAIL_OTP_CODE="\u0661" * 8)
    assert (status, refused["__type"]) == (400, "CodeMismatchException")
    assert refused["message"] == "Invalid code or auth state for the user."

    status, given = chooser.answer(asked, EMAIL_OTP_CODE=chooser.code())

    assert status == 200
    assert given.keys() == {"ChallengeParameters", "AuthenticationResult"}


@pytest.mark.parametrize("preferred", ["EMAIL_OTP", "PASSWORD", "PASSWORD_SRP", "SMS_OTP", None])
def test_nobody_answers_as_ann_does(chooser: Chooser, preferred: str | None) -> None:
    """The same members, challenges, lists and lengths (SEC-52)."""
    given = {"PREFERRED_CHALLENGE": preferred} if preferred else {}
    _, known = chooser.begin(**given)
    _, unknown = chooser.begin("bob", **given)

    assert len(known.pop("Session")) == len(unknown.pop("Session"))
    known["ChallengeParameters"].pop("CODE_DELIVERY_DESTINATION", None)
    unknown["ChallengeParameters"].pop("CODE_DELIVERY_DESTINATION", None)
    assert known == unknown


def test_other_flows_have_no_list(chooser: Chooser) -> None:
    """AvailableChallenges is the word of this flow alone."""
    parameters = {"USERNAME": "ann", "PASSWORD": PASSWORD}
    _, given = chooser("InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=parameters)

    assert given.keys() == {"ChallengeParameters", "AuthenticationResult"}


def test_administrators_have_the_flow_too(chooser: Chooser) -> None:
    """AdminInitiateAuth and AdminRespondToAuthChallenge, and errors of their own lists."""
    where = {"UserPoolId": chooser.pool_id, "ClientId": chooser.client_id}
    asked = chooser.admin(
        "AdminInitiateAuth", **where, AuthFlow="USER_AUTH", AuthParameters={"USERNAME": "ann"}
    )
    assert asked["AvailableChallenges"] == OFFERED
    chosen = {"USERNAME": "ann", "ANSWER": "PASSWORD", "PASSWORD": PASSWORD}
    given = chooser.admin(
        "AdminRespondToAuthChallenge",
        **where,
        ChallengeName="SELECT_CHALLENGE",
        Session=asked["Session"],
        ChallengeResponses=chosen,
    )
    assert given["AuthenticationResult"]["TokenType"] == "Bearer"


@pytest.mark.parametrize(
    ("parameters", "text"),
    [
        ({"PREFERRED_CHALLENGE": "SMS_MFA"}, "Invalid PREFERRED_CHALLENGE"),
        ({"PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": "0"}, "Invalid SRP_A"),
        ({"ACCESS_TOKEN": "x"}, "Missing required parameter TARGET_ACR_VALUES"),
        ({"TARGET_ACR_VALUES": "x"}, "None of the requested ACR values is valid."),
        ({"TARGET_ACR_VALUES": "urn:cognito:loa:4"}, "The user can reach none"),
        ({"MAX_AGE": "x"}, "MAX_AGE must be a number of seconds."),
    ],
)
def test_parameters_that_ask_for_nothing_are_refused(
    chooser: Chooser, parameters: dict[str, str], text: str
) -> None:
    """With InvalidParameterException and its reason."""
    status, body = chooser.begin(**parameters)

    assert (status, body["__type"]) == (400, "InvalidParameterException")
    assert body["message"].startswith(text)


def test_sessions_of_a_sign_up_are_members_of_their_answers(chooser: Chooser) -> None:
    """SignUp and ConfirmSignUp have one each; InitiateAuth takes the second."""
    attributes = [{"Name": "email", "Value": "bob@example.com"}]
    _, signed_up = chooser("SignUp", Username="bob", UserAttributes=attributes)
    status, confirmed = chooser(
        "ConfirmSignUp",
        Username="bob",
        ConfirmationCode=chooser.code(),
        Session=signed_up["Session"],
    )
    assert (status, list(confirmed)) == (200, ["Session"])

    status, given = chooser(
        "InitiateAuth",
        AuthFlow="USER_AUTH",
        AuthParameters={"USERNAME": "bob"},
        Session=confirmed["Session"],
    )

    assert (status, "AuthenticationResult" in given) == (200, True)
    short = {"Username": "bob", "ConfirmationCode": "000000", "Session": "x"}
    status, body = chooser("ConfirmSignUp", **short)
    assert (status, body["__type"]) == (400, "InvalidParameterException")
