"""NEW_PASSWORD_REQUIRED, after a password in clear and after SRP."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from domain import texts
from domain.errors import (
    CognitoError,
    InvalidParameterException,
    InvalidPasswordException,
    NotAuthorizedException,
)
from domain.model.identifiers import ClientId, PoolId
from domain.model.schema import STANDARD_ATTRIBUTES
from domain.model.user import User, UserStatus
from tests.support.sign_in import Client, asked, refusal, tokens
from tests.support.world import World, claims_of

NEW = "Brand-new0ne"


@pytest.fixture
def bob(client: Client) -> User:
    """A user with a temporary password."""
    pool = client.world.services.catalog.pool(client.client.pool_id)
    return client.world.add_user(
        pool,
        "bob",
        status=UserStatus.FORCE_CHANGE_PASSWORD,
        attributes={"email": "bob@example.com", "email_verified": "true"},
    )


def answer(client: Client, session: str | None, **answers: str) -> None:
    """Answer for Bob with a good password, or with what is given instead."""
    given: Mapping[str, str] = {"USERNAME": "bob", "NEW_PASSWORD": NEW} | answers
    tokens(client.answer("NEW_PASSWORD_REQUIRED", session, given))


def challenge(client: Client) -> str:
    """Begin for Bob and return the Session."""
    session = asked(client.by_password("bob")).session
    assert session is not None
    return session


@pytest.mark.usefixtures("bob")
def test_a_temporary_password_leads_to_the_challenge(client: Client) -> None:
    """What is asked tells the internal name, the missing attributes and those that are there."""
    for outcome in (client.by_password("bob"), client.by_srp("bob")):
        challenge = asked(outcome)

        assert challenge.challenge == "NEW_PASSWORD_REQUIRED"
        assert challenge.parameters == {
            "USER_ID_FOR_SRP": "bob",
            "requiredAttributes": (),
            "userAttributes": {"email": "bob@example.com", "email_verified": "true"},
        }


@pytest.mark.usefixtures("bob")
def test_a_session_has_the_form_of_the_model(client: Client) -> None:
    """Twenty to 4,096 characters that are safe in a URL."""
    session = challenge(client)

    assert 20 <= len(session) <= 4096
    assert session.replace("-", "").replace("_", "").isalnum()


def test_a_new_password_confirms_the_user_and_signs_him_in(client: Client, bob: User) -> None:
    """After it the user is CONFIRMED, the new password works by both flows, the old by none."""
    answer(client, challenge(client))

    assert client.world.user(bob).status is UserStatus.CONFIRMED
    assert tokens(client.by_password("bob", NEW)).refresh_token
    assert tokens(client.by_srp("bob", NEW)).refresh_token
    with pytest.raises(NotAuthorizedException):
        client.by_password("bob")


def test_a_password_against_the_policy_leaves_the_challenge_open(client: Client, bob: User) -> None:
    """Nothing changes, and the same Session takes a better one."""
    session = challenge(client)
    before = client.world.user(bob)

    with pytest.raises(InvalidPasswordException) as refused:
        answer(client, session, NEW_PASSWORD="short")

    assert refusal(refused) == "Password does not conform to policy: Password not long enough"
    assert client.world.user(bob) == before
    answer(client, session)


@pytest.mark.usefixtures("bob")
def test_a_session_is_used_once(client: Client) -> None:
    """The second answer is told that the Session is spent."""
    session = challenge(client)
    answer(client, session)

    with pytest.raises(NotAuthorizedException) as refused:
        answer(client, session, NEW_PASSWORD="Another-0ne")

    assert refusal(refused) == texts.SESSION_SPENT
    assert tokens(client.by_password("bob", NEW)).refresh_token


def _altered(session: str) -> str:
    middle = len(session) // 2
    letter = "A" if session[middle] != "A" else "B"
    return session[:middle] + letter + session[middle + 1 :]


@pytest.mark.parametrize(
    "forge",
    [
        lambda session: "A" * len(session),
        _altered,
        lambda session: session[:-8],
        lambda session: session + "AAAA",
        lambda _session: "not-a-session-of-ours!",
    ],
    ids=["invented", "altered", "cut", "longer", "garbage"],
)
def test_an_invented_session_gives_nothing(
    client: Client, bob: User, forge: Callable[[str], str]
) -> None:
    """A Session that we did not seal changes no user and gives no token."""
    before = client.world.user(bob)

    with pytest.raises(NotAuthorizedException) as refused:
        answer(client, forge(challenge(client)))

    assert refusal(refused) == texts.INVALID_SESSION
    assert client.world.user(bob) == before


def test_a_session_of_another_client_gives_nothing(client: Client, bob: User) -> None:
    """A Session is bound to the client that began."""
    world = client.world
    other = world.add_client(
        world.services.catalog.pool(bob.pool_id), id=ClientId("client0000000000000000000b")
    )

    with pytest.raises(NotAuthorizedException) as refused:
        answer(Client(world, other), challenge(client))

    assert refusal(refused) == texts.INVALID_SESSION
    assert world.user(bob).status is UserStatus.FORCE_CHANGE_PASSWORD


def test_an_expired_session_gives_nothing(client: Client, bob: User) -> None:
    """After three minutes the answer is too late, and is told so."""
    session = challenge(client)
    client.world.clock.advance(s=180)

    with pytest.raises(NotAuthorizedException) as refused:
        answer(client, session)

    assert refusal(refused) == texts.SESSION_EXPIRED
    assert client.world.user(bob).status is UserStatus.FORCE_CHANGE_PASSWORD


@pytest.mark.usefixtures("ann")
def test_the_session_decides_the_user(client: Client, bob: User) -> None:
    """Another user's name beside Bob's Session changes nobody (SEC-34)."""
    session = challenge(client)

    with pytest.raises(NotAuthorizedException) as refused:
        answer(client, session, USERNAME="ann")

    assert refusal(refused) == texts.INVALID_SESSION
    assert client.world.user(bob).status is UserStatus.FORCE_CHANGE_PASSWORD


def test_a_session_answers_only_what_was_asked(client: Client, bob: User) -> None:
    """The Session of one challenge is none for another."""
    session = challenge(client)

    with pytest.raises(CognitoError):
        client.answer(
            "PASSWORD_VERIFIER",
            session,
            {
                "USERNAME": "bob",
                "PASSWORD_CLAIM_SECRET_BLOCK": session,
                "PASSWORD_CLAIM_SIGNATURE": "A" * 44,
                "TIMESTAMP": "Thu Jan 1 09:00:00 UTC 2026",
            },
        )

    assert client.world.user(bob).status is UserStatus.FORCE_CHANGE_PASSWORD


@pytest.mark.usefixtures("ann")
def test_a_secret_block_is_no_session(client: Client) -> None:
    """What was given to be proven by SRP does not open a change of password."""
    block = str(client.start_srp().parameters["SECRET_BLOCK"]).rstrip("=")
    session = block.replace("+", "-").replace("/", "_")

    with pytest.raises(NotAuthorizedException) as refused:
        answer(client, session, USERNAME="ann")

    assert refusal(refused) == texts.INVALID_SESSION


@pytest.mark.usefixtures("bob")
@pytest.mark.parametrize("missing", ["USERNAME", "NEW_PASSWORD"])
def test_a_missing_answer_is_named(client: Client, missing: str) -> None:
    """The first key that is not there is told."""
    session = challenge(client)

    with pytest.raises(InvalidParameterException) as refused:
        answer(client, session, **{missing: ""})

    assert refusal(refused) == f"Missing required parameter {missing}"


def test_a_missing_session_is_named(client: Client) -> None:
    """Without Session there is nothing to answer."""
    with pytest.raises(InvalidParameterException) as refused:
        answer(client, None)

    assert refusal(refused) == "Missing required parameter Session"


@pytest.mark.parametrize(
    "change", [{"epoch": 1}, {"enabled": False}, {"status": UserStatus.RESET_REQUIRED}]
)
def test_a_change_of_the_user_ends_the_attempt(
    client: Client, bob: User, change: dict[str, object]
) -> None:
    """Disabled, signed out or reset between the two steps: no token."""
    session = challenge(client)
    client.world.change_user(bob, **change)

    with pytest.raises(CognitoError):
        answer(client, session)

    with pytest.raises(CognitoError):
        client.by_password("bob", NEW)


def test_a_public_answer_to_an_admin_attempt_is_refused(
    client: Client, admin: Client, bob: User
) -> None:
    """What an administrator began by an ADMIN flow the public cannot go on with."""
    session = challenge(admin)

    with pytest.raises(NotAuthorizedException):
        answer(client, session)

    answer(admin, session)
    assert client.world.user(bob).status is UserStatus.CONFIRMED


@pytest.mark.usefixtures("bob")
def test_an_administrator_may_answer_a_public_attempt(client: Client, admin: Client) -> None:
    """The signed operation can go on where the public one began."""
    answer(admin, challenge(client))


class TestRequiredAttributes:
    """Users whom an administrator made without a required attribute."""

    @pytest.fixture
    def demanding(self, client: Client) -> Client:
        """A pool that requires a family name, and Bob without one."""
        world = client.world
        schema = tuple(
            replace(entry, required=True) if entry.name in {"family_name", "email"} else entry
            for entry in STANDARD_ATTRIBUTES
        )
        pool = world.add_pool(id=PoolId("us-east-1_Demand001"), schema=schema)
        world.add_user(
            pool,
            "bob",
            status=UserStatus.FORCE_CHANGE_PASSWORD,
            attributes={"email": "bob@example.com"},
        )
        return Client(world, world.add_client(pool, id=ClientId("client0000000000000000000b")))

    def test_the_gap_is_asked_for(self, demanding: Client) -> None:
        """Only required attributes without a value are listed, with their prefix."""
        shown = asked(demanding.by_password("bob")).parameters

        assert shown["requiredAttributes"] == ("userAttributes.family_name",)

    def test_a_gap_that_stays_open_is_told(self, demanding: Client) -> None:
        """Without the attribute nothing is changed."""
        with pytest.raises(InvalidParameterException) as refused:
            answer(demanding, challenge(demanding))

        assert refusal(refused) == "Invalid attributes given, family_name is missing"

    def test_the_attribute_is_stored(self, demanding: Client) -> None:
        """What closes the gap is kept with the password."""
        answer(demanding, challenge(demanding), **{"userAttributes.family_name": "Builder"})

        outcome = tokens(demanding.by_password("bob", NEW))
        assert claims_of(outcome.id_token)["family_name"] == "Builder"

    def test_a_required_attribute_that_is_there_stays(self, demanding: Client) -> None:
        """A value that was given cannot be exchanged here."""
        with pytest.raises(NotAuthorizedException) as refused:
            answer(
                demanding,
                challenge(demanding),
                **{
                    "userAttributes.family_name": "Builder",
                    "userAttributes.email": "eve@example.com",
                },
            )

        assert refusal(refused) == "Cannot modify an already provided email"

    def test_a_reserved_attribute_cannot_be_set(self, demanding: Client) -> None:
        """Nobody verifies his own address."""
        with pytest.raises(NotAuthorizedException) as refused:
            answer(demanding, challenge(demanding), **{"userAttributes.email_verified": "true"})

        assert refusal(refused) == texts.ATTRIBUTE_NOT_WRITABLE


def test_the_longest_alias_makes_a_session_that_clients_may_send(world: World) -> None:
    """Who signs in by an address of 2,048 characters can go on: 4,096 is the model's limit."""
    pool = world.add_pool(username_attributes=("email",))
    address = f"{chr(0x4E00) * 2036}@example.com"
    world.add_user(
        pool,
        "bob",
        status=UserStatus.FORCE_CHANGE_PASSWORD,
        attributes={"email": address, "email_verified": "true"},
    )
    client = Client(world, world.add_client(pool))

    session = asked(client.by_password(address)).session

    assert session is not None
    assert len(session) <= 4096
    answers = {"USERNAME": address, "NEW_PASSWORD": NEW}
    assert tokens(client.answer("NEW_PASSWORD_REQUIRED", session, answers)).refresh_token
