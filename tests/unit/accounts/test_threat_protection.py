"""Signing up and recovering from blocked networks, and new passwords that strangers know."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain.accounts.threat_protection import ADDRESS_REFUSED, PASSWORD_REFUSED
from domain.errors import InvalidPasswordException, NotAuthorizedException
from domain.model.risk import (
    CompromisedCredentials,
    PasswordEvent,
    RiskConfiguration,
    RiskExceptions,
)
from tests.support.accounts import Desk
from tests.support.world import PASSWORD
from tests.unit.accounts.conftest import MakeDesk

KNOWN = "Kn0wn!password"
RISK = RiskConfiguration(
    compromised=CompromisedCredentials(blocks=True),
    exceptions=RiskExceptions(blocked=("192.0.2.0/24",), skipped=("198.51.100.0/24",)),
    modified_at_ms=0,
)
PUBLIC: dict[str, dict[str, Any]] = {
    "SignUp": {"Password": PASSWORD, "UserAttributes": []},
    "ConfirmSignUp": {"ConfirmationCode": "123456"},
    "ResendConfirmationCode": {},
    "ForgotPassword": {},
    "ConfirmForgotPassword": {"ConfirmationCode": "123456", "Password": PASSWORD},
}


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """A pool whose threat protection is enforced, and Ann in it."""
    return protected(make_desk, RISK)


def protected(make_desk: MakeDesk, risk: RiskConfiguration, mode: str = "ENFORCED") -> Desk:
    """A pool with threat protection, and Ann in it."""
    desk = make_desk(threat_protection=mode, risk=risk)
    desk.world.compromised.passwords.add(KNOWN)
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    proven = {"email": "ann@example.com", "email_verified": "true"}
    desk.world.add_user(pool, attributes=proven)
    return desk


def sign_up(desk: Desk, name: str = "bob", password: str = KNOWN) -> Any:  # noqa: ANN401 - a response
    """SignUp."""
    return desk.sign_up(name, password, email=f"{name}@example.com")


@pytest.mark.parametrize("operation", PUBLIC)
@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_a_blocked_network_reaches_no_account(desk: Desk, operation: str, name: str) -> None:
    """Nothing is told from there, of whoever it is, and nothing is sent."""
    desk.address = "192.0.2.7"

    with pytest.raises(NotAuthorizedException, match=ADDRESS_REFUSED):
        desk.public(operation, Username=name, **PUBLIC[operation])
    assert not desk.mail


@pytest.mark.parametrize("network", ["192.0.2.0/24", "::ffff:192.0.2.0/120"])
@pytest.mark.parametrize("address", ["192.0.2.7", "::ffff:192.0.2.7"])
def test_a_network_holds_its_addresses_as_a_listener_sees_them(
    make_desk: MakeDesk, network: str, address: str
) -> None:
    """A listener for both versions of IP shows an address of version 4 inside one of version 6."""
    risk = RiskConfiguration(exceptions=RiskExceptions(blocked=(network,)), modified_at_ms=0)
    desk = make_desk(threat_protection="ENFORCED", risk=risk)
    desk.address = address

    with pytest.raises(NotAuthorizedException, match=ADDRESS_REFUSED):
        desk.public("ForgotPassword", Username="ann")


def test_who_is_signed_up_with_a_known_password_is_refused(desk: Desk) -> None:
    """Before anything is stored; another password is taken."""
    with pytest.raises(InvalidPasswordException, match=PASSWORD_REFUSED):
        sign_up(desk)

    assert sign_up(desk, password=PASSWORD)["UserSub"]


def test_a_password_is_not_changed_to_a_known_one(desk: Desk) -> None:
    """Nor is the try counted: what strangers know is no guess."""
    token = desk.signed_in()
    given = {"AccessToken": token, "PreviousPassword": PASSWORD}

    for _ in range(6):
        with pytest.raises(InvalidPasswordException, match=PASSWORD_REFUSED):
            desk.call("ChangePassword", ProposedPassword=KNOWN, **given)
    desk.call("ChangePassword", ProposedPassword="N3w!password", **given)


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_a_password_is_not_recovered_as_a_known_one(make_desk: MakeDesk, name: str) -> None:
    """It is refused whoever is named and whatever the code: nothing is told by it."""
    desk = make_desk(
        threat_protection="ENFORCED", risk=RISK, client_prevent_user_existence_errors="ENABLED"
    )
    desk.world.compromised.passwords.add(KNOWN)

    with pytest.raises(InvalidPasswordException, match=PASSWORD_REFUSED):
        desk.public(
            "ConfirmForgotPassword", Username=name, ConfirmationCode="123456", Password=KNOWN
        )


def test_administrators_may_give_what_they_like(desk: Desk) -> None:
    """AdminSetUserPassword is no event of the list."""
    desk.admin("AdminSetUserPassword", Password=KNOWN, Permanent=True)


@pytest.mark.parametrize(
    ("risk", "mode", "address"),
    [
        (RISK, "AUDIT", "127.0.0.1"),
        (RISK, "ENFORCED", "198.51.100.7"),
        (replace(RISK, compromised=CompromisedCredentials(blocks=False)), "ENFORCED", "::1"),
        (
            replace(
                RISK,
                compromised=CompromisedCredentials(blocks=True, events=(PasswordEvent.SIGN_IN,)),
            ),
            "ENFORCED",
            "::1",
        ),
    ],
    ids=["audit", "a skipped network", "no action", "another event"],
)
def test_what_is_not_to_be_blocked_is_taken(
    make_desk: MakeDesk, risk: RiskConfiguration, mode: str, address: str
) -> None:
    """Only BLOCK does, at its events, and only where protection is enforced."""
    desk = protected(make_desk, risk, mode)
    desk.address = address

    assert sign_up(desk)["UserSub"]
