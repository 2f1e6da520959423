"""The life of one person: signs up, is confirmed, signs in, and then one thing of consequence."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from threading import Event
from typing import Any, Final

from tests.faultlab import worlds
from tests.faultlab.caller import Caller, NoAnswer
from tests.faultlab.journal import Entry, Journal
from tests.faultlab.place import Place
from tests.faultlab.worlds import Change, Outcome
from tests.support.raw import Answer

BACK_OFF_S: Final = 0.05
STAYS_UNCONFIRMED: Final = 0.2
PROMISES_NOTHING: Final = "InternalErrorException"
COME_BACK: Final = "TooManyRequestsException"

Members = Mapping[str, Any]


class Over(Exception):
    """A life that goes no further: the load ends, or nobody can tell what came of a request."""


def fresh_password() -> str:
    """Return a password that satisfies every policy and is nobody else's."""
    return f"Pw1!{secrets.token_hex(8)}"


def fresh_name() -> str:
    """Return the address of somebody new."""
    return f"{secrets.token_hex(8)}@example.com"


@dataclass
class Person:
    """Somebody who is played by one client, until `stopping`."""

    caller: Caller
    place: Place
    journal: Journal
    stopping: Event
    name: str = field(default_factory=fresh_name)
    password: str = field(default_factory=fresh_password)
    access_token: str = ""
    refresh_token: str = ""

    def act(
        self,
        operation: str,
        members: Members,
        change: Change,
        *,
        proof: str = "",
        again: bool = True,
    ) -> Answer:
        """Send a request, unless told otherwise again and again until it is settled, as SDKs do.

        `proof` names the refusal that proves that an earlier try without an answer had succeeded.
        Raises Over.
        """
        is_open = False
        while not self.stopping.is_set():
            entry = self._note(operation, members, change)
            answer = self._send(entry)
            if is_open and answer is not None and answer.type == proof:
                entry.outcome = Outcome.DONE
            if entry.outcome is Outcome.DONE and answer is not None:
                return answer
            if not again or entry.error not in {"", PROMISES_NOTHING, COME_BACK}:
                break
            is_open = is_open or entry.outcome is Outcome.UNKNOWN
            self.stopping.wait(BACK_OFF_S)
        raise Over

    def keep_tokens(self, tokens: Mapping[str, str]) -> None:
        """Write down the tokens of a sign-in: from now on they may be revoked."""
        self.access_token, self.refresh_token = tokens["AccessToken"], tokens["RefreshToken"]
        entry = self._note("InitiateAuth", tokens, worlds.signed_in(self.refresh_token))
        entry.outcome, entry.ended_s = Outcome.DONE, entry.began_s

    def _note(self, operation: str, members: Members, change: Change) -> Entry:
        return self.journal.write(
            Entry(
                person=self.name,
                operation=operation,
                port=self.caller.port,
                change=change,
                members=members,
                began_s=time.monotonic(),
            )
        )

    def _send(self, entry: Entry) -> Answer | None:
        try:
            answer = self.caller.call(entry.operation, **entry.members)
        except NoAnswer:
            entry.ended_s = time.monotonic()
            return None
        entry.ended_s, entry.error = time.monotonic(), answer.type
        if answer.status == 200:
            entry.outcome = Outcome.DONE
        elif answer.type != PROMISES_NOTHING:
            entry.outcome = Outcome.REFUSED
        return answer


def live(person: Person, random: Random) -> None:
    """Live one life. Raises Over where it ends early."""
    sign_up(person)
    if random.random() < STAYS_UNCONFIRMED:
        return
    confirm(person)
    sign_in(person)
    random.choice(ENDINGS)(person)


def sign_up(person: Person) -> None:
    """SignUp."""
    given = {
        "ClientId": person.place.client_id,
        "Username": person.name,
        "Password": person.password,
    }
    change = worlds.signed_up(person.password)
    person.act("SignUp", given, change, proof="UsernameExistsException")


def confirm(person: Person) -> None:
    """AdminConfirmSignUp."""
    proof = "NotAuthorizedException"
    person.act("AdminConfirmSignUp", _named(person), worlds.confirmed, proof=proof)


def sign_in(person: Person) -> None:
    """InitiateAuth by password."""
    given = {
        "ClientId": person.place.client_id,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": person.name, "PASSWORD": person.password},
    }
    answer = person.act("InitiateAuth", given, worlds.unchanged)
    person.keep_tokens(answer.body["AuthenticationResult"])


def change_password(person: Person) -> None:
    """ChangePassword. Not tried again: that the old password is wrong would settle nothing."""
    new = fresh_password()
    given = {"PreviousPassword": person.password, "ProposedPassword": new}
    change = worlds.password_changed(new)
    person.act("ChangePassword", {**_bearing(person), **given}, change, again=False)


def set_password(person: Person) -> None:
    """AdminSetUserPassword."""
    new = fresh_password()
    given = {**_named(person), "Password": new, "Permanent": True}
    person.act("AdminSetUserPassword", given, worlds.password_set(new))


def revoke(person: Person) -> None:
    """RevokeToken."""
    given = {"ClientId": person.place.client_id, "Token": person.refresh_token}
    person.act("RevokeToken", given, worlds.revoked(person.refresh_token))


def sign_out(person: Person) -> None:
    """GlobalSignOut."""
    proof = "NotAuthorizedException"
    person.act("GlobalSignOut", _bearing(person), worlds.signed_out, proof=proof)


def sign_out_by_admin(person: Person) -> None:
    """AdminUserGlobalSignOut."""
    person.act("AdminUserGlobalSignOut", _named(person), worlds.signed_out)


def disable(person: Person) -> None:
    """AdminDisableUser."""
    person.act("AdminDisableUser", _named(person), worlds.disabled)


def delete(person: Person) -> None:
    """DeleteUser."""
    proof = "UserNotFoundException"
    person.act("DeleteUser", _bearing(person), worlds.deleted, proof=proof)


def delete_by_admin(person: Person) -> None:
    """AdminDeleteUser."""
    proof = "UserNotFoundException"
    person.act("AdminDeleteUser", _named(person), worlds.deleted, proof=proof)


def nothing(_: Person) -> None:
    """Stay signed in."""


Ending = Callable[[Person], None]
ENDINGS: Final[Sequence[Ending]] = (
    change_password,
    set_password,
    revoke,
    sign_out,
    sign_out_by_admin,
    disable,
    delete,
    delete_by_admin,
    nothing,
)


def _named(person: Person) -> dict[str, str]:
    return {"UserPoolId": person.place.pool_id, "Username": person.name}


def _bearing(person: Person) -> dict[str, str]:
    return {"AccessToken": person.access_token}
