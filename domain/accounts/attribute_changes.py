"""A change of attributes: what counts at once, what waits for its proof, and the codes it takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.attribute_codes import CHANGING, VERIFYING, void_attribute_codes
from domain.accounts.attributes import (
    VERIFIABLE,
    after_change,
    check_deletions,
    check_immutable,
    check_verified,
)
from domain.accounts.code_sending import CodeSending, Outgoing
from domain.accounts.limits import spend_message
from domain.accounts.names import names_of
from domain.errors import (
    AliasExistsException,
    LimitExceededException,
    TooManyRequestsException,
)
from domain.messages.addressing import Address
from domain.model.message import CodeDelivery, Reason
from domain.model.pool import UserPool
from domain.model.user import NameKind, User
from domain.ports.bundle import Ports
from domain.ports.sentinels import Taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is to become of a user's attributes; a blank value deletes.

    Whoever makes one has checked values and permissions.
    """

    pool: UserPool
    user: User
    given: Mapping[str, str] = field(repr=False)
    reason: Reason
    by_admin: bool = False

    @property
    def to_prove(self) -> tuple[str, ...]:
        """The addresses that a code goes to: other than before, and nobody vouches for them."""
        return tuple(
            name
            for name in VERIFIABLE
            if name in self.pool.auto_verified
            and self.given.get(name)
            and self.given[name] != self.user.attributes.get(name)
            and not self._is_vouched_for(name)
        )

    @property
    def waiting(self) -> tuple[str, ...]:
        """Those of them that the user has only once they are proven."""
        return tuple(name for name in self.to_prove if name in self.pool.verify_before_update)

    @property
    def settled(self) -> tuple[str, ...]:
        """The addresses of which earlier codes count no more.

        The same value again is none: applications send back whole profiles, and would end what the
        user has yet to answer.
        """
        return tuple(
            name
            for name in VERIFIABLE
            if name in self.given
            and (
                not self.given[name]
                or self.given[name] != self.user.attributes.get(name)
                or self._is_vouched_for(name)
            )
        )

    @property
    def at_once(self) -> dict[str, str]:
        """What is given without what waits, and what is said of it."""
        waiting = {part for name in self.waiting for part in (name, f"{name}_verified")}
        return {name: value for name, value in self.given.items() if name not in waiting}

    def _is_vouched_for(self, name: str) -> bool:
        return self.given.get(f"{name}_verified") == "true"


class AttributeChanges:
    """Carries changes out, as a whole or not at all."""

    def __init__(self, ports: Ports, sending: CodeSending) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._sending = sending

    def make(self, change: Change) -> tuple[CodeDelivery, ...]:
        """Store the change with its codes and messages; return where these go.

        Raises InvalidParameterException for what may not be changed or deleted,
        AliasExistsException if a sign-in name is another user's, TooManyRequestsException when the
        messages of the hour are spent (ruling 38), CodeDeliveryFailureException without a channel
        (for administrators see `CodeSending.prepare_by_admin`), what a failing trigger raises, and
        Stale or Missing if the user was changed meanwhile.
        """
        pool, user = change.pool, change.user
        check_immutable(pool, change.given, user)
        check_deletions(pool, change.given)
        changed = replace(
            user,
            attributes=after_change(user, change.at_once),
            modified_at_ms=self._clock.now_ms(),
        )
        check_verified(changed.attributes)
        try:
            self._require_free(change)
            outgoing = [self._prepare(change, name) for name in change.to_prove]
            self._write(change, changed, outgoing)
        except Taken as taken:
            raise AliasExistsException(texts.account_exists(taken.what)) from taken
        except LimitExceededException as exceeded:
            raise TooManyRequestsException(exceeded.text) from exceeded
        return tuple(each.delivery for each in outgoing)

    def _require_free(self, change: Change) -> None:
        """Refuse an address whose proof would fail: it is another user's sign-in name.

        Before anything is sent: the message would go to that user, as often as somebody likes. To a
        user the answer costs a message all the same: he would find out who is in the pool by it.
        """
        taken = self._taken(change)
        if taken is None:
            return
        if not change.by_admin:
            user, now_ms = change.user, self._clock.now_ms()
            with self._store.writing() as unit:
                spend_message(unit, user.pool_id, user.sub, change.reason.purpose, now_ms)
        raise AliasExistsException(texts.account_exists(taken))

    def _taken(self, change: Change) -> NameKind | None:
        """Return which name of another user's the change would bring, once it is proven."""
        if not change.to_prove:
            return None
        proven = {f"{name}_verified": "true" for name in change.to_prove}
        hoped = replace(change.user, attributes={**_told(change).attributes, **proven})
        wanted = names_of(change.pool, hoped) - names_of(change.pool, change.user)
        with self._store.reading() as unit:
            for name in sorted(wanted, key=lambda each: each.kind):
                found = unit.names.find(change.pool.id, None, name.value, (name.kind,))
                if found.sub not in {None, change.user.sub}:
                    return name.kind
        return None

    def _prepare(self, change: Change, name: str) -> Outgoing:
        purposes = CHANGING if name in change.waiting else VERIFYING
        address = Address(attribute=name, value=change.given[name])
        prepare = self._sending.prepare_by_admin if change.by_admin else self._sending.prepare
        return prepare(change.pool, _told(change), address, purposes[name], change.reason)

    def _write(self, change: Change, changed: User, outgoing: Sequence[Outgoing]) -> None:
        with self._store.writing() as unit:
            unit.users.save(changed)
            exchange_names(unit, change.pool, change.user, changed)
            for each in outgoing:
                self._sending.spend(unit, each, change.reason)
            for name in change.settled:
                void_attribute_codes(unit, changed, name)
            for each in outgoing:
                unit.codes.put(each.code)
            for each in outgoing:
                unit.outbox.add(each.entry)


def _told(change: Change) -> User:
    """Return the user whom functions hear of: with the new addresses, also those that wait.

    A custom sender learns from the attributes alone where its message is to go.
    """
    return replace(change.user, attributes=after_change(change.user, change.given))
