"""Reading what a function answers, strictly: what has a wrong type is no answer (SEC-66).

Every reader raises InvalidLambdaResponseException. Members that nobody asks for are ignored.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from unicodedata import category

from domain import texts
from domain.errors import InvalidLambdaResponseException

Answer = Mapping[str, object]


def flag(answer: Answer, name: str) -> bool:
    """Return a flag, false if it is absent; the text "false" must not confirm anybody."""
    value = answer.get(name, False)
    if not isinstance(value, bool):
        raise unreadable(f"{name} is no boolean")
    return value


def nullable_flag(answer: Answer, name: str) -> bool:
    """Return a flag that the event was filled with null for, false if it still is."""
    return answer.get(name) is not None and flag(answer, name)


def text(answer: Answer, name: str) -> str | None:
    """Return a text, or None for null or absent."""
    value = answer.get(name)
    if value is not None and not isinstance(value, str):
        raise unreadable(f"{name} is no text")
    return value


def members(answer: Answer, name: str) -> Answer:
    """Return an object's members, none for null or absent."""
    value = answer.get(name)
    if value is None:
        return {}
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise unreadable(f"{name} is no object")
    return value


def texts_of(answer: Answer, name: str) -> dict[str, str]:
    """Return an object whose members are all texts, empty for null or absent."""
    found: dict[str, str] = {}
    for key, value in members(answer, name).items():
        if not isinstance(value, str):
            raise unreadable(f"a member of {name} is no text")
        found[key] = value
    return found


def names(answer: Answer, name: str) -> tuple[str, ...]:
    """Return a list of texts, each once and in its order; empty for null or absent."""
    value = answer.get(name)
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise unreadable(f"{name} is no list")
    for each in value:
        if not isinstance(each, str):
            raise unreadable(f"an entry of {name} is no text")
    return tuple(dict.fromkeys(value))


def named(found: Collection[str], name: str) -> None:
    """Refuse names that nobody could read or tell apart: empty, or with control characters."""
    for each in found:
        if not each or any(category(character) == "Cc" for character in each):
            raise unreadable(f"{name} has a name that is none")


def unreadable(reason: str) -> InvalidLambdaResponseException:
    """Return the refusal of an answer; the reason, which repeats nothing of it, is for the log."""
    return InvalidLambdaResponseException(texts.TRIGGER_ANSWER_UNREADABLE, detail=reason)
