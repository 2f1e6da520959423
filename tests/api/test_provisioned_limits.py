"""Provisioned limits, as the wire has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from domain.model.limits import DEFAULTS, PROVISIONED_MAX
from tests.api.administration import Administrator, administration
from tests.api.stage import Members


@pytest.fixture
def service() -> Iterator[Administrator]:
    """An administrator of a service whose limits nobody has set."""
    with administration() as administrator:
        yield administrator


def definition(category: str, **others: str) -> Members:
    """The member that names the limit of a category."""
    attributes = {"Category": category, **others}
    return {"LimitDefinition": {"LimitClass": "API_CATEGORY", "Attributes": attributes}}


def limit(category: str, provisioned: int) -> Members:
    """What is told of the limit of a category."""
    values = {"ProvisionedLimitValue": provisioned, "FreeLimitValue": DEFAULTS[category]}
    return {"Limit": {**definition(category), **values}}


@pytest.mark.parametrize("category", DEFAULTS)
def test_a_limit_that_nobody_has_set_is_the_default(service: Administrator, category: str) -> None:
    """Every category has one."""
    shown = service("GetProvisionedLimit", **definition(category))

    assert shown == limit(category, DEFAULTS[category])


@pytest.mark.parametrize("value", [120, 121, PROVISIONED_MAX])
def test_a_limit_is_set(service: Administrator, value: int) -> None:
    """From its default to the greatest that there is; other categories stay as they are."""
    of_category = definition("UserAuthentication")

    changed = service("UpdateProvisionedLimit", **of_category, RequestedLimitValue=value)

    assert changed == limit("UserAuthentication", value)
    assert service("GetProvisionedLimit", **of_category) == changed
    assert service("GetProvisionedLimit", **definition("UserRead")) == limit("UserRead", 120)
    assert service.world.services.provisioned_limits.all() == {
        **DEFAULTS,
        "UserAuthentication": value,
    }


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        (
            119,
            (
                "InvalidParameterException",
                "The limit of UserAuthentication cannot be less than 120 requests per second.",
            ),
        ),
        (
            -1,
            (
                "InvalidParameterException",
                "The limit of UserAuthentication cannot be less than 120 requests per second.",
            ),
        ),
        (
            PROVISIONED_MAX + 1,
            (
                "ServiceQuotaExceededException",
                "The request exceeded your account's service quota.",
            ),
        ),
    ],
)
def test_a_limit_that_cannot_be_set(
    service: Administrator, value: int, refusal: tuple[str, str]
) -> None:
    """Less than the default, or more than there is: the limit stays as it was."""
    of_category = definition("UserAuthentication")
    service("UpdateProvisionedLimit", **of_category, RequestedLimitValue=130)

    assert (
        service.refused("UpdateProvisionedLimit", **of_category, RequestedLimitValue=value)
        == refusal
    )
    assert service("GetProvisionedLimit", **of_category) == limit("UserAuthentication", 130)


OPERATIONS: dict[str, dict[str, Any]] = {
    "GetProvisionedLimit": {},
    "UpdateProvisionedLimit": {"RequestedLimitValue": 130},
}


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("category", ["Userread", "", "UserAuthentication "])
def test_a_category_that_is_none(service: Administrator, operation: str, category: str) -> None:
    """Has no limit."""
    assert service.refused(operation, **definition(category), **OPERATIONS[operation]) == (
        "ResourceNotFoundException",
        f"Limit category {category} does not exist.",
    )


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize(
    "named",
    [
        {"LimitClass": "API_CATEGORY", "Attributes": {}},
        {"LimitClass": "API_CATEGORY", "Attributes": {"category": "UserRead"}},
        definition("UserRead", Region="us-east-1")["LimitDefinition"],
        {"LimitClass": "USERS", "Attributes": {"Category": "UserRead"}},
        {"Attributes": {"Category": "UserRead"}},
    ],
)
def test_a_definition_that_names_no_category(
    service: Administrator, operation: str, named: Members
) -> None:
    """Attributes that are missing, unknown or too many, and a class that there is not."""
    request = {"LimitDefinition": named, **OPERATIONS[operation]}

    assert service.refused(operation, **request)[0] == "InvalidParameterException"
