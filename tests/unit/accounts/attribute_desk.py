"""Ann, who is signed in, with the operations on her own attributes."""

# ruff: noqa: ANN401 - requests and responses are plain JSON values

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from tests.support.accounts import Desk, pairs

EMAIL: Final = "ann@example.com"
NEW: Final = "new@example.com"
PHONE: Final = "+15555550100"
KEEPING: Final = {"verify_before_update": ("email",)}
"""A pool in which an address counts only once it is proven."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A user, by his access token."""

    desk: Desk
    token: str
    username: str = "ann"

    def update(self, **given: str) -> Any:
        """UpdateUserAttributes."""
        return self._call("UpdateUserAttributes", UserAttributes=pairs(**given))

    def delete(self, *names: str) -> Any:
        """DeleteUserAttributes."""
        return self._call("DeleteUserAttributes", UserAttributeNames=list(names))

    def ask(self, attribute: str = "email") -> Any:
        """GetUserAttributeVerificationCode."""
        return self._call("GetUserAttributeVerificationCode", AttributeName=attribute)

    def verify(self, code: str, attribute: str = "email") -> Any:
        """VerifyUserAttribute."""
        return self._call("VerifyUserAttribute", AttributeName=attribute, Code=code)

    @property
    def attributes(self) -> dict[str, str]:
        """What the user has, but for his `sub`."""
        shown: dict[str, str] = self.desk.look(self.username)["attributes"]
        return {name: value for name, value in shown.items() if name != "sub"}

    def _call(self, operation: str, **members: Any) -> Any:
        return self.desk.call(operation, AccessToken=self.token, **members)


def own(desk: Desk, username: str = "ann", **attributes: str) -> Own:
    """Add a confirmed user to the pool of the desk, and sign him in."""
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    desk.world.add_user(pool, username, attributes=attributes)
    return Own(desk=desk, token=desk.signed_in(username), username=username)


def own_proven(desk: Desk, username: str = "ann", email: str = EMAIL) -> Own:
    """The same, with a proven address."""
    return own(desk, username, email=email, email_verified="true")
