"""Token families: everything that one sign-in gave, and that one revocation takes back."""

from __future__ import annotations

from dataclasses import dataclass, field

from domain.model.device import NewDevice
from domain.model.factors import Factor
from domain.model.identifiers import ClientId, PoolId, Sub


@dataclass(frozen=True, slots=True)
class Grace:
    """Until when a refresh token that was rotated out is still taken, by its generation."""

    generation: int
    until_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewestToken:
    """The refresh token that the last rotation of a family gave.

    Every rotation adds one to `generation`; the token of the sign-in is generation 0. `digest` is a
    keyed hash as `TokenFamily.token_digest` is. `graces` are those of tokens rotated out a
    moment ago, in that order.
    """

    generation: int
    digest: bytes = field(repr=False)
    graces: tuple[Grace, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenFamily:
    """One sign-in: its refresh token (as a hash) and all tokens that descend from it.

    `id` is `origin_jti` in the tokens. `token_digest` is a keyed hash of the secret in the refresh
    token of the sign-in, bound to pool, user and family; `newest` is the token that took its place,
    if one has. `device_key` is the device that the sign-in was given or named (ruling 17), and
    `proven` what it proved, for acr and amr.
    """

    pool_id: PoolId
    sub: Sub
    id: str
    client_id: ClientId
    event_id: str
    token_digest: bytes = field(repr=False)
    authenticated_at_ms: int
    expires_at_ms: int
    revoked_at_ms: int | None = None
    device_key: str | None = None
    proven: tuple[Factor, ...] = ()
    newest: NewestToken | None = None

    @property
    def generation(self) -> int:
        """How often the refresh token was rotated."""
        return 0 if self.newest is None else self.newest.generation


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientToken:
    """The access token of a client by itself, and its lifetime in seconds."""

    access_token: str = field(repr=False)
    expires_in_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedToken:
    """A token that another was exchanged for; `use` is "access" or "id", scopes are of the former.

    Its lifetime is in seconds.
    """

    token: str = field(repr=False)
    use: str
    expires_in_s: int
    scopes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedTokens:
    """What a finished sign-in or refresh hands to the client; lifetimes in seconds.

    `new_device` are the names for the device that signed in, where it has none yet.
    """

    access_token: str = field(repr=False)
    id_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_in_s: int
    new_device: NewDevice | None = None
