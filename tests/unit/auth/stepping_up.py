"""What the tests of step-up share: beginning with a target, and reading what was reached."""

from __future__ import annotations

from domain.auth.requests import Outcome
from domain.model.factors import SecondFactor, UserFactors
from domain.model.token import IssuedTokens
from domain.model.user import User
from tests.support.second_factors import give_factors, token_code
from tests.support.sign_in import Client, tokens
from tests.support.world import claims_of
from tests.unit.auth.choice_paths import offer_everything

PASSWORDS = ("PASSWORD_SRP", "PASSWORD")


def loa(*levels: int) -> str:
    """The names of levels as a client lists them."""
    return " ".join(f"urn:cognito:loa:{level}" for level in levels)


def with_software_token(client: Client, ann: User) -> None:
    """Let Ann have an application for codes, which nobody asks for by itself."""
    give_factors(client, ann, SecondFactor.SOFTWARE_TOKEN)
    client.world.change_user(ann, factors=UserFactors(token_verified=True))
    offer_everything(client, ann)


def step_up(client: Client, levels: str, token: str | None = None, **more: str) -> Outcome:
    """Begin, with a token or without."""
    given = {} if token is None else {"ACCESS_TOKEN": token}
    return client.choose(TARGET_ACR_VALUES=levels, **given, **more)


def enter_token_code(client: Client, session: str | None) -> IssuedTokens:
    """Answer with a code of the application."""
    answers = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": token_code(client)}
    return tokens(client.answer("SOFTWARE_TOKEN_MFA", session, answers))


def acr(given: IssuedTokens) -> tuple[str, list[str]]:
    """What the tokens say of how sure they are."""
    claims = claims_of(given.access_token)
    assert claims_of(given.id_token)["acr"] == claims["acr"]
    return claims["acr"], claims["amr"]
