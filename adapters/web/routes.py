"""The addresses of this package, as routes of Starlette."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.routing import BaseRoute, Route

from adapters.web.health import Readiness, livez
from adapters.web.landing import Landing
from adapters.web.metrics import MetricsPage
from adapters.web.outbox import Outbox
from adapters.web.uploads import PATH, UploadPage
from adapters.web.well_known import WellKnown


def routes(
    landing: Landing,
    readiness: Readiness,
    metrics: MetricsPage,
    well_known: WellKnown,
    uploads: UploadPage,
    outbox: Outbox | None,
) -> Iterator[BaseRoute]:
    """Yield the routes; without an outbox its paths do not exist."""
    yield Route("/", landing.respond)
    yield Route("/livez", livez)
    yield Route("/readyz", readiness.respond)
    yield Route("/metrics", metrics.respond)
    yield Route("/{pool_id}/.well-known/jwks.json", well_known.jwks)
    yield Route("/{pool_id}/.well-known/openid-configuration", well_known.discovery)
    yield Route(PATH, uploads.put, methods=["PUT"])
    if outbox is not None:
        yield Route("/outbox", outbox.page)
        yield Route("/_dev/outbox", outbox.show, methods=["GET"])
        yield Route("/_dev/outbox", outbox.clear, methods=["DELETE"])
