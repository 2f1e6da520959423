"""ForgotPassword, ConfirmForgotPassword and AdminResetUserPassword."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import (
    CodeDeliveryFailureException,
    CodeMismatchException,
    ExpiredCodeException,
    InvalidEmailRoleAccessPolicyException,
    InvalidParameterException,
    InvalidPasswordException,
    LimitExceededException,
    NotAuthorizedException,
    PasswordHistoryPolicyViolationException,
    PasswordResetRequiredException,
    UserNotFoundException,
)
from domain.model.pool import PasswordPolicy, RecoveryOption
from domain.model.user import User, UserStatus
from tests.support.accounts import Desk, refused, rows_of, without_channels
from tests.support.parallel import outcomes
from tests.support.sign_in import tokens
from tests.support.world import PASSWORD
from tests.unit.accounts.conftest import MakeDesk

EMAIL = "ann@example.com"
PHONE = "+15555550100"
NEW = "N3w!password"
MISMATCH = "Invalid verification code provided, please try again."
EXPIRED = "Invalid code provided, please request a code again."
NO_ADDRESS = (
    "Cannot reset password for the user as there is no registered/verified email or phone_number"
)
PROVEN = {
    "email": EMAIL,
    "email_verified": "true",
    "phone_number": PHONE,
    "phone_number_verified": "true",
}


def add_ann(desk: Desk, **changes: Any) -> User:  # noqa: ANN401 - any field of a user
    """A confirmed user with a proven e-mail address."""
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    changes.setdefault("attributes", {"email": EMAIL, "email_verified": "true"})
    return desk.world.add_user(pool, **changes)


def forgot(desk: Desk, username: str = "ann") -> Any:  # noqa: ANN401 - a response
    """ForgotPassword; where the code went."""
    return desk.public("ForgotPassword", Username=username)["CodeDeliveryDetails"]


def recover(desk: Desk, code: str, username: str = "ann", password: str = NEW) -> Any:  # noqa: ANN401 - a response
    """ConfirmForgotPassword."""
    return desk.public(
        "ConfirmForgotPassword", Username=username, ConfirmationCode=code, Password=password
    )


def test_who_reads_the_code_sets_a_password(desk: Desk) -> None:
    """The code goes to the proven address; with it the new password works and the old does not."""
    add_ann(desk)
    assert forgot(desk) == {
        "Destination": "a***@e***",
        "DeliveryMedium": "EMAIL",
        "AttributeName": "email",
    }
    assert (desk.mail[-1].to, desk.mail[-1].purpose) == (EMAIL, "ForgotPassword")
    assert recover(desk, desk.code()) == {}
    assert desk.signed_in(password=NEW)
    with refused(NotAuthorizedException):
        desk.signed_in(password=PASSWORD)


def test_recovery_shuts_an_intruder_out(desk: Desk) -> None:
    """All token families, open attempts and the lock end with the recovery."""
    add_ann(desk)
    issued = tokens(desk.sign_in.by_password())
    challenge = desk.sign_in.start_srp()
    for _ in range(5):
        with refused(NotAuthorizedException):
            desk.signed_in(password="Wr0ng!password")
    forgot(desk)
    recover(desk, desk.code())
    assert desk.signed_in(password=NEW)
    with refused(NotAuthorizedException, "Access Token has been revoked"):
        desk.call("GetUser", AccessToken=issued.access_token)
    with refused(NotAuthorizedException, "Refresh Token has been revoked"):
        desk.sign_in.refresh(issued.refresh_token or "")
    with pytest.raises(NotAuthorizedException):
        desk.sign_in.answer(
            "PASSWORD_VERIFIER", answers=desk.sign_in.srp_answers(challenge, PASSWORD)
        )


@pytest.mark.parametrize(
    ("recovery", "attributes", "attribute"),
    [
        ((), PROVEN, "phone_number"),
        ((("verified_email", 1), ("verified_phone_number", 2)), PROVEN, "email"),
        ((("verified_email", 2), ("verified_phone_number", 1)), PROVEN, "phone_number"),
        ((("verified_email", 1),), PROVEN, "email"),
        (
            (("verified_email", 1), ("verified_phone_number", 2)),
            {**PROVEN, "email_verified": "false"},
            "phone_number",
        ),
    ],
)
def test_the_recovery_setting_chooses_the_address(
    make_desk: MakeDesk,
    recovery: tuple[tuple[str, int], ...],
    attributes: dict[str, str],
    attribute: str,
) -> None:
    """By priority among proven addresses; without a setting the telephone goes first."""
    options = tuple(RecoveryOption(name=name, priority=priority) for name, priority in recovery)
    desk = make_desk(recovery=options)
    add_ann(desk, attributes=attributes)
    assert forgot(desk)["AttributeName"] == attribute
    assert desk.mail[-1].to == attributes[attribute]


def test_telephone_numbers_are_masked_to_their_last_digits(desk: Desk) -> None:
    """The length of a masked number is that of the number."""
    add_ann(desk, attributes=PROVEN)
    assert forgot(desk)["Destination"] == "+*******0100"


STATES: list[tuple[str, dict[str, Any], type[Any], str]] = [
    ("disabled", {"enabled": False}, NotAuthorizedException, "User is disabled."),
    ("unproven", {"attributes": {"email": EMAIL}}, InvalidParameterException, NO_ADDRESS),
    ("without address", {"attributes": {}}, InvalidParameterException, NO_ADDRESS),
    ("unconfirmed", {"status": UserStatus.UNCONFIRMED}, InvalidParameterException, NO_ADDRESS),
    (
        "federated",
        {"status": UserStatus.EXTERNAL_PROVIDER},
        NotAuthorizedException,
        "User password cannot be reset in the current state.",
    ),
]


@pytest.mark.parametrize(
    ("state", "kind", "text"), [row[1:] for row in STATES], ids=[row[0] for row in STATES]
)
def test_legacy_tells_why_there_is_no_recovery(
    desk: Desk, state: dict[str, Any], kind: type[Any], text: str
) -> None:
    """A client that does not hide users is told the state, and nothing changes."""
    add_ann(desk, **state)
    before = rows_of(desk.world)
    with refused(kind, text):
        forgot(desk)
    assert rows_of(desk.world) == before


@pytest.mark.parametrize("state", [row[1] for row in STATES], ids=[row[0] for row in STATES])
def test_a_hiding_client_is_told_the_same_of_everybody(hiding: Desk, state: dict[str, Any]) -> None:
    """ENABLED: what cannot be recovered looks as if a code had been sent; none was."""
    add_ann(hiding, **state)
    known, unknown = forgot(hiding, "ann"), forgot(hiding, "nobody")
    assert known.keys() == unknown.keys()
    assert known["DeliveryMedium"] == unknown["DeliveryMedium"] == "EMAIL"
    assert len(known["Destination"]) == len(unknown["Destination"])
    assert hiding.mail == []
    for username in ("ann", "nobody"):
        with refused(CodeMismatchException, MISMATCH):
            recover(hiding, "123456", username)


@pytest.mark.parametrize("hides", ["LEGACY", "ENABLED"])
def test_a_state_that_forbids_recovery_is_told(make_desk: MakeDesk, hides: str) -> None:
    """Who never chose a password, and who may not recover one, is told so in both settings."""
    desk = make_desk(client_prevent_user_existence_errors=hides)
    add_ann(desk, status=UserStatus.FORCE_CHANGE_PASSWORD)
    with refused(NotAuthorizedException, "User password cannot be reset in the current state."):
        forgot(desk)


@pytest.mark.parametrize("username", ["ann", "nobody"])
def test_where_only_administrators_recover_everybody_is_told(
    make_desk: MakeDesk, username: str
) -> None:
    """With admin_only recovery there is no self-service, whoever asks."""
    desk = make_desk(
        recovery=(RecoveryOption(name="admin_only", priority=1),),
        client_prevent_user_existence_errors="ENABLED",
    )
    add_ann(desk)
    with refused(NotAuthorizedException, "Contact administrator to reset password."):
        forgot(desk, username)


def test_unknown_users_are_told_under_legacy(desk: Desk) -> None:
    """LEGACY tells that there is no user, each operation in its own words."""
    with refused(UserNotFoundException, "Username/client id combination not found."):
        forgot(desk, "nobody")
    with refused(UserNotFoundException, "User does not exist."):
        recover(desk, "123456", "nobody")
    add_ann(desk, enabled=False)
    with refused(NotAuthorizedException, "User is disabled."):
        recover(desk, "123456")


def test_an_unknown_user_goes_through_the_same_answers(hiding: Desk) -> None:
    """ENABLED: before, during and after a recovery an unknown name is answered as a known one."""
    add_ann(hiding)

    def told(username: str) -> list[str]:
        texts = []

        def note(answer: str) -> None:
            with pytest.raises(Exception) as caught:  # noqa: PT011 - told apart by the test
                recover(hiding, answer, username)
            texts.append(f"{type(caught.value).__name__}: {caught.value}")

        note("000000")
        for _ in range(4):
            forgot(hiding, username)
            for _ in range(6):
                note("00000x")
        return texts

    assert told("nobody") == told("ann")


def test_the_simulated_address_is_the_same_each_time(hiding: Desk) -> None:
    """ENABLED: a name has one address, by whatever spelling, and names differ in theirs."""
    seen = {name: forgot(hiding, name)["Destination"] for name in map(str, range(30))}
    again = {name: forgot(hiding, name)["Destination"] for name in seen}
    assert seen == again
    assert len(set(seen.values())) > 10


def test_an_address_as_name_is_masked_as_itself(make_desk: MakeDesk) -> None:
    """ENABLED: for a name that is an address the destination is that of a user with the name."""
    desk = make_desk(
        username_attributes=("email", "phone_number"),
        auto_verified=("email", "phone_number"),
        client_prevent_user_existence_errors="ENABLED",
    )
    assert forgot(desk, "zoe@mail.example")["Destination"] == "z***@m***"
    assert forgot(desk, PHONE) == {
        "Destination": "+*******0100",
        "DeliveryMedium": "SMS",
        "AttributeName": "phone_number",
    }


@pytest.mark.parametrize("typed", ["m\u0131ke@example.org", "MIKE@example.org"])
def test_the_code_goes_to_the_stored_address_only(make_desk: MakeDesk, typed: str) -> None:
    """A name that looks like somebody's never makes a message to what was typed."""
    desk = make_desk(
        alias_attributes=("email",),
        case_sensitive=False,
        client_prevent_user_existence_errors="ENABLED",
    )
    add_ann(desk, attributes={"email": "mike@example.org", "email_verified": "true"})
    forgot(desk, typed)
    assert {message.to for message in desk.mail} <= {"mike@example.org"}


