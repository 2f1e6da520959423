"""python -m tools.bench: measure, print, and exit with 1 if a share of a floor was missed."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.postgres import PostgresServer
from tools.bench import imports, report, targets
from tools.bench.crowd import gather
from tools.bench.figures import Spread
from tools.bench.machine import Cores, described, on_core
from tools.bench.measure import QUICK, THOROUGH, Measurements
from tools.bench.population import populate
from tools.bench.results import Judged, OfStore
from tools.bench.servers import bare_echo, cognate, memory_mb
from tools.bench.targets import Target

STORES = ("sqlite", "postgresql")


def main(arguments: Sequence[str]) -> int:
    """Run the bench; return the exit code."""
    options = _parser().parse_args(arguments)
    cores = Cores.of_this_machine()
    with tempfile.TemporaryDirectory(prefix="cognate-bench-") as name:
        directory = Path(name)
        with bare_echo(directory, cores.server) as echo:
            measurements = Measurements(cores, QUICK if options.quick else THOROUGH, echo)
            stores = []
            for store in options.store or STORES:
                print(f"measuring on {store} ...", file=sys.stderr, flush=True)
                rows = imports.FEW if options.quick else imports.ROWS
                stores.append(_on_store(store, measurements, cores, directory, rows))
    machine = measurements.machine(described())
    print(report.table(machine, stores))
    if options.json is not None:
        options.json.write_text(json.dumps(report.document(machine, stores), indent=2) + "\n")
    return 0 if all(each.passed for each in stores) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter and rougher")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument(
        "--store", action="append", choices=STORES, help="only this store (may be repeated)"
    )
    return parser


def _on_store(
    store: str, measurements: Measurements, cores: Cores, directory: Path, rows: int
) -> OfStore:
    with (
        _storage_url(store, cores, directory) as url,
        cognate(url, directory, cores.server) as served,
    ):
        idle_mb = memory_mb(served.pid)
        population = populate(served)
        rates = measurements.rates(store, population)
        return OfStore(
            store=store,
            rates=rates,
            beside_ms=measurements.beside_passwords(population, rates),
            beside_triggers_ms=measurements.beside_triggers(population),
            idle_mb=_judged(idle_mb, targets.IDLE_MB),
            loaded_mb=_judged(memory_mb(served.pid), targets.LOADED_MB),
            cold_start_s=Judged(
                value=Spread.of([served.cold_start_s]), target=targets.COLD_START_S
            ),
            lists=measurements.lists(served, gather(served, url)),
            imports=imports.measure(served, rows),
        )


@contextmanager
def _storage_url(store: str, cores: Cores, directory: Path) -> Iterator[str]:
    """Yield the URL of an empty store; PostgreSQL with its own defaults, durable ones."""
    if store == "sqlite":
        yield f"sqlite:///{directory / 'bench.db'}"
        return
    with on_core(cores.database):
        server = PostgresServer()
        server.start()
    try:
        yield server.create_database()
    finally:
        server.close()


def _judged(value: float | None, target: Target) -> Judged | None:
    return None if value is None else Judged(value=Spread.of([value]), target=target)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
