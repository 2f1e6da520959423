"""The paths to tokens that begin by a choice: each returns its last request, all before it done."""

from __future__ import annotations

from collections.abc import Callable

from domain.model.factors import SecondFactor
from domain.model.user import User, UserStatus
from tests.support.accounts import Desk
from tests.support.passkeys import give_passkey, open_to_passkeys
from tests.support.second_factors import PHONE, change_pool, give_factors, newest_code, token_code
from tests.support.sign_in import PUBLIC_VALUE, Client, asked, tokens
from tests.support.world import PASSWORD

EVERYTHING = ("PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN")


def offer_everything(client: Client, ann: User) -> None:
    """Let the pool's users begin by anything, and Ann have an address of each kind."""
    change_pool(client, first_factors=EVERYTHING)
    attributes = {
        **client.world.user(ann).attributes,
        "phone_number": PHONE,
        "phone_number_verified": "true",
    }
    client.world.change_user(ann, attributes=attributes)


def preferred_password(client: Client, ann: User) -> Callable[[], object]:
    """One request with the preference and the password."""
    return lambda: tokens(client.choose("PASSWORD", PASSWORD=PASSWORD))


def chosen_password(client: Client, ann: User) -> Callable[[], object]:
    """The password for a challenge that was preferred before."""
    session = asked(client.choose("PASSWORD")).session
    answers = {"USERNAME": "ann", "PASSWORD": PASSWORD}
    return lambda: tokens(client.answer("PASSWORD", session, answers))


def chosen_proof(client: Client, ann: User) -> Callable[[], object]:
    """The proof after PASSWORD_SRP, which asked for the public value alone."""
    session = asked(client.choose("PASSWORD_SRP")).session
    public = {"USERNAME": "ann", "SRP_A": PUBLIC_VALUE}
    verifier = asked(client.answer("PASSWORD_SRP", session, public))
    answers = client.srp_answers(verifier)
    return lambda: tokens(client.answer("PASSWORD_VERIFIER", verifier.session, answers))


def selected_email_code(client: Client, ann: User) -> Callable[[], object]:
    """The choice of a code by e-mail, and then the code."""
    offer_everything(client, ann)
    session = asked(client.choose()).session

    def finish() -> object:
        chosen = asked(client.select(session, "EMAIL_OTP")).session
        sent = [each.code for each in client.world.services.mailbox.messages()]
        answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": sent[-1] if sent else "00000000"}
        return tokens(client.answer("EMAIL_OTP", chosen, answers))

    return finish


def chosen_text_message(client: Client, ann: User) -> Callable[[], object]:
    """The code of a text message that was preferred before."""
    offer_everything(client, ann)
    session = asked(client.choose("SMS_OTP")).session
    answers = {"USERNAME": "ann", "SMS_OTP_CODE": newest_code(client)}
    return lambda: tokens(client.answer("SMS_OTP", session, answers))


def preferred_passkey(client: Client, ann: User) -> Callable[[], object]:
    """The answer of an authenticator to a challenge that was preferred before."""
    open_to_passkeys(client)
    authenticator = give_passkey(client, ann)
    challenge = asked(client.choose("WEB_AUTHN"))
    credential = authenticator.answer(challenge.parameters)
    answers = {"USERNAME": "ann", "CREDENTIAL": credential}
    return lambda: tokens(client.answer("WEB_AUTHN", challenge.session, answers))


def selected_passkey(client: Client, ann: User) -> Callable[[], object]:
    """The choice of a passkey, and then the answer of its authenticator."""
    open_to_passkeys(client)
    authenticator = give_passkey(client, ann)
    session = asked(client.choose()).session

    def finish() -> object:
        challenge = asked(client.select(session, "WEB_AUTHN"))
        answers = {"USERNAME": "ann", "CREDENTIAL": authenticator.answer(challenge.parameters)}
        return tokens(client.answer("WEB_AUTHN", challenge.session, answers))

    return finish


def confirmed_sign_up(client: Client, ann: User) -> Callable[[], object]:
    """The Session of a confirmation that has just been."""
    change_pool(client, auto_verified=("email",), first_factors=EVERYTHING)
    client.world.change_user(ann, status=UserStatus.UNCONFIRMED)
    desk = Desk(client.world, client.client)
    desk.public("ResendConfirmationCode", Username="ann")
    confirmed = desk.public("ConfirmSignUp", Username="ann", ConfirmationCode=desk.code())
    return lambda: tokens(client.choose(session=confirmed["Session"]))


def stepped_up(client: Client, ann: User) -> Callable[[], object]:
    """The second factor that an access token of before needs to be as sure as can be."""
    given = tokens(client.by_password()).access_token
    give_factors(client, ann, SecondFactor.SOFTWARE_TOKEN)
    aim = {"TARGET_ACR_VALUES": "urn:cognito:loa:4", "ACCESS_TOKEN": given}
    session = asked(client.choose(**aim)).session
    answers = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": token_code(client)}
    return lambda: tokens(client.answer("SOFTWARE_TOKEN_MFA", session, answers))
