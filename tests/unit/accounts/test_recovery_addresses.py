"""Where recovery codes go for users with second factors (SEC-23)."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import InvalidParameterException
from domain.model.factors import SecondFactor, UserFactors
from domain.model.pool import MfaMode, RecoveryOption
from tests.support.accounts import Desk, refused
from tests.support.second_factors import PHONE, change_pool
from tests.unit.accounts.conftest import MakeDesk

EMAIL = {"email": "ann@example.com", "email_verified": "true"}
TELEPHONE = {"phone_number": PHONE, "phone_number_verified": "true"}
NO_ADDRESS = (
    "Cannot reset password for the user as there is no registered/verified email or phone_number"
)
EMAIL_FIRST = (
    RecoveryOption(name="verified_email", priority=1),
    RecoveryOption(name="verified_phone_number", priority=2),
)


def with_ann(desk: Desk, attributes: dict[str, str], *enabled: SecondFactor) -> Desk:
    """Add a user who has these factors on."""
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    desk.world.add_user(pool, attributes=attributes, factors=UserFactors(enabled=enabled))
    return desk


def medium(desk: Desk) -> Any:  # noqa: ANN401 - a response
    """How ForgotPassword sends."""
    sent = desk.public("ForgotPassword", Username="ann")
    return sent["CodeDeliveryDetails"]["DeliveryMedium"]


@pytest.mark.parametrize("mode", [MfaMode.ON, MfaMode.OPTIONAL])
@pytest.mark.parametrize(
    ("factor", "order", "other"),
    [
        (SecondFactor.SMS, (), "EMAIL"),
        (SecondFactor.EMAIL, EMAIL_FIRST, "SMS"),
        (SecondFactor.SOFTWARE_TOKEN, (), "SMS"),
        (SecondFactor.SOFTWARE_TOKEN, EMAIL_FIRST, "EMAIL"),
    ],
)
def test_a_second_factor_is_no_way_to_recover(
    make_desk: MakeDesk,
    mode: MfaMode,
    factor: SecondFactor,
    order: tuple[RecoveryOption, ...],
    other: str,
) -> None:
    """The code takes the way that is not the user's second factor."""
    desk = with_ann(make_desk(mfa=mode, recovery=order), EMAIL | TELEPHONE, factor)

    assert medium(desk) == other


@pytest.mark.parametrize(
    ("factor", "attributes"), [(SecondFactor.SMS, TELEPHONE), (SecondFactor.EMAIL, EMAIL)]
)
def test_without_another_way_there_is_no_recovery(
    make_desk: MakeDesk, factor: SecondFactor, attributes: dict[str, str]
) -> None:
    """Who has no other proven address is refused, and his administrator as well."""
    desk = with_ann(make_desk(mfa=MfaMode.OPTIONAL), attributes, factor)

    with refused(InvalidParameterException, NO_ADDRESS):
        desk.public("ForgotPassword", Username="ann")
    with refused(InvalidParameterException, NO_ADDRESS):
        desk.admin("AdminResetUserPassword")
    assert desk.mail == []


def test_where_nobody_is_asked_every_way_is_open(make_desk: MakeDesk) -> None:
    """In a pool without MFA a stored preference takes nothing away."""
    desk = with_ann(make_desk(mfa=MfaMode.OPTIONAL), TELEPHONE, SecondFactor.SMS)
    change_pool(desk.sign_in, mfa=MfaMode.OFF)

    assert medium(desk) == "SMS"
