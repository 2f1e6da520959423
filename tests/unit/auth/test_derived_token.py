"""Tokens that others are exchanged for: whom they are about, what they open, when they end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain.auth.derived_token import ACTORS_MAX
from domain.auth.exchange_request import ExchangeRequest
from domain.errors import (
    CognitoError,
    InvalidParameterException,
    NotAuthorizedException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from domain.model.client import Validity
from domain.model.identifiers import ClientId, PoolId, Secret
from domain.model.resource_server import ResourceServer
from domain.model.user import UserStatus
from domain.ports.triggers import TriggerRefused
from tests.support.exchange import (
    EXCHANGES,
    MACHINE_ID,
    SCOPES,
    SECRET,
    SERVICE_ID,
    Exchange,
    presented,
)
from tests.support.sign_in import Client, tokens
from tests.support.world import claims_of

HOUR_S = 3_600


def test_the_token_is_about_the_same_user() -> None:
    """It tells of the user and the sign-in behind the subject token, and names the new client."""
    made = Exchange()
    before = claims_of(made.given.access_token)

    given = made.issue()

    after = claims_of(given.token)
    kept = ("sub", "username", "iss", "auth_time", "event_id", "origin_jti", "token_use")
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert (after["client_id"], before["client_id"]) == (SERVICE_ID, made.client.client.id)
    assert after["jti"] != before["jti"]
    assert not {"aud", "act"} & set(after)
    assert (given.use, given.expires_in_s) == ("access", HOUR_S)


def test_nothing_asked_for_is_what_the_subject_token_had() -> None:
    """Without Scopes the token has those of the subject token, whatever the client is allowed."""
    made = Exchange(oauth_scopes=())

    given = made.issue()

    assert given.scopes == SCOPES[1:]
    assert claims_of(given.token)["scope"] == " ".join(SCOPES[1:])


@pytest.mark.parametrize(
    ("wanted", "granted"),
    [
        (("shop/read",), ("shop/read",)),
        (("shop/write", "shop/more"), ()),
        (("shop/read", "openid"), ("shop/read",)),
    ],
)
def test_scopes_are_those_that_all_three_have(
    wanted: tuple[str, ...], granted: tuple[str, ...]
) -> None:
    """A scope that the subject token, the client or the request does not have is not granted."""
    made = Exchange(oauth_scopes=("shop/read", "openid", "shop/more"))

    assert made.issue(scopes=wanted).scopes == granted


def test_the_users_own_account_is_not_passed_on() -> None:
    """Neither what the subject token had nor a function gives the scope of self-service."""
    made = Exchange(oauth_scopes=SCOPES)
    more = {"accessTokenGeneration": {"scopesToAdd": [SCOPES[0], "shop/more"]}}
    answer = {"claimsAndScopeOverrideDetails": more}
    made.functions.answers["PreTokenGeneration"] = answer

    given = made.issue(scopes=(SCOPES[0], "shop/read"))

    assert given.scopes == ("shop/read", "shop/more")
    with pytest.raises(NotAuthorizedException):
        made.world.services.access.user_of(given.token)


def test_a_token_for_a_service_names_it() -> None:
    """An audience, or a resource server that is there, is the claim `aud`."""
    made = Exchange()
    made.serve("read")

    assert made.claims(audience="billing")["aud"] == "billing"
    assert made.claims(resource="shop")["aud"] == "shop"
    with pytest.raises(ResourceNotFoundException):
        made.issue(resource="bank")


def test_no_token_is_made_for_another_client() -> None:
    """An audience that is another client is refused, since that would take it for its own.

    So is a resource server that is called like one.
    """
    made = Exchange()
    other = made.client.client.id
    server = ResourceServer(pool_id=made.pool.id, identifier=other, name="Shop")
    made.world.services.resource_servers.create(server)

    for use in ("access", "id"):
        for wanted in ({"audience": other}, {"resource": other}):
            with pytest.raises(InvalidParameterException):
                made.issue(**wanted, wanted_use=use)
    assert made.claims(audience=SERVICE_ID, wanted_use="id")["aud"] == SERVICE_ID


def test_audience_and_resource_exclude_each_other() -> None:
    """A request for both is refused."""
    made = Exchange()
    request = ExchangeRequest(client_id=SERVICE_ID, subject=presented(made.given.access_token))

    with pytest.raises(InvalidParameterException):
        replace(request, audience="billing", resource="shop")


def test_an_id_token_tells_what_the_client_may_read() -> None:
    """An ID token has the attributes that the new client may read, and names it."""
    made = Exchange(read_attributes=())

    given = made.issue(wanted_use="id")

    claims = claims_of(given.token)
    assert (claims["aud"], claims["token_use"], claims["sub"]) == (SERVICE_ID, "id", made.ann.sub)
    assert "email" not in claims
    assert given.scopes == ()
    assert "azp" not in claims
    assert made.claims(wanted_use="id", audience="billing")["azp"] == SERVICE_ID


def test_an_id_token_is_exchanged_too() -> None:
    """It has no scopes to give, and may have been derived itself."""
    made = Exchange()
    own = presented(made.given.id_token, "id")

    given = made.issue(own)
    derived = made.issue(own, wanted_use="id", audience="billing")

    assert (given.scopes, claims_of(given.token)["sub"]) == ((), made.ann.sub)
    assert made.claims(presented(derived.token, "id"))["sub"] == made.ann.sub


def test_an_actor_is_named() -> None:
    """With an actor token, of a client or of a user, the claim `act` tells who acts."""
    made = Exchange()
    machine, bob = made.machine_token(), made.world.add_user(made.pool, "bob")
    of_bob = tokens(made.client.by_password("bob")).id_token

    assert made.claims(actor=presented(machine))["act"] == {
        "sub": MACHINE_ID,
        "client_id": MACHINE_ID,
    }
    acts = made.claims(actor=presented(of_bob, "id"))
    assert acts["act"] == {"sub": bob.sub, "client_id": made.client.client.id}
    assert acts["sub"] == made.ann.sub


def test_who_acted_before_stays_named() -> None:
    """A chain is told with the newest outside, and without an actor token it stays as it is."""
    made = Exchange()
    machine = made.machine_token()
    first = made.issue(actor=presented(machine)).token
    of_machine = {"sub": MACHINE_ID, "client_id": MACHINE_ID}

    assert made.claims(first)["act"] == of_machine
    assert made.claims(first, actor=presented(machine))["act"] == {**of_machine, "act": of_machine}


def test_a_chain_of_actors_ends() -> None:
    """More than eight actors are refused."""
    made = Exchange()
    machine = presented(made.machine_token())
    token = made.given.access_token
    for _ in range(ACTORS_MAX):
        token = made.issue(token, actor=machine).token

    with pytest.raises(InvalidParameterException):
        made.issue(token, actor=machine)


def test_a_function_cannot_say_who_acts() -> None:
    """Neither adding `act` nor leaving it out is heeded."""
    made = Exchange()
    machine = presented(made.machine_token())
    changes = {"claimsToAddOrOverride": {"act": {"sub": "x"}}, "claimsToSuppress": ["act"]}
    details = {"accessTokenGeneration": changes, "idTokenGeneration": changes}
    answer = {"claimsAndScopeOverrideDetails": details}
    made.functions.answers["PreTokenGeneration"] = answer

    assert "act" not in made.claims()
    assert made.claims(actor=machine)["act"]["sub"] == MACHINE_ID
    assert made.claims(actor=machine, wanted_use="id")["act"]["sub"] == MACHINE_ID


def test_it_lives_no_longer_than_what_it_rests_on() -> None:
    """It ends when the first of the subject token, the actor token and its own lifetime ends."""
    made = Exchange(
        access_token=Validity(value=1, unit="days"), id_token=Validity(value=10, unit="minutes")
    )
    ends_s = claims_of(made.given.access_token)["exp"]
    made.world.clock.advance(s=600)
    machine = made.machine_token()

    assert made.claims()["exp"] == ends_s
    assert made.claims(actor=presented(machine))["exp"] == ends_s < claims_of(machine)["exp"]
    assert made.issue(wanted_use="id").expires_in_s == 600
    made.world.clock.advance(s=2_400)
    assert made.issue().expires_in_s == 600


def test_a_client_without_revocation_gives_no_ids() -> None:
    """Its tokens have neither `jti` nor `origin_jti` (ruling 23)."""
    claims = Exchange(enable_token_revocation=False).claims()

    assert not {"jti", "origin_jti"} & set(claims)


def _revoked(made: Exchange) -> None:
    token = made.given.refresh_token
    assert token is not None
    made.world.services.auth.revoke_token.revoke(made.client.client.id, token, None)


def _signed_out(made: Exchange) -> None:
    made.world.services.auth.sign_out.everywhere_by_admin(made.pool.id, "ann")


def _client_deleted(made: Exchange) -> None:
    with made.world.store.writing() as unit:
        unit.clients.remove(made.pool.id, made.client.client.id)


def _expired(made: Exchange) -> None:
    made.world.clock.advance(s=HOUR_S)


def _status(status: UserStatus) -> Callable[[Exchange], None]:
    def change(made: Exchange) -> None:
        made.world.change_user(made.ann, status=status)

    return change


ENDINGS: dict[str, tuple[Callable[[Exchange], object], str]] = {
    "revoked": (_revoked, "Subject Token has been revoked"),
    "signed out": (_signed_out, "Subject Token has been revoked"),
    "client deleted": (_client_deleted, "Subject Token has been revoked"),
    "expired": (_expired, "Subject Token has expired"),
    "disabled": (
        lambda made: made.world.change_user(made.ann, enabled=False),
        "Subject Token has been revoked",
    ),
    "unconfirmed": (_status(UserStatus.UNCONFIRMED), "Subject Token has been revoked"),
    "to be reset": (_status(UserStatus.RESET_REQUIRED), "Subject Token has been revoked"),
}


@pytest.mark.parametrize("how", ENDINGS)
@pytest.mark.parametrize("derived", [False, True], ids=["first", "derived"])
def test_what_does_not_hold_any_more_is_not_exchanged(how: str, *, derived: bool) -> None:
    """A token whose sign-in has ended gives none, and no more does one that was derived from it."""
    made = Exchange()
    token = made.issue().token if derived else made.given.access_token
    end, text = ENDINGS[how]
    end(made)

    with pytest.raises(NotAuthorizedException) as refused:
        made.issue(token)

    assert refused.value.text == text


def test_an_actor_that_does_not_hold_gives_nothing() -> None:
    """The token of an actor who was signed out, or whose client was deleted, is refused."""
    made = Exchange()
    machine = made.machine_token()
    made.world.add_user(made.pool, "bob")
    of_bob = tokens(made.client.by_password("bob")).access_token
    made.world.services.auth.sign_out.everywhere_by_admin(made.pool.id, "bob")
    with made.world.store.writing() as unit:
        unit.clients.remove(made.pool.id, MACHINE_ID)

    for token in (machine, of_bob):
        with pytest.raises(NotAuthorizedException) as refused:
            made.issue(actor=presented(token))
        assert refused.value.text == "Actor Token has been revoked"


def test_the_token_of_a_deleted_user_gives_nothing() -> None:
    """There is nobody whom a token could be about."""
    made = Exchange()
    with made.world.store.writing() as unit:
        unit.users.remove(made.pool.id, made.ann.sub)

    with pytest.raises(UserNotFoundException):
        made.issue()


def _foreign(made: Exchange) -> str:
    pool = made.world.add_pool(id=PoolId("us-east-1_Other0001"))
    client = made.world.add_client(pool, id=ClientId("other00000000000000000000o"))
    made.world.add_user(pool)
    return tokens(Client(made.world, client).by_password()).access_token


WRONG: dict[str, Callable[[Exchange], str]] = {
    "garbage": lambda _: "a.b",
    "altered": lambda made: made.given.access_token[:-2],
    "of another pool": _foreign,
    "of another use": lambda made: made.given.id_token,
    "refresh token": lambda made: str(made.given.refresh_token),
    "too long": lambda made: made.given.access_token + "a" * 20_000,
}


@pytest.mark.parametrize("kind", WRONG)
@pytest.mark.parametrize("part", ["Subject", "Actor"])
def test_what_is_no_token_of_the_pool_is_refused(kind: str, part: str) -> None:
    """Garbage, another pool's token and one of another kind give nothing."""
    made = Exchange()
    wrong = presented(WRONG[kind](made))

    asked: dict[str, Any] = {"subject": wrong} if part == "Subject" else {"actor": wrong}

    with pytest.raises(NotAuthorizedException) as refused:
        made.issue(**asked)

    assert refused.value.text == f"Invalid {part} Token"


