"""SignUp: a visitor becomes a user, unconfirmed until he proves an address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.attributes import VERIFIABLE, check_required, check_values, check_write
from domain.accounts.code_sending import CodeSending, Outgoing
from domain.accounts.find_users import Sought
from domain.accounts.named_user import NamedUsers, Naming
from domain.accounts.names import is_sub
from domain.accounts.new_password import NewPassword
from domain.accounts.new_user import PASSWORDLESS, NewUser, new_user
from domain.accounts.recorded_events import Act, Recording
from domain.accounts.sign_up_sessions import SignUpSessions
from domain.errors import (
    InvalidLambdaResponseException,
    InvalidParameterException,
    NotAuthorizedException,
    ResourceNotFoundException,
    TooManyRequestsException,
    UsernameExistsException,
)
from domain.messages.addressing import verification_address
from domain.model.auth_event import EventResponse, EventType
from domain.model.code import CodePurpose
from domain.model.identifiers import Secret, Sub
from domain.model.message import CodeDelivery, Reason
from domain.model.pool import UserPool
from domain.model.risk import PasswordEvent
from domain.model.user import Credentials, NameKind, User, UserStatus
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Stale, Taken
from domain.triggers.hooks import Occasion
from domain.triggers.post_confirmation import CONFIRM_SIGN_UP, PostConfirmation
from domain.triggers.pre_sign_up import SIGN_UP, Candidate, PreSignUp, Verdict

_PASSWORD_MISSING: Final = (
    "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must"
    " not be null"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpRequest:
    """What a visitor gives. `naming.username` is what he types as his name."""

    naming: Naming
    password: Secret[str] | None = None
    attributes: dict[str, str] = field(default_factory=dict, repr=False)
    validation_data: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedUp:
    """The new user. `delivery` is None if no code was sent, `session` where none can be used."""

    sub: Sub
    confirmed: bool
    delivery: CodeDelivery | None = None
    session: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpTriggers:
    """What a pool's functions may say about a sign-up, before and after it."""

    pre_sign_up: PreSignUp
    post_confirmation: PostConfirmation


