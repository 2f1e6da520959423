"""The fixture `cognate` in the tests of a stranger, run by a pytest of their own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

pytest_plugins = "pytester"

PAGE: Final = Path(__file__).parents[2] / "docs" / "testing.md"

REST: Final = '''
import pytest


def test_pools_are_of_one_test(cognate):
    """The name is free again, and what was sent before is not shown."""
    assert cognate.messages("ann@example.com") == []
    assert cognate.api.list_users(UserPoolId=cognate.pool_id)["Users"] == []
    assert cognate.issuer == f"{cognate.url}/{cognate.pool_id}"


def test_codes_come_one_after_the_other(cognate):
    """A code is returned once, and the next one is waited for."""
    bob = {"ClientId": cognate.client_id, "Username": "bob"}
    address = [{"Name": "email", "Value": "bob@example.com"}]
    cognate.api.sign_up(**bob, Password="Passw0rd!", UserAttributes=address)
    cognate.api.confirm_sign_up(**bob, ConfirmationCode=cognate.code("bob@example.com"))
    cognate.api.forgot_password(**bob)
    code = cognate.code("bob@example.com")
    cognate.api.confirm_forgot_password(**bob, ConfirmationCode=code, Password="Passw1rd!")
    assert cognate.sign_in("bob", "Passw1rd!")["IdToken"]
    assert [each["purpose"] for each in cognate.messages("bob@example.com")] == [
        "SignUp",
        "ForgotPassword",
    ]


def test_triggers_are_functions(cognate):
    """A function confirms whom it likes, and refuses others in its words."""
    def vet(event):
        if event["userName"] == "eve":
            raise ValueError("Not you.")
        event["response"]["autoConfirmUser"] = True
        return event

    seen = []
    cognate.new_pool(triggers={"PreSignUp": vet, "PostAuthentication": seen.append})
    cid = {"ClientId": cognate.client_id, "Password": "Passw0rd!"}
    cognate.api.sign_up(**cid, Username="cid")
    assert cognate.sign_in("cid", "Passw0rd!")["AccessToken"]
    assert [event["triggerSource"] for event in seen] == ["PostAuthentication_Authentication"]
    with pytest.raises(cognate.api.exceptions.UserLambdaValidationException, match="Not you"):
        cognate.api.sign_up(**cid, Username="eve")


def test_pools_have_the_form_that_is_wanted(cognate):
    """Members of CreateUserPool and CreateUserPoolClient."""
    pool_id = cognate.new_pool({"UsernameAttributes": ["email"]}, {"GenerateSecret": True})
    shown = cognate.api.describe_user_pool(UserPoolId=pool_id)["UserPool"]
    client = {"UserPoolId": pool_id, "ClientId": cognate.client_id}
    described = cognate.api.describe_user_pool_client(**client)["UserPoolClient"]
    assert (pool_id, shown["UsernameAttributes"]) == (cognate.pool_id, ["email"])
    assert described["ClientSecret"]
'''
IMPORTS: Final = '''
import sys


def test_nothing_is_loaded_that_nobody_asks_for():
    """Only the plug-in itself is imported into the tests of others."""
    ours = {name for name in sys.modules if name.partition(".")[0] in {"app", "adapters", "domain"}}
    assert ours == {"app", "app.testing", "app.testing.plugin"}
    assert not {"boto3", "botocore", "http.server"} & sys.modules.keys()
'''


def test_a_stranger_signs_a_user_up_and_in(pytester: pytest.Pytester) -> None:
    """As docs/testing.md has it; pools, codes and functions are each test's own, on one server."""
    documented = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    pytester.makepyfile(test_documented="\n\n".join(documented), test_the_rest=REST)

    done = pytester.runpytest_subprocess("-W", "error")

    done.assert_outcomes(passed=len(documented) + REST.count("def test"))
    assert len(documented) == 2


def test_who_does_not_ask_pays_nothing(pytester: pytest.Pytester) -> None:
    """The plug-in is there in every pytest of the environment, and does nothing by itself."""
    pytester.makepyfile(IMPORTS)

    pytester.runpytest_subprocess("-W", "error").assert_outcomes(passed=1)
