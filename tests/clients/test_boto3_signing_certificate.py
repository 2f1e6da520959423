"""boto3, as an administrator who asks for the certificate of a pool, on every store."""

from __future__ import annotations

import base64

import pytest
from cryptography import x509

from tests.support.deployments import CONTENDED, Deployments
from tests.support.parallel import outcomes
from tests.support.tenant import Tenant, make_tenant


@pytest.fixture(scope="module", params=["memory", *CONTENDED])
def tenant(request: pytest.FixtureRequest, deployments: Deployments) -> Tenant:
    """A pool that has not been asked for its certificate."""
    return make_tenant(deployments.get(request.param))


def test_a_pool_has_one_certificate(tenant: Tenant) -> None:
    """All who ask at once, and whoever asks again, are shown the same, which is the pool's."""
    pool = {"UserPoolId": tenant.pool_id}

    shown = outcomes(8, lambda _: tenant.api.get_signing_certificate(**pool)["Certificate"])

    certified = tenant.api.get_signing_certificate(**pool)["Certificate"]
    assert set(shown) == {certified}
    certificate = x509.load_der_x509_certificate(base64.b64decode(certified))
    certificate.verify_directly_issued_by(certificate)
    assert certificate.subject.rfc4514_string() == f"CN={tenant.pool_id}"


def test_an_unknown_pool_has_none(tenant: Tenant) -> None:
    """There is nothing to show."""
    with pytest.raises(tenant.api.exceptions.ResourceNotFoundException):
        tenant.api.get_signing_certificate(UserPoolId="us-east-1_Unknown01")
