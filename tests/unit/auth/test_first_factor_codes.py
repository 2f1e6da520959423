"""EMAIL_OTP and SMS_OTP as what a sign-in begins with."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from domain import texts
from domain.errors import (
    CodeMismatchException,
    InvalidEmailRoleAccessPolicyException,
    InvalidParameterException,
    InvalidSmsRoleAccessPolicyException,
    NotAuthorizedException,
    PasswordResetRequiredException,
    TooManyRequestsException,
)
from domain.model.factors import SecondFactor
from domain.model.user import User, UserStatus
from tests.support.accounts import refused, rows_of, without_channels
from tests.support.second_factors import PHONE, change_pool, give_factors, newest_code
from tests.support.sign_in import Client, asked, tokens
from tests.unit.auth.choice_paths import EVERYTHING, offer_everything

WRONG = "00000000"


@dataclass(frozen=True)
class Medium:
    """One of the two challenges, with what it shows."""

    name: str
    word: str
    destination: str

    def answers(self, code: str, username: str = "ann") -> dict[str, str]:
        return {"USERNAME": username, f"{self.name}_CODE": code}


EMAIL = Medium("EMAIL_OTP", "EMAIL", "a***@e***")
SMS = Medium("SMS_OTP", "SMS", "+*******0123")
BOTH = pytest.mark.parametrize("medium", [EMAIL, SMS], ids=lambda medium: medium.name)


@pytest.fixture(autouse=True)
def _everything(client: Client, ann: User) -> None:
    """A pool that lets people begin by anything, and Ann, who can."""
    offer_everything(client, ann)


@BOTH
def test_a_code_of_eight_digits_signs_in(client: Client, medium: Medium) -> None:
    """It goes to the proven address, masked in the answer; no password is needed."""
    challenge = asked(client.choose(medium.name))
    code = newest_code(client)

    assert challenge.parameters == {
        "CODE_DELIVERY_DELIVERY_MEDIUM": medium.word,
        "CODE_DELIVERY_DESTINATION": medium.destination,
    }
    assert len(code) == 8
    tokens(client.answer(medium.name, challenge.session, medium.answers(code)))


@BOTH
def test_wrong_codes_leave_five_tries(client: Client, medium: Medium) -> None:
    """Five wrong ones are answered alike; then the Session is dead, whatever comes (ruling 3)."""
    session = asked(client.choose(medium.name)).session
    for _ in range(5):
        with refused(CodeMismatchException, texts.CODE_OR_STATE_INVALID):
            client.answer(medium.name, session, medium.answers(WRONG))

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.answer(medium.name, session, medium.answers(newest_code(client)))


@BOTH
def test_the_right_code_after_a_wrong_one_signs_in(client: Client, medium: Medium) -> None:
    """A typing error is no end, and leaves nothing but a count."""
    session = asked(client.choose(medium.name)).session
    before = rows_of(client.world)
    with refused(CodeMismatchException):
        client.answer(medium.name, session, medium.answers(WRONG))
    assert rows_of(client.world) == before

    tokens(client.answer(medium.name, session, medium.answers(newest_code(client))))


@BOTH
def test_a_code_counts_once(client: Client, medium: Medium) -> None:
    """The same answer a second time gets no tokens."""
    session = asked(client.choose(medium.name)).session
    answers = medium.answers(newest_code(client))
    client.answer(medium.name, session, answers)

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        client.answer(medium.name, session, answers)


@BOTH
def test_digits_of_other_scripts_are_none(client: Client, medium: Medium) -> None:
    """Nor is the code with a blank beside it, or without its first digit."""
    session = asked(client.choose(medium.name)).session
    code = newest_code(client)
    arabic = "".join(chr(0x0660 + int(digit)) for digit in code)
    full_width = "".join(chr(0xFF10 + int(digit)) for digit in code)
    for other in (arabic, full_width, f" {code}", code[1:]):
        with refused(CodeMismatchException):
            client.answer(medium.name, session, medium.answers(other))


@BOTH
def test_a_code_of_another_sign_in_is_none(client: Client, medium: Medium) -> None:
    """Each attempt has a code of its own, and each medium."""
    first = asked(client.choose(medium.name)).session
    code = newest_code(client)
    second = asked(client.choose(medium.name)).session
    other = SMS if medium is EMAIL else EMAIL
    third = asked(client.choose(other.name)).session

    with refused(CodeMismatchException):
        client.answer(medium.name, second, medium.answers(code))
    with refused(CodeMismatchException):
        client.answer(other.name, third, other.answers(code))
    tokens(client.answer(medium.name, first, medium.answers(code)))


@BOTH
def test_a_code_is_answered_under_its_own_key(client: Client, medium: Medium) -> None:
    """Missing keys are named, and cost no try."""
    session = asked(client.choose(medium.name)).session
    key = f"{medium.name}_CODE"
    for _ in range(6):
        with refused(InvalidParameterException, texts.missing_parameter(key)):
            client.answer(medium.name, session, {"USERNAME": "ann", "SMS_MFA_CODE": "1"})

    tokens(client.answer(medium.name, session, medium.answers(newest_code(client))))


def test_a_first_code_answers_no_second_factor(client: Client, ann: User) -> None:
    """The challenge of a second factor has a code of its own, under the same name or another."""
    client.choose("EMAIL_OTP")
    code = newest_code(client)
    give_factors(client, ann, SecondFactor.EMAIL)
    second = asked(client.by_password()).session

    with refused(CodeMismatchException):
        client.answer("EMAIL_OTP", second, EMAIL.answers(code))


@BOTH
def test_a_code_expires_with_its_session(client: Client, medium: Medium) -> None:
    """After AuthSessionValidity."""
    session = asked(client.choose(medium.name)).session
    client.world.clock.advance(s=180)

    with refused(NotAuthorizedException, texts.SESSION_EXPIRED):
        client.answer(medium.name, session, medium.answers(newest_code(client)))


@BOTH
def test_another_user_cannot_use_it(client: Client, medium: Medium) -> None:
    """The user is the Session's, whatever the answer says."""
    client.world.add_user(client.world.services.catalog.pool(client.client.pool_id), "bob")
    session = asked(client.choose(medium.name)).session

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.answer(medium.name, session, medium.answers(newest_code(client), "bob"))


