"""What the port `Imports` promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.import_samples import FILE, JOB_ID, PIECE
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.racing import RUNNERS, race
from adapters.storage.conformance.world import make_pool, write
from domain.model.identifiers import PoolId
from domain.model.import_job import DueImport, FilePiece
from domain.ports.imports import Imports
from domain.ports.sentinels import Missing
from domain.ports.store import Store, Unit

UNTIL_MS = s.NOW_MS + 60_000
OTHERS = (
    replace(PIECE, number=2),
    replace(PIECE, file="file-2"),
    replace(PIECE, job_id="import-sample0002"),
    replace(PIECE, pool_id=s.OTHER_POOL_ID),
)


def _keep(store: Store, *pieces: FilePiece) -> None:
    with store.writing() as unit:
        for piece in pieces:
            unit.imports.keep(piece)


def _kept(store: Store, piece: FilePiece) -> FilePiece | None:
    with store.reading() as unit:
        return unit.imports.piece(piece.pool_id, piece.job_id, piece.file, piece.number)


def _make_pools(store: Store) -> None:
    make_pool(store)
    make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)


def _schedule(store: Store, due_at_ms: int, job_id: str = JOB_ID) -> None:
    write(store, lambda unit: unit.imports.schedule(s.POOL_ID, job_id, due_at_ms))


def _lease(store: Store, now_ms: int = s.NOW_MS) -> DueImport | None:
    with store.writing() as unit:
        return unit.imports.lease(now_ms, UNTIL_MS)


def _due(job_id: str = JOB_ID, pool_id: PoolId = s.POOL_ID) -> DueImport:
    return DueImport(pool_id=pool_id, job_id=job_id)


class TestImports:
    """What import jobs work with."""

    @promises(Imports.keep, "Store a piece")
    def test_a_piece_comes_back_with_every_member(self, store: Store) -> None:
        """A piece comes back exactly as it was kept, and no other in its place."""
        _make_pools(store)

        _keep(store, PIECE)

        assert _kept(store, PIECE) == PIECE
        assert [_kept(store, other) for other in OTHERS] == [None] * len(OTHERS)

    @promises(Imports.keep, "new or in place of the present one.")
    def test_a_piece_takes_the_place_of_another(self, store: Store) -> None:
        """A piece of the same number replaces the one before, and no other."""
        _make_pools(store)
        _keep(store, PIECE, *OTHERS)
        newer = replace(PIECE, sealed=b"newer")

        _keep(store, newer)

        assert _kept(store, PIECE) == newer
        assert [_kept(store, other) for other in OTHERS] == [*OTHERS]

    @promises(Imports.keep, "Raises Missing if the pool is gone.")
    def test_a_piece_needs_its_pool(self, store: Store) -> None:
        """A piece of a pool that is not there is refused."""
        with pytest.raises(Missing):
            _keep(store, PIECE)

    @promises(Imports.piece, "Return the piece, or None.")
    def test_there_may_be_no_piece(self, store: Store) -> None:
        """Where nothing was kept there is nothing."""
        make_pool(store)

        assert _kept(store, PIECE) is None

    @promises(Imports.drop, "Delete the pieces of the file with numbers under `below`")
    def test_pieces_are_dropped_from_the_front(self, store: Store) -> None:
        """Pieces under the number go and are counted; what is of anything else stays."""
        _make_pools(store)
        second = replace(PIECE, number=1)
        _keep(store, PIECE, second, *OTHERS)

        with store.writing() as unit:
            counts = [unit.imports.drop(s.POOL_ID, JOB_ID, FILE, 2) for _ in range(2)]

        assert counts == [2, 0]
        assert [_kept(store, piece) for piece in (PIECE, second)] == [None, None]
        assert [_kept(store, other) for other in OTHERS] == [*OTHERS]

    @promises(Imports.lease, "it is due again at `until_ms`.")
    def test_a_leased_job_is_due_later(self, store: Store) -> None:
        """A job that is due is taken by one call, and by another when the lease is over."""
        make_pool(store)
        _schedule(store, s.NOW_MS)

        leases = [_lease(store, now_ms) for now_ms in (s.NOW_MS, UNTIL_MS - 1, UNTIL_MS)]

        assert leases == [_due(), None, _due()]

    @promises(Imports.lease, "Take the job that has been due for longest, or None")
    def test_the_job_that_waited_longest_comes_first(self, store: Store) -> None:
        """Of several jobs that are due the one with the earliest time is taken, then the next."""
        make_pool(store)
        _schedule(store, s.NOW_MS, "import-b")
        _schedule(store, s.NOW_MS - 1, "import-c")
        _schedule(store, s.NOW_MS + 1, "import-a")

        leases = [_lease(store) for _ in range(3)]

        assert leases == [_due("import-c"), _due("import-b"), None]

    @promises(Imports.lease, "Of parallel calls no two get the same.")
    def test_a_job_is_taken_once(self, stores: Sequence[Store]) -> None:
        """Of parallel calls for one job that is due one gets it."""
        make_pool(stores[0])
        _schedule(stores[0], s.NOW_MS)

        def lease(unit: Unit, _number: int) -> DueImport | None:
            return unit.imports.lease(s.NOW_MS, UNTIL_MS)

        results = race(stores, lease)

        assert sorted(results, key=str) == sorted([_due(), *[None] * (RUNNERS - 1)], key=str)

    @promises(Imports.schedule, "for the first time or instead of the time before.")
    def test_a_job_is_scheduled_again(self, store: Store) -> None:
        """The later call counts, whether it names an earlier time or a later one."""
        make_pool(store)
        _schedule(store, s.NOW_MS)
        _schedule(store, UNTIL_MS)

        assert _lease(store) is None

        _schedule(store, s.NOW_MS)

        assert _lease(store) == _due()

    @promises(Imports.schedule, "Raises Missing if the pool is gone.")
    def test_a_job_needs_its_pool(self, store: Store) -> None:
        """A job of a pool that is not there is not scheduled."""
        with pytest.raises(Missing):
            _schedule(store, s.NOW_MS)

    @promises(Imports.due_at_ms, "Return from when on the job is due; None if it never is.")
    def test_it_is_told_when_a_job_is_due(self, store: Store) -> None:
        """The time of the job itself is told, and none of a job that was never scheduled."""
        _make_pools(store)
        _schedule(store, UNTIL_MS)

        with store.reading() as unit:
            due = [
                unit.imports.due_at_ms(pool_id, job_id)
                for pool_id, job_id in (
                    (s.POOL_ID, JOB_ID),
                    (s.POOL_ID, "import-sample0002"),
                    (s.OTHER_POOL_ID, JOB_ID),
                )
            ]

        assert due == [UNTIL_MS, None, None]

    @promises(Imports.unschedule, "Let the job never be due again; nothing happens if it is not.")
    def test_a_job_is_taken_off(self, store: Store) -> None:
        """A job that was taken off is not due; another one, and one of another pool, still are."""
        _make_pools(store)
        for job_id in (JOB_ID, "import-sample0002"):
            _schedule(store, s.NOW_MS - 1, job_id)
        write(
            store,
            lambda unit: unit.imports.schedule(s.OTHER_POOL_ID, JOB_ID, s.NOW_MS),
            lambda unit: unit.imports.unschedule(s.POOL_ID, JOB_ID),
            lambda unit: unit.imports.unschedule(s.POOL_ID, JOB_ID),
        )

        leases = [_lease(store) for _ in range(3)]

        assert leases == [_due("import-sample0002"), _due(pool_id=s.OTHER_POOL_ID), None]
