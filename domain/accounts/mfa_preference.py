"""What becomes of a user's second factors when one is switched on or off."""

from __future__ import annotations

from dataclasses import replace

from domain.model.factors import SecondFactor, UserFactors


def switched_on(factors: UserFactors, factor: SecondFactor) -> UserFactors:
    """Return the factors with one more on; it is preferred if none is."""
    enabled = {*factors.enabled, factor}
    return replace(
        factors,
        enabled=tuple(each for each in SecondFactor if each in enabled),
        preferred=factors.preferred or factor,
    )
