"""Every path that gives tokens, walked by everybody who must get none.

A new path needs a row here: `test_every_path_is_listed` compares the rows with the table. A lock
stops password proofs alone (ruling 4); the other states stop every path.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import pytest

from domain import texts
from domain.auth.table import CHALLENGES, FLOWS
from domain.errors import (
    CognitoError,
    NotAuthorizedException,
    PasswordResetRequiredException,
    UserNotConfirmedException,
)
from domain.model.factors import SecondFactor
from domain.model.pool import MfaMode, SecondFactors
from domain.model.user import User, UserStatus
from tests.support.devices import by_password, give_device, track
from tests.support.exchange import exchange as exchange_token
from tests.support.exchange import exchanging_client
from tests.support.riddles import RIGHT, riddles
from tests.support.second_factors import (
    app_code,
    change_pool,
    give_factors,
    newest_code,
    token_code,
)
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import PASSWORD, World
from tests.unit.auth.choice_paths import (
    chosen_password,
    chosen_proof,
    chosen_text_message,
    confirmed_sign_up,
    preferred_passkey,
    preferred_password,
    selected_email_code,
    selected_passkey,
    stepped_up,
)
from tests.unit.auth.refresh_paths import REFRESHES

Finish = Callable[[], object]
"""The request that gives the tokens, with everything before it already done while all was well."""


def password(client: Client, ann: User) -> Finish:
    """One request with the password."""
    return lambda: tokens(client.by_password())


def admin_password(client: Client, ann: User) -> Finish:
    """The same, signed."""
    admin = Client(client.world, client.client, admin=True)
    return lambda: tokens(admin.by_password())


def admin_password_by_older_name(client: Client, ann: User) -> Finish:
    """The same under the older name of the flow."""
    admin = Client(client.world, client.client, admin=True)
    return lambda: tokens(admin.begin("ADMIN_NO_SRP_AUTH", USERNAME="ann", PASSWORD=PASSWORD))


def admin_password_asked_for(client: Client, ann: User) -> Finish:
    """The password in a second signed request."""
    admin = Client(client.world, client.client, admin=True)
    session = asked(admin.begin("ADMIN_NO_SRP_AUTH", USERNAME="ann")).session
    answers = {"USERNAME": "ann", "PASSWORD": PASSWORD}
    return lambda: tokens(admin.answer("ADMIN_NO_SRP_AUTH", session, answers))


def riddle(client: Client, ann: User) -> Finish:
    """The answer to a custom challenge that was given before."""
    change_pool(client, triggers=riddles().arns)
    session = asked(client.begin("CUSTOM_AUTH", USERNAME="ann")).session
    answers = {"USERNAME": "ann", "ANSWER": RIGHT}
    return lambda: tokens(client.answer("CUSTOM_CHALLENGE", session, answers))


def riddle_after_proof(client: Client, ann: User) -> Finish:
    """The same after the proof of the password, given before too."""
    change_pool(client, triggers=riddles().arns)
    proof_wanted = client.start_srp(flow="CUSTOM_AUTH", CHALLENGE_NAME="SRP_A")
    proven = client.answer("PASSWORD_VERIFIER", answers=client.srp_answers(proof_wanted))
    answers = {"USERNAME": "ann", "ANSWER": RIGHT}
    return lambda: tokens(client.answer("CUSTOM_CHALLENGE", asked(proven).session, answers))


def proof_before_riddle(client: Client, ann: User) -> Finish:
    """The proof of the password, and then the answer."""
    change_pool(client, triggers=riddles().arns)
    proof_wanted = client.start_srp(flow="CUSTOM_AUTH", CHALLENGE_NAME="SRP_A")
    answers = client.srp_answers(proof_wanted)

    def finish() -> object:
        session = asked(client.answer("PASSWORD_VERIFIER", answers=answers)).session
        riddle = {"USERNAME": "ann", "ANSWER": RIGHT}
        return tokens(client.answer("CUSTOM_CHALLENGE", session, riddle))

    return finish


def proof(client: Client, ann: User) -> Finish:
    """The proof of a challenge that was given before."""
    answers = client.srp_answers(client.start_srp())
    return lambda: tokens(client.answer("PASSWORD_VERIFIER", answers=answers))


def new_password(client: Client, ann: User) -> Finish:
    """The new password for a challenge that was given before."""
    client.world.change_user(ann, status=UserStatus.FORCE_CHANGE_PASSWORD)
    session = asked(client.by_password()).session
    answers = {"USERNAME": "ann", "NEW_PASSWORD": "Brand-new0ne"}
    return lambda: tokens(client.answer("NEW_PASSWORD_REQUIRED", session, answers))


def sms_mfa(client: Client, ann: User) -> Finish:
    """The code of a text message that was sent before."""
    give_factors(client, ann, SecondFactor.SMS)
    session = asked(client.by_password()).session
    answers = {"USERNAME": "ann", "SMS_MFA_CODE": newest_code(client)}
    return lambda: tokens(client.answer("SMS_MFA", session, answers))


def email_mfa(client: Client, ann: User) -> Finish:
    """The code of an e-mail that was sent before."""
    give_factors(client, ann, SecondFactor.EMAIL)
    session = asked(client.by_password()).session
    answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": newest_code(client)}
    return lambda: tokens(client.answer("EMAIL_OTP", session, answers))


def software_token(client: Client, ann: User) -> Finish:
    """A code of her software token."""
    give_factors(client, ann, SecondFactor.SOFTWARE_TOKEN)
    session = asked(client.by_password()).session
    answers = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": token_code(client)}
    return lambda: tokens(client.answer("SOFTWARE_TOKEN_MFA", session, answers))


def chosen_mfa(client: Client, ann: User) -> Finish:
    """The choice among several, and then the code."""
    give_factors(client, ann, SecondFactor.SMS, SecondFactor.SOFTWARE_TOKEN)
    session = asked(client.by_password()).session
    choice = {"USERNAME": "ann", "ANSWER": "SOFTWARE_TOKEN_MFA"}
    answers = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": token_code(client)}

    def finish() -> object:
        chosen = asked(client.answer("SELECT_MFA_TYPE", session, choice)).session
        return tokens(client.answer("SOFTWARE_TOKEN_MFA", chosen, answers))

    return finish


def mfa_setup(client: Client, ann: User) -> Finish:
    """An address named at MFA_SETUP, and then the code that was sent there."""
    change_pool(client, mfa=MfaMode.ON, second_factors=SecondFactors(email=True))
    client.world.change_user(ann, attributes={})
    session = asked(client.by_password()).session
    address = {"USERNAME": "ann", "EMAIL": "ann@example.com"}

    def finish() -> object:
        enrolling = asked(client.answer("MFA_SETUP", session, address)).session
        answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": newest_code(client)}
        return tokens(client.answer("EMAIL_OTP", enrolling, answers))

    return finish


def device(client: Client, ann: User) -> Finish:
    """Both steps of a remembered device."""
    track(client)
    phone = give_device(client, ann)
    challenge = asked(by_password(client))
    return lambda: tokens(phone.prove(client, challenge))


def device_without_session(client: Client, ann: User) -> Finish:
    """The same from a client that sends no Session back."""
    track(client)
    phone = give_device(client, ann)
    asked(by_password(client))

    def finish() -> object:
        wanted = asked(client.answer("DEVICE_SRP_AUTH", answers=phone.begins))
        answers = phone.proof(client, wanted)
        return tokens(client.answer("DEVICE_PASSWORD_VERIFIER", answers=answers))

    return finish


def device_proof(client: Client, ann: User) -> Finish:
    """The proof of a device for a challenge that was given before."""
    track(client)
    phone = give_device(client, ann)
    session = asked(by_password(client)).session
    wanted = asked(client.answer("DEVICE_SRP_AUTH", session, phone.begins))
    answers = phone.proof(client, wanted)
    return lambda: tokens(client.answer("DEVICE_PASSWORD_VERIFIER", answers=answers))


def device_after_code(client: Client, ann: User) -> Finish:
    """The proof of a device that does not stand in for the code given before."""
    track(client)
    phone = give_device(client, ann)
    give_factors(client, ann, SecondFactor.SMS)
    session = asked(by_password(client)).session
    code = {"USERNAME": "ann", "SMS_MFA_CODE": newest_code(client)}
    challenge = asked(client.answer("SMS_MFA", session, code))
    return lambda: tokens(phone.prove(client, challenge))


def mfa_setup_by_token(client: Client, ann: User) -> Finish:
    """A software token proven in the sign-in, and then the answer to MFA_SETUP."""
    change_pool(client, mfa=MfaMode.ON, second_factors=SecondFactors(software_token=True))
    enrolment = client.world.services.auth.mfa_enrolment
    associated = enrolment.associate(asked(client.by_password()).session or "")
    code = app_code(associated.secret, client.world.clock.now_ms())
    session = enrolment.verify(associated.session, code, None)
    return lambda: tokens(client.answer("MFA_SETUP", session, {"USERNAME": "ann"}))


def exchange(client: Client, ann: User) -> Finish:
    """The exchange of an access token that was given before, by another client."""
    given, requester = tokens(client.by_password()).access_token, exchanging_client(client)
    return lambda: exchange_token(client, requester, given)


def disabled(client: Client, ann: User) -> None:
    """An administrator has disabled her."""
    client.world.change_user(ann, enabled=False)


def unconfirmed(client: Client, ann: User) -> None:
    """She has not confirmed her sign-up."""
    client.world.change_user(ann, status=UserStatus.UNCONFIRMED)


def to_be_reset(client: Client, ann: User) -> None:
    """An administrator demands another password."""
    client.world.change_user(ann, status=UserStatus.RESET_REQUIRED)


def deleted(client: Client, ann: User) -> None:
    """She is gone."""
    with client.world.store.writing() as unit:
        unit.users.remove(ann.pool_id, ann.sub)


def signed_out(client: Client, ann: User) -> None:
    """All her sign-ins and attempts were ended."""
    client.world.services.auth.sign_out.everywhere_by_admin(ann.pool_id, "ann")


def locked(client: Client, ann: User) -> None:
    """Five wrong passwords were tried."""
    for _ in range(5):
        with pytest.raises(NotAuthorizedException):
            client.by_password(password="Wrong0ne!")


@pytest.fixture
def world() -> World:
    """A world whose functions put one riddle, where a pool names them."""
    return World(triggers=riddles(rounds=1))


STARTS: Final = (password, admin_password, admin_password_by_older_name, preferred_password)
"""Paths whose one request does everything: a sign-out before it does not concern them."""

SECOND: Final = (sms_mfa, email_mfa, software_token, chosen_mfa, mfa_setup, mfa_setup_by_token)
DEVICES: Final = (device, device_without_session, device_proof, device_after_code)
PROOFS: Final = (
    admin_password_asked_for,
    proof,
    proof_before_riddle,
    chosen_password,
    chosen_proof,
)
"""Paths that compare a password after an earlier request."""

RIDDLES: Final = (riddle, riddle_after_proof)
CODES: Final = (selected_email_code, chosen_text_message, confirmed_sign_up, stepped_up)
PASSKEYS: Final = (preferred_passkey, selected_passkey)
PATHS: Final = (
    *STARTS,
    *PROOFS,
    *RIDDLES,
    *CODES,
    *PASSKEYS,
    new_password,
    *SECOND,
    *DEVICES,
    *REFRESHES,
    exchange,
)
LISTED: Final[Mapping[str, Callable[[Client, User], Finish]]] = {
    "USER_PASSWORD_AUTH": password,
    "ADMIN_USER_PASSWORD_AUTH": admin_password,
    "ADMIN_NO_SRP_AUTH": admin_password_by_older_name,
    "CUSTOM_AUTH": riddle,
    "CUSTOM_CHALLENGE": riddle_after_proof,
    "USER_SRP_AUTH": proof,
    "USER_AUTH": preferred_password,
    "SELECT_CHALLENGE": selected_email_code,
    "PASSWORD": chosen_password,
    "PASSWORD_SRP": chosen_proof,
    "SMS_OTP": chosen_text_message,
    "WEB_AUTHN": preferred_passkey,
    "PASSWORD_VERIFIER": proof,
    "NEW_PASSWORD_REQUIRED": new_password,
    "SMS_MFA": sms_mfa,
    "EMAIL_OTP": email_mfa,
    "SOFTWARE_TOKEN_MFA": software_token,
    "SELECT_MFA_TYPE": chosen_mfa,
    "MFA_SETUP": mfa_setup,
    "DEVICE_SRP_AUTH": device,
    "DEVICE_PASSWORD_VERIFIER": device_proof,
}
ALSO: Final = (
    selected_passkey,
    admin_password_asked_for,
    proof_before_riddle,
    confirmed_sign_up,
    mfa_setup_by_token,
    stepped_up,
    device_without_session,
    device_after_code,
    exchange,
)
"""Further paths through what is listed already."""

STATES: Final = (disabled, unconfirmed, to_be_reset, deleted)


def test_every_path_is_listed() -> None:
    """Each flow and each challenge of the table has a path here."""
    assert set(LISTED) == {*FLOWS, *CHALLENGES}
    assert set(PATHS) == {*LISTED.values(), *ALSO, *REFRESHES}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_every_path_gives_tokens_when_all_is_well(
    client: Client, ann: User, path: Callable[[Client, User], Finish]
) -> None:
    """Without this the refusals below would prove nothing."""
    assert path(client, ann)() is not None


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.__name__)
def test_no_state_that_forbids_it_gets_a_token(
    client: Client,
    ann: User,
    path: Callable[[Client, User], Finish],
    state: Callable[[Client, User], None],
) -> None:
    """Disabled, unconfirmed, to be reset or deleted: no path gives a token."""
    finish = path(client, ann)
    state(client, ann)

    with pytest.raises(CognitoError):
        finish()


@pytest.mark.parametrize("path", [*STARTS, *PROOFS], ids=lambda path: path.__name__)
def test_a_locked_user_proves_no_password(
    client: Client, ann: User, path: Callable[[Client, User], Finish]
) -> None:
    """While the lock runs even the right password is not compared."""
    finish = path(client, ann)
    locked(client, ann)

    with pytest.raises(NotAuthorizedException) as refused:
        finish()

    assert refused.value.text == texts.PASSWORD_ATTEMPTS_EXCEEDED


@pytest.mark.parametrize(
    "path",
    [*PROOFS, *RIDDLES, *CODES, *PASSKEYS, new_password, *SECOND, *DEVICES, *REFRESHES, exchange],
    ids=lambda path: path.__name__,
)
def test_a_sign_out_ends_what_was_begun(
    client: Client, ann: User, path: Callable[[Client, User], Finish]
) -> None:
    """Whatever was open when everything was ended gives no token."""
    finish = path(client, ann)
    signed_out(client, ann)

    with pytest.raises(NotAuthorizedException):
        finish()


@pytest.mark.parametrize(
    ("state", "error"),
    [
        (unconfirmed, UserNotConfirmedException),
        (to_be_reset, PasswordResetRequiredException),
        (disabled, NotAuthorizedException),
    ],
    ids=["unconfirmed", "to be reset", "disabled"],
)
def test_the_state_is_told_to_who_knows_the_password(
    client: Client,
    ann: User,
    state: Callable[[Client, User], None],
    error: type[CognitoError],
) -> None:
    """With the right password the client learns what to do next."""
    state(client, ann)

    for sign_in in (client.by_password, client.by_srp):
        with pytest.raises(error):
            sign_in()


@pytest.mark.parametrize("state", [to_be_reset, disabled], ids=lambda state: state.__name__)
def test_the_state_is_not_told_to_who_guesses(
    client: Client, ann: User, state: Callable[[Client, User], None]
) -> None:
    """Under ENABLED a wrong password learns nothing of disabling or a reset (ruling 1)."""
    state(client, ann)

    for sign_in in (client.by_password, client.by_srp):
        with pytest.raises(NotAuthorizedException) as refused:
            sign_in(password="Wrong0ne!")
        assert refused.value.text == texts.INCORRECT_USERNAME_OR_PASSWORD


def test_an_unconfirmed_user_is_told_before_the_password(client: Client, ann: User) -> None:
    """As the service does, in both settings."""
    unconfirmed(client, ann)

    for sign_in in (client.by_password, client.by_srp):
        with pytest.raises(UserNotConfirmedException):
            sign_in(password="Wrong0ne!")
