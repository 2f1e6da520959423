"""Reads style sheets (port `StyleSheetReader`).

By a real parser, which sees through escapes and comments as browsers do, and without recursion: a
style sheet may nest as deep as it is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from domain.ports.style_sheets import BadStyleSheet, StyleUse

_ADDRESS: Final = "url"
"""The name under which an address without quotes is told, which is no function to the parser."""


class CssReader:
    """Tells what a style sheet uses; threads may share it."""

    def read(self, text: str) -> StyleUse:
        """Return what the style sheet uses. Raises BadStyleSheet."""
        import tinycss2  # noqa: PLC0415 - few processes ever see a style sheet

        selectors: list[str] = []
        at_rules: list[str] = []
        functions: set[str] = set()
        for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
            if rule.type == "qualified-rule":
                selectors += _selectors(rule.prelude)
                for part in tinycss2.parse_blocks_contents(
                    rule.content, skip_comments=True, skip_whitespace=True
                ):
                    functions.update(_functions(_value(part)))
            elif rule.type == "at-rule":
                at_rules.append(rule.lower_at_keyword)
            else:
                raise BadStyleSheet(_reason(rule))
        return StyleUse(
            selectors=tuple(selectors), at_rules=tuple(at_rules), functions=frozenset(functions)
        )


def _value(part: Any) -> Sequence[Any]:  # noqa: ANN401 - the parser has no types
    if part.type != "declaration":
        raise BadStyleSheet(_reason(part))
    value: Sequence[Any] = part.value
    return value


def _reason(node: Any) -> str:  # noqa: ANN401 - as above
    """Return where the style sheet goes wrong, in words of ours."""
    return f"line {node.source_line}, column {node.source_column}"


def _selectors(prelude: Iterable[Any]) -> list[str]:
    """Return the selectors of a list, each in the form in which it is usually written."""
    texts = [""]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            texts.append("")
        else:
            texts[-1] += _text(token)
    return [text.strip() for text in texts]


def _text(token: Any) -> str:  # noqa: ANN401 - as above
    if token.type in {"literal", "ident"}:
        return str(token.value)
    if token.type == "hash":
        return f"#{token.value}"
    return " " if token.type == "whitespace" else "…"


def _functions(tokens: Iterable[Any]) -> Iterator[str]:
    """Yield the name of each function among the tokens, and inside them."""
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        if token.type == "url":
            yield _ADDRESS
        elif token.type == "function":
            yield token.lower_name
            waiting += token.arguments
        elif token.type == "error":
            raise BadStyleSheet(_reason(token))
        else:
            waiting += getattr(token, "content", None) or ()
