"""Passkeys: registered in two steps by their user, listed and deleted."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import model as w
from adapters.api.wire import passkeys as wire
from adapters.api.wire.accept_page import page_request


def start_web_authn_registration(
    call: Call, req: w.StartWebAuthnRegistrationRequest
) -> w.StartWebAuthnRegistrationResponse:
    """StartWebAuthnRegistration."""
    options = call.services.accounts.register_passkey.start(req["AccessToken"])
    return {"CredentialCreationOptions": {**options}}


def complete_web_authn_registration(
    call: Call, req: w.CompleteWebAuthnRegistrationRequest
) -> w.CompleteWebAuthnRegistrationResponse:
    """CompleteWebAuthnRegistration."""
    call.services.accounts.register_passkey.complete(req["AccessToken"], req["Credential"])
    return {}


def list_web_authn_credentials(
    call: Call, req: w.ListWebAuthnCredentialsRequest
) -> w.ListWebAuthnCredentialsResponse:
    """ListWebAuthnCredentials."""
    request = page_request(call.principal, req.get("MaxResults"), req.get("NextToken"))
    return wire.page(call.services.accounts.passkeys.list_own(req["AccessToken"], request))


def delete_web_authn_credential(
    call: Call, req: w.DeleteWebAuthnCredentialRequest
) -> w.DeleteWebAuthnCredentialResponse:
    """DeleteWebAuthnCredential."""
    call.services.accounts.passkeys.forget_own(req["AccessToken"], req["CredentialId"])
    return {}
