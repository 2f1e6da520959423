"""USER_AUTH: how a choice-based sign-in begins, with and without a preference."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import (
    FeatureUnavailableInTierException,
    InvalidParameterException,
    NotAuthorizedException,
    UserNotFoundException,
)
from domain.model.factors import SecondFactor
from domain.model.identifiers import ClientId
from domain.model.user import User, UserStatus
from tests.support.accounts import refused, rows_of
from tests.support.second_factors import change_pool, give_factors, token_code
from tests.support.sign_in import PUBLIC_VALUE, Client, asked, tokens
from tests.support.world import PASSWORD, World
from tests.unit.auth.choice_paths import offer_everything

ALL = ("PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "SMS_OTP")


@pytest.fixture(autouse=True)
def _everything(client: Client, ann: User) -> None:
    """A pool that lets people begin by anything, and Ann, who can."""
    offer_everything(client, ann)


def test_without_a_preference_the_client_gets_the_list(client: Client) -> None:
    """SELECT_CHALLENGE with nothing but a Session and what can be chosen."""
    challenge = asked(client.choose())

    assert challenge.challenge == "SELECT_CHALLENGE"
    assert challenge.available == ALL
    assert challenge.parameters == {}
    assert challenge.session is not None


def test_one_factor_without_a_preference_is_still_a_choice(client: Client) -> None:
    """Nothing is sent before somebody asks for it, were it the only thing that could be."""
    change_pool(client, first_factors=("EMAIL_OTP",))

    challenge = asked(client.choose())

    assert challenge.challenge == "SELECT_CHALLENGE"
    assert challenge.available == ("EMAIL_OTP",)
    assert not client.world.services.mailbox.messages()


@pytest.mark.parametrize("preferred", ["EMAIL_OTP", "SMS_OTP", "PASSWORD", "PASSWORD_SRP"])
def test_a_preference_is_asked_for_at_once(client: Client, preferred: str) -> None:
    """The preferred challenge, with what could be chosen instead."""
    challenge = asked(client.choose(preferred))

    assert challenge.challenge == preferred
    assert challenge.available == ALL
    assert challenge.session is not None


def test_a_password_may_come_with_the_preference(client: Client) -> None:
    """One request signs in."""
    assert tokens(client.choose("PASSWORD", PASSWORD=PASSWORD)).refresh_token is not None


def test_a_public_value_may_come_with_the_preference(client: Client) -> None:
    """PASSWORD_VERIFIER follows at once, with a Session beside its SECRET_BLOCK."""
    challenge = asked(client.choose("PASSWORD_SRP", SRP_A=PUBLIC_VALUE))

    assert challenge.challenge == "PASSWORD_VERIFIER"
    assert challenge.available == ALL
    assert challenge.session is not None
    answers = client.srp_answers(challenge)
    tokens(client.answer("PASSWORD_VERIFIER", challenge.session, answers))


def test_the_separate_flows_need_not_be_on(world: World, client: Client) -> None:
    """ALLOW_USER_AUTH covers passwords and SRP inside of it."""
    pool = world.services.catalog.pool(client.client.pool_id)
    only = Client(
        world,
        world.add_client(
            pool, id=ClientId("client0000000000000000000b"), flows=("ALLOW_USER_AUTH",)
        ),
    )

    tokens(only.choose("PASSWORD", PASSWORD=PASSWORD))
    challenge = asked(only.choose("PASSWORD_SRP", SRP_A=PUBLIC_VALUE))
    answers = only.srp_answers(challenge)
    tokens(only.answer("PASSWORD_VERIFIER", challenge.session, answers))


def test_an_administrator_begins_as_well(admin: Client) -> None:
    """AdminInitiateAuth takes the flow, too."""
    assert asked(admin.choose()).available == ALL


def test_a_wrong_password_ends_the_attempt(client: Client) -> None:
    """It falls through to no other factor."""
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        client.choose("PASSWORD", PASSWORD="Wrong0ne!")


def test_a_password_without_preference_is_not_looked_at(client: Client) -> None:
    """Who does not say what he wants gets the list."""
    assert asked(client.choose(PASSWORD=PASSWORD)).challenge == "SELECT_CHALLENGE"


def test_a_preference_that_is_not_available_leads_to_the_list(client: Client, ann: User) -> None:
    """Nothing is sent to an address that is not proven."""
    client.world.change_user(ann, attributes={"email": "ann@example.com"})

    challenge = asked(client.choose("EMAIL_OTP"))

    assert challenge.challenge == "SELECT_CHALLENGE"
    assert challenge.available == ("PASSWORD_SRP", "PASSWORD")
    assert not client.world.services.mailbox.messages()


def test_a_public_value_does_not_replace_the_list(client: Client) -> None:
    """SRP_A of somebody without a password leads to what he has."""
    pool = client.world.services.catalog.pool(client.client.pool_id)
    proven = {"email": "bob@example.com", "email_verified": "true"}
    client.world.add_user(pool, "bob", password=None, attributes=proven)

    challenge = asked(client.choose("PASSWORD_SRP", "bob", SRP_A=PUBLIC_VALUE))

    assert challenge.challenge == "SELECT_CHALLENGE"
    assert challenge.available == ("EMAIL_OTP",)


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_an_unknown_preference_is_refused(client: Client, name: str) -> None:
    """No challenge of that name can begin a sign-in, whoever asks."""
    before = rows_of(client.world)
    for preferred in ("SMS_MFA", "password", "SELECT_CHALLENGE", "x"):
        with refused(InvalidParameterException):
            client.choose(preferred, name)
    assert rows_of(client.world) == before


@pytest.mark.parametrize("name", ["ann", "nobody"])
@pytest.mark.parametrize("value", ["", "0", "xyz", "1"])
def test_a_bad_public_value_is_refused(client: Client, name: str, value: str) -> None:
    """As in USER_SRP_AUTH; an empty one is none."""
    if not value:
        assert asked(client.choose("PASSWORD_SRP", name, SRP_A=value)).challenge == "PASSWORD_SRP"
        return
    with refused(InvalidParameterException, texts.INVALID_SRP_A):
        client.choose("PASSWORD_SRP", name, SRP_A=value)


def test_a_password_beyond_the_model_is_not_compared(client: Client) -> None:
    """Nobody can have it; no guess is counted (SEC-14)."""
    with refused(InvalidParameterException, texts.too_long("PASSWORD", 256)):
        client.choose("PASSWORD", PASSWORD="x" * 257)


def test_the_lock_stops_passwords_alone(client: Client) -> None:
    """Whoever is locked out of his password still gets a code (ruling 4)."""
    for _ in range(5):
        with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
            client.choose("PASSWORD", PASSWORD="Wrong0ne!")

    with refused(NotAuthorizedException, texts.PASSWORD_ATTEMPTS_EXCEEDED):
        client.choose("PASSWORD", PASSWORD=PASSWORD)
    with refused(NotAuthorizedException, texts.PASSWORD_ATTEMPTS_EXCEEDED):
        client.by_password()
    assert asked(client.choose("EMAIL_OTP")).challenge == "EMAIL_OTP"


def test_a_client_that_does_not_allow_it_is_refused(world: World, client: Client) -> None:
    """The flow has to be named; the older values never mean it."""
    pool = world.services.catalog.pool(client.client.pool_id)
    for number, flows in enumerate([(), ("ALLOW_USER_SRP_AUTH",), ("ADMIN_NO_SRP_AUTH",)]):
        other = Client(
            world,
            world.add_client(pool, id=ClientId(f"client00000000000000000{number}"), flows=flows),
        )
        with refused(InvalidParameterException, texts.flow_not_enabled("USER_AUTH")):
            other.choose()


def test_the_lower_plan_does_not_have_it(client: Client) -> None:
    """Told before the client's flows are: no client of such a pool could allow it."""
    change_pool(client, tier="LITE")

    with refused(
        FeatureUnavailableInTierException, texts.feature_unavailable("Choice-based authentication")
    ):
        client.choose()


