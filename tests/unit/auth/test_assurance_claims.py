"""What tokens say of how their user proved himself (acr, amr)."""

from __future__ import annotations

from domain.model.factors import SecondFactor
from domain.model.token import IssuedTokens
from domain.model.user import User
from tests.support.riddles import RIGHT, riddles
from tests.support.second_factors import change_pool, give_factors, token_code
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import World, claims_of


def said(given: IssuedTokens) -> tuple[object, object]:
    """The level and the methods, of which both tokens say the same."""
    identity, access = claims_of(given.id_token), claims_of(given.access_token)
    assert (identity.get("acr"), identity.get("amr")) == (access.get("acr"), access.get("amr"))
    return identity.get("acr"), identity.get("amr")


def test_two_factors_are_told_by_any_path(client: Client, ann: User) -> None:
    """Of the sign-in and of every refresh of it."""
    give_factors(client, ann, SecondFactor.SOFTWARE_TOKEN)
    session = asked(client.by_password()).session
    answers = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": token_code(client)}

    given = tokens(client.answer("SOFTWARE_TOKEN_MFA", session, answers))

    expected = ("urn:cognito:loa:4", ["pwd", "otp", "mfa"])
    assert said(given) == expected
    assert given.refresh_token is not None
    assert said(client.refresh(given.refresh_token)) == expected
    assert said(client.get_tokens(given.refresh_token)) == expected


def test_a_pool_names_its_levels(client: Client, ann: User) -> None:
    """The name is the pool's at the time of issue; the methods have one name for all."""
    given = tokens(client.by_password())
    change_pool(client, acr_names={"Level1": "bronze", "Level4": "gold"})
    assert given.refresh_token is not None

    assert said(client.refresh(given.refresh_token)) == ("bronze", ["pwd"])


def test_custom_challenges_alone_have_no_level() -> None:
    """What a pool's own functions asked is not known to be worth anything."""
    world = World(triggers=riddles(rounds=1))
    pool = world.add_pool(triggers=riddles().arns)
    world.add_user(pool)
    client = Client(world, world.add_client(pool))
    session = asked(client.begin("CUSTOM_AUTH", USERNAME="ann")).session
    answers = {"USERNAME": "ann", "ANSWER": RIGHT}

    given = tokens(client.answer("CUSTOM_CHALLENGE", session, answers))

    assert said(given) == (None, None)
