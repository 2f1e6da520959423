"""The attribute schema of a pool: what a user may carry, and the standard attributes of OpenID."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class DataType(StrEnum):
    """The four types of an attribute; values travel as text whatever the type."""

    STRING = "String"
    NUMBER = "Number"
    DATE_TIME = "DateTime"
    BOOLEAN = "Boolean"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeSchema:
    """One attribute of a pool, under its full name (`custom:x`, `dev:custom:x` or a standard one).

    The constraints stay text, as they were given: Cognito returns them so, and Terraform compares
    them letter for letter.
    """

    name: str
    data_type: DataType
    mutable: bool = True
    required: bool = False
    developer_only: bool = False
    min_length: str | None = None
    max_length: str | None = None
    min_value: str | None = None
    max_value: str | None = None
    string_constraints: bool = False
    """Whether the constraints object was given or belongs to the standard schema, even if empty."""
    number_constraints: bool = False

    @property
    def is_custom(self) -> bool:
        """Whether the operator added it (as opposed to the standard schema)."""
        return self.name.startswith(("custom:", "dev:"))


def _text(name: str, *, low: str = "0", high: str = "2048") -> AttributeSchema:
    return AttributeSchema(
        name=name,
        data_type=DataType.STRING,
        min_length=low,
        max_length=high,
        string_constraints=True,
    )


STANDARD_ATTRIBUTES: Final[tuple[AttributeSchema, ...]] = (
    AttributeSchema(
        name="sub",
        data_type=DataType.STRING,
        mutable=False,
        required=True,
        min_length="1",
        max_length="2048",
        string_constraints=True,
    ),
    *(
        _text(name)
        for name in (
            "name",
            "given_name",
            "family_name",
            "middle_name",
            "nickname",
            "preferred_username",
            "profile",
            "picture",
            "website",
            "email",
        )
    ),
    AttributeSchema(name="email_verified", data_type=DataType.BOOLEAN),
    _text("gender"),
    _text("birthdate", low="10", high="10"),
    _text("zoneinfo"),
    _text("locale"),
    _text("phone_number"),
    AttributeSchema(name="phone_number_verified", data_type=DataType.BOOLEAN),
    _text("address"),
    AttributeSchema(
        name="updated_at",
        data_type=DataType.NUMBER,
        min_value="0",
        number_constraints=True,
    ),
    AttributeSchema(name="identities", data_type=DataType.STRING, string_constraints=True),
)
"""What every pool has (users-and-pools.md 4.1). Terraform compares the constraints exactly."""
