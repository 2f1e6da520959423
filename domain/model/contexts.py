"""What each sealed value is bound to: (pool id, table, row id, column), SEC-03.

The one place that names these tuples, so that whoever seals and whoever opens agree.
"""

from __future__ import annotations


def pool_key(pool_id: str, key_id: str) -> tuple[str, ...]:
    """A key of a pool, wrapped by a master key."""
    return (pool_id, "pools", key_id, "keys")


def client_secret(pool_id: str, client_id: str, secret_id: str) -> tuple[str, ...]:
    """A secret of an app client."""
    return (pool_id, "clients", f"{client_id}/{secret_id}", "secret")


def verifier(pool_id: str, sub: str, generation: int) -> tuple[str, ...]:
    """An SRP verifier; the generation keeps an old one from standing beside a new hash (SEC-09)."""
    return (pool_id, "credentials", f"{sub}/{generation}", "verifier")


def software_token(pool_id: str, sub: str, token_id: str) -> tuple[str, ...]:
    """The secret of a software token."""
    return (pool_id, "software_tokens", f"{sub}/{token_id}", "secret")


def device_verifier(pool_id: str, sub: str, device_key: str) -> tuple[str, ...]:
    """The SRP verifier of a device, which the device itself chose."""
    return (pool_id, "devices", f"{sub}/{device_key}", "verifier")


def pending(pool_id: str, sub: str, name: str) -> tuple[str, ...]:
    """A value that waits for its user's next request."""
    return (pool_id, "pending", f"{sub}/{name}", "value")


def signing_key(pool_id: str, kid: str) -> tuple[str, ...]:
    """The private half of a signing key."""
    return (pool_id, "signing_keys", kid, "private_key")


def saml_key(pool_id: str, certificate: str) -> tuple[str, ...]:
    """The private key of a certificate for SAML requests."""
    return (pool_id, "items", f"signing certificate/{certificate}", "private_key")


def import_piece(pool_id: str, job_id: str, file: str, number: int) -> tuple[str, ...]:
    """A piece of a file of an import job."""
    return (pool_id, "import_pieces", f"{job_id}/{file}/{number}", "sealed")


def provider_secrets(pool_id: str, name: str) -> tuple[str, ...]:
    """The secrets of an identity provider."""
    return (pool_id, "items", f"identity provider/{name}", "secrets")


def message(pool_id: str, message_id: str) -> tuple[str, ...]:
    """A message in the outbox."""
    return (pool_id, "outbox", message_id, "message")


def errand(pool_id: str, message_id: str) -> tuple[str, ...]:
    """What a custom sender will be told, in the outbox."""
    return (pool_id, "outbox", message_id, "event")


def feedback(pool_id: str, sub: str, event_id: str) -> tuple[str, ...]:
    """Leave to say whether an event was its user's doing, on its way through a message."""
    return (pool_id, "auth_events", f"{sub}/{event_id}", "feedback")


def attempt(pool_id: str, client_id: str) -> tuple[str, ...]:
    """A sign-in attempt on its way through the client (Session, SECRET_BLOCK)."""
    return (pool_id, "attempts", client_id, "session")


def page(pool_id: str, listing: str) -> tuple[str, ...]:
    """A page token of one listing."""
    return (pool_id, "pages", listing, "token")


def access_key(key_id: str) -> tuple[str, ...]:
    """The secret of an access key."""
    return ("", "access_keys", key_id, "secret")
