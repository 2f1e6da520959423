"""StartWebAuthnRegistration and CompleteWebAuthnRegistration, by a user who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from domain import texts
from domain.accounts.names import passkey_name
from domain.accounts.passkey_challenges import PasskeyChallenges
from domain.accounts.passkey_names import name_of
from domain.accounts.relying_party import (
    lets_passkeys_in,
    of_relying_party,
    relying_party,
    relying_party_id,
)
from domain.accounts.retry import once_more
from domain.errors import (
    CognitoError,
    InvalidParameterException,
    LimitExceededException,
    WebAuthnChallengeNotFoundException,
    WebAuthnConfigurationMissingException,
    WebAuthnCredentialNotSupportedException,
    WebAuthnNotEnabledException,
    WebAuthnOriginNotAllowedException,
    WebAuthnRelyingPartyMismatchException,
)
from domain.model.passkey import Passkey
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.bundle import Ports
from domain.ports.sentinels import Taken
from domain.ports.webauthn import Ceremony, Fault, NewPasskey, PasskeyOwner, PasskeyRefused
from domain.tokens.access import AccessTokens, Bearer

PASSKEYS_MAX: Final = 20

_TIMEOUT_MS: Final = 60_000
_CHALLENGE_BYTES: Final = 32
_REFUSALS: Final[Mapping[Fault, type[CognitoError]]] = {
    Fault.CHALLENGE: WebAuthnChallengeNotFoundException,
    Fault.ORIGIN: WebAuthnOriginNotAllowedException,
    Fault.RELYING_PARTY: WebAuthnRelyingPartyMismatchException,
    Fault.NOT_SUPPORTED: WebAuthnCredentialNotSupportedException,
}


class RegisterPasskey:
    """Gives out challenges and keeps the passkeys that answer them.

    Both methods raise NotAuthorizedException for a bad token, WebAuthnNotEnabledException where
    passkeys open nothing, LimitExceededException for who has PASSKEYS_MAX of them, and
    TooManyRequestsException.
    """

    def __init__(self, ports: Ports, access: AccessTokens) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._entropy = ports.entropy
        self._verifier = ports.passkeys
        self._access = access
        self._challenges = PasskeyChallenges(ports)

    def start(self, token: str) -> Mapping[str, object]:
        """Return CredentialCreationOptions with a challenge that lives for five minutes.

        Raises WebAuthnConfigurationMissingException, and as the class says.
        """
        return once_more(lambda: self._start(token))

    def complete(self, token: str, credential: Mapping[str, object]) -> None:
        """Keep the passkey that answers the challenge of this client's last start.

        The challenge is used up by it, whatever comes of it. Raises
        WebAuthnChallengeNotFoundException, WebAuthnClientMismatchException,
        WebAuthnRelyingPartyMismatchException, WebAuthnOriginNotAllowedException,
        WebAuthnCredentialNotSupportedException, InvalidParameterException, and as the class says.
        """
        bearer = self._bearer(token)
        begun = self._challenges.take(bearer)
        if begun.rp_id != relying_party_id(bearer.pool):
            raise WebAuthnRelyingPartyMismatchException
        made = self._checked(_ceremony(bearer.pool, begun.rp_id, begun.challenge), credential)
        once_more(lambda: self._keep(token, begun.rp_id, made))

    def _start(self, token: str) -> Mapping[str, object]:
        bearer = self._bearer(token)
        pool, user = bearer.pool, bearer.user
        rp_id = relying_party_id(pool)
        if rp_id is None:
            raise WebAuthnConfigurationMissingException
        with self._store.reading() as unit:
            existing = unit.passkeys.of_user(user.pool_id, user.sub)
        _check_count(len(existing))
        ceremony = _ceremony(pool, rp_id, self._entropy.bytes(_CHALLENGE_BYTES))
        self._challenges.keep(bearer, ceremony)
        owner = PasskeyOwner(sub=user.sub, username=user.username)
        return self._verifier.creation_options(ceremony, owner, of_relying_party(pool, existing))

    def _bearer(self, token: str) -> Bearer:
        bearer = self._access.living_user_of(token)
        if not lets_passkeys_in(bearer.pool):
            raise WebAuthnNotEnabledException
        return bearer

    def _checked(self, ceremony: Ceremony, credential: Mapping[str, object]) -> NewPasskey:
        try:
            return self._verifier.register(ceremony, credential)
        except PasskeyRefused as refused:
            refusal = _REFUSALS.get(refused.fault)
            if refusal is None:
                raise InvalidParameterException(
                    texts.PASSKEY_MALFORMED, detail=refused.reason
                ) from refused
            raise refusal(detail=refused.reason) from refused

    def _keep(self, token: str, rp_id: str, made: NewPasskey) -> None:
        """Store the passkey; the sign-ins that are open end, as by any change of factors."""
        user = self._bearer(token).user
        passkey = _passkey(user, rp_id, made, self._clock.now_ms())
        try:
            with self._store.writing() as unit:
                # First the user, who is held by it: so the count below stays right.
                unit.users.save(replace(user, epoch=user.epoch + 1))
                _check_count(len(unit.passkeys.of_user(user.pool_id, user.sub)))
                unit.passkeys.add(passkey)
                unit.names.claim(user.pool_id, passkey_name(passkey.id), user.sub)
        except Taken as taken:
            raise InvalidParameterException(texts.PASSKEY_TAKEN) from taken


def _ceremony(pool: UserPool, rp_id: str, challenge: bytes) -> Ceremony:
    return Ceremony(
        rp_id=rp_id,
        challenge=challenge,
        requires_verification=relying_party(pool).requires_verification,
        timeout_ms=_TIMEOUT_MS,
    )


def _passkey(user: User, rp_id: str, made: NewPasskey, now_ms: int) -> Passkey:
    return Passkey(
        pool_id=user.pool_id,
        sub=user.sub,
        id=made.id,
        rp_id=rp_id,
        name=name_of(made),
        public_key=made.public_key,
        sign_count=made.sign_count,
        aaguid=made.aaguid,
        attachment=made.attachment,
        transports=made.transports,
        backup_eligible=made.backup_eligible,
        backed_up=made.backed_up,
        user_verified=made.user_verified,
        created_at_ms=now_ms,
    )


def _check_count(count: int) -> None:
    if count >= PASSKEYS_MAX:
        raise LimitExceededException(texts.TOO_MANY_PASSKEYS)