def test_a_client_by_itself_is_no_subject() -> None:
    """A token that is about no user cannot be exchanged for one that is."""
    made = Exchange()

    with pytest.raises(NotAuthorizedException):
        made.issue(made.machine_token())


@pytest.mark.parametrize(
    ("flows", "with_actor", "named"),
    [
        (EXCHANGES[:1], True, "TOKEN_EXCHANGE_DELEGATION"),
        (EXCHANGES[1:], False, "TOKEN_EXCHANGE_IMPERSONATION"),
        ((), False, "TOKEN_EXCHANGE_IMPERSONATION"),
    ],
)
def test_a_client_needs_the_flow(flows: tuple[str, ...], named: str, *, with_actor: bool) -> None:
    """Passing for a user and acting for him are allowed each by itself, neither by default."""
    made = Exchange(flows=flows)
    acting: dict[str, Any] = {"actor": presented(made.machine_token())} if with_actor else {}

    with pytest.raises(InvalidParameterException) as refused:
        made.issue(**acting)

    assert refused.value.text == f"{named} flow not enabled for this client"


@pytest.mark.parametrize(
    ("secret", "is_signed", "passes"),
    [
        (SECRET, False, True),
        (None, True, True),
        (SECRET, True, True),
        (None, False, False),
        ("x" * 26, False, False),
        ("x" * 26, True, False),
    ],
)
def test_a_client_with_a_secret_proves_itself(
    secret: str | None, *, is_signed: bool, passes: bool
) -> None:
    """By its secret or by a signature; a secret that is given must be right, before all else."""
    made = Exchange(secret=SECRET)
    given = None if secret is None else Secret(secret)
    token = made.given.access_token if passes else "garbage"

    if passes:
        assert made.issue(token, secret=given, is_signed=is_signed).scopes == SCOPES[1:]
        return
    with pytest.raises(NotAuthorizedException) as refused:
        made.issue(token, secret=given, is_signed=is_signed)
    assert refused.value.text == f"Unable to verify secret hash for client {SERVICE_ID}"


