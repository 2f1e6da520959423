"""The schema of a pool, from outside."""

from __future__ import annotations

from tests.api.administration import Administrator
from tests.api.pool_shapes import INVALID, NO_NAME, without
from tests.api.stage import Members


def test_standard_attributes_look_exactly_like_the_services(admin: Administrator) -> None:
    """Infrastructure tools only hide standard attributes whose every letter is as expected."""
    schema = {each["Name"]: each for each in admin.new_pool()["SchemaAttributes"]}

    texts = {"MinLength": "0", "MaxLength": "2048"}
    assert len(schema) == 21
    assert schema["email"] == {
        "Name": "email",
        "AttributeDataType": "String",
        "DeveloperOnlyAttribute": False,
        "Mutable": True,
        "Required": False,
        "StringAttributeConstraints": texts,
    }
    assert schema["sub"] == schema["email"] | {
        "Name": "sub",
        "Mutable": False,
        "Required": True,
        "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "2048"},
    }
    assert schema["birthdate"]["StringAttributeConstraints"] == {
        "MinLength": "10",
        "MaxLength": "10",
    }
    assert without(schema["updated_at"], "Mutable", "Required", "DeveloperOnlyAttribute") == {
        "Name": "updated_at",
        "AttributeDataType": "Number",
        "NumberAttributeConstraints": {"MinValue": "0"},
    }
    assert "StringAttributeConstraints" not in schema["email_verified"]
    assert schema["identities"]["StringAttributeConstraints"] == {}


def test_custom_attributes_are_added_and_shown(admin: Administrator) -> None:
    """An added attribute is shown with exactly the constraints that it was given."""
    pool = admin.new_pool(Schema=[{"Name": "role", "AttributeDataType": "String"}])
    level = {
        "Name": "level",
        "AttributeDataType": "Number",
        "Mutable": True,
        "NumberAttributeConstraints": {"MaxValue": "9"},
    }

    added = admin("AddCustomAttributes", UserPoolId=pool["Id"], CustomAttributes=[level])

    assert added == {}
    assert admin.pool(pool["Id"])["SchemaAttributes"][-2:] == [
        {
            "Name": "custom:role",
            "AttributeDataType": "String",
            "DeveloperOnlyAttribute": False,
            "Mutable": False,
            "Required": False,
            "StringAttributeConstraints": {},
        },
        {
            "Name": "custom:level",
            "AttributeDataType": "Number",
            "DeveloperOnlyAttribute": False,
            "Mutable": True,
            "Required": False,
            "NumberAttributeConstraints": {"MaxValue": "9"},
        },
    ]


def test_a_refused_addition_is_told_why(admin: Administrator) -> None:
    """An attribute that exists, or has no name, is refused, and the schema stays."""
    role = {"Name": "role", "AttributeDataType": "String"}
    pool = admin.new_pool(Schema=[role])

    def add(*attributes: Members) -> tuple[str, str]:
        return admin.refused(
            "AddCustomAttributes", UserPoolId=pool["Id"], CustomAttributes=list(attributes)
        )

    assert add(role) == (
        INVALID,
        "custom:role: Existing attribute already has name custom:role.",
    )
    assert add({"AttributeDataType": "String"}) == (
        INVALID,
        NO_NAME.replace("schema", "customAttributes"),
    )
    assert admin.pool(pool["Id"]) == pool
