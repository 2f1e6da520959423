"""Where settings come from: the environment, a `.env` file, and files that hold one secret each.

The environment wins over `.env`. Nothing is interpreted here; `app.settings` says what is valid.
"""

from __future__ import annotations

import difflib
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dotenv import dotenv_values

from app.refusal import BadConfiguration

PREFIX: Final = "COGNATE_"
FILE_SUFFIX: Final = "_FILE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The settings that were given, by bare name (`PORT`), as text."""

    values: Mapping[str, str] = field(repr=False)
    open_files: tuple[str, ...] = ()
    """Names of settings whose secret file any user of the machine may read."""


def read(
    plain: Iterable[str], secret: Iterable[str], environ: Mapping[str, str], dotenv: Path
) -> Found:
    """Collect the settings of those names; `secret` ones may also be named by `<NAME>_FILE`.

    An empty value counts as not given. Raises BadConfiguration with every unknown name, every
    unreadable file, and every secret that is given twice.
    """
    secrets = set(secret)
    known = {*plain, *secrets, *(name + FILE_SUFFIX for name in secrets)}
    given = {**_ours(_dotenv(dotenv)), **_ours(environ)}
    reasons = [_unknown(name, known) for name in sorted(given.keys() - known)]
    values = {name: text for name, text in given.items() if name in {*plain, *secrets}}
    open_files = []
    for name in sorted(secrets & {n.removesuffix(FILE_SUFFIX) for n in given.keys() - values}):
        if name in values:
            reasons.append(f"{PREFIX}{name} and {PREFIX}{name}{FILE_SUFFIX} are both set")
            continue
        path = Path(given[name + FILE_SUFFIX])
        try:
            values[name] = path.read_text(encoding="utf-8").strip()
            if path.stat().st_mode & stat.S_IROTH:
                open_files.append(name)
        except (OSError, UnicodeDecodeError) as failure:
            reasons.append(f"{PREFIX}{name}{FILE_SUFFIX}: cannot read {path}: {_why(failure)}")
    if reasons:
        raise BadConfiguration(reasons)
    return Found(values=values, open_files=tuple(open_files))


def _dotenv(path: Path) -> Mapping[str, str | None]:
    try:
        return dotenv_values(path, interpolate=False)
    except (OSError, UnicodeDecodeError) as failure:
        raise BadConfiguration([f"cannot read {path}: {_why(failure)}"]) from failure


def _ours(pairs: Mapping[str, str | None]) -> dict[str, str]:
    return {
        name.removeprefix(PREFIX): text
        for name, text in pairs.items()
        if name.startswith(PREFIX) and text
    }


def _unknown(name: str, known: set[str]) -> str:
    nearest = difflib.get_close_matches(name, sorted(known), n=1)
    meant = f"; did you mean {PREFIX}{nearest[0]}?" if nearest else ""
    return f"{PREFIX}{name} is no setting{meant}"


def _why(failure: OSError | UnicodeDecodeError) -> str:
    return (failure.strerror or "error") if isinstance(failure, OSError) else "it is not UTF-8 text"
