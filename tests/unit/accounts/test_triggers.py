"""The triggers of the operations on accounts: what they are told, and what their answers do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from adapters.triggers.directory import Directory
from domain.errors import (
    CodeMismatchException,
    CognitoError,
    InvalidLambdaResponseException,
    NotAuthorizedException,
    UnexpectedLambdaException,
    UserLambdaValidationException,
    UserNotFoundException,
)
from domain.ports.triggers import TriggerGarbled, TriggerRefused
from tests.support.accounts import Desk, Functions, pairs, refused, rows_of
from tests.support.world import PASSWORD, World
from tests.unit.accounts.conftest import MakeDesk

EMAIL = "ann@example.com"
METADATA = {"step": "one"}


class Scene:
    """A pool whose functions a test names."""

    def __init__(
        self,
        make_desk: MakeDesk,
        answers: Mapping[str, Mapping[str, object] | Exception],
        **members: Any,  # noqa: ANN401 - any field of a pool or a client
    ) -> None:
        self.functions = Functions(**answers)
        world = World(triggers=self.functions)
        self.desk: Desk = make_desk(world=world, triggers=self.functions.arns, **members)

    @property
    def sources(self) -> list[object]:
        """What was called, in order."""
        return [event.event["triggerSource"] for event in self.functions.events]

    def request(self, number: int) -> Mapping[str, Any]:
        """What the function was told, at the call of that number."""
        request = self.functions.events[number].event["request"]
        assert isinstance(request, Mapping)
        return request


def test_a_function_may_confirm_and_verify(make_desk: MakeDesk) -> None:
    """The flags make a confirmed user with a proven address, to whom no code is sent."""
    answers = {
        "PreSignUp": {"autoConfirmUser": True, "autoVerifyEmail": True},
        "PostConfirmation": {},
    }
    scene = Scene(make_desk, answers, alias_attributes=("email",))
    answer = scene.desk.public(
        "SignUp",
        Username="ann",
        Password=PASSWORD,
        UserAttributes=pairs(email=EMAIL),
        ValidationData=pairs(invite="42"),
        ClientMetadata=METADATA,
    )
    assert answer.keys() == {"UserConfirmed", "UserSub"}
    assert answer["UserConfirmed"] is True
    assert scene.desk.mail == []
    assert scene.desk.signed_in(EMAIL)
    assert scene.sources == ["PreSignUp_SignUp", "PostConfirmation_ConfirmSignUp"]
    assert scene.request(0) == {
        "userAttributes": {"email": EMAIL},
        "validationData": {"invite": "42"},
        "clientMetadata": METADATA,
    }
    assert scene.request(1)["userAttributes"]["cognito:user_status"] == "CONFIRMED"
    assert scene.request(1)["clientMetadata"] == METADATA


@pytest.mark.parametrize("confirm", [True, False])
def test_a_verified_alias_moves_to_the_new_user(make_desk: MakeDesk, confirm: bool) -> None:
    """Whom the function vouches for gets the alias at once; its holder keeps it, unproven."""
    answers = {"PreSignUp": {"autoConfirmUser": confirm, "autoVerifyEmail": True}}
    scene = Scene(make_desk, answers, alias_attributes=("email",))
    scene.desk.sign_up("ann", email=EMAIL)
    scene.desk.sign_up("bob", email=EMAIL)
    assert scene.desk.look(EMAIL)["Username"] == "bob"
    assert scene.desk.look("ann")["attributes"]["email_verified"] == "false"


def test_a_function_may_verify_without_confirming(make_desk: MakeDesk) -> None:
    """With autoVerifyPhone alone the user still has to answer a code."""
    scene = Scene(make_desk, {"PreSignUp": {"autoVerifyPhone": True}})
    scene.desk.sign_up(email=EMAIL, phone_number="+15555550100")
    user = scene.desk.look()
    assert user["UserStatus"] == "UNCONFIRMED"
    assert user["attributes"]["phone_number_verified"] == "true"
    assert len(scene.desk.mail) == 1


@pytest.mark.parametrize(
    ("answer", "kind", "text"),
    [
        (
            TriggerRefused("Domain not allowed"),
            UserLambdaValidationException,
            "PreSignUp failed with error Domain not allowed.",
        ),
        (TriggerGarbled(), InvalidLambdaResponseException, "Unrecognizable lambda output"),
        (
            {"autoConfirmUser": "false"},
            InvalidLambdaResponseException,
            "Unrecognizable lambda output",
        ),
        ({"autoVerifyPhone": True}, InvalidLambdaResponseException, None),
    ],
)
def test_a_function_that_fails_keeps_the_visitor_out(
    make_desk: MakeDesk,
    answer: Mapping[str, object] | Exception,
    kind: type[Any],
    text: str | None,
) -> None:
    """Refusals, garbage and flags that are no booleans leave nothing stored."""
    scene = Scene(make_desk, {"PreSignUp": answer})
    before = rows_of(scene.desk.world)
    with refused(kind, text):
        scene.desk.sign_up(email=EMAIL)
    assert rows_of(scene.desk.world) == before


@pytest.mark.parametrize(
    ("trigger", "operation"),
    [("PreSignUp", "SignUp"), ("CustomMessage", "SignUp"), ("PreSignUp", "AdminCreateUser")],
)
def test_where_nothing_runs_functions_their_pools_are_closed(
    make_desk: MakeDesk, trigger: str, operation: str
) -> None:
    """Where no target is named a configured trigger refuses, in the words of the service."""
    world = World(triggers=Directory(()))
    desk = make_desk(world=world, triggers={trigger: "arn:aws:lambda:x"})
    before = rows_of(world)
    text = f"{trigger} invocation failed due to configuration."
    with refused(UnexpectedLambdaException, text):
        if operation == "SignUp":
            desk.sign_up(email=EMAIL)
        else:
            desk.admin(operation, UserAttributes=pairs(email=EMAIL))
    assert rows_of(world) == before


def test_an_administrators_user_is_vetted_without_flags(make_desk: MakeDesk) -> None:
    """PreSignUp_AdminCreateUser may refuse; its three flags do nothing."""
    scene = Scene(make_desk, {"PreSignUp": {"autoConfirmUser": True, "autoVerifyEmail": True}})
    scene.desk.admin(
        "AdminCreateUser", UserAttributes=pairs(email=EMAIL), ValidationData=pairs(invite="42")
    )
    assert scene.sources == ["PreSignUp_AdminCreateUser"]
    assert scene.request(0)["validationData"] == {"invite": "42"}
    user = scene.desk.look()
    assert user["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert "email_verified" not in user["attributes"]


def test_a_function_words_the_message(make_desk: MakeDesk) -> None:
    """Subject and body of the function take the code in place of {####}."""
    words = {"emailSubject": "Hi", "emailMessage": "<b>{####}</b> or {####}", "smsMessage": None}
    scene = Scene(make_desk, {"CustomMessage": words})
    scene.desk.public(
        "SignUp",
        Username="ann",
        Password=PASSWORD,
        UserAttributes=pairs(email=EMAIL),
        ClientMetadata=METADATA,
    )
    (message,) = scene.desk.mail
    assert message.subject == "Hi"
    assert message.body == f"<b>{message.code}</b> or {message.code}"
    assert scene.sources == ["CustomMessage_SignUp"]
    request = scene.request(0)
    assert request["codeParameter"] == "{####}"
    assert request["usernameParameter"] is None
    assert request["clientMetadata"] == METADATA


def test_each_operation_has_its_source(make_desk: MakeDesk) -> None:
    """The source tells the function which message it words; administrators name no client."""
    scene = Scene(make_desk, {"CustomMessage": {}, "PostConfirmation": {}})
    desk = scene.desk
    desk.sign_up(email=EMAIL)
    desk.public("ResendConfirmationCode", Username="ann")
    desk.public("ConfirmSignUp", Username="ann", ConfirmationCode=desk.code())
    desk.public("ForgotPassword", Username="ann")
    desk.public(
        "ConfirmForgotPassword",
        Username="ann",
        ConfirmationCode=desk.code(),
        Password="N3w!password",
    )
    desk.admin("AdminResetUserPassword")
    desk.admin("AdminCreateUser", "bob", UserAttributes=pairs(email=EMAIL))
    desk.sign_up("cat")
    desk.admin("AdminConfirmSignUp", "cat")
    assert scene.sources == [
        "CustomMessage_SignUp",
        "CustomMessage_ResendCode",
        "PostConfirmation_ConfirmSignUp",
        "CustomMessage_ForgotPassword",
        "PostConfirmation_ConfirmForgotPassword",
        "CustomMessage_ForgotPassword",
        "CustomMessage_AdminCreateUser",
        "PostConfirmation_ConfirmSignUp",
    ]
    contexts = [event.event["callerContext"] for event in scene.functions.events]
    clients = [context["clientId"] for context in contexts if isinstance(context, dict)]
    none, ours = "CLIENT_ID_NOT_APPLICABLE", desk.client.id
    assert clients == [ours, ours, ours, ours, ours, none, none, none]


@pytest.mark.parametrize(
    "words",
    [
        {"emailMessage": "no code"},
        {"emailMessage": 1},
        {"emailMessage": "{####}" + "x" * 20_000},
        {"emailSubject": "x" * 141, "emailMessage": "{####}"},
    ],
)
def test_a_message_without_its_code_is_not_sent(
    make_desk: MakeDesk, words: Mapping[str, object]
) -> None:
    """Texts that lack the code, are too long or are no texts refuse the operation."""
    scene = Scene(make_desk, {"CustomMessage": words})
    with refused(InvalidLambdaResponseException):
        scene.desk.sign_up(email=EMAIL)
    assert rows_of(scene.desk.world)["users"] == {}


def test_an_invitation_needs_the_user_name(make_desk: MakeDesk) -> None:
    """The words of an invitation must have the place for the name as well."""
    scene = Scene(make_desk, {"CustomMessage": {"emailMessage": "{####}"}})
    with refused(InvalidLambdaResponseException):
        scene.desk.admin("AdminCreateUser", UserAttributes=pairs(email=EMAIL))
    assert scene.request(0)["usernameParameter"] == "{username}"


def test_a_confirmation_stays_when_its_function_fails(make_desk: MakeDesk) -> None:
    """PostConfirmation runs after the change; the caller hears of its failure."""
    scene = Scene(make_desk, {"PostConfirmation": TriggerRefused("no")})
    scene.desk.sign_up(email=EMAIL)
    code = scene.desk.code()
    with refused(UserLambdaValidationException, "PostConfirmation failed with error no."):
        scene.desk.public("ConfirmSignUp", Username="ann", ConfirmationCode=code)
    assert scene.desk.look()["UserStatus"] == "CONFIRMED"
    with refused(NotAuthorizedException):
        scene.desk.public("ConfirmSignUp", Username="ann", ConfirmationCode=code)


@pytest.mark.parametrize("by", ["SignUp", "AdminConfirmSignUp", "ConfirmForgotPassword"])
def test_what_was_done_stays_when_its_function_fails(make_desk: MakeDesk, by: str) -> None:
    """At every operation that PostConfirmation hears of."""
    answers = {"PreSignUp": {"autoConfirmUser": by == "SignUp"}, "PostConfirmation": {}}
    scene = Scene(make_desk, answers)
    desk, password = scene.desk, PASSWORD
    if by != "SignUp":
        desk.sign_up(email=EMAIL)
    if by == "ConfirmForgotPassword":
        desk.public("ConfirmSignUp", Username="ann", ConfirmationCode=desk.code())
        desk.public("ForgotPassword", Username="ann")
        password = "N3w!password"
    scene.functions.answers = {**answers, "PostConfirmation": TriggerRefused("no")}
    with refused(UserLambdaValidationException, "PostConfirmation failed with error no."):
        if by == "SignUp":
            desk.sign_up(email=EMAIL)
        elif by == "AdminConfirmSignUp":
            desk.admin(by)
        else:
            desk.public(by, Username="ann", ConfirmationCode=desk.code(), Password=password)
    assert desk.look()["UserStatus"] == "CONFIRMED"
    assert desk.signed_in(password=password)


def test_a_migration_that_fails_is_told_where_users_are_not_hidden(make_desk: MakeDesk) -> None:
    """ForgotPassword of an unknown user asks for a migration; ENABLED hides how it went."""
    answers = {"UserMigration": TriggerRefused("unknown")}
    scene = Scene(make_desk, answers)
    with refused(UserLambdaValidationException, "UserMigration failed with error unknown."):
        scene.desk.public("ForgotPassword", Username="nobody", ClientMetadata=METADATA)
    assert scene.sources == ["UserMigration_ForgotPassword"]
    assert scene.functions.events[0].event["userName"] == "nobody"
    assert scene.request(0)["password"] is None
    hidden = Scene(make_desk, answers, client_prevent_user_existence_errors="ENABLED")
    assert "CodeDeliveryDetails" in hidden.desk.public("ForgotPassword", Username="nobody")
    assert hidden.sources == ["UserMigration_ForgotPassword"]


def test_a_migration_that_brings_nobody_leaves_the_user_unknown(make_desk: MakeDesk) -> None:
    """An answer without a user is no error of the function; nobody is still nobody."""
    scene = Scene(make_desk, {"UserMigration": {}})
    with refused(UserNotFoundException, "Username/client id combination not found."):
        scene.desk.public("ForgotPassword", Username="nobody")


def test_a_known_user_is_not_migrated(make_desk: MakeDesk) -> None:
    """The function is asked for unknown users only."""
    scene = Scene(make_desk, {"UserMigration": {}})
    pool = scene.desk.world.services.catalog.pool(scene.desk.client.pool_id)
    scene.desk.world.add_user(pool, attributes={"email": EMAIL, "email_verified": "true"})
    scene.desk.public("ForgotPassword", Username="ann")
    assert scene.sources == []


def test_a_message_that_cannot_be_worded_tells_nobody_who_is_there(make_desk: MakeDesk) -> None:
    """ForgotPassword is answered alike, as often, for a name that exists and one that does not."""
    scene = Scene(
        make_desk,
        {"CustomMessage": TriggerRefused("boom")},
        client_prevent_user_existence_errors="ENABLED",
    )
    _make_ann(scene.desk)

    def forget(name: str) -> list[object]:
        told: list[object] = []
        for _ in range(6):
            try:
                answer = scene.desk.public("ForgotPassword", Username=name)
                told.append(sorted(answer["CodeDeliveryDetails"]))
            except CognitoError as refusal:
                told.append(refusal.text)
        return told

    assert forget("ann") == forget("nobody")
    assert scene.functions.requests("CustomMessage")
    assert scene.desk.mail == []
    with refused(CodeMismatchException):
        scene.desk.public(
            "ConfirmForgotPassword", Username="ann", ConfirmationCode="123456", Password=PASSWORD
        )


@pytest.mark.parametrize(
    ("answer", "error", "reason"),
    [
        (TriggerRefused("boom"), "UserLambdaValidationException", None),
        (
            {"emailMessage": "no place"},
            "InvalidLambdaResponseException",
            "a text lacks a placeholder",
        ),
    ],
)
def test_the_operator_learns_that_a_message_was_not_sent(
    make_desk: MakeDesk,
    answer: Mapping[str, object] | Exception,
    error: str,
    reason: str | None,
) -> None:
    """Nobody else does where users are hidden; what the function said is not repeated."""
    scene = Scene(
        make_desk, {"CustomMessage": answer}, client_prevent_user_existence_errors="ENABLED"
    )
    _make_ann(scene.desk)

    scene.desk.public("ForgotPassword", Username="ann")

    client = scene.desk.client
    facts = {"pool_id": client.pool_id, "client_id": client.id, "purpose": "ForgotPassword"}
    told = ("message_not_worded", {**facts, "error": error, "reason": reason})
    assert told in scene.desk.world.reporter.events


def test_where_users_are_not_hidden_it_is_told(make_desk: MakeDesk) -> None:
    """In the words of the function, and no code was made."""
    scene = Scene(
        make_desk,
        {"CustomMessage": TriggerRefused("boom")},
        client_prevent_user_existence_errors="LEGACY",
    )
    _make_ann(scene.desk)

    with refused(UserLambdaValidationException, "CustomMessage failed with error boom."):
        scene.desk.public("ForgotPassword", Username="ann")


def _make_ann(desk: Desk) -> None:
    """Ann, who has proven her address."""
    proven = pairs(email=EMAIL, email_verified="true")
    desk.admin("AdminCreateUser", MessageAction="SUPPRESS", UserAttributes=proven)
    desk.admin("AdminSetUserPassword", Password=PASSWORD, Permanent=True)
