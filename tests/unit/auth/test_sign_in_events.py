"""A recorded sign-in is one event from its first proof to its tokens."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.accounts.threat_protection import ADDRESS_REFUSED
from domain.errors import (
    CodeMismatchException,
    CognitoError,
    NotAuthorizedException,
    PasswordResetRequiredException,
)
from domain.model.auth_event import AuthEvent, EventResponse, Proof
from domain.model.device import Device
from domain.model.factors import SecondFactor
from domain.model.pool import DeviceTracking
from domain.model.risk import CompromisedCredentials, RiskConfiguration, RiskExceptions
from domain.model.source import Source
from domain.model.user import User, UserStatus
from tests.support.accounts import Functions
from tests.support.second_factors import change_pool, give_factors
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import PASSWORD, World, claims_of

PASS, FAIL, IN_PROGRESS = EventResponse.PASS, EventResponse.FAIL, EventResponse.IN_PROGRESS
RIGHT, WRONG = (Proof.PASSWORD, True), (Proof.PASSWORD, False)
MFA, NO_MFA = (Proof.MFA, True), (Proof.MFA, False)
NEW = "N3w!password"


@pytest.fixture
def client(world: World) -> Client:
    """A client of a pool that records, at an address."""
    client = Client(world, world.add_client(world.add_pool(threat_protection="AUDIT")))
    return at(client, "198.51.100.7")


@pytest.fixture
def ann(client: Client) -> User:
    """A confirmed user with a verified e-mail address."""
    pool = client.world.services.catalog.pool(client.client.pool_id)
    proven = {"email": "ann@example.com", "email_verified": "true"}
    return client.world.add_user(pool, attributes=proven)


def at(client: Client, ip: str, *, is_users: bool = True) -> Client:
    """The client, which asks from the address from now on."""
    client.caller = replace(client.caller, source=Source(ip=ip, is_users=is_users))
    return client


def events(client: Client, user: User) -> list[AuthEvent]:
    """The user's events, oldest first."""
    with client.world.store.reading() as unit:
        return list(unit.auth_events.page(user.pool_id, user.sub, None, 100))[::-1]


def proofs(event: AuthEvent) -> list[tuple[Proof, bool]]:
    """What was asked for, and whether it was right."""
    return [(each.proof, each.right) for each in event.proofs]


def fails(client: Client, kind: type[CognitoError] = NotAuthorizedException) -> None:
    """Sign in by a wrong password, or one that does not help."""
    with pytest.raises(kind):
        client.by_password(password="wrong" if kind is NotAuthorizedException else PASSWORD)


def test_a_sign_in_is_recorded_with_its_tokens(client: Client, ann: User) -> None:
    """The event is the one that both tokens name, and says from where it was."""
    signed_in = tokens(client.by_password())

    (event,) = events(client, ann)
    assert (event.response, proofs(event), event.ip) == (PASS, [RIGHT], "198.51.100.7")
    assert {
        claims_of(each)["event_id"] for each in (signed_in.access_token, signed_in.id_token)
    } == {event.id}


def test_srp_is_recorded_once(client: Client, ann: User) -> None:
    """What begins it proves nothing and is no event; its proof, right or wrong, is one."""
    client.start_srp()
    assert events(client, ann) == []

    with pytest.raises(NotAuthorizedException):
        client.by_srp(password="wrong")
    client.world.clock.advance(s=1)
    tokens(client.by_srp())

    assert [(each.response, proofs(each)) for each in events(client, ann)] == [
        (FAIL, [WRONG]),
        (PASS, [RIGHT]),
    ]


def test_a_sign_in_of_several_steps_is_one_event(client: Client, ann: User) -> None:
    """It goes on with each proof, wrong ones too, and keeps the time at which it began."""
    give_factors(client, ann, SecondFactor.EMAIL)
    began_ms = client.world.clock.now_ms()
    challenge = asked(client.by_password())
    (event,) = events(client, ann)
    assert (event.response, proofs(event)) == (IN_PROGRESS, [RIGHT])

    client.world.clock.advance(s=1)
    answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": "000000"}
    with pytest.raises(CodeMismatchException):
        client.answer("EMAIL_OTP", challenge.session, answers)
    (event,) = events(client, ann)
    assert (event.response, proofs(event)) == (FAIL, [RIGHT, NO_MFA])

    code = list(client.world.services.mailbox.messages())[-1].code
    tokens(client.answer("EMAIL_OTP", challenge.session, {**answers, "EMAIL_OTP_CODE": code}))
    (event,) = events(client, ann)
    assert (event.response, proofs(event), event.at_ms) == (PASS, [RIGHT, MFA], began_ms)


def test_a_sign_in_that_has_passed_is_never_shown_as_refused(client: Client, ann: User) -> None:
    """Who has its tokens could hide it, by its Session once more, from a blocked network."""
    give_factors(client, ann, SecondFactor.EMAIL)
    challenge = asked(client.by_password())
    code = list(client.world.services.mailbox.messages())[-1].code
    answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": code}
    tokens(client.answer("EMAIL_OTP", challenge.session, answers))
    passed = events(client, ann)
    blocked = RiskConfiguration(
        exceptions=RiskExceptions(blocked=("203.0.113.0/24",)), modified_at_ms=0
    )
    change_pool(client, threat_protection="ENFORCED", risk=blocked)

    with pytest.raises(NotAuthorizedException, match=ADDRESS_REFUSED):
        at(client, "203.0.113.7").answer("EMAIL_OTP", challenge.session, answers)

    assert [each.response for each in passed] == [PASS]
    assert events(client, ann) == passed


