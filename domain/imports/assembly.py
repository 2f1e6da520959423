"""Puts the services of importing users together from the ports."""

from __future__ import annotations

from dataclasses import dataclass

from domain.imports.importer import Importer
from domain.imports.jobs import ImportJobs
from domain.imports.report import ImportReports
from domain.imports.uploads import Uploads
from domain.paging import Pager
from domain.ports.bundle import Deployment, Ports


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportServices:
    """Everything that is done with import jobs, by administrators and for them."""

    jobs: ImportJobs
    uploads: Uploads
    importer: Importer
    reports: ImportReports


def assemble_imports(ports: Ports, pager: Pager, deployment: Deployment) -> ImportServices:
    """Construct the services of importing."""
    return ImportServices(
        jobs=ImportJobs(ports, pager, deployment),
        uploads=Uploads(ports, deployment),
        importer=Importer(ports),
        reports=ImportReports(ports),
    )
