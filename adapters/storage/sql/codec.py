"""Values as documents: frozen dataclasses to JSON text and back, by their annotations.

For configuration that is only read whole. A document may lack a member that the class has since
got (its default is taken) and hold one that the class no longer has (it is left out), so that two
adjacent versions of the program share a database.
"""

from __future__ import annotations

import types
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from typing import Any, Generic, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

import orjson

T = TypeVar("T")
Convert = Callable[[Any], Any]


class Codec(Generic[T]):
    """Encodes and decodes the values of one dataclass."""

    def __init__(self, of_class: type[T]) -> None:
        encode, decode = _converters(of_class)
        self._encode: Convert = encode
        self._decode: Convert = decode

    def document(self, value: T) -> dict[str, Any]:
        """Return the value as JSON members."""
        document: dict[str, Any] = self._encode(value)
        return document

    def value(self, document: Mapping[str, Any]) -> T:
        """Return the value that `document` made the members from. Raises KeyError or ValueError."""
        value: T = self._decode(document)
        return value


def dumps(document: object) -> str:
    """Return JSON text."""
    return orjson.dumps(document).decode()


def loads(text: str) -> Any:  # noqa: ANN401 (whatever the document holds)
    """Return what the JSON text holds."""
    return orjson.loads(text)


def _converters(annotation: Any) -> tuple[Convert, Convert]:  # noqa: ANN401 (any annotation)
    if isinstance(annotation, NewType):
        return _converters(annotation.__supertype__)
    if annotation in {str, int, bool, object}:
        return _same, _same
    if annotation is bytes:
        return _bytes_to_text, b64decode
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return _enum_value, annotation
    if isinstance(annotation, type) and is_dataclass(annotation):
        return _dataclass_converters(annotation)
    return _generic_converters(annotation)


def _generic_converters(annotation: Any) -> tuple[Convert, Convert]:  # noqa: ANN401 (any annotation)
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, types.UnionType}:
        (inner,) = (argument for argument in arguments if argument is not types.NoneType)
        encode, decode = _converters(inner)
        return _or_none(encode), _or_none(decode)
    if origin is tuple and arguments[1:] == (...,):
        encode, decode = _converters(arguments[0])
        return (
            lambda items: [encode(item) for item in items],
            lambda items: tuple(decode(item) for item in items),
        )
    if origin is Mapping and arguments[0] is str:
        encode, decode = _converters(arguments[1])
        return _each_value(encode), _each_value(decode)
    raise TypeError(f"no document form for {annotation!r}")


def _dataclass_converters(of_class: type[Any]) -> tuple[Convert, Convert]:
    hints = get_type_hints(of_class)
    members = [(field, *_converters(hints[field.name])) for field in fields(of_class)]

    def encode(value: object) -> dict[str, Any]:
        return {field.name: to(getattr(value, field.name)) for field, to, _ in members}

    def decode(document: Mapping[str, Any]) -> object:
        return of_class(
            **{
                field.name: back(document[field.name])
                for field, _, back in members
                if field.name in document or _is_required(field)
            }
        )

    return encode, decode


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _or_none(convert: Convert) -> Convert:
    return lambda value: None if value is None else convert(value)


def _each_value(convert: Convert) -> Convert:
    return lambda mapping: {key: convert(value) for key, value in mapping.items()}


def _same(value: object) -> object:
    return value


def _bytes_to_text(value: bytes) -> str:
    return b64encode(value).decode()


def _enum_value(member: Enum) -> object:
    return member.value
