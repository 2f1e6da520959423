"""The user whom a public request names, once the client has proven its secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.accounts.client_proof import ClientProof
from domain.accounts.find_users import Sought, UserFinder
from domain.accounts.recorded_events import EventRecorder
from domain.accounts.threat_protection import ThreatProtection
from domain.model.identifiers import ClientId
from domain.model.source import NOWHERE, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What every public operation on an account is called with."""

    client_id: ClientId
    username: str
    secret_hash: str | None = field(default=None, repr=False)
    client_metadata: Mapping[str, str] | None = field(default=None, repr=False)
    source: Source = NOWHERE


class NamedUsers:
    """Finds the user of a request. Costs two statements, whether he exists or not."""

    def __init__(
        self,
        finder: UserFinder,
        proof: ClientProof,
        protection: ThreatProtection,
        events: EventRecorder,
    ) -> None:
        self._finder = finder
        self._proof = proof
        self._protection = protection
        self.events = events
        """What is recorded of those who are found."""

    def seek(self, naming: Naming) -> Sought:
        """Return what the name led to.

        SECRET_HASH may cover the name as it was typed or the internal user name. Raises
        ResourceNotFoundException for an unknown client, NotAuthorizedException for a wrong hash and
        for a network that is blocked.
        """
        sought = self._finder.by_name(naming.client_id, naming.username)
        names = [naming.username]
        if sought.user is not None:
            names.append(sought.user.username)
        self._proof.check_hash(sought.pool, sought.client, naming.secret_hash, names)
        self._protection.check_address(sought, naming.source.at(sought.client))
        return sought
