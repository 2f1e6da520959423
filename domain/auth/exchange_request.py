"""What GetDerivedToken is asked: which tokens are presented, and what is wanted for them."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.errors import InvalidParameterException
from domain.model.identifiers import ClientId, Secret

IMPERSONATION = "TOKEN_EXCHANGE_IMPERSONATION"
DELEGATION = "TOKEN_EXCHANGE_DELEGATION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """A token as evidence; `use` is "access" or "id"."""

    token: Secret[str]
    use: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRequest:
    """One request; `is_signed` tells a caller with a signature, who needs no client secret.

    Raises InvalidParameterException for both an audience and a resource server.
    """

    client_id: ClientId
    subject: Presented
    actor: Presented | None = None
    secret: Secret[str] | None = field(default=None, repr=False)
    is_signed: bool = False
    scopes: tuple[str, ...] = ()
    audience: str | None = None
    resource: str | None = None
    wanted_use: str = "access"

    def __post_init__(self) -> None:
        if self.audience is not None and self.resource is not None:
            raise InvalidParameterException("Specify either Audiences or Resources, not both.")

    @property
    def flow(self) -> str:
        """What the client must be allowed: to act for the user, or to pass for him."""
        return IMPERSONATION if self.actor is None else DELEGATION
