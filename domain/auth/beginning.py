"""How a sign-in begins: client, flow and parameters are checked, and the user is looked for."""

from __future__ import annotations

from dataclasses import dataclass

from domain import texts
from domain.accounts.client_proof import ClientProof
from domain.accounts.find_users import Sought, UserFinder
from domain.accounts.names import brief
from domain.accounts.recorded_events import is_recorded
from domain.auth.answers import require, username_in
from domain.auth.arrival import shown_name
from domain.auth.belongings import read_belongings
from domain.auth.flow_access import check_flow, check_plan
from domain.auth.requests import BeginRequest
from domain.auth.sign_up_sessions import SealedSignUps, after_sign_up
from domain.auth.step import FlowStart, Kit, Progress
from domain.auth.step_up import StepUp
from domain.auth.table import FLOWS
from domain.errors import InvalidParameterException
from domain.model.attempt import Attempt
from domain.ports.store import Store

_ID_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A sign-in that may begin.

    `progress` is how its user stands, `entered` the same with what the client brings along, and
    `signed_up` the sign-up that is spent by that.
    """

    start: FlowStart
    progress: Progress
    entered: Progress
    signed_up: Attempt | None = None


class Beginning:
    """Turns a first request into the progress that it makes, or refuses it."""

    def __init__(
        self,
        store: Store,
        finder: UserFinder,
        proof: ClientProof,
        sign_ups: SealedSignUps,
        step_up: StepUp,
        kit: Kit,
    ) -> None:
        self._store = store
        self._finder = finder
        self._proof = proof
        self._sign_ups = sign_ups
        self._step_up = step_up
        self._kit = kit

    def receive(self, request: BeginRequest) -> Entry:
        """Return the sign-in as it begins, for a user who may exist or not.

        Costs two statements. Raises the errors of auth-flows.md 3, points 1 to 5, and those of a
        Session or an access token that is brought along.
        """
        caller, answers = request.caller, request.answers
        start = _flow(request.flow)
        typed = username_in(answers)
        sought = self._finder.by_name(caller.client_id, typed, caller.pool_id)
        check_plan(start, sought.pool)
        check_flow(
            start, sought.client, by_admin=caller.is_admin, srp_verifiers=self._kit.srp_verifiers
        )
        require(answers, start.wants)
        start.admit(sought.pool, answers, self._kit)
        progress = self._start(start, sought, request)
        names = {typed, progress.attempt.username}
        self._proof.check_hash(sought.pool, sought.client, answers.get("SECRET_HASH"), names)
        return self._entered(start, progress, request)

    def _start(self, start: FlowStart, sought: Sought, request: BeginRequest) -> Progress:
        user, now_ms = sought.user, self._kit.clock.now_ms()
        attempt = Attempt(
            id=self._kit.entropy.bytes(_ID_BYTES).hex(),
            pool_id=sought.pool.id,
            client_id=sought.client.id,
            sub=sought.sub,
            name=brief(sought.name),
            username=user.username if user else shown_name(sought),
            flow=start.flow,
            by_admin=request.caller.is_admin,
            device_key=request.answers.get("DEVICE_KEY") or None,
            epoch=user.epoch if user else 0,
            event_id=self._kit.entropy.uuid() if is_recorded(sought.pool) else "",
            expires_at_ms=now_ms,
        )
        return Progress(
            attempt=attempt,
            pool=sought.pool,
            client=sought.client,
            user=user,
            credentials=sought.credentials,
            standing=sought.standing,
            now_ms=now_ms,
            metadata=request.metadata,
            source=request.caller.source.at(sought.client),
            belongings=read_belongings(self._store, sought.pool, attempt),
        )

    def _entered(self, start: FlowStart, progress: Progress, request: BeginRequest) -> Entry:
        if not start.choice_based:
            return Entry(start=start, progress=progress, entered=progress)
        entered, signed_up = progress, None
        if request.session is not None:
            signed_up = self._sign_ups.opened(progress, request.session)
            entered = after_sign_up(progress, signed_up)
        entered = self._step_up.aimed(entered, request.answers)
        return Entry(start=start, progress=progress, entered=entered, signed_up=signed_up)


def _flow(name: str) -> FlowStart:
    start = FLOWS.get(name)
    if start is None:
        raise InvalidParameterException(texts.FLOW_NOT_SUPPORTED)
    return start
