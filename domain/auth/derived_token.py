"""GetDerivedToken: a client exchanges a token of a user for one that is for a service (RFC 8693).

The user is whoever the subject token is about; the new token rests on his sign-in, ends with it,
and outlives none of the tokens that it was given for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain import texts
from domain.accounts.attributes import readable
from domain.accounts.client_proof import ClientProof
from domain.auth.exchange_request import ExchangeRequest, Presented
from domain.catalog import Catalog, Tenancy
from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    UserNotFoundException,
)
from domain.model.client import AppClient
from domain.model.identifiers import ClientId
from domain.model.pool import UserPool
from domain.model.token import DerivedToken
from domain.model.token_changes import UNCHANGED, TokenChanges
from domain.model.user import User, UserStatus
from domain.pools.resource_servers import unknown_server
from domain.ports.resource_servers import FoundScopes
from domain.ports.store import Store, Unit
from domain.ports.users import Standing
from domain.tokens.claims import Subject
from domain.tokens.derived_claims import Derivation
from domain.tokens.evidence import Evidence, EvidenceReader, Part
from domain.tokens.group_claims import claims_of
from domain.tokens.issuer import TokenIssuer
from domain.tokens.liveness import is_alive
from domain.triggers.hooks import Hooks, Occasion
from domain.triggers.pre_token_generation import (
    AUTHENTICATION,
    Holder,
    PreTokenGeneration,
    changes_tokens,
)

ACTORS_MAX: Final = 8
"""How many actors a token names at most, one inside the other."""

_NO_TOKENS: Final = frozenset({UserStatus.UNCONFIRMED, UserStatus.RESET_REQUIRED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Admitted:
    tenancy: Tenancy
    derivation: Derivation


class DerivedTokens:
    """Gives tokens for tokens. Not on a hot path: a handful of reads, nothing written."""

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        proof: ClientProof,
        reader: EvidenceReader,
        issuer: TokenIssuer,
        hooks: Hooks,
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._proof = proof
        self._reader = reader
        self._issuer = issuer
        self._trigger = PreTokenGeneration(hooks)

    def issue(self, request: ExchangeRequest) -> DerivedToken:
        """Return the token.

        Raises ResourceNotFoundException for an unknown client or resource server,
        NotAuthorizedException for a wrong secret and for a token that does not hold,
        UserNotFoundException, InvalidParameterException for a client without the flow and for an
        audience that is none, and what the pool's function raises.
        """
        admitted = self._admitted(request, UNCHANGED)
        pool = admitted.tenancy.pool
        if changes_tokens(pool):
            # The function may take seconds, in which the sign-in can end.
            admitted = self._admitted(request, self._vetted(admitted))
        return self._issuer.issue_derived(pool, admitted.derivation, request.wanted_use)

    def _admitted(self, request: ExchangeRequest, changes: TokenChanges) -> _Admitted:
        """Return what is to be issued, as the store says now."""

        def read(unit: Unit, tenancy: Tenancy) -> FoundScopes:
            return unit.resource_servers.scopes(tenancy.pool.id, tenancy.client.id)

        tenancy, _ = self._catalog.read(request.client_id, read)
        self._check_client(tenancy, request)
        subject = self._read(tenancy.pool, request.subject, Part.SUBJECT)
        actor: Evidence | None = None
        if request.actor is not None:
            actor = self._read(tenancy.pool, request.actor, Part.ACTOR)
        with self._store.reading() as unit:
            _check_audience(unit, tenancy, request)
            if actor is not None:
                _holder(unit, actor, Part.ACTOR)
            standing = _holder(unit, subject, Part.SUBJECT)
        if standing is None or standing.user is None:
            raise NotAuthorizedException("The subject of an exchange must be a user.")
        derivation = Derivation(
            client=tenancy.client,
            subject=_subject(tenancy, standing.user, standing, changes),
            evidence=subject,
            scopes=_granted(tenancy.client, request.scopes, subject.scopes),
            audience=request.audience or request.resource,
            actors=_actors(subject, actor),
            expires_at_s=min(each.expires_at_s for each in (subject, actor) if each is not None),
        )
        return _Admitted(tenancy=tenancy, derivation=derivation)

    def _check_client(self, tenancy: Tenancy, request: ExchangeRequest) -> None:
        """Check who asks before anything is told of the tokens.

        A signed call needs no secret, but one that is given must be right.
        """
        pool, client, secret = tenancy.pool, tenancy.client, request.secret
        given = None if secret is None else secret.reveal()
        is_let_off = request.is_signed and given is None
        if not is_let_off and not self._proof.knows_secret(pool, client, given):
            raise NotAuthorizedException(texts.secret_hash_wrong(client.id))
        if f"ALLOW_{request.flow}" not in client.flows:
            raise InvalidParameterException(texts.flow_not_enabled(request.flow))

    def _read(self, pool: UserPool, presented: Presented, part: Part) -> Evidence:
        evidence = self._reader.read(presented.token.reveal(), presented.use, part)
        if evidence.pool_id != pool.id:
            raise NotAuthorizedException(f"Invalid {part} Token")
        return evidence

    def _vetted(self, admitted: _Admitted) -> TokenChanges:
        tenancy, derivation = admitted.tenancy, admitted.derivation
        subject = derivation.subject
        occasion = Occasion(
            pool=tenancy.pool, client_id=tenancy.client.id, username=subject.user.username
        )
        holder = Holder(user=subject.user, groups=subject.groups, scopes=derivation.scopes)
        return self._trigger.ask(AUTHENTICATION, occasion, holder, {})


def _subject(tenancy: Tenancy, user: User, standing: Standing, changes: TokenChanges) -> Subject:
    return Subject(
        user=user,
        attributes=readable(tenancy.pool, tenancy.client, user),
        groups=claims_of(standing.memberships),
        changes=changes,
    )


def _holder(unit: Unit, evidence: Evidence, part: Part) -> Standing | None:
    """Return the standing of the user that a token is about, None where it is a client's own.

    Raises NotAuthorizedException where it does not hold any more, UserNotFoundException.
    """
    client = unit.clients.get(evidence.client_id)
    if client is None or client.pool_id != evidence.pool_id:
        raise _revoked(part)
    if evidence.is_of_client:
        return None
    standing = unit.users.standing(
        evidence.pool_id,
        evidence.sub,
        evidence.client_id,
        evidence.family_id,
        with_memberships=True,
    )
    user = standing.user
    if user is None:
        raise UserNotFoundException(texts.USER_DOES_NOT_EXIST)
    alive = is_alive(user, standing.family, evidence.family_id, evidence.issued_at_s)
    if not alive or user.status in _NO_TOKENS:
        raise _revoked(part)
    return standing


def _revoked(part: Part) -> NotAuthorizedException:
    return NotAuthorizedException(f"{part} Token has been revoked")


def _check_audience(unit: Unit, tenancy: Tenancy, request: ExchangeRequest) -> None:
    """Check for whom the token is to be.

    An audience that is another client, or a resource server called like one, would make an ID token
    which that client takes for its own: with it, whoever is given a user's token could sign in as
    him elsewhere.
    """
    pool_id = tenancy.pool.id
    resource = request.resource
    if resource is not None and unit.resource_servers.get(pool_id, resource) is None:
        raise unknown_server(resource)
    audience = request.audience or resource
    if audience is not None:
        client = unit.clients.get(ClientId(audience))
        if client is not None and client.id != tenancy.client.id:
            raise InvalidParameterException("An audience cannot be an app client.")


def _granted(client: AppClient, wanted: tuple[str, ...], held: tuple[str, ...]) -> tuple[str, ...]:
    """Return the scopes wanted that the subject token has and the client is allowed.

    Without any wanted, those of the subject token.
    """
    if not wanted:
        return held
    return tuple(each for each in wanted if each in held and each in client.oauth_scopes)


def _actors(subject: Evidence, actor: Evidence | None) -> Mapping[str, object] | None:
    """Return the claim `act`: who acts now, and inside it who acted before.

    Without an actor token those who act already stay: to leave them out would let a service that
    acts for a user pass for him. Raises InvalidParameterException for a chain without end.
    """
    if actor is None:
        return subject.actors
    acts: dict[str, object] = {"sub": actor.sub, "client_id": actor.client_id}
    if subject.actors is not None:
        acts["act"] = subject.actors
    if _depth(acts) > ACTORS_MAX:
        raise InvalidParameterException("Too many actors stand between the user and the service.")
    return acts


def _depth(actors: object) -> int:
    return 1 + _depth(actors.get("act")) if isinstance(actors, dict) else 0
