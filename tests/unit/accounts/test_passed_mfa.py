"""What of a sign-in counts as multi-factor authentication."""

from __future__ import annotations

import pytest

from domain.accounts.passed_mfa import passed_mfa
from domain.model.factors import Factor
from domain.model.pool import RelyingParty, SecondFactors
from tests.support.world import World

PASSKEYS = (Factor.PLATFORM_PASSKEY, Factor.ROAMING_PASSKEY)


@pytest.mark.parametrize(
    ("proven", "expected"),
    [
        ((), False),
        ((Factor.PASSWORD,), False),
        ((Factor.EMAIL,), False),
        ((Factor.SMS,), False),
        ((Factor.PASSWORD, Factor.DEVICE), False),
        ((Factor.EMAIL, Factor.DEVICE), False),
        ((Factor.EMAIL, Factor.USER_VERIFICATION), False),
        ((Factor.PASSWORD, Factor.CUSTOM), False),
        ((Factor.PASSWORD, Factor.SMS), True),
        ((Factor.PASSWORD, Factor.EMAIL), True),
        ((Factor.PASSWORD, Factor.SOFTWARE_TOKEN), True),
        ((Factor.EMAIL, Factor.SMS), True),
        ((Factor.PASSWORD, Factor.SMS, Factor.DEVICE), True),
    ],
)
def test_two_factors_are_needed(proven: tuple[Factor, ...], expected: bool) -> None:
    """One of them of those that are asked second; a device is none, whatever it stood in for."""
    assert passed_mfa(World().add_pool(), proven) is expected


@pytest.mark.parametrize("passkey", PASSKEYS)
@pytest.mark.parametrize("multi_factor", [True, False, None])
@pytest.mark.parametrize("verified", [True, False])
def test_a_passkey_counts_as_two_where_the_pool_says_so(
    passkey: Factor, multi_factor: bool | None, verified: bool
) -> None:
    """And only if its authenticator has verified the user."""
    party = None if multi_factor is None else RelyingParty(multi_factor=multi_factor)
    pool = World().add_pool(second_factors=SecondFactors(relying_party=party))
    proven = (passkey, Factor.USER_VERIFICATION) if verified else (passkey,)

    assert passed_mfa(pool, proven) is (verified and multi_factor is True)
