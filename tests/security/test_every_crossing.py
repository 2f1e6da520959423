"""The table of crossed operations (SEC-41) is itself held against the model and the sources."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from adapters.api.wire.table import OPERATIONS
from tests.security import test_tenant_isolation as crossings

ROOT: Final = Path(__file__).parents[2]
NAMES_A_THING: Final = frozenset(
    {
        *("AccessToken", "Session", "SessionId", "RefreshToken", "Token", "SubjectToken"),
        *("ClientId", "ClientSecretId", "CredentialId", "DeviceKey", "Domain", "EventId"),
        *("GroupName", "Identifier", "IdpIdentifier", "JobId", "ManagedLoginBrandingId"),
        *("ProviderName", "TermsId", "User", "Username"),
    }
)
"""Members by which something inside a pool is named."""


@pytest.mark.parametrize("operation", sorted(crossings.ELSEWHERE))
def test_what_is_said_to_be_tried_elsewhere_is_there(operation: str) -> None:
    """Each test, or module of tests, that stands for an operation in the table exists."""
    named = crossings.ELSEWHERE[operation].split(", ")
    tests = [each for each in named if not each.startswith("vector ")]
    assert tests
    for each in tests:
        assert hasattr(crossings, each) or (ROOT / f"{each}.py").is_file(), each


@pytest.mark.parametrize("operation", sorted(crossings.ALONE))
def test_what_stands_alone_names_nothing_of_a_pool(operation: str) -> None:
    """An operation without a row names no user, client or other thing that could be another's."""
    assert not NAMES_A_THING & OPERATIONS[operation].request.__annotations__.keys()
