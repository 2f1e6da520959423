"""What must hold before the first request is taken: the store answers, and the keys open it."""

from __future__ import annotations

from app.assembly import Assembly
from app.key_check import foreign_seal
from app.readiness import store_fault
from app.refusal import BadConfiguration
from domain.ports.sentinels import Unavailable


def require_ready(assembly: Assembly) -> None:
    """Raise BadConfiguration, in one line, if this process could not do its work."""
    reason = store_reason(assembly)
    if reason is not None:
        raise BadConfiguration([reason])


def store_reason(assembly: Assembly) -> str | None:
    """Return why the store cannot be served from, or None."""
    fault = store_fault(assembly.ports.store)
    if fault is not None:
        return f"COGNATE_STORAGE_URL: {fault}"
    try:
        foreign = foreign_seal(assembly.ports)
    except Unavailable as failure:
        return f"COGNATE_STORAGE_URL: {failure}"
    if foreign is not None:
        return f"COGNATE_SEALING_KEYS: the store was sealed with another key ({foreign})"
    return None
