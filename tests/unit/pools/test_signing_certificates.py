"""The certificates under which pools sign SAML requests."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key

from domain.errors import ResourceNotFoundException
from domain.model import contexts
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.model.signing_certificate import SigningCertificate, key_of
from domain.pools.signing_certificates import SigningCertificates
from domain.ports.sealer import SealBroken
from domain.ports.sentinels import Missing, Taken
from tests.support.fakes import new_pool_keys
from tests.support.world import World
from tests.unit.pools.overtaken import Overtaken

YEAR_S = 365 * 86_400


def parsed(issued: SigningCertificate) -> x509.Certificate:
    """The certificate, as who trusts the pool reads it."""
    return x509.load_der_x509_certificate(base64.b64decode(issued.certificate, validate=True))


def private_key(world: World, pool: UserPool, issued: SigningCertificate) -> RSAPrivateKey:
    """The private key, as the pool will sign with it."""
    assert issued.private_key is not None
    context = contexts.saml_key(pool.id, key_of(issued.number))
    der = world.ports.sealer.open(pool.keys, context, issued.private_key)
    key = load_der_private_key(der, password=None)
    assert isinstance(key, RSAPrivateKey)
    return key


def test_a_certificate_is_of_its_pool(world: World, pool: UserPool) -> None:
    """For ten years from now, in the name of the pool, signed by itself, for signatures alone."""
    certificate = parsed(world.services.signing_certificates.current(pool.id))

    certificate.verify_directly_issued_by(certificate)
    assert certificate.subject.rfc4514_string() == f"CN={pool.id}"
    assert isinstance(certificate.signature_hash_algorithm, SHA256)
    now = datetime.fromtimestamp(world.clock.now_ms() / 1000, UTC)
    assert certificate.not_valid_before_utc == now
    assert certificate.not_valid_after_utc == now + timedelta(days=3_652)
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.digital_signature, usage.key_cert_sign) == (True, False)
    assert not certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca


def test_its_key_signs_what_the_certificate_verifies(world: World, pool: UserPool) -> None:
    """The key that is kept is the one of the certificate, and it is sealed for this pool alone."""
    issued = world.services.signing_certificates.current(pool.id)
    public = parsed(issued).public_key()

    signature = private_key(world, pool, issued).sign(b"request", PKCS1v15(), SHA256())

    assert isinstance(public, RSAPublicKey)
    assert public.key_size == 2048
    public.verify(signature, b"request", PKCS1v15(), SHA256())
    other = world.add_pool(
        id=PoolId("us-east-1_Test00002"),
        keys=new_pool_keys(world.ports.sealer, "us-east-1_Test00002"),
    )
    with pytest.raises(SealBroken):
        private_key(world, other, issued)
    assert "private_key" not in repr(issued)


def test_a_certificate_stays_for_a_year(world: World, pool: UserPool) -> None:
    """Then another takes its place, by another key, and stays in turn."""
    certificates = world.services.signing_certificates
    first = certificates.current(pool.id)

    world.clock.advance(s=YEAR_S - 1)
    assert certificates.current(pool.id) == first
    world.clock.advance(s=1)
    second = certificates.current(pool.id)

    assert second.number == 2
    assert parsed(second).public_key() != parsed(first).public_key()
    assert certificates.current(pool.id) == second


def test_of_two_at_once_one_issues_it(world: World, pool: UserPool) -> None:
    """Who was slower shows the certificate of who was quicker."""
    first = world.services.signing_certificates.current(pool.id)
    world.clock.advance(s=YEAR_S)
    quicker: list[SigningCertificate] = []

    class Slow:
        def new(self, name: str, from_ms: int, until_ms: int) -> object:
            quicker.append(world.services.signing_certificates.current(pool.id))
            return world.ports.certificates.new(name, from_ms, until_ms)

    ports = replace(world.ports, certificates=Slow())  # type: ignore[arg-type] # hands another's on

    assert SigningCertificates(ports).current(pool.id) == quicker[0] != first


@pytest.mark.parametrize("lost", [Missing(), Taken("signing certificate")])
def test_a_pool_that_is_deleted_meanwhile(world: World, pool: UserPool, lost: Exception) -> None:
    """Has no certificate any more, whatever of it was seen last."""
    ports = replace(world.ports, store=Overtaken(world.store, "items.add", lost))

    with pytest.raises(ResourceNotFoundException):
        SigningCertificates(ports).current(pool.id)