def test_a_temporary_password_is_in_progress(client: Client, ann: User) -> None:
    """Until another is chosen."""
    client.world.change_user(ann, status=UserStatus.FORCE_CHANGE_PASSWORD)
    challenge = asked(client.by_password())
    assert [each.response for each in events(client, ann)] == [IN_PROGRESS]

    answers = {"USERNAME": "ann", "NEW_PASSWORD": NEW}
    tokens(client.answer("NEW_PASSWORD_REQUIRED", challenge.session, answers))
    assert [each.response for each in events(client, ann)] == [PASS]


def test_what_is_refused_before_a_proof_is_not_recorded(client: Client, ann: User) -> None:
    """While the lock holds nothing is compared, and nothing fills the table."""
    for _ in range(9):
        fails(client)

    assert len(events(client, ann)) < 9
    assert {each.response for each in events(client, ann)} == {FAIL}


def test_a_blocked_network_is_recorded(client: Client, ann: User) -> None:
    """With what was decided, though nothing was compared."""
    blocked = RiskConfiguration(
        exceptions=RiskExceptions(blocked=("198.51.100.0/24",)), modified_at_ms=0
    )
    change_pool(client, threat_protection="ENFORCED", risk=blocked)

    with pytest.raises(NotAuthorizedException, match=ADDRESS_REFUSED):
        client.by_password()

    (event,) = events(client, ann)
    assert (event.response, event.blocked, proofs(event)) == (FAIL, True, [])


@pytest.mark.parametrize("blocks", [True, False])
def test_a_password_that_strangers_know_is_recorded(
    client: Client, ann: User, blocks: bool
) -> None:
    """As refused where it is, else with the sign-in."""
    client.world.compromised.passwords.add(PASSWORD)
    risk = RiskConfiguration(compromised=CompromisedCredentials(blocks=blocks), modified_at_ms=0)
    change_pool(client, threat_protection="ENFORCED", risk=risk)

    if blocks:
        fails(client, PasswordResetRequiredException)
    else:
        tokens(client.by_password())

    (event,) = events(client, ann)
    assert (event.response, event.blocked) == ((FAIL, True) if blocks else (PASS, False))
    assert event.compromised
    assert proofs(event) == [RIGHT]


def test_a_function_that_refuses_fails_a_right_password(client: Client, ann: User) -> None:
    """The proof is shown as right, and the sign-in as failed."""
    functions = Functions(PostAuthentication=NotAuthorizedException("no"))
    world = World(store=client.world.store, clock=client.world.clock, triggers=functions)
    change_pool(client, triggers=functions.arns)
    vetoed = at(Client(world, client.client), "198.51.100.7")

    with pytest.raises(CognitoError):
        vetoed.by_password()

    (event,) = events(client, ann)
    assert (event.response, proofs(event)) == (FAIL, [RIGHT])


def test_an_administrators_own_address_is_not_the_users(client: Client, ann: User) -> None:
    """Unless he tells it, none is recorded."""
    admin = at(Client(client.world, client.client, admin=True), "10.0.0.1", is_users=False)
    tokens(admin.by_password())
    client.world.clock.advance(s=1)
    tokens(at(admin, "203.0.113.7").by_password())

    assert [each.ip for each in events(client, ann)] == [None, "203.0.113.7"]


def test_the_device_is_named(client: Client, ann: User) -> None:
    """As its user calls it, where the sign-in names one of his."""
    change_pool(client, devices=DeviceTracking())
    key = tokens(client.by_password()).new_device
    assert key is not None
    device = Device(
        pool_id=ann.pool_id,
        sub=ann.sub,
        key=key.key,
        group_key=key.group_key,
        name="telephone",
        sealed_verifier=None,
        remembered=False,
        by_mfa=False,
        created_at_ms=0,
        modified_at_ms=0,
        authenticated_at_ms=0,
        last_ip=None,
    )
    with client.world.store.writing() as unit:
        unit.devices.add(device)
    client.world.clock.advance(s=1)
    client.begin("USER_PASSWORD_AUTH", USERNAME="ann", PASSWORD=PASSWORD, DEVICE_KEY=key.key)

    assert [each.device_name for each in events(client, ann)] == [None, "telephone"]


def test_a_sign_in_from_before_protection_is_not_recorded(client: Client, ann: User) -> None:
    """It has no event to go on with; the next one has."""
    change_pool(client, threat_protection="OFF")
    challenge = client.start_srp()
    change_pool(client, threat_protection="AUDIT")

    tokens(client.answer("PASSWORD_VERIFIER", answers=client.srp_answers(challenge)))
    assert events(client, ann) == []
    tokens(client.by_password())
    assert len(events(client, ann)) == 1
