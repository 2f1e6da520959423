"""The Sessions that lead from SignUp through ConfirmSignUp into a sign-in, as accounts see them.

What they are made of is the sign-in's affair (domain.auth).
"""

from __future__ import annotations

from typing import Protocol

from domain.accounts.find_users import Sought
from domain.model.code import OneTimeCode
from domain.model.user import User


class SignUpSessions(Protocol):
    """Makes and reads Sessions; None where the client has no choice-based sign-in to go on with."""

    def signed_up(self, sought: Sought, user: User) -> str | None:
        """Return the Session of SignUp, good for as long as the code that was sent."""
        ...

    def check(self, sought: Sought, session: str) -> None:
        """Refuse a Session that SignUp did not give for this very user and client.

        Raises NotAuthorizedException, for a user who does not exist in any case.
        """
        ...

    def confirmed(self, sought: Sought, user: User, code: OneTimeCode) -> str | None:
        """Return the Session of ConfirmSignUp, in which the code counts as a first factor, once."""
        ...
