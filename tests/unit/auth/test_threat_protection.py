"""Sign-ins from networks that are blocked, and by passwords that strangers know."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from domain.accounts.threat_protection import ADDRESS_REFUSED, PASSWORD_REFUSED
from domain.errors import (
    InvalidPasswordException,
    NotAuthorizedException,
    PasswordResetRequiredException,
)
from domain.model.client import AppClient
from domain.model.risk import (
    CompromisedCredentials,
    PasswordEvent,
    RiskConfiguration,
    RiskExceptions,
)
from domain.model.source import Source
from domain.model.user import User, UserStatus
from tests.support.fakes import KnownPasswords
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import PASSWORD, World

BLOCKED_ADDRESS = "192.0.2.7"
OTHER = "0ther!Password"
FRESH = "Fresh!passw0rd"
BLOCKED = RiskConfiguration(
    exceptions=RiskExceptions(blocked=("203.0.113.0/24", "192.0.2.0/24", "2001:db8::/32")),
    modified_at_ms=0,
)


@dataclass
class Scene:
    """Ann, and a client of her pool that signs her in from somewhere."""

    world: World
    client: AppClient
    ann: User

    def at(self, address: str | None, *, admin: bool = False, told: bool = True) -> Client:
        """The client at an address, which an administrator may tell of his user or not."""
        moved = Client(self.world, self.client, admin=admin)
        source = Source(ip=address, is_users=told or not admin)
        moved.caller = replace(moved.caller, source=source)
        return moved

    @property
    def status(self) -> UserStatus:
        """Where Ann's account stands."""
        return self.world.user(self.ann).status


def scene(
    risk: RiskConfiguration | None,
    mode: str = "ENFORCED",
    known: tuple[str, ...] = (PASSWORD,),
    status: UserStatus = UserStatus.CONFIRMED,
    of_client: RiskConfiguration | None = None,
) -> Scene:
    """A pool with threat protection."""
    world = World(compromised=KnownPasswords(*known))
    pool = world.add_pool(threat_protection=mode, risk=risk)
    return Scene(world, world.add_client(pool, risk=of_client), world.add_user(pool, status=status))


def compromised(*events: PasswordEvent, blocks: bool = True) -> RiskConfiguration:
    """What to do about passwords that strangers know, at these events or at all."""
    credentials = CompromisedCredentials(blocks=blocks, events=events or None)
    return RiskConfiguration(compromised=credentials, modified_at_ms=0)


@pytest.mark.parametrize(
    "address", ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8:1::1", "203.0.113.255", "nowhere"]
)
def test_a_blocked_network_gets_nobody_in(address: str) -> None:
    """In any spelling of the address, and where it cannot be read; the password does not matter."""
    told = scene(BLOCKED).at(address)

    for username, password in (("ann", PASSWORD), ("ann", "wrong"), ("nobody", PASSWORD)):
        with pytest.raises(NotAuthorizedException, match=ADDRESS_REFUSED):
            told.by_password(username, password)
    with pytest.raises(NotAuthorizedException, match=ADDRESS_REFUSED):
        told.start_srp()


@pytest.mark.parametrize("address", ["192.0.3.7", "2001:db9::1", "::1", None])
def test_other_networks_are_let_in(address: str | None) -> None:
    """A list blocks what it names, and an address that is not known is in none of it."""
    tokens(scene(BLOCKED).at(address).by_password())


def test_an_answer_from_a_blocked_network_is_refused() -> None:
    """A sign-in that began elsewhere goes no further there, and no guess is counted."""
    there = scene(BLOCKED)
    answers = there.at(None).srp_answers(there.at(None).start_srp())

    for _ in range(6):
        with pytest.raises(NotAuthorizedException, match=ADDRESS_REFUSED):
            there.at(BLOCKED_ADDRESS).answer("PASSWORD_VERIFIER", answers=answers)
    tokens(there.at(None).answer("PASSWORD_VERIFIER", answers=answers))


@pytest.mark.parametrize("mode", ["OFF", "AUDIT"])
def test_only_enforced_protection_blocks(mode: str) -> None:
    """Where it is off or looks on, everybody gets in as before."""
    tokens(scene(BLOCKED, mode).at(BLOCKED_ADDRESS).by_password())


def test_an_administrator_tells_the_address_of_his_user() -> None:
    """It is judged; the administrator's own is not."""
    there = scene(BLOCKED)

    with pytest.raises(NotAuthorizedException, match=ADDRESS_REFUSED):
        there.at(BLOCKED_ADDRESS, admin=True).by_password()
    tokens(there.at(BLOCKED_ADDRESS, admin=True, told=False).by_password())


