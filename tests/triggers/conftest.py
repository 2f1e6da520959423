"""A service whose pools' functions are all at one real receiver."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.function_service import FunctionService, function_service


@pytest.fixture(scope="module")
def _service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FunctionService]:
    with function_service(tmp_path_factory.mktemp("functions")) as made:
        yield made


@pytest.fixture
def service(_service: FunctionService) -> FunctionService:
    """The service, which has called nothing yet and is answered with every event as it came."""
    _service.receiver.forget()
    return _service
