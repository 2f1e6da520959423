"""Where files of import jobs are uploaded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.web import uploads
from domain.imports.uploads import FILE_BYTES_MAX
from domain.ports.sentinels import Unavailable
from tests.support.world import World
from tests.unit.imports.desk import Desk
from tests.web.conftest import Site

HEADERS = {"x-amz-server-side-encryption": "aws:kms"}


@pytest.fixture
def desk(world: World) -> Desk:
    """A pool with import jobs."""
    return Desk(world, world.add_pool(auto_verified=("email",)))


def test_a_file_is_taken_in_chunks(site: Site, desk: Desk) -> None:
    """A file comes in chunks of any length, by the very address that the job shows."""
    shown = desk.create()

    def chunks() -> Iterator[bytes]:
        for number in range(100):
            yield b"x" * (number * 100)

    answer = site.client.put(shown.upload_url, content=chunks(), headers=HEADERS)

    assert (answer.status_code, answer.content) == (200, b"")
    assert desk.job(shown.job.id).size == sum(range(100)) * 100
    assert answer.headers["cache-control"] == "no-store"


def test_other_methods_do_not_exist(site: Site, desk: Desk) -> None:
    """An address takes a file and gives none."""
    url = desk.create().upload_url

    assert [site.client.request(method, url).status_code for method in ("GET", "POST")] == [405] * 2


def test_a_stranger_is_sent_away(site: Site, desk: Desk) -> None:
    """Who has no right is refused, and the connection is closed instead of his body waited for."""
    url = desk.create().upload_url

    answer = site.client.put(url[:-1] + "z", content=b"x")

    assert answer.status_code == 403
    assert answer.headers["connection"] == "close"
    assert answer.json() == {"message": "The address is wrong, or its time is over."}


@pytest.mark.parametrize("announced", [FILE_BYTES_MAX + 1, 10**30])
def test_a_file_that_is_announced_as_too_large_is_refused(
    site: Site, desk: Desk, announced: int
) -> None:
    """A length that cannot be taken is refused before anything of it is read."""
    shown = desk.create()

    answer = site.client.put(
        shown.upload_url, content=b"x", headers={"content-length": str(announced)}
    )

    assert answer.status_code == 413
    assert desk.job(shown.job.id).file is None


def test_a_file_that_grows_too_large_is_refused(
    site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A length that was not announced is refused when it is reached, and nothing is kept."""
    monkeypatch.setattr("domain.imports.uploads.FILE_BYTES_MAX", 1_000_000)
    shown = desk.create()

    answer = site.client.put(shown.upload_url, content=(b"x" * 100_000 for _ in range(11)))

    assert answer.status_code == 413
    (file,) = desk.job(shown.job.id).uploads
    with desk.world.store.reading() as unit:
        assert unit.imports.piece(desk.pool.id, shown.job.id, file, 0) is None


def test_so_many_files_come_at_once(
    site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file more than may come at once is told to come later."""
    monkeypatch.setattr(uploads, "AT_ONCE_MAX", 0)

    assert site.client.put(desk.create().upload_url, content=b"x").status_code == 503


def test_a_store_that_is_away_is_told(
    site: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the store cannot be reached the file may come again."""
    shown = desk.create()

    def away(_: object) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr("domain.imports.uploads.Upload.finish", away)
        assert site.client.put(shown.upload_url, content=b"x").status_code == 503

    assert site.client.put(shown.upload_url, content=b"x").status_code == 200
