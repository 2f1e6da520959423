"""What tokens tell of groups, as a value: the user's own, or those that a function puts there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupClaims:
    """Names of groups and ARNs of roles, best first and each once, and the role of the best.

    Both tokens tell the groups, the ID token alone tells the roles.
    """

    groups: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    preferred_role: str | None = None

    def for_access(self) -> dict[str, object]:
        """Return the claims of an access token; what is empty is absent."""
        return {"cognito:groups": [*self.groups]} if self.groups else {}

    def for_identity(self) -> dict[str, object]:
        """Return the claims of an ID token; what is empty is absent."""
        claims = self.for_access()
        if self.roles:
            claims["cognito:roles"] = [*self.roles]
        if self.preferred_role:
            claims["cognito:preferred_role"] = self.preferred_role
        return claims


NO_GROUPS = GroupClaims()
