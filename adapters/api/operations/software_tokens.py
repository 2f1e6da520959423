"""Software tokens: associated and verified by who is signed in, or in the middle of signing in."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import factors as wire
from adapters.api.wire import model as w


def associate_software_token(
    call: Call, req: w.AssociateSoftwareTokenRequest
) -> w.AssociateSoftwareTokenResponse:
    """AssociateSoftwareToken; only with a Session is there a Session in the answer (reported)."""
    token = wire.access_token(req)
    if token is not None:
        return {"SecretCode": call.services.accounts.register_software_token.associate(token)}
    associated = call.services.auth.mfa_enrolment.associate(req["Session"])
    return {"SecretCode": associated.secret, "Session": associated.session}


def verify_software_token(
    call: Call, req: w.VerifySoftwareTokenRequest
) -> w.VerifySoftwareTokenResponse:
    """VerifySoftwareToken."""
    token = wire.access_token(req)
    code, name = req["UserCode"], req.get("FriendlyDeviceName")
    if token is not None:
        call.services.accounts.register_software_token.verify(token, code, name)
        return {"Status": "SUCCESS"}
    session = call.services.auth.mfa_enrolment.verify(req["Session"], code, name)
    return {"Status": "SUCCESS", "Session": session}
