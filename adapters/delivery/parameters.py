"""The part of a channel's URL after `?`, where its parameters are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import unquote

FILE_MAX: Final = 100_000


def pairs(query: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each parameter, decoded.

    A plus sign stands for itself: base64 and addresses have it, and people paste them as they are.
    """
    for part in filter(None, query.split("&")):
        name, _, value = part.partition("=")
        yield unquote(name), unquote(value)


def only(query: str, known: Iterable[str]) -> Mapping[str, str]:
    """Return the parameters by name.

    Raises ValueError for one that is not known or is given twice; values are never shown.
    """
    found: dict[str, str] = {}
    for name, value in pairs(query):
        if name not in known:
            raise ValueError(f"a parameter is none of {', '.join(sorted(known))}")
        if name in found:
            raise ValueError(f"{name}= is given twice")
        found[name] = value
    return found


def is_this_machine(host: str) -> bool:
    """Whether what is sent to the host never leaves this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def text_of(path: str) -> str:
    """Return what the file holds. Raises ValueError."""
    try:
        with Path(path).open(encoding="utf-8") as file:
            return file.read(FILE_MAX).strip()
    except (OSError, UnicodeDecodeError) as failure:
        raise ValueError(f"cannot read {path}") from failure