def test_under_legacy_an_unknown_name_is_told(world: World, client: Client) -> None:
    """As in every other flow."""
    pool = world.services.catalog.pool(client.client.pool_id)
    legacy = Client(
        world,
        world.add_client(
            pool, id=ClientId("client0000000000000000000b"), prevent_user_existence_errors="LEGACY"
        ),
    )
    for preferred in (None, "EMAIL_OTP", "PASSWORD"):
        with refused(UserNotFoundException, texts.USER_DOES_NOT_EXIST):
            legacy.choose(preferred, "nobody")


def test_a_second_factor_follows_the_chosen_password(client: Client, ann: User) -> None:
    """The gates after the first factor are those of every flow; nothing is left to choose."""
    give_factors(client, ann, SecondFactor.SOFTWARE_TOKEN)

    challenge = asked(client.choose("PASSWORD", PASSWORD=PASSWORD))

    assert challenge.challenge == "SOFTWARE_TOKEN_MFA"
    assert challenge.available == ()
    answers = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": token_code(client)}
    tokens(client.answer("SOFTWARE_TOKEN_MFA", challenge.session, answers))


def test_a_temporary_password_is_to_be_changed(client: Client, ann: User) -> None:
    """Whichever way it was given."""
    client.world.change_user(ann, status=UserStatus.FORCE_CHANGE_PASSWORD)

    assert asked(client.choose("EMAIL_OTP")).available == ("PASSWORD_SRP", "PASSWORD")
    assert asked(client.choose("EMAIL_OTP")).challenge == "SELECT_CHALLENGE"
    challenge = asked(client.choose("PASSWORD", PASSWORD=PASSWORD))
    assert challenge.challenge == "NEW_PASSWORD_REQUIRED"
