"""All that a deployment has written down, to look for what should not be in it."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from tests.support.deployments import Deployment
from tests.support.postgres import dump


def contents(deployment: Deployment) -> bytes:
    """Return the files of SQLite, its log among them, or the dump of PostgreSQL."""
    url = deployment.storage_url
    if url.startswith("postgresql:"):
        return dump(url)
    path = Path(urlsplit(url).path)
    files = sorted(path.parent.glob(f"{path.name}*"))
    assert len(files) >= 2, "the log of SQLite lies beside its file"
    return b"".join(each.read_bytes() for each in files)
