"""How long a value is as JSON: never longer than it was counted."""

from __future__ import annotations

import orjson
from hypothesis import given
from hypothesis import strategies as st

from domain.triggers.json_size import json_size

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_no_longer_than_counted(value: object) -> None:
    """Whatever has to be escaped in it."""
    assert len(orjson.dumps(value)) <= json_size(value)
