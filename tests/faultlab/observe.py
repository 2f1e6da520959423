"""What is true of a person, told through the public API by a server that runs now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tests.faultlab.caller import Caller
from tests.faultlab.journal import Entry
from tests.faultlab.place import Place
from tests.faultlab.worlds import World
from tests.support.raw import Answer

REFUSALS: Final = frozenset(
    {"NotAuthorizedException", "UserNotConfirmedException", "UserNotFoundException"}
)


class Torn(AssertionError):
    """Half of a change: something that no order of whole changes explains."""


class Observer:
    """Looks at people through one server; looking confirms and enables them, so it is done once."""

    def __init__(self, caller: Caller, place: Place) -> None:
        self._caller = caller
        self._place = place

    def world(self, person: str, entries: Sequence[Entry]) -> World:
        """Return the one world that holds, given all that was ever asked for. Raises Torn."""
        passwords, tokens = _passwords(entries), _tokens(entries)
        named = {"UserPoolId": self._place.pool_id, "Username": person}
        answer = self._caller.call("AdminGetUser", **named)
        if answer.type == "UserNotFoundException":
            if self._password(person, passwords):
                raise Torn(f"{person} does not exist, but signs in")
            return World(live=self._live(tokens))
        _require(answer)
        confirmed = answer.body["UserStatus"] == "CONFIRMED"
        enabled = answer.body["Enabled"]
        if not (confirmed and enabled) and self._signs_in(person, passwords[-1]):
            raise Torn(f"{person} signs in, but is {answer.body}")
        if not confirmed:
            self._caller.done("AdminConfirmSignUp", **named)
        if not enabled:
            self._caller.done("AdminEnableUser", **named)
        return World(
            exists=True,
            password=self._password(person, passwords),
            confirmed=confirmed,
            enabled=enabled,
            live=self._live(tokens),
        )

    def repeat_sign_up(self, sign_up: Entry) -> Answer:
        """Ask once more for what was asked for at the beginning."""
        return self._caller.call("SignUp", **sign_up.members)

    def _password(self, person: str, passwords: Sequence[str]) -> str:
        # The newest first: each wrong one counts towards the lock.
        right = (each for each in reversed(passwords) if self._signs_in(person, each))
        return next(right, "")

    def _signs_in(self, person: str, password: str) -> bool:
        return self._succeeds(
            "InitiateAuth",
            ClientId=self._place.client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": person, "PASSWORD": password},
        )

    def _live(self, tokens: Mapping[str, str]) -> frozenset[str]:
        return frozenset(
            refresh for refresh, access in tokens.items() if self._is_live(refresh, access)
        )

    def _is_live(self, refresh_token: str, access_token: str) -> bool:
        refreshes = self._succeeds(
            "InitiateAuth",
            ClientId=self._place.client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": refresh_token},
        )
        if refreshes != self._succeeds("GetUser", AccessToken=access_token):
            raise Torn(
                f"of one sign-in the refresh token {'works' if refreshes else 'is dead'} only"
            )
        return refreshes

    def _succeeds(self, operation: str, **members: object) -> bool:
        answer = self._caller.call(operation, **members)
        return answer.type not in REFUSALS and _require(answer)


def _require(answer: Answer) -> bool:
    if answer.status != 200:
        raise Torn(f"a person who can be neither used nor missed: {answer}")
    return True


def _passwords(entries: Sequence[Entry]) -> list[str]:
    """Return every password that was ever asked for, oldest first."""
    asked = (each.members.get("ProposedPassword", each.members.get("Password")) for each in entries)
    return list(dict.fromkeys(password for password in asked if password))


def _tokens(entries: Sequence[Entry]) -> dict[str, str]:
    """Return the access token of every sign-in by its refresh token."""
    return {
        each.members["RefreshToken"]: each.members["AccessToken"]
        for each in entries
        if "RefreshToken" in each.members
    }
