"""How an answer arrives: the attempt it belongs to is opened, and everything about it re-checked.

The user, the flow and the state come from the sealed attempt and never from the answer.
"""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.accounts.client_proof import ClientProof
from domain.accounts.find_users import Sought
from domain.accounts.names import alias_form, brief, canonical, is_sub, names_of
from domain.auth.answers import require
from domain.auth.belongings import named_device, read_belongings
from domain.auth.envelope import NoAttempt
from domain.auth.flow_access import check_flow
from domain.auth.opening import Opening
from domain.auth.requests import AnswerRequest, Caller
from domain.auth.standing import check_alive
from domain.auth.step import Challenge, Progress
from domain.auth.table import CHALLENGES, FLOWS
from domain.catalog import Catalog, Tenancy
from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    PasswordResetRequiredException,
    ResourceNotFoundException,
    UserNotConfirmedException,
)
from domain.model.attempt import Attempt
from domain.ports.clock import Clock
from domain.ports.store import Store, Unit
from domain.ports.users import Standing


class Arrival:
    """Turns an answer into the progress that it continues, or refuses it."""

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        opening: Opening,
        proof: ClientProof,
        clock: Clock,
        srp_verifiers: str,
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._opening = opening
        self._proof = proof
        self._clock = clock
        self._srp_verifiers = srp_verifiers

    def receive(self, request: AnswerRequest) -> tuple[Challenge, Progress]:
        """Return the challenge that is answered and the attempt as it stands now.

        Costs one statement, and another where the challenge needs more than the user's standing.
        Raises NotAuthorizedException for an attempt that is invented, foreign, expired or for
        another challenge, InvalidParameterException for missing keys.
        """
        challenge = _challenge(request)
        try:
            attempt = self._opening.attempt_of(challenge, request)
        except NoAttempt as nothing:
            raise invalid(challenge) from nothing
        named = replace(attempt, device_key=named_device(attempt, request.answers))
        progress = replace(self._progress(request.caller, named), metadata=request.metadata)
        self._check(challenge, progress, request)
        belongings = read_belongings(self._store, progress.pool, progress.attempt)
        return challenge, replace(progress, belongings=belongings)

    def resume(self, session: str, challenge: Challenge) -> Progress:
        """Return the attempt that waits at the challenge, for who presents nothing but its Session.

        Raises NotAuthorizedException for one that is invented, expired, or waits elsewhere.
        """
        try:
            attempt = self._opening.attempt_in(session)
        except (NoAttempt, ResourceNotFoundException) as nothing:
            raise invalid(challenge) from nothing
        progress = self._progress(Caller(client_id=attempt.client_id), attempt)
        try:
            _check_waiting(challenge, progress)
            self._check_standing(challenge, progress)
        except (UserNotConfirmedException, PasswordResetRequiredException) as changed:
            raise invalid(challenge) from changed
        return progress

    def _progress(self, caller: Caller, attempt: Attempt) -> Progress:
        def read(unit: Unit, current: Tenancy) -> Standing:
            return unit.users.standing(
                current.pool.id, attempt.sub, current.client.id, with_memberships=True
            )

        tenancy, standing = self._catalog.read(caller.client_id, read, caller.pool_id)
        return Progress(
            attempt=attempt,
            pool=tenancy.pool,
            client=tenancy.client,
            user=standing.user,
            credentials=standing.credentials,
            standing=standing,
            now_ms=self._clock.now_ms(),
            source=caller.source.at(tenancy.client),
        )

    def _check(self, challenge: Challenge, progress: Progress, request: AnswerRequest) -> None:
        attempt, username = progress.attempt, request.answers["USERNAME"]
        self._proof.check_hash(
            progress.pool,
            progress.client,
            request.answers.get("SECRET_HASH"),
            {username, attempt.username},
        )
        if FLOWS[attempt.flow].admin and not request.caller.is_admin:
            raise invalid(challenge)
        _check_waiting(challenge, progress)
        if not _is_same_user(progress, username):
            raise invalid(challenge)
        self._check_standing(challenge, progress)

    def _check_standing(self, challenge: Challenge, progress: Progress) -> None:
        """Refuse what client, user or time no longer allow."""
        attempt, user = progress.attempt, progress.user
        # A public attempt may be answered by an administrator: the flow is judged as it began.
        check_flow(
            FLOWS[attempt.flow],
            progress.client,
            by_admin=attempt.by_admin,
            srp_verifiers=self._srp_verifiers,
        )
        if attempt.epoch != (user.epoch if user else 0):
            raise self._outdated(challenge, attempt)
        if not challenge.simulated:
            if user is None:
                raise invalid(challenge)
            check_alive(user)

    def _outdated(self, challenge: Challenge, attempt: Attempt) -> NotAuthorizedException:
        """Return the refusal of an attempt that a change of the user ended.

        The change may be what this very attempt did when it was answered before.
        """
        if not challenge.carries_block:
            with self._store.reading() as unit:
                if unit.spent.is_spent(attempt.pool_id, attempt.sub, attempt.id):
                    return NotAuthorizedException(texts.SESSION_SPENT)
        return invalid(challenge)


def _check_waiting(challenge: Challenge, progress: Progress) -> None:
    """Refuse an attempt that waits at another challenge, or no longer."""
    attempt = progress.attempt
    if attempt.state is not challenge.state:
        raise invalid(challenge)
    if attempt.expires_at_ms <= progress.now_ms:
        raise NotAuthorizedException(texts.SESSION_EXPIRED)


def invalid(challenge: Challenge) -> NotAuthorizedException:
    """Return the refusal of an attempt that is not ours: as for a wrong proof where a block is."""
    if challenge.carries_block:
        return NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    return NotAuthorizedException(texts.INVALID_SESSION)


def spent(challenge: Challenge) -> NotAuthorizedException:
    """Return the refusal of an attempt that was answered before."""
    if challenge.carries_block:
        return NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    return NotAuthorizedException(texts.SESSION_SPENT)


def _challenge(request: AnswerRequest) -> Challenge:
    challenge = CHALLENGES.get(request.challenge)
    if challenge is None:
        raise NotAuthorizedException(texts.INVALID_SESSION)
    if challenge.admin and not request.caller.is_admin:
        raise InvalidParameterException(texts.only_by_admin(request.challenge))
    require(request.answers, ("USERNAME", *challenge.wants))
    goes_without = challenge.carries_block or challenge.waits_as is not None
    if not goes_without and not request.session:
        raise InvalidParameterException(texts.missing_parameter("Session"))
    return challenge


def _is_same_user(progress: Progress, username: str) -> bool:
    """Whether USERNAME names the user of the attempt: it can never choose another one."""
    attempt, user = progress.attempt, progress.user
    name = canonical(progress.pool, username)
    if brief(name) == attempt.name:
        return True
    if name in {canonical(progress.pool, attempt.username), attempt.sub}:
        return True
    return user is not None and any(each.value == name for each in names_of(progress.pool, user))


def shown_name(sought: Sought) -> str:
    """Return the user name that a simulated user shows: what a real one would have shown.

    A UUID where sign-in is by e-mail or phone, or where an alias was typed; otherwise the name, in
    its canonical form: a real user shows his own spelling, whatever was typed, so that an echo of
    odd capitals would say that there is nobody.
    """
    typed_sub = is_sub(sought.name)
    by_address = bool(sought.pool.username_attributes) and not typed_sub
    if by_address or alias_form(sought.pool, sought.name) is not None:
        return sought.sub
    return sought.name
