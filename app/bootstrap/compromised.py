"""The operator's list of passwords that strangers know."""

from __future__ import annotations

from adapters.security.compromised import BadList, HashFile, NoList
from app.refusal import BadConfiguration
from app.settings import Settings
from domain.ports.compromised import CompromisedPasswords


def open_compromised(settings: Settings) -> CompromisedPasswords:
    """Return the list that COMPROMISED_PASSWORDS names. Raises BadConfiguration."""
    path = settings.compromised_passwords
    if path is None:
        return NoList()
    listed = HashFile(path)
    try:
        listed.examine()
    except OSError as failure:
        raise _bad(f"{path}: {failure.strerror}") from failure
    except BadList as fault:
        raise _bad(f"{path}: {fault}") from fault
    return listed


def _bad(reason: str) -> BadConfiguration:
    return BadConfiguration([f"COGNATE_COMPROMISED_PASSWORDS: {reason}"])
