"""What a process is put together from, as `app.bootstrap` hands it to the rest of `app`."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event

from app.settings import Settings
from domain.ports.bundle import Deployment, Ports
from domain.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """Everything one process needs; `stopping` is set when it begins to end."""

    settings: Settings
    deployment: Deployment
    ports: Ports
    services: Services
    stopping: Event
