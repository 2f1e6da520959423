"""VerifyUserAttribute: a user proves an address, and is given the one that waited for that."""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.attribute_codes import CHANGING, VERIFYING, require_verifiable
from domain.accounts.attributes import after_change
from domain.accounts.codes import Guess, OneTimeCodes, consume, require_same_address
from domain.accounts.limits import VERIFY_ATTRIBUTE as BUDGET
from domain.accounts.retry import once_more
from domain.errors import AliasExistsException
from domain.model.code import CodePurpose, OneTimeCode
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.bundle import Ports
from domain.ports.sentinels import Taken
from domain.tokens.access import AccessTokens


class VerifyAttribute:
    """Verifies addresses. A verified alias signs its user in from then on."""

    def __init__(self, ports: Ports, access: AccessTokens, codes: OneTimeCodes) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._access = access
        self._codes = codes

    def verify(self, token: str, attribute: str, answer: str) -> None:
        """Verify the address that the code was sent to; it replaces the earlier one if it waited.

        Raises NotAuthorizedException for a bad token, UserNotFoundException,
        InvalidParameterException for another attribute, CodeMismatchException,
        ExpiredCodeException, LimitExceededException, AliasExistsException if the address signs
        another user in.
        """
        require_verifiable(attribute)
        once_more(lambda: self._verify(token, attribute, answer))

    def _verify(self, token: str, attribute: str, answer: str) -> None:
        bearer = self._access.user_of(token)
        pool, user = bearer.pool, bearer.user
        purpose = self._purpose(user, attribute)
        guess = Guess(pool=pool, sub=user.sub, purpose=purpose, budget=BUDGET, answer=answer)
        code = self._codes.check(guess)
        if purpose is VERIFYING[attribute]:
            require_same_address(code, user)
        self._write(pool, user, self._verified(user, attribute, code), code)

    def _purpose(self, user: User, attribute: str) -> CodePurpose:
        """Return which code waits: one that changes the address goes before one that does not."""
        changing = CHANGING[attribute]
        with self._store.reading() as unit:
            waits = unit.codes.get(user.pool_id, user.sub, changing) is not None
        return changing if waits else VERIFYING[attribute]

    def _verified(self, user: User, attribute: str, code: OneTimeCode) -> User:
        proven = {attribute: code.destination or "", f"{attribute}_verified": "true"}
        return replace(
            user,
            attributes=after_change(user, proven),
            modified_at_ms=self._clock.now_ms(),
        )

    def _write(self, pool: UserPool, user: User, verified: User, code: OneTimeCode) -> None:
        try:
            with self._store.writing() as unit:
                unit.users.save(verified)
                exchange_names(unit, pool, user, verified)
                consume(unit, code)
        except Taken as taken:
            raise AliasExistsException(texts.account_exists(taken.what)) from taken
