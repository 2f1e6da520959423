"""ConfirmDevice: a device keeps the key that its sign-in was given, with a verifier of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain import texts
from domain.accounts.device_keys import forgotten, group_key_of
from domain.accounts.devices import require_tracking
from domain.accounts.passed_mfa import passed_mfa
from domain.accounts.retry import once_more
from domain.crypto import device_verifier
from domain.errors import DeviceKeyExistsException, InvalidParameterException
from domain.model import contexts
from domain.model.device import Device
from domain.ports.bundle import Ports
from domain.ports.sentinels import Taken
from domain.ports.srp import SrpVerifier
from domain.tokens.access import AccessTokens, Bearer


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceGiven:
    """What a device says of itself; salt and verifier in base64, both or neither."""

    key: str
    name: str | None = None
    salt: str | None = field(default=None, repr=False)
    verifier: str | None = field(default=None, repr=False)
    ip: str | None = field(default=None, repr=False)


class ConfirmDevice:
    """Confirms devices.

    Only the key that the very sign-in was given is accepted, so that nobody chooses one; and none
    that was forgotten, which an access token of before still names.
    """

    def __init__(self, ports: Ports, access: AccessTokens, srp_verifiers: str) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._sealer = ports.sealer
        self._access = access
        self._srp_verifiers = srp_verifiers

    def confirm(self, token: str, given: DeviceGiven) -> bool:
        """Store the device. Return whether its user must still say that it is to be remembered.

        Raises NotAuthorizedException for a bad token, InvalidUserPoolConfigurationException where
        devices are not tracked, InvalidParameterException for another key or a verifier that is
        none, DeviceKeyExistsException for a device that is confirmed already.
        """
        return once_more(lambda: self._confirm(token, given))

    def _confirm(self, token: str, given: DeviceGiven) -> bool:
        bearer = self._access.user_of(token)
        tracking = require_tracking(bearer.pool)
        if given.key != bearer.device_key:
            raise InvalidParameterException(texts.DEVICE_KEY_INVALID)
        device = self._made(bearer, given, remembered=not tracking.only_on_prompt)
        try:
            with self._store.writing() as unit:
                if unit.spent.is_spent(device.pool_id, device.sub, forgotten(device.key)):
                    raise InvalidParameterException(texts.DEVICE_KEY_INVALID)
                unit.users.save(bearer.user)
                unit.devices.add(device)
        except Taken as taken:
            raise DeviceKeyExistsException from taken
        return tracking.only_on_prompt

    def _made(self, bearer: Bearer, given: DeviceGiven, *, remembered: bool) -> Device:
        pool, user, now_ms = bearer.pool, bearer.user, self._clock.now_ms()
        return Device(
            pool_id=pool.id,
            sub=user.sub,
            key=given.key,
            group_key=group_key_of(pool.id),
            name=given.name,
            sealed_verifier=self._sealed(bearer, given.key, _chosen(given)),
            remembered=remembered,
            by_mfa=bearer.family is not None and passed_mfa(pool, bearer.family.proven),
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
            authenticated_at_ms=now_ms,
            last_ip=given.ip,
        )

    def _sealed(self, bearer: Bearer, key: str, chosen: SrpVerifier | None) -> bytes | None:
        """Seal the verifier; none is kept where the deployment keeps none (ruling 39)."""
        if chosen is None or self._srp_verifiers == "never":
            return None
        context = contexts.device_verifier(bearer.pool.id, bearer.user.sub, key)
        return self._sealer.seal(bearer.pool.keys, context, device_verifier.pack(chosen))


def _chosen(given: DeviceGiven) -> SrpVerifier | None:
    if given.salt is None and given.verifier is None:
        return None
    return device_verifier.read(given.salt or "", given.verifier or "")
