"""What is recorded of a sign-in: one event from its first proof to its tokens.

A refusal is recorded where something was compared, or the network was blocked. What is refused
before that costs whoever asks nothing, and would let him fill the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from domain.accounts.recorded_events import NOTHING, Act, EventRecorder, Recording
from domain.auth.effects import HIS_ROWS
from domain.auth.step import Claim, Progress
from domain.errors import CognitoError
from domain.model.auth_event import EventResponse, EventType, Proof, Proven
from domain.model.factors import Factor
from domain.ports.reporter import Reporter
from domain.ports.store import Unit


@dataclass(frozen=True, slots=True)
class KeepEvent:
    """An event is stored with the outcome that it tells."""

    recording: Recording
    rank: ClassVar[int] = HIS_ROWS

    def apply(self, unit: Unit) -> None:
        """Store it."""
        self.recording.store(unit)


@dataclass(slots=True)
class Watch:
    """A request under way: how far it has come, and what it fails by if it fails now."""

    progress: Progress
    failing: Proof | None
    is_recorded: bool = False

    def come_to(self, progress: Progress) -> None:
        """Note that the proof was right: what refuses it now is something else."""
        self.progress, self.failing = progress, None


class SignInEvents:
    """Makes the events of sign-ins."""

    def __init__(self, recorder: EventRecorder, reporter: Reporter) -> None:
        self._recorder = recorder
        self._reporter = reporter

    def recorded(
        self,
        progress: Progress,
        response: EventResponse,
        *,
        blocked: bool = False,
        failing: Proof | None = None,
    ) -> Recording:
        """Return the event as it stands; nothing of an attempt from before protection was on."""
        attempt, device = progress.attempt, progress.belongings.device
        if not attempt.event_id:
            return NOTHING
        wrong = () if failing is None else (Proven(proof=failing, right=False),)
        act = Act(
            type=EventType.SIGN_IN,
            response=response,
            event_id=attempt.event_id,
            blocked=blocked,
            compromised=progress.is_compromised,
            proofs=(*_proofs(progress), *wrong),
            device_name=device.name if device is not None else None,
        )
        return self._recorder.recording(progress, attempt.sub, act, progress.source)

    def tell(self, recording: Recording) -> None:
        """Tell of an event that was stored with an outcome."""
        self._recorder.tell(recording)

    def tell_signed_in(self, progress: Progress, recording: Recording) -> None:
        """Tell of a sign-in that is over, and of its event."""
        attempt = progress.attempt
        self._reporter.report(
            "signed_in",
            pool_id=attempt.pool_id,
            client_id=attempt.client_id,
            sub=attempt.sub,
            flow=attempt.flow.value,
        )
        self._recorder.tell(recording)

    def refused(self, progress: Progress) -> None:
        """Record that the network of the request is blocked."""
        self._recorder.keep(self.recorded(progress, EventResponse.FAIL, blocked=True))

    @contextmanager
    def watched(self, progress: Progress, claim: Claim) -> Iterator[Watch]:
        """Record a refusal in the block, unless nothing was claimed or it is recorded already."""
        watch = Watch(progress, Proof.PASSWORD if claim is Claim.PASSWORD else Proof.MFA)
        try:
            yield watch
        except CognitoError:
            if claim is not Claim.NOTHING and not watch.is_recorded:
                failed = self.recorded(watch.progress, EventResponse.FAIL, failing=watch.failing)
                self._recorder.keep(failed)
            raise


def writing(progress: Progress, recording: Recording) -> Progress:
    """Return the progress with the event to be stored, if there is one."""
    return progress if recording.event is None else progress.writing(KeepEvent(recording))


def _proofs(progress: Progress) -> tuple[Proven, ...]:
    """Return each kind of proof that this sign-in has brought, in their order."""
    kinds = (
        Proof.PASSWORD if factor is Factor.PASSWORD else Proof.MFA
        for factor in progress.attempt.fresh
    )
    return tuple(Proven(proof=kind, right=True) for kind in dict.fromkeys(kinds))
