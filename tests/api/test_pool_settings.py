"""Settings of a pool that can be given in more than one form."""

from __future__ import annotations

import pytest

from tests.api.administration import Administrator
from tests.api.pool_shapes import FULL, FUNCTION, KEY_ARN
from tests.api.stage import Members


def test_a_partial_password_policy_requires_what_it_says(admin: Administrator) -> None:
    """Once a policy is given, only the classes of characters that it names are required."""
    policy = {"MinimumLength": 10, "RequireNumbers": True, "TemporaryPasswordValidityDays": 0}

    shown = admin.new_pool(Policies={"PasswordPolicy": policy})["Policies"]["PasswordPolicy"]

    assert shown == {
        "MinimumLength": 10,
        "RequireUppercase": False,
        "RequireLowercase": False,
        "RequireNumbers": True,
        "RequireSymbols": False,
        "TemporaryPasswordValidityDays": 7,
    }


def test_the_older_lifetime_of_temporary_passwords_still_works(admin: Administrator) -> None:
    """UnusedAccountValidityDays alone is shown as given, and sets the lifetime."""
    config = {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 3}
    policy = {"MinimumLength": 8, "TemporaryPasswordValidityDays": 0}

    pool = admin.new_pool(AdminCreateUserConfig=config, Policies={"PasswordPolicy": policy})

    assert pool["AdminCreateUserConfig"] == config
    assert "TemporaryPasswordValidityDays" not in pool["Policies"]["PasswordPolicy"]
    stored = admin.world.services.catalog.pool(pool["Id"])
    assert stored.password_policy.temporary_validity_days == 3


def test_no_lifetime_by_either_name_is_the_default(admin: Administrator) -> None:
    """0 days under the older name are the default under the newer one."""
    pool = admin.new_pool(AdminCreateUserConfig={"UnusedAccountValidityDays": 0})

    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": False}
    assert pool["Policies"]["PasswordPolicy"]["TemporaryPasswordValidityDays"] == 7


def test_verification_texts_appear_in_both_of_their_places(admin: Administrator) -> None:
    """A text given by an older member is shown in the template as well, and the reverse."""
    pool = admin.new_pool(
        EmailVerificationMessage="Old {####}",
        VerificationMessageTemplate={"SmsMessage": "New {####}", "EmailSubject": "New"},
        SmsVerificationMessage="Old {####}",
    )

    assert pool["EmailVerificationMessage"] == "Old {####}"
    assert pool["SmsVerificationMessage"] == "New {####}"
    assert pool["EmailVerificationSubject"] == "New"
    assert pool["VerificationMessageTemplate"] == {
        "DefaultEmailOption": "CONFIRM_WITH_CODE",
        "EmailMessage": "Old {####}",
        "EmailSubject": "New",
        "SmsMessage": "New {####}",
    }


@pytest.mark.parametrize(
    ("given", "version"),
    [
        ({"PreTokenGeneration": FUNCTION}, "V1_0"),
        ({"PreTokenGenerationConfig": {"LambdaVersion": "V3_0", "LambdaArn": FUNCTION}}, "V3_0"),
    ],
    ids=["legacy", "versioned"],
)
def test_the_token_trigger_is_shown_in_both_forms(
    admin: Administrator, given: Members, version: str
) -> None:
    """Either form of PreTokenGeneration brings the other along, and one function."""
    pool = admin.new_pool(LambdaConfig=given)

    assert pool["LambdaConfig"] == {
        "PreTokenGeneration": FUNCTION,
        "PreTokenGenerationConfig": {"LambdaVersion": version, "LambdaArn": FUNCTION},
    }
    stored = admin.world.services.catalog.pool(pool["Id"])
    assert stored.triggers == {"PreTokenGeneration": FUNCTION}
    assert stored.token_trigger_version == version


def test_triggers_are_found_by_name_whatever_their_form(admin: Administrator) -> None:
    """Functions of custom senders count as triggers; their key stands beside them."""
    pool = admin.new_pool(LambdaConfig=FULL["LambdaConfig"])

    stored = admin.world.services.catalog.pool(pool["Id"])
    assert set(stored.triggers) == {"PreSignUp", "PreTokenGeneration", "CustomEmailSender"}
    assert stored.code_key == KEY_ARN
