"""Files on their way in: who may bring one, and how large it may be."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from domain.imports import uploads
from domain.imports.lines import PIECE_BYTES
from domain.imports.upload_urls import VALID_MS
from domain.imports.uploads import (
    UPLOADS_MAX,
    Address,
    Upload,
    UploadForbidden,
    UploadRefused,
    UploadTooLarge,
)
from domain.model.identifiers import PoolId
from domain.model.import_job import IMPORT_JOBS
from tests.support.importing import person
from tests.unit.imports.desk import Desk, address_of


def _begin(desk: Desk, address: Address) -> Upload:
    return desk.world.services.imports.uploads.begin(address)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("signature", ""),
        ("signature", "0" * 64),
        ("signature", "ü" * 64),
        ("expires", ""),
        ("expires", "9999999999999"),
        ("expires", "9" * 5_000),
        ("expires", "-1"),
        ("expires", "٣" * 13),
        ("job_id", "import-nowhere"),
        ("pool_id", "us-east-1_Nowhere01"),
    ],
)
def test_another_address_opens_nothing(desk: Desk, part: str, value: str) -> None:
    """No part of an address can be changed."""
    address = address_of(desk.create())
    parts = {**asdict(address), part: value}

    with pytest.raises(UploadForbidden):
        _begin(desk, Address(**parts))

    _begin(desk, address)


def test_an_address_is_of_its_pool_alone(desk: Desk) -> None:
    """A job of the same id in another pool is not reached by the address, nor by its signature."""
    shown = desk.create()
    other = desk.world.add_pool(id=PoolId("us-east-1_Other0001"))
    with desk.world.store.writing() as unit:
        twin = replace(shown.job, pool_id=other.id)
        unit.items.add(IMPORT_JOBS, other.id, twin.id, twin)

    with pytest.raises(UploadForbidden):
        _begin(desk, replace(address_of(shown), pool_id=other.id))


def test_an_address_ends(desk: Desk) -> None:
    """After a quarter of an hour the address is over, also as a later look at the job shows it."""
    shown = desk.create()
    desk.world.clock.advance(ms=VALID_MS - 1)
    _begin(desk, address_of(shown))

    desk.world.clock.advance(ms=1)

    again = desk.world.services.imports.jobs.describe(desk.pool.id, shown.job.id)
    for each in (shown, again):
        with pytest.raises(UploadForbidden):
            _begin(desk, address_of(each))


def test_one_file_is_taken(desk: Desk) -> None:
    """Of two uploads that were begun the first that is whole counts, and no other after it."""
    shown = desk.create()
    first, second = (_begin(desk, address_of(shown)) for _ in range(2))
    second.receive(desk.file(person("ann")))
    second.finish()

    with pytest.raises(UploadRefused):
        first.finish()
    with pytest.raises(UploadRefused):
        _begin(desk, address_of(shown))


def test_a_broken_upload_can_be_repeated(desk: Desk) -> None:
    """What came of an upload that broke off is deleted, and the address is still good."""
    shown = desk.create()
    broken = _begin(desk, address_of(shown))
    broken.receive(b"x" * PIECE_BYTES)
    broken.abandon()
    (file,) = desk.job(shown.job.id).uploads
    with desk.world.store.reading() as unit:
        assert unit.imports.piece(desk.pool.id, shown.job.id, file, 0) is None

    desk.upload(shown, desk.file(person("ann")))

    assert desk.job(shown.job.id).file is not None


def test_so_many_uploads_are_begun(desk: Desk) -> None:
    """One who begins upload after upload is refused, and the end of the job deletes all pieces."""
    shown = desk.create()
    begun = [_begin(desk, address_of(shown)) for _ in range(UPLOADS_MAX)]
    for upload in begun:
        upload.receive(b"x" * PIECE_BYTES)
    with pytest.raises(UploadRefused):
        _begin(desk, address_of(shown))

    desk.world.clock.advance(s=86_400)
    desk.work()

    job = desk.job(shown.job.id)
    with desk.world.store.reading() as unit:
        for file in job.uploads:
            assert unit.imports.piece(desk.pool.id, shown.job.id, file, 0) is None


def test_a_file_has_so_many_bytes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The byte too many is refused as soon as it is there."""
    monkeypatch.setattr(uploads, "FILE_BYTES_MAX", 10)
    upload = _begin(desk, address_of(desk.create()))
    upload.receive(b"x" * 10)

    with pytest.raises(UploadTooLarge):
        upload.receive(b"x")


@pytest.mark.parametrize(
    ("content", "fits"),
    [(b"h\n1\n2\n", True), (b"h\n1\n2", True), (b"h\n1\n2\n3", False), (b"h\n1\n2\n\n", False)],
)
def test_a_file_has_so_many_rows(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, content: bytes, fits: bool
) -> None:
    """A header and two rows are taken where two are the most, with or without an end of line."""
    monkeypatch.setattr(uploads, "ROWS_MAX", 2)
    upload = _begin(desk, address_of(desk.create()))

    def take() -> None:
        upload.receive(content)
        upload.finish()

    if fits:
        take()
    else:
        with pytest.raises(UploadTooLarge):
            take()


def test_a_file_is_kept_sealed(desk: Desk) -> None:
    """Nothing of a file, nor of a report, can be read in the store."""
    shown = desk.create()
    desk.upload(shown, b"a secret of somebody")
    job = desk.job(shown.job.id)

    with desk.world.store.reading() as unit:
        piece = unit.imports.piece(desk.pool.id, job.id, job.file or "", 0)
    assert piece is not None
    assert b"secret" not in piece.sealed
    assert "secret" not in repr(piece)
