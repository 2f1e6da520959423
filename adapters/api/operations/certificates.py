"""The certificate that a pool signs SAML requests with."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import model as w
from domain.model.identifiers import PoolId


def get_signing_certificate(
    call: Call, req: w.GetSigningCertificateRequest
) -> w.GetSigningCertificateResponse:
    """Show the certificate in force, in base64 without the lines of PEM around it."""
    issued = call.services.signing_certificates.current(PoolId(req["UserPoolId"]))
    return {"Certificate": issued.certificate}
