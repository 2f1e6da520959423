"""The composition root: from settings to ports, from ports to services, from services to ASGI.

It is the only package that names concrete adapters. Each of its modules reads from top to bottom.
"""

from __future__ import annotations

from app.bootstrap.calls import checked_policy, operate
from app.bootstrap.compromised import open_compromised
from app.bootstrap.deliveries import URLS, open_delivery
from app.bootstrap.process import Metrics, assemble, open_metrics
from app.bootstrap.signers import open_signer
from app.bootstrap.stores import is_migrated, migrate, open_store
from app.bootstrap.triggers import open_triggers, rehearsed_triggers
from app.bootstrap.web import application

__all__ = [
    "URLS",
    "Metrics",
    "application",
    "assemble",
    "checked_policy",
    "is_migrated",
    "migrate",
    "open_compromised",
    "open_delivery",
    "open_metrics",
    "open_signer",
    "open_store",
    "open_triggers",
    "operate",
    "rehearsed_triggers",
]
