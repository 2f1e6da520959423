"""Adapters by the scheme of a URL: the one door, for our own as for anybody else's.

An entry point of the group names a function that takes the URL (and what the group hands to all
of its plug-ins) and returns the port. Those of TRIGGERS take an entry of TRIGGERS_FILE instead of
a URL, which names them by its `kind`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points
from typing import Final, TypeVar

from app.refusal import BadConfiguration
from domain.ports.sentinels import Unavailable

STORAGE: Final = "cognate.storage"
SIGNER: Final = "cognate.signer"
DELIVERY: Final = "cognate.delivery"
TRIGGERS: Final = "cognate.triggers"

P = TypeVar("P")


def open_port(setting: str, group: str, url: str, port: type[P], *context: object) -> P:
    """Return what the plug-in for `url` opens; it must be a `port` (a runtime-checkable Protocol).

    `postgresql+psycopg:` is looked up whole, then by its part before `+`. Raises BadConfiguration
    in the name of `setting`, and without the URL, which may hold a password.
    """
    scheme = url.partition(":")[0]
    try:
        opened = _opener(setting, group, url)(url, *context)
    except BadConfiguration:
        raise
    except (ValueError, Unavailable) as fault:
        raise BadConfiguration([f"{setting}: {fault}"]) from fault
    except Exception as failure:
        # A bug's text was not written for anybody, and may repeat the URL.
        reason = f"{setting}: the plug-in {scheme}: cannot be opened: {type(failure).__name__}"
        raise BadConfiguration([reason]) from failure
    if not isinstance(opened, port):
        raise BadConfiguration([f"{setting}: the plug-in {scheme}: is no {port.__name__}"])
    return opened


def kinds_of_targets() -> dict[str, Callable[[], Callable[..., object]]]:
    """Return by name what loads each installed kind of target for triggers."""
    return {each.name: each.load for each in entry_points(group=TRIGGERS)}


def _opener(setting: str, group: str, url: str) -> Callable[..., object]:
    installed: dict[str, EntryPoint] = {each.name: each for each in entry_points(group=group)}
    scheme = url.partition(":")[0].lower()
    found = installed.get(scheme) or installed.get(scheme.partition("+")[0])
    if found is None or ":" not in url:
        schemes = " ".join(f"{name}:" for name in sorted(installed))
        raise BadConfiguration([f"{setting}: no plug-in for this URL; installed are {schemes}"])
    opener: Callable[..., object] = found.load()
    return opener
