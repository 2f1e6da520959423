"""Levels of assurance and methods of authentication."""

from __future__ import annotations

import pytest

from domain.model.factors import Factor
from domain.tokens import assurance

ROWS = [
    ((Factor.PASSWORD,), 1, ["pwd"]),
    ((Factor.SMS,), 2, ["sms"]),
    ((Factor.EMAIL,), 2, ["email_otp"]),
    ((Factor.PLATFORM_PASSKEY, Factor.USER_VERIFICATION), 3, ["swk"]),
    ((Factor.ROAMING_PASSKEY,), 3, ["hwk"]),
    ((Factor.PASSWORD, Factor.SMS), 3, ["pwd", "sms", "mfa"]),
    ((Factor.PASSWORD, Factor.EMAIL), 3, ["pwd", "email_otp", "mfa"]),
    ((Factor.PASSWORD, Factor.SOFTWARE_TOKEN), 4, ["pwd", "otp", "mfa"]),
    ((Factor.PASSWORD, Factor.DEVICE), 1, ["pwd"]),
    ((Factor.CUSTOM,), 0, []),
    ((), 0, []),
]


@pytest.mark.parametrize(("proven", "level", "methods"), ROWS)
def test_factors_have_a_level_and_methods(
    proven: tuple[Factor, ...], level: int, methods: list[str]
) -> None:
    """Each combination reaches its level of the table and names its methods."""
    assert level == assurance.level(proven)
    assert methods == assurance.methods(proven)
