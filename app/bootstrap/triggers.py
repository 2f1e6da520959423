"""What calls the functions of pools: as the settings say, or rehearsed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager

from adapters.api.lane import while_waiting
from adapters.egress import NAMED_BY_OPERATOR, Egress
from adapters.security.system import SystemClock, SystemEntropy
from adapters.telemetry.reporter import LogReporter
from adapters.triggers import configuration
from adapters.triggers.directory import CALLS_MAX, Directory, Route
from adapters.triggers.entry import BadEntry
from adapters.triggers.guarded import Surroundings
from adapters.triggers.observed import Note, ObservedHttp
from adapters.triggers.target import TargetContext
from app import plugins
from app.refusal import BadConfiguration
from app.settings import Settings, revealed
from domain.ports.reporter import Reporter
from domain.ports.triggers import TriggerRunner


def open_triggers(settings: Settings, reporter: Reporter | None = None) -> TriggerRunner:
    """Return what calls functions, as TRIGGERS_FILE and LAMBDA_URL say. Raises BadConfiguration."""
    reporter = reporter or LogReporter()
    context = TargetContext(
        http=Egress(NAMED_BY_OPERATOR, connections=CALLS_MAX),
        clock=SystemClock(),
        entropy=SystemEntropy(),
        reporter=reporter,
    )
    surroundings = Surroundings(while_waiting=while_waiting, reporter=reporter)
    return Directory(_routes(settings, context), surroundings)


def _routes(settings: Settings, context: TargetContext) -> Sequence[Route]:
    file, lambda_url = settings.triggers_file, revealed(settings.lambda_url) or None
    try:
        return configuration.routes(
            file, lambda_url, plugins.kinds_of_targets(), context, settings.region
        )
    except BadEntry as fault:
        raise BadConfiguration([f"COGNATE_{reason}" for reason in fault.reasons]) from fault


@contextmanager
def rehearsed_triggers(
    settings: Settings, given: Mapping[str, object] | None, note: Note, reporter: Reporter
) -> Iterator[Directory]:
    """Have what runs triggers as `settings` say, or all of them as the one entry `given` says.

    `note` is told of every request. Raises BadConfiguration.
    """
    with closing(Egress(NAMED_BY_OPERATOR, connections=1)) as egress:
        http, clock, entropy = ObservedHttp(egress, note), SystemClock(), SystemEntropy()
        context = TargetContext(http=http, clock=clock, entropy=entropy, reporter=reporter)
        yield Directory(_routes(settings, context) if given is None else _one(given, context))


def _one(given: Mapping[str, object], context: TargetContext) -> Sequence[Route]:
    try:
        return [configuration.route(given, plugins.kinds_of_targets(), context)]
    except BadEntry as fault:
        raise BadConfiguration(fault.reasons) from fault