def test_a_user_without_a_password_signs_in_by_code(client: Client) -> None:
    """As who signed up without one."""
    pool = client.world.services.catalog.pool(client.client.pool_id)
    proven = {"email": "bob@example.com", "email_verified": "true"}
    client.world.add_user(pool, "bob", password=None, attributes=proven)
    challenge = asked(client.choose("EMAIL_OTP", "bob"))

    assert challenge.available == ("EMAIL_OTP",)
    answers = EMAIL.answers(newest_code(client), "bob")
    tokens(client.answer("EMAIL_OTP", challenge.session, answers))


def test_a_changed_address_ends_the_code(client: Client, ann: User) -> None:
    """What was sent to the old address proves nothing any more (SEC-20)."""
    session = asked(client.choose("EMAIL_OTP")).session
    client.world.change_user(ann, attributes={"email": "new@example.com", "email_verified": "true"})

    with refused(CodeMismatchException):
        client.answer("EMAIL_OTP", session, EMAIL.answers(newest_code(client)))


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"enabled": False}, NotAuthorizedException),
        ({"status": UserStatus.RESET_REQUIRED}, PasswordResetRequiredException),
    ],
    ids=["disabled", "to be reset"],
)
def test_the_state_is_told_after_the_code_alone(
    client: Client, ann: User, changes: dict[str, object], error: type[NotAuthorizedException]
) -> None:
    """Under ENABLED the challenge is that of a good user, and so is the answer to a wrong code."""
    client.world.change_user(ann, **changes)
    session = asked(client.choose("EMAIL_OTP")).session
    with refused(CodeMismatchException):
        client.answer("EMAIL_OTP", session, EMAIL.answers(WRONG))

    with refused(error):
        client.answer("EMAIL_OTP", session, EMAIL.answers(newest_code(client)))


@pytest.mark.parametrize("name", ["ann", "nobody"])
@pytest.mark.parametrize(
    ("preferred", "error"),
    [
        ("EMAIL_OTP", InvalidEmailRoleAccessPolicyException),
        ("SMS_OTP", InvalidSmsRoleAccessPolicyException),
    ],
)
def test_what_cannot_be_sent_is_told(
    name: str, preferred: str, error: type[InvalidParameterException]
) -> None:
    """With an error that the operation declares, whoever asks."""
    world = without_channels()
    pool = world.add_pool(first_factors=EVERYTHING)
    proven = {"email": "ann@example.com", "email_verified": "true"}
    phone = {"phone_number": PHONE, "phone_number_verified": "true"}
    world.add_user(pool, attributes={**proven, **phone})
    client = Client(world, world.add_client(pool))

    with refused(error):
        client.choose(preferred, name)


@BOTH
def test_who_guesses_at_a_name_does_not_shut_its_user_out(client: Client, medium: Medium) -> None:
    """Fifty wrong codes by anybody leave the owner's own right one to count."""
    for _ in range(10):
        session = asked(client.choose(medium.name)).session
        for _ in range(5):
            with refused(CodeMismatchException):
                client.answer(medium.name, session, medium.answers(WRONG))

    session = asked(client.choose(medium.name)).session
    tokens(client.answer(medium.name, session, medium.answers(newest_code(client))))


@BOTH
def test_guesses_at_a_name_are_bounded(client: Client, medium: Medium) -> None:
    """After three hundred wrong codes in an hour none is compared."""
    for _ in range(60):
        session = asked(client.choose(medium.name)).session
        for _ in range(5):
            with refused(CodeMismatchException):
                client.answer(medium.name, session, medium.answers(WRONG))

    session = asked(client.choose(medium.name)).session
    with refused(TooManyRequestsException):
        client.answer(medium.name, session, medium.answers(newest_code(client)))


@BOTH
@pytest.mark.parametrize("meanwhile", ["the pool no longer allows it", "it is no longer proven"])
def test_a_code_counts_only_while_it_may_begin_a_sign_in(
    client: Client, ann: User, medium: Medium, meanwhile: str
) -> None:
    """What changes between question and answer is not passed over, nor put back."""
    session = asked(client.choose(medium.name)).session
    if meanwhile == "the pool no longer allows it":
        change_pool(client, first_factors=("PASSWORD",))
    else:
        current = client.world.user(ann).attributes
        unproven = {name: "false" for name in current if name.endswith("_verified")}
        client.world.change_user(ann, attributes={**current, **unproven})
    before = client.world.user(ann)

    with refused(CodeMismatchException, texts.CODE_OR_STATE_INVALID):
        client.answer(medium.name, session, medium.answers(newest_code(client)))

    assert client.world.user(ann) == before


@BOTH
def test_a_session_is_as_long_for_every_address(client: Client, ann: User, medium: Medium) -> None:
    """Else its length would tell whose address there is, and how long it is."""
    long = {"email": f"{'a' * 60}@{'example.' * 20}com", "phone_number": "+155555501234567"}
    proven = {f"{name}_verified": "true" for name in long}
    short = asked(client.choose(medium.name)).session or ""
    client.world.change_user(ann, attributes={**long, **proven}, epoch=1_000_000)

    assert len(asked(client.choose(medium.name)).session or "") == len(short)
