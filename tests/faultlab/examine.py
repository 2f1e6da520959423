"""The judgement after a fault: everybody must be as he may be, given what he was told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from tests.faultlab.caller import Caller
from tests.faultlab.journal import Entry, Journal
from tests.faultlab.observe import Observer, Torn
from tests.faultlab.place import Place
from tests.faultlab.worlds import possible

AT_ONCE: Final = 4
Life = tuple[str, Sequence[Entry]]


def examine(journal: Journal, place: Place, ports: Sequence[int]) -> list[str]:
    """Look at everybody of the journal; return a line for each who is not as he may be."""
    lives = list(journal.people().items())
    with ThreadPoolExecutor(AT_ONCE) as threads:
        parts = [
            threads.submit(_examine_some, lives[at::AT_ONCE], place, ports[at % len(ports)])
            for at in range(AT_ONCE)
        ]
        return [line for part in parts for line in part.result()]


def _examine_some(lives: Sequence[Life], place: Place, port: int) -> list[str]:
    with Caller(port) as caller:
        observer = Observer(caller, place)
        return [line for life in lives for line in _faults(observer, life)]


def _faults(observer: Observer, life: Life) -> Iterator[str]:
    person, entries = life
    worlds = possible((each.change, each.outcome) for each in entries)
    try:
        found = observer.world(person, entries)
    except Torn as torn:
        yield f"{torn}; {_told(entries)}"
        return
    if found not in worlds:
        yield f"{person} is {found}, not one of {list(worlds)}; {_told(entries)}"
    if len(worlds) > 1 and entries[-1].operation == "SignUp":
        again = observer.repeat_sign_up(entries[-1])
        if again.type != ("UsernameExistsException" if found.exists else ""):
            yield f"{person} was {found}; a second SignUp: {again}; {_told(entries)}"


def _told(entries: Sequence[Entry]) -> str:
    return ", ".join(f"{each.operation} {each.outcome.value} {each.error}" for each in entries)