@pytest.mark.parametrize(("after_s", "counts"), [(3_599, True), (3_601, False)])
def test_a_recovery_code_counts_for_an_hour(desk: Desk, after_s: int, counts: bool) -> None:
    """A second before its hour is over the code is right, a second after it is expired."""
    add_ann(desk)
    forgot(desk)
    desk.world.clock.advance(s=after_s)
    if counts:
        recover(desk, desk.code())
    else:
        with refused(ExpiredCodeException, EXPIRED):
            recover(desk, desk.code())


def test_a_code_recovers_once(desk: Desk) -> None:
    """A code that was used is no code."""
    add_ann(desk)
    forgot(desk)
    code = desk.code()
    recover(desk, code)
    with refused(ExpiredCodeException, EXPIRED):
        recover(desk, code, password="An0ther!password")
    assert desk.signed_in(password=NEW)


def test_five_messages_an_hour_are_all(desk: Desk) -> None:
    """The budget is one for the user, whoever asks, and a new hour renews it."""
    add_ann(desk)
    for _ in range(4):
        forgot(desk)
    desk.admin("AdminResetUserPassword")
    with refused(LimitExceededException, "Attempt limit exceeded, please try after some time."):
        forgot(desk)
    with refused(LimitExceededException):
        desk.admin("AdminResetUserPassword")
    assert len(desk.mail) == 5
    desk.world.clock.advance(s=3_600)
    forgot(desk)