def test_an_unknown_client_is_told() -> None:
    """As everywhere."""
    made = Exchange()

    with pytest.raises(ResourceNotFoundException):
        made.issue(client_id=ClientId("0" * 26))


def test_the_function_is_shown_the_user_and_the_scopes() -> None:
    """PreTokenGeneration hears of the exchange, and its refusal leaves nobody with a token."""
    made = Exchange()
    made.functions.events.clear()

    made.issue(scopes=("shop/read",))

    (event,) = made.functions.events
    told = event.event
    assert (told["triggerSource"], told["userName"]) == ("TokenGeneration_Authentication", "ann")
    assert told["callerContext"]["clientId"] == SERVICE_ID  # type: ignore[index] # an event
    assert made.functions.requests("PreTokenGeneration")[0]["scopes"] == ["shop/read"]
    made.functions.answers["PreTokenGeneration"] = TriggerRefused("not today")
    with pytest.raises(CognitoError, match="not today"):
        made.issue()


def test_what_ends_while_the_function_runs_gives_nothing() -> None:
    """A sign-out that happens meanwhile is seen."""
    made = Exchange()

    def sign_out(event: object) -> dict[str, object]:
        del event
        _signed_out(made)
        return {}

    made.functions.answers["PreTokenGeneration"] = sign_out

    with pytest.raises(NotAuthorizedException):
        made.issue()