def test_the_configuration_of_a_client_takes_the_place_of_its_pools() -> None:
    """As a whole: a client that says nothing of networks blocks none, and the other way round."""
    silent, strict = compromised(blocks=False), BLOCKED

    tokens(scene(strict, of_client=silent).at(BLOCKED_ADDRESS).by_password())
    with pytest.raises(NotAuthorizedException, match=ADDRESS_REFUSED):
        scene(silent, of_client=strict).at(BLOCKED_ADDRESS).by_password()


def test_a_changed_list_counts_at_once() -> None:
    """The cached pool is not asked any longer once its risk configuration was set."""
    there = scene(None)
    there.world.services.risk_configurations.set(there.client.pool_id, None, BLOCKED)

    with pytest.raises(NotAuthorizedException, match=ADDRESS_REFUSED):
        there.at(BLOCKED_ADDRESS).by_password()


def test_a_password_that_strangers_know_must_be_replaced() -> None:
    """Its user has to recover his account, and sign-ins that he has begun are over."""
    there = scene(compromised())
    begun = there.at(None).start_srp()

    with pytest.raises(PasswordResetRequiredException):
        there.at(None).by_password()

    assert there.status is UserStatus.RESET_REQUIRED
    with pytest.raises(NotAuthorizedException):
        there.at(None).answer("PASSWORD_VERIFIER", answers=there.at(None).srp_answers(begun))
    with pytest.raises(PasswordResetRequiredException):
        there.at(None).by_password()


def test_a_wrong_password_is_not_looked_up() -> None:
    """Nobody learns from time or answer whether strangers know what he guesses."""
    there = scene(compromised(), known=("wrong",))

    with pytest.raises(NotAuthorizedException, match="Incorrect username or password"):
        there.at(None).by_password(password="wrong")
    assert there.world.compromised.asked == 0


@pytest.mark.parametrize(
    ("risk", "mode"),
    [
        (None, "ENFORCED"),
        (BLOCKED, "ENFORCED"),
        (compromised(blocks=False), "ENFORCED"),
        (compromised(PasswordEvent.SIGN_UP), "ENFORCED"),
        (compromised(), "AUDIT"),
        (compromised(), "OFF"),
    ],
    ids=["defaults", "says nothing", "no action", "other events", "audit", "off"],
)
def test_what_is_not_to_be_blocked_is_let_in(risk: RiskConfiguration | None, mode: str) -> None:
    """Only BLOCK does, at its events, and only where protection is enforced."""
    tokens(scene(risk, mode).at(None).by_password())


def test_nothing_is_looked_at_from_skipped_networks() -> None:
    """But a network that is blocked too stays blocked."""
    skipping = RiskExceptions(
        skipped=("192.0.2.0/24", "203.0.113.0/24"), blocked=("203.0.113.0/24",)
    )
    there = scene(replace(compromised(), exceptions=skipping))

    tokens(there.at("192.0.2.7").by_password())
    with pytest.raises(NotAuthorizedException, match=ADDRESS_REFUSED):
        there.at("203.0.113.7").by_password()


def test_an_address_that_cannot_be_read_is_in_no_skipped_network() -> None:
    """Its password is looked at."""
    skipping = RiskExceptions(skipped=("0.0.0.0/0", "::/0"))
    there = scene(replace(compromised(), exceptions=skipping))

    with pytest.raises(PasswordResetRequiredException):
        there.at("nowhere").by_password()


def test_a_temporary_password_is_replaced_anyhow() -> None:
    """Who was given his is asked for another, which strangers must not know either."""
    there = scene(compromised(), known=(PASSWORD, OTHER), status=UserStatus.FORCE_CHANGE_PASSWORD)
    challenge = asked(there.at(None).by_password())
    assert challenge.challenge == "NEW_PASSWORD_REQUIRED"

    for proposed, ends in ((OTHER, False), (FRESH, True)):
        answers = {"USERNAME": "ann", "NEW_PASSWORD": proposed}
        if ends:
            tokens(there.at(None).answer("NEW_PASSWORD_REQUIRED", challenge.session, answers))
        else:
            with pytest.raises(InvalidPasswordException, match=PASSWORD_REFUSED):
                there.at(None).answer("NEW_PASSWORD_REQUIRED", challenge.session, answers)
    assert there.status is UserStatus.CONFIRMED


def test_a_list_that_cannot_be_read_lets_nobody_in() -> None:
    """Who cannot look must not say no."""
    there = scene(compromised())
    there.world.compromised.broken = OSError("gone")

    with pytest.raises(OSError, match="gone"):
        there.at(None).by_password()