def test_twenty_answers_an_hour_are_all(desk: Desk) -> None:
    """New codes do not give new tries beyond the hourly budget."""
    add_ann(desk)
    for _ in range(4):
        forgot(desk)
        for _ in range(5):
            with refused(CodeMismatchException):
                recover(desk, desk.wrong_code())
    forgot(desk)
    with refused(LimitExceededException, "Attempt limit exceeded, please try after some time."):
        recover(desk, desk.code())


@pytest.mark.parametrize("username", ["ann", "nobody"])
def test_the_policy_is_told_before_a_try_is_spent(hiding: Desk, username: str) -> None:
    """A weak password costs no try and tells nothing about the user."""
    add_ann(hiding)
    forgot(hiding, username)
    text = "Password does not conform to policy: Password not long enough"
    for _ in range(8):
        with refused(InvalidPasswordException, text):
            recover(hiding, "123456", username, "short")
    with refused(CodeMismatchException):
        recover(hiding, "12345x", username)


def test_the_history_is_told_to_who_knows_the_code(make_desk: MakeDesk) -> None:
    """Earlier passwords are compared only after a right code, or anybody could guess at them."""
    desk = make_desk(password_policy=PasswordPolicy(history_size=2))
    add_ann(desk)
    forgot(desk)
    with refused(CodeMismatchException):
        recover(desk, desk.wrong_code(), password=PASSWORD)
    with refused(PasswordHistoryPolicyViolationException, "Password has previously been used"):
        recover(desk, desk.code(), password=PASSWORD)
    recover(desk, desk.code())
    forgot(desk)
    for used in (PASSWORD, NEW):
        with refused(PasswordHistoryPolicyViolationException):
            recover(desk, desk.code(), password=used)
    recover(desk, desk.code(), password="Th1rd!password")
    forgot(desk)
    recover(desk, desk.code(), password=PASSWORD)


