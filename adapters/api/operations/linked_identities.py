"""Identities of users at providers: link and disable them."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import linked_identities as wire
from adapters.api.wire import model as w
from domain.model.identifiers import PoolId


def admin_link_provider_for_user(
    call: Call, req: w.AdminLinkProviderForUserRequest
) -> w.AdminLinkProviderForUserResponse:
    """Let an identity at a provider open the account of a user."""
    call.services.accounts.link_identity.link(
        PoolId(req["UserPoolId"]),
        wire.named(req["DestinationUser"], "destinationUser"),
        wire.named(req["SourceUser"], "sourceUser"),
    )
    return {}


def admin_disable_provider_for_user(
    call: Call, req: w.AdminDisableProviderForUserRequest
) -> w.AdminDisableProviderForUserResponse:
    """Let a password, or an identity at a provider, open the account of its user no more."""
    call.services.accounts.disable_identity.disable(
        PoolId(req["UserPoolId"]), wire.named(req["User"], "user")
    )
    return {}
