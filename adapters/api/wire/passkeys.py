"""Passkeys -> the shapes of the wire."""

from __future__ import annotations

from adapters.api.wire import model as w
from adapters.api.wire.present import seconds
from domain.model.passkey import Passkey
from domain.paging import Page


def page(value: Page[Passkey]) -> w.ListWebAuthnCredentialsResponse:
    """Write a page of passkeys."""
    response: w.ListWebAuthnCredentialsResponse = {
        "Credentials": [_description(each) for each in value.items]
    }
    if value.next_token is not None:
        response["NextToken"] = value.next_token
    return response


def _description(value: Passkey) -> w.WebAuthnCredentialDescription:
    described: w.WebAuthnCredentialDescription = {
        "CredentialId": value.id,
        "FriendlyCredentialName": value.name,
        "RelyingPartyId": value.rp_id,
        "AuthenticatorTransports": [*value.transports],
        "CreatedAt": seconds(value.created_at_ms),
    }
    if value.attachment is not None:
        described["AuthenticatorAttachment"] = value.attachment
    return described
