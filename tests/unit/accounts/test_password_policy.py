"""The password policy and generated passwords."""

from __future__ import annotations

import pytest

from domain.accounts.password_policy import SYMBOLS, generate, lack
from domain.model.identifiers import Secret
from domain.model.pool import PasswordPolicy
from tests.support.fakes import SeededEntropy

LAX = PasswordPolicy(
    minimum_length=6,
    require_uppercase=False,
    require_lowercase=False,
    require_numbers=False,
    require_symbols=False,
)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Aa1!xyz", "Password not long enough"),
        ("AA11!!AA", "Password must have lowercase characters"),
        ("aa11!!aa", "Password must have uppercase characters"),
        ("aaAA!!aa", "Password must have numeric characters"),
        ("aaAA11aa", "Password must have symbol characters"),
        ("éÉ\uff11☂éÉ\uff11☂", "Password must have lowercase characters"),
        ("aaAA\u0661!aa", "Password must have numeric characters"),
        ("aaAA11é☂", "Password must have symbol characters"),
        ("aaAA11!!", None),
    ],
)
def test_the_first_broken_rule_is_told(password: str, reason: str | None) -> None:
    """Only Latin letters, ASCII digits and the listed symbols count for a rule."""
    assert lack(PasswordPolicy(), Secret(password)) == reason


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_listed_symbol_counts(symbol: str) -> None:
    """Each symbol of the list satisfies the rule on symbols."""
    assert lack(PasswordPolicy(), Secret(f"aaAA11a{symbol}")) is None


def test_a_lax_policy_asks_for_length_alone() -> None:
    """What a policy does not require is not asked for."""
    assert lack(LAX, Secret("aaaaaa")) is None
    assert lack(LAX, Secret("aaaaa")) == "Password not long enough"


@pytest.mark.parametrize("minimum", [6, 8, 20, 99])
def test_generated_passwords_satisfy_the_policy(minimum: int) -> None:
    """A generated password has all classes and the greater of eight and the minimum length."""
    policy = PasswordPolicy(minimum_length=minimum)
    entropy = SeededEntropy()
    for _ in range(200):
        password = generate(policy, entropy)
        assert lack(policy, password) is None
        assert len(password.reveal()) == max(8, minimum)


def test_generated_passwords_have_no_fixed_places() -> None:
    """Every class of characters is found at every place."""
    entropy = SeededEntropy()
    made = [generate(PasswordPolicy(), entropy).reveal() for _ in range(500)]
    for place in range(8):
        letters = {password[place] for password in made}
        assert any(letter.isdigit() for letter in letters)
        assert any(letter.islower() for letter in letters)
        assert any(letter.isupper() for letter in letters)
        assert any(not letter.isalnum() for letter in letters)