def test_the_code_of_a_disabled_user_opens_nothing(hiding: Desk) -> None:
    """ENABLED: a code from before the disabling is answered as a wrong one."""
    add_ann(hiding)
    forgot(hiding)
    code = hiding.code()
    hiding.admin("AdminDisableUser")
    before = rows_of(hiding.world)["credentials"]
    with refused(CodeMismatchException, MISMATCH):
        recover(hiding, code)
    assert rows_of(hiding.world)["credentials"] == before


def test_a_code_dies_with_the_address_it_went_to(desk: Desk) -> None:
    """Changing the address kills the recovery code that was sent to the old one."""
    add_ann(desk)
    forgot(desk)
    code = desk.code()
    desk.admin(
        "AdminUpdateUserAttributes",
        UserAttributes=[
            {"Name": "email", "Value": "new@example.com"},
            {"Name": "email_verified", "Value": "true"},
        ],
    )
    with refused(ExpiredCodeException):
        recover(desk, code)


@pytest.mark.parametrize("permanent", [True, False])
def test_a_password_by_an_administrator_kills_the_recovery(desk: Desk, permanent: bool) -> None:
    """Who asked for a code before the administrator set a password gains nothing by it."""
    add_ann(desk)
    forgot(desk)
    desk.admin("AdminSetUserPassword", Password=NEW, Permanent=permanent)
    with refused(ExpiredCodeException):
        recover(desk, desk.code(), password="An0ther!password")


def test_a_sign_up_code_recovers_nothing(desk: Desk) -> None:
    """Codes of one purpose do not serve another, in either direction."""
    desk.sign_up("bob", email=EMAIL)
    of_sign_up = desk.code()
    with refused(ExpiredCodeException):
        recover(desk, of_sign_up, "bob")
    desk.admin("AdminConfirmSignUp", "bob")
    desk.admin(
        "AdminUpdateUserAttributes",
        "bob",
        UserAttributes=[{"Name": "email_verified", "Value": "true"}],
    )
    forgot(desk, "bob")
    if of_sign_up != desk.code():
        with refused(CodeMismatchException):
            recover(desk, of_sign_up, "bob")


def test_a_reset_asks_for_a_recovery(desk: Desk) -> None:
    """AdminResetUserPassword ends the sign-ins, sends a code, and the code ends the reset."""
    add_ann(desk)
    access = desk.signed_in()
    assert desk.admin("AdminResetUserPassword") == {}
    assert desk.look()["UserStatus"] == "RESET_REQUIRED"
    with refused(NotAuthorizedException, "Access Token has been revoked"):
        desk.call("GetUser", AccessToken=access)
    with refused(PasswordResetRequiredException, "Password reset required for the user"):
        desk.signed_in()
    recover(desk, desk.code())
    assert desk.look()["UserStatus"] == "CONFIRMED"
    assert desk.signed_in(password=NEW)


