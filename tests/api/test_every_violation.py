"""Each constraint of the service model, broken: refused in Cognito's sentence by every operation.

The operations are those of the model, so that one which is built later is covered already.
"""

from __future__ import annotations

from collections.abc import Iterator

import botocore.session
import pytest
from botocore.model import ServiceModel

from adapters.api.registry import OPERATIONS
from adapters.api.wire.table import OPERATIONS as DESCRIBED
from adapters.api.wire.validate import Validator
from domain.errors import InvalidParameterException
from tests.api.stage import Stage
from tests.api.violations import valid, violations

MODEL: ServiceModel = botocore.session.get_session().get_service_model("cognito-idp")
VALIDATOR = Validator(DESCRIBED)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """The endpoint with all operations, and no service that one of them could ask."""
    made = Stage({**OPERATIONS})  # type: ignore[dict-item] # each callable takes its own request
    yield made
    made.close()


@pytest.mark.parametrize("name", sorted(MODEL.operation_names))
def test_each_broken_constraint_is_told(name: str) -> None:
    """A request that breaks one constraint is refused with the sentence of that constraint."""
    operation = MODEL.operation_model(name)
    assert VALIDATOR.clean(name, valid(operation.input_shape)) is not None
    for violation in violations(operation):
        with pytest.raises(InvalidParameterException) as refused:
            VALIDATOR.clean(name, violation.request)
        count, _, items = refused.value.text.partition(" detected: ")
        assert violation.item in items
        told = items.count(" failed to satisfy constraint: ")
        assert count == ("1 validation error" if told == 1 else f"{told} validation errors")


@pytest.mark.parametrize("name", sorted(MODEL.operation_names))
def test_requests_are_checked_before_anything_is_looked_up(stage: Stage, name: str) -> None:
    """Over the wire a violation is an InvalidParameterException, whether or not things exist."""
    violation = next(violations(MODEL.operation_model(name)))

    answer = stage.signed(name, violation.request)

    assert (answer.status, answer.type) == (400, "InvalidParameterException")
    assert violation.item in answer.json["message"]