class SignUp:
    """Signs visitors up. Costs two reads and one commit."""

    def __init__(
        self,
        ports: Ports,
        people: NamedUsers,
        new_password: NewPassword,
        sending: CodeSending,
        triggers: SignUpTriggers,
        sessions: SignUpSessions,
    ) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._entropy = ports.entropy
        self._people = people
        self._new_password = new_password
        self._sending = sending
        self._triggers = triggers
        self._sessions = sessions

    def sign_up(self, request: SignUpRequest) -> SignedUp:
        """Store a new user with his names, password, code and message, or nothing.

        Raises UsernameExistsException, InvalidPasswordException, InvalidParameterException,
        NotAuthorizedException (closed pool, SECRET_HASH, attribute permissions),
        CodeDeliveryFailureException, and what the triggers raise.
        """
        sought = self._people.seek(request.naming)
        identity = self._admit(sought, request)
        is_known = self._check_exposure(sought, request)
        pool, naming = sought.pool, request.naming
        verdict = self._vet(pool, identity, request)
        user = self._user(pool, identity, verdict)
        credentials = self._credentials(pool, user, request.password)
        outgoing = self._code(pool, user, naming)
        act = Act(type=EventType.SIGN_UP, response=EventResponse.PASS, compromised=is_known)
        recorded = self._people.events.recording(sought, user.sub, act, naming.source)
        self._write(pool, identity, user, credentials, outgoing, recorded)
        self._people.events.tell(recorded)
        if verdict.confirm:
            self._triggers.post_confirmation.tell(
                CONFIRM_SIGN_UP, pool, user, naming.client_id, naming.client_metadata
            )
        return SignedUp(
            sub=user.sub,
            confirmed=verdict.confirm,
            delivery=outgoing.delivery if outgoing else None,
            # Who is confirmed already has nothing to bring a Session to.
            session=None if verdict.confirm else self._sessions.signed_up(sought, user),
        )

    def _admit(self, sought: Sought, request: SignUpRequest) -> NewUser:
        """Refuse whatever can be refused before the operator's function or a hash is asked for."""
        pool = sought.pool
        if pool.admin_only_sign_up:
            raise NotAuthorizedException(texts.SIGN_UP_NOT_PERMITTED)
        sub = Sub(self._entropy.uuid())
        identity = new_user(pool, request.naming.username, request.attributes, sub)
        if sought.user is not None or self._is_a_sub(sought):
            raise UsernameExistsException(texts.USER_EXISTS)
        if request.password is not None:
            self._new_password.check(pool, request.password, None, signing_up=True)
        elif PASSWORDLESS.isdisjoint(pool.first_factors):
            raise InvalidParameterException(_PASSWORD_MISSING)
        check_values(pool, request.attributes)
        check_write(pool, sought.client, request.attributes)
        check_required(pool, identity.attributes)
        return identity

    def _check_exposure(self, sought: Sought, request: SignUpRequest) -> bool:
        """Return whether strangers know a password that is taken all the same."""
        if request.password is None:
            return False
        source = request.naming.source.at(sought.client)
        return self._new_password.check_exposure(
            sought, PasswordEvent.SIGN_UP, request.password, source
        )

    def _is_a_sub(self, sought: Sought) -> bool:
        """Whether the name is, in any spelling, the `sub` by which administrators call a user.

        Who could take it as a name would bear two people's names: every log names users by `sub`.
        """
        if not is_sub(sought.name):
            return False
        with self._store.reading() as unit:
            return unit.users.standing(sought.pool.id, Sub(sought.name)).user is not None

    def _vet(self, pool: UserPool, identity: NewUser, request: SignUpRequest) -> Verdict:
        naming = request.naming
        occasion = Occasion(pool=pool, client_id=naming.client_id, username=identity.username)
        candidate = Candidate(
            attributes=identity.attributes,
            validation_data=request.validation_data,
            client_metadata=naming.client_metadata,
        )
        verdict = self._triggers.pre_sign_up.ask(SIGN_UP, occasion, candidate)
        for attribute in verdict.verified:
            if attribute not in identity.attributes:
                raise InvalidLambdaResponseException(
                    f"PreSignUp verified {attribute}, but the user has no such attribute."
                )
        return verdict

    def _user(self, pool: UserPool, identity: NewUser, verdict: Verdict) -> User:
        now_ms = self._clock.now_ms()
        verified = {
            f"{name}_verified": "true" if name in verdict.verified else "false"
            for name in VERIFIABLE
            if name in identity.attributes
        }
        return User(
            pool_id=pool.id,
            sub=identity.sub,
            username=identity.username,
            status=UserStatus.CONFIRMED if verdict.confirm else UserStatus.UNCONFIRMED,
            attributes={**identity.attributes, **verified},
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
        )

    def _credentials(
        self, pool: UserPool, user: User, password: Secret[str] | None
    ) -> Credentials | None:
        if password is None:
            return None
        return self._new_password.make(pool, user.sub, user.username, password, None)

    def _code(self, pool: UserPool, user: User, naming: Naming) -> Outgoing | None:
        address = verification_address(pool, user)
        if address is None or user.status is not UserStatus.UNCONFIRMED:
            return None
        reason = Reason(
            purpose="SignUp", client_id=naming.client_id, client_metadata=naming.client_metadata
        )
        return self._sending.prepare(pool, user, address, CodePurpose.SIGN_UP, reason)

    def _write(
        self,
        pool: UserPool,
        identity: NewUser,
        user: User,
        credentials: Credentials | None,
        outgoing: Outgoing | None,
        recorded: Recording,
    ) -> None:
        try:
            with self._store.writing() as unit:
                unit.users.add(user)
                if credentials is not None:
                    unit.credentials.save(credentials)
                exchange_names(unit, pool, None, user, force=True)
                recorded.store(unit)
                if outgoing is not None:
                    outgoing.store(unit)
        except Taken as taken:
            raise UsernameExistsException(_taken_text(taken, identity)) from taken
        except Missing as gone:
            raise ResourceNotFoundException(texts.pool_does_not_exist(pool.id)) from gone
        except Stale as changed:
            raise TooManyRequestsException(detail="an alias changed hands meanwhile") from changed


def _taken_text(taken: Taken, identity: NewUser) -> str:
    """Return the text for a name that is somebody else's: his own name, or another attribute."""
    if taken.what in {NameKind.USERNAME, identity.named_by}:
        return texts.USER_EXISTS
    return texts.account_exists(taken.what)
