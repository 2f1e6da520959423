"""The results as a table for people and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from tools.bench.results import Growth, Import, Judged, Machine, OfStore, Rate

_HEADS = (
    "",
    "per s",
    "others",
    "floor",
    "share",
    "range",
    "must",
    "should",
    "verdict",
    "p50 ms",
    "p99 ms",
    "must",
    "should",
    "verdict",
)


def table(machine: Machine, stores: Sequence[OfStore]) -> str:
    """Return everything as text of several lines."""
    return "\n".join(_lines(machine, stores))


def document(machine: Machine, stores: Sequence[OfStore]) -> dict[str, object]:
    """Return everything as JSON members; each judged value has its verdict beside it."""
    return {
        "machine": asdict(machine),
        "stores": [
            {
                "store": each.store,
                "passed": each.passed,
                "rates": [_rate_document(rate) for rate in each.rates],
                "imports": [_import_document(each_import) for each_import in each.imports],
                "lists": [_growth_document(growth) for growth in each.lists],
                **{name: _judged_document(judged) for name, judged in _beside_rates(each)},
            }
            for each in stores
        ],
    }


def _lines(machine: Machine, stores: Sequence[OfStore]) -> Iterator[str]:
    yield machine.described
    yield (
        f"A second of one core: {machine.signatures:.0f} RSA-2048 signatures (R),"
        f" {machine.hashes:.1f} argon2id 19 MiB t=2 (P),"
        f" {machine.powers:.0f} powers in SRP's group (M),"
        f" {machine.echoes:.0f} bare FastAPI echoes (E)."
    )
    yield "Floors: refresh R/2; SRP 1/(3/M + 2/R); password 1/(1/P + 2/R); GetUser E."
    for each in stores:
        yield ""
        yield from _aligned([(each.store, *_HEADS[1:]), *map(_rate_cells, each.rates)])
        for name, judged in _beside_rates(each):
            yield f"  {_WORDS[name]}: {_judged_words(judged)}"
        yield from _aligned([_GROWTH_HEADS, *map(_growth_cells, each.lists)])
        yield from _aligned([_IMPORT_HEADS, *map(_import_cells, each.imports)])


def _rate_cells(rate: Rate) -> tuple[str, ...]:
    share, p99 = rate.share, rate.p99_ms
    return (
        rate.scenario,
        f"{rate.per_s:.0f}",
        f"{rate.others:.0%}",
        f"{rate.floor_per_s:.0f}",
        f"{share.value.median:.0%}",
        f"{share.value.least:.0%} to {share.value.most:.0%}",
        f"{share.target.must:.0%}",
        f"{share.target.should:.0%}",
        share.verdict,
        f"{rate.p50_ms:.1f}",
        f"{p99.value.median:.1f}",
        f"{p99.target.must:g}",
        f"{p99.target.should:g}",
        p99.verdict,
    )


_GROWTH_HEADS = (
    "ListUsers, 100,000 users",
    "against ms",
    "ms",
    "times",
    "range",
    "must",
    "should",
    "verdict",
)


def _growth_cells(growth: Growth) -> tuple[str, ...]:
    times = growth.times
    return (
        growth.name,
        f"{growth.base_ms:.2f}",
        f"{growth.ms:.2f}",
        f"{times.value.median:.2f}",
        f"{times.value.least:.2f} to {times.value.most:.2f}",
        f"{times.target.must:g}",
        f"{times.target.should:g}",
        times.verdict,
    )


_IMPORT_HEADS = ("import with hashes", "rows", "s", "ms per 1,000", "verdict", "more MB", "verdict")


def _import_cells(done: Import) -> tuple[str, ...]:
    grown = done.grown_mb
    return (
        done.hashes,
        f"{done.rows:,}",
        f"{done.took_s:.1f}",
        f"{done.ms.value.median:.0f}",
        done.ms.verdict,
        "-" if grown is None else f"{grown.value.median:.1f}",
        "-" if grown is None else grown.verdict,
    )


_WORDS = {
    "beside_ms": "p99 of GetUser beside password sign-ins at half their rate, ms",
    "beside_triggers_ms": "p99 of GetUser beside 100 sign-ins that hang on a trigger, ms",
    "idle_mb": "memory of the worker before any load, MB",
    "loaded_mb": "memory of the worker after all load, MB",
    "cold_start_s": "from start to first answer, s",
}


def _beside_rates(each: OfStore) -> Iterator[tuple[str, Judged]]:
    for name in _WORDS:
        judged: Judged | None = getattr(each, name)
        if judged is not None:
            yield name, judged


def _judged_words(judged: Judged) -> str:
    target = judged.target
    return (
        f"{judged.value.median:.1f} (must {target.must:g}, should {target.should:g}):"
        f" {judged.verdict}"
    )


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        yield "  ".join([first.ljust(widths[0]), *cells])


def _rate_document(rate: Rate) -> dict[str, object]:
    return {
        "scenario": rate.scenario,
        "per_s": rate.per_s,
        "others": rate.others,
        "floor_per_s": rate.floor_per_s,
        "share": _judged_document(rate.share),
        "p50_ms": rate.p50_ms,
        "p99_ms": _judged_document(rate.p99_ms),
    }


def _growth_document(growth: Growth) -> dict[str, object]:
    return {
        "name": growth.name,
        "base_ms": growth.base_ms,
        "ms": growth.ms,
        "times": _judged_document(growth.times),
    }


def _import_document(done: Import) -> dict[str, object]:
    return {
        "hashes": done.hashes,
        "rows": done.rows,
        "took_s": done.took_s,
        "ms_per_1000": _judged_document(done.ms),
        "grown_mb": None if done.grown_mb is None else _judged_document(done.grown_mb),
    }


def _judged_document(judged: Judged) -> dict[str, object]:
    target = judged.target
    return {
        **asdict(judged.value),
        "must": target.must,
        "should": target.should,
        "verdict": judged.verdict,
    }
