"""Step-up: a sign-in that aims at a level of assurance, with credit for what was proven before.

TARGET_ACR_VALUES lists levels, best first; ACCESS_TOKEN brings the factors of the sign-in that it
came from, unless they are older than MAX_AGE (oauth-oidc.md 3.6).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from domain import texts
from domain.auth.first_factors import offered
from domain.auth.step import Answers, Kit, Progress
from domain.errors import InvalidParameterException, NotAuthorizedException
from domain.model.factors import Factor
from domain.model.pool import UserPool
from domain.tokens.access import AccessTokens
from domain.tokens.assurance import DEFAULT_NAMES, level_name

_TARGETS: Final = "TARGET_ACR_VALUES"
_TOKEN: Final = "ACCESS_TOKEN"
_MAX_AGE: Final = "MAX_AGE"

_NO_CREDIT: Final = {Factor.DEVICE, Factor.CUSTOM}
"""What has no level: a device proves itself anew, a pool's own challenges are for its own flow."""


class StepUp:
    """Aims a sign-in at what its request asks for."""

    def __init__(self, access: AccessTokens, kit: Kit) -> None:
        self._access = access
        self._kit = kit

    def aimed(self, progress: Progress, answers: Answers) -> Progress:
        """Return the progress with its target and the credit that it starts with.

        The target is the first of the levels that the user can reach. Costs one statement where a
        token is brought. Raises InvalidParameterException, and NotAuthorizedException or
        UserNotFoundException for the token.
        """
        wanted = answers.get(_TARGETS)
        if not wanted:
            return progress
        credit = self._credit(progress, answers)
        attempt = progress.attempt
        proven = (*credit, *attempt.proven)
        for target in _levels(progress.pool, wanted):
            aim = replace(attempt, proven=proven, credited=len(credit), target_level=target)
            aimed = replace(progress, attempt=aim)
            if offered(aimed, self._kit):
                return aimed
        raise InvalidParameterException(texts.NO_ACR_REACHABLE)

    def _credit(self, progress: Progress, answers: Answers) -> tuple[Factor, ...]:
        """Return what the sign-in of the access token has proven; nothing without a family."""
        token = answers.get(_TOKEN)
        if not token:
            return ()
        bearer = self._access.user_of(token)
        whose = (bearer.pool.id, bearer.client.id, bearer.user.sub)
        if whose != (progress.pool.id, progress.client.id, progress.attempt.sub):
            raise NotAuthorizedException(texts.ACCESS_TOKEN_OF_ANOTHER)
        family, max_age_s = bearer.family, answers.get(_MAX_AGE)
        if family is None:
            return ()
        age_ms = progress.now_ms - family.authenticated_at_ms
        if max_age_s and age_ms > int(max_age_s) * 1000:
            return ()
        return tuple(factor for factor in family.proven if factor not in _NO_CREDIT)


def check(pool: UserPool, answers: Answers) -> None:
    """Refuse parameters that ask for nothing, before anybody is looked at.

    Raises InvalidParameterException: a token without levels, levels of which the pool knows none,
    an age that is no number of seconds.
    """
    wanted = answers.get(_TARGETS)
    if answers.get(_TOKEN) and not wanted:
        raise InvalidParameterException(texts.missing_parameter(_TARGETS))
    if wanted and not _levels(pool, wanted):
        raise InvalidParameterException(texts.NO_ACR_VALID)
    max_age = answers.get(_MAX_AGE)
    # int() would take the digits of every alphabet, and thousands of them.
    if max_age and not re.fullmatch(r"[0-9]{1,10}", max_age):
        raise InvalidParameterException(texts.MAX_AGE_INVALID)


def _levels(pool: UserPool, wanted: str) -> tuple[int, ...]:
    """Return the levels that are named, in that order; names that the pool does not know go."""
    numbers = {level_name(pool, number): number for number in DEFAULT_NAMES}
    return tuple(numbers[name] for name in dict.fromkeys(wanted.split(" ")) if name in numbers)
