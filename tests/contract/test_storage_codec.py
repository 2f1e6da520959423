"""Documents of configuration: two adjacent versions of the program read each other's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.sql.codec import Codec, dumps, loads
from adapters.storage.sql.rows import factors_column
from domain.model.client import AppClient
from domain.model.factors import NO_FACTORS, UserFactors
from domain.model.pool import UserPool


def test_a_document_survives_its_text() -> None:
    """A pool and a client are the same after they were text."""
    pools, clients = Codec(UserPool), Codec(AppClient)

    assert pools.value(loads(dumps(pools.document(s.POOL)))) == s.POOL
    assert clients.value(loads(dumps(clients.document(s.CLIENT)))) == s.CLIENT


def test_a_member_that_is_not_there_has_its_default() -> None:
    """A document of an older version is read with the defaults of what it did not know."""
    codec = Codec(AppClient)
    document = codec.document(s.CLIENT)
    del document["rotation"], document["auth_session_validity_min"]

    read = codec.value(document)

    assert (read.rotation, read.auth_session_validity_min) == (None, 3)


def test_no_factors_are_no_document() -> None:
    """The column of a user who has set nothing is null: no request of his reads a document."""
    assert factors_column(NO_FACTORS) is None
    assert factors_column(UserFactors(passkey_mfa=True)) is not None


def test_a_member_that_is_not_known_is_left_out() -> None:
    """A document of a newer version is read without what this one does not know."""
    codec = Codec(AppClient)

    assert codec.value({**codec.document(s.CLIENT), "newer": 1}) == s.CLIENT


def test_a_member_without_default_must_be_there() -> None:
    """A document that lacks what a value cannot be without is refused."""
    codec = Codec(AppClient)
    document = codec.document(s.CLIENT)
    del document["name"]

    with pytest.raises(KeyError, match="name"):
        codec.value(document)


@dataclass(frozen=True, slots=True)
class _Unusual:
    members: Mapping[int, str]


def test_a_class_without_document_form_is_refused_at_once() -> None:
    """A member that no rule covers shows when the codec is made, not when a value is stored."""
    with pytest.raises(TypeError, match="no document form"):
        Codec(_Unusual)
