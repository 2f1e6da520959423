"""The certificate that a pool signs SAML requests with: made when first asked for, then yearly.

Earlier ones stay, with their keys, until they have expired: an identity provider may know a pool by
one of them for as long.
"""

from __future__ import annotations

import base64
from typing import Final

from domain.model import contexts
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.model.signing_certificate import SIGNING_CERTIFICATES, SigningCertificate, key_of
from domain.pools.lookup import no_pool, required_pool
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Taken

_DAY_MS: Final = 86_400_000
RENEWED_AFTER_MS: Final = 365 * _DAY_MS
VALID_MS: Final = 3_652 * _DAY_MS
_CERTIFICATES_MAX: Final = 100


class SigningCertificates:
    """Keeps the certificates of pools."""

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._sealer = ports.sealer
        self._maker = ports.certificates

    def current(self, pool_id: PoolId) -> SigningCertificate:
        """Return the certificate in force, and issue it if it is due.

        Raises ResourceNotFoundException.
        """
        with self._store.reading() as unit:
            pool = required_pool(unit, pool_id)
            issued = unit.items.page(SIGNING_CERTIFICATES, pool_id, None, _CERTIFICATES_MAX)
        now_ms = self._clock.now_ms()
        if issued and now_ms < issued[-1].issued_at_ms + RENEWED_AFTER_MS:
            return issued[-1]
        number = issued[-1].number + 1 if issued else 1
        return self._stored(pool, self._made(pool, number, now_ms))

    def _made(self, pool: UserPool, number: int, now_ms: int) -> SigningCertificate:
        new = self._maker.new(pool.id, now_ms, now_ms + VALID_MS)
        context = contexts.saml_key(pool.id, key_of(number))
        return SigningCertificate(
            number=number,
            issued_at_ms=now_ms,
            certificate=base64.b64encode(new.certificate).decode(),
            private_key=self._sealer.seal(pool.keys, context, new.private_key),
        )

    def _stored(self, pool: UserPool, made: SigningCertificate) -> SigningCertificate:
        """Store a certificate, unless another was quicker to issue one; return what is there."""
        key = key_of(made.number)
        try:
            with self._store.writing() as unit:
                unit.items.add(SIGNING_CERTIFICATES, pool.id, key, made)
        except Missing as missing:
            raise no_pool(pool.id) from missing
        except Taken:
            with self._store.reading() as unit:
                present = unit.items.get(SIGNING_CERTIFICATES, pool.id, key)
            if present is None:
                raise no_pool(pool.id) from None
            return present
        return made