def test_a_reset_lifts_the_lock(desk: Desk) -> None:
    """Who was locked out by wrong passwords is told of the reset, not of the lock."""
    add_ann(desk)
    for _ in range(6):
        with pytest.raises(NotAuthorizedException):
            desk.signed_in(password="Wr0ng!password")
    desk.admin("AdminResetUserPassword")
    with refused(PasswordResetRequiredException):
        desk.signed_in()


RESETS: list[tuple[str, dict[str, Any], dict[str, Any], type[Any], str]] = [
    ("disabled", {}, {"enabled": False}, NotAuthorizedException, "User is disabled."),
    (
        "never signed in",
        {},
        {"status": UserStatus.FORCE_CHANGE_PASSWORD},
        NotAuthorizedException,
        "User password cannot be reset in the current state.",
    ),
    (
        "unconfirmed",
        {},
        {"status": UserStatus.UNCONFIRMED},
        NotAuthorizedException,
        "User password cannot be reset in the current state.",
    ),
    ("unproven", {}, {"attributes": {"email": EMAIL}}, InvalidParameterException, NO_ADDRESS),
    (
        "admin only",
        {"recovery": (RecoveryOption(name="admin_only", priority=1),)},
        {},
        NotAuthorizedException,
        "Contact administrator to reset password.",
    ),
]


@pytest.mark.parametrize(
    ("members", "state", "kind", "text"),
    [row[1:] for row in RESETS],
    ids=[row[0] for row in RESETS],
)
def test_a_refused_reset_changes_nothing(
    make_desk: MakeDesk,
    members: dict[str, Any],
    state: dict[str, Any],
    kind: type[Any],
    text: str,
) -> None:
    """Who could not recover is not locked out."""
    desk = make_desk(**members)
    add_ann(desk, **state)
    before = rows_of(desk.world)
    with refused(kind, text):
        desk.admin("AdminResetUserPassword")
    assert rows_of(desk.world) == before


def test_without_a_channel_nothing_is_recovered_or_reset(make_desk: MakeDesk) -> None:
    """What cannot be sent is refused at once, in words that each operation declares."""
    desk = make_desk(world=without_channels(), client_prevent_user_existence_errors="ENABLED")
    add_ann(desk)
    before = rows_of(desk.world)
    for username in ("ann", "nobody"):
        with refused(CodeDeliveryFailureException):
            forgot(desk, username)
    with refused(InvalidEmailRoleAccessPolicyException):
        desk.admin("AdminResetUserPassword")
    assert rows_of(desk.world) == before


def test_a_pool_that_changed_is_seen_at_once(desk: Desk) -> None:
    """A recovery follows the pool as it is stored, not as it was when first read."""
    add_ann(desk, attributes=PROVEN)
    assert forgot(desk)["AttributeName"] == "phone_number"
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    email_only = (RecoveryOption(name="verified_email", priority=1),)
    with desk.world.store.writing() as unit:
        unit.pools.save(replace(pool, recovery=email_only))
    assert forgot(desk)["AttributeName"] == "email"


def test_one_code_sets_one_password_however_many_answer(desk: Desk) -> None:
    """Of 32 parallel right answers exactly one sets its password."""
    add_ann(desk)
    forgot(desk)
    code = desk.code()
    results = outcomes(32, lambda n: recover(desk, code, password=f"{NEW}{n}"))
    (winner,) = [n for n, result in enumerate(results) if not isinstance(result, Exception)]
    assert desk.signed_in(password=f"{NEW}{winner}")
    assert {type(result) for result in results if isinstance(result, Exception)} <= {
        ExpiredCodeException,
        LimitExceededException,
    }


def test_many_wrong_answers_at_once_get_five_comparisons(desk: Desk) -> None:
    """However many arrive at once, five are compared, and the right code after them is refused."""
    add_ann(desk)
    forgot(desk)
    wrong = desk.wrong_code()
    results = outcomes(32, lambda _: recover(desk, wrong))
    assert sum(isinstance(result, CodeMismatchException) for result in results) == 5
    desk.world.clock.advance(s=3_500)
    with refused(LimitExceededException):
        recover(desk, desk.code())
