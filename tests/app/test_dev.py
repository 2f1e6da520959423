"""`cognate dev` from outside: banner, demo pool, state for `cognate env`, and its end."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.server import DEMO_CLIENT, DEMO_POOL, ROOT, Server, environment

CANARY = "Canary-4711!"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One development server for the tests that only look at it."""
    with Server("memory:", directory=tmp_path_factory.mktemp("dev")) as running:
        yield running


def run(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command where the server runs."""
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=server.directory,
        env=environment({}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_banner_tells_everything_once(server: Server) -> None:
    """The banner shows addresses, demo ids, credentials to paste and a warning, one time."""
    log = server.log()

    for expected in (
        f"Endpoint   {server.url}",
        f"Outbox     {server.url}/outbox",
        f"Pool       {DEMO_POOL}",
        f"Issuer     {server.url}/{DEMO_POOL}",
        f"Client     {DEMO_CLIENT}",
        "User       ann@example.com / Passw0rd!",
        f"export AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER={server.url}",
        "export AWS_REGION=us-east-1",
        "export AWS_DEFAULT_REGION=us-east-1",
        "export AWS_ACCESS_KEY_ID=local",
        "export AWS_SECRET_ACCESS_KEY=local",
        "DEVELOPMENT PROFILE",
    ):
        assert log.count(expected) == 1


def test_banner_is_aligned(server: Server) -> None:
    """Every value of the banner begins in the same column."""
    names = "Endpoint|Outbox|Pool|Issuer|Client|User"
    lines = re.findall(rf"^  ({names})( +)", server.log(), re.MULTILINE)

    assert {len(name + gap) for name, gap in lines} == {11}


def test_demo_pool_is_that_of_the_contract(server: Server) -> None:
    """Pool and client have the settings that documentation relies on."""
    cognito = server.boto3()

    pool = cognito.describe_user_pool(UserPoolId=DEMO_POOL)["UserPool"]
    client = cognito.describe_user_pool_client(UserPoolId=DEMO_POOL, ClientId=DEMO_CLIENT)[
        "UserPoolClient"
    ]

    assert pool["UsernameAttributes"] == ["email"]
    assert pool["AutoVerifiedAttributes"] == ["email"]
    assert pool.get("MfaConfiguration", "OFF") == "OFF"
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 8
    assert "ClientSecret" not in client
    assert sorted(client["ExplicitAuthFlows"]) == [
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
    ]
    assert client["PreventUserExistenceErrors"] == "ENABLED"


def test_demo_user_signs_in(server: Server) -> None:
    """ann@example.com has the password of the banner, for good."""
    answer = server.boto3().initiate_auth(
        ClientId=DEMO_CLIENT,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ann@example.com", "PASSWORD": "Passw0rd!"},
    )

    assert answer["AuthenticationResult"]["TokenType"] == "Bearer"


def test_env_prints_what_the_banner_says(server: Server) -> None:
    """`cognate env` prints the same export lines, and as JSON the same values."""
    lines = run(server, "env").stdout.splitlines()

    assert lines[0] == f"export AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER={server.url}"
    assert lines[1:] == [
        "export AWS_REGION=us-east-1",
        "export AWS_DEFAULT_REGION=us-east-1",
        "export AWS_ACCESS_KEY_ID=local",
        "export AWS_SECRET_ACCESS_KEY=local",
    ]
    assert json.loads(run(server, "env", "--json").stdout)["AWS_REGION"] == "us-east-1"


def test_what_is_left_in_var_is_private(server: Server) -> None:
    """Key and state are readable by their owner only."""
    var = server.directory / "var"

    assert stat.S_IMODE(var.stat().st_mode) == 0o700
    for name in ("dev.json", "dev-sealing-key"):
        assert stat.S_IMODE((var / name).stat().st_mode) == 0o600


def test_readme_snippet_runs_as_it_stands(server: Server) -> None:
    """The README's first program signs a user up, confirms the code and signs in."""
    snippet = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    assert snippet is not None
    program = snippet.group(1).replace("http://localhost:9229", server.url)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env=environment({}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (done.stdout, done.stderr) == ("3600\n", "")


def test_landing_and_outbox_are_served(server: Server) -> None:
    """A browser finds the landing page, the outbox and health."""
    for path in ("/", "/outbox", "/livez", "/readyz"):
        assert server.get(path).status_code == 200
    assert server.get("/nowhere").status_code == 404


def test_keys_and_discovery_are_open_to_browsers(server: Server) -> None:
    """JWKS and discovery carry CORS for everybody; pages, outbox and health do not (ruling 34)."""
    origin = {"origin": "https://app.example"}
    for name in ("jwks.json", "openid-configuration"):
        headers = server.get(f"/{DEMO_POOL}/.well-known/{name}", headers=origin).headers
        assert headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in headers
    for path in ("/", "/outbox", "/_dev/outbox", "/livez"):
        headers = server.get(path, headers=origin).headers
        assert "access-control-allow-origin" not in headers


def test_tokens_verify_against_the_published_keys(server: Server) -> None:
    """A token of the demo user verifies with the key that JWKS shows, under the issuer shown."""
    import jwt

    issuer = f"{server.url}/{DEMO_POOL}"
    tokens = server.boto3().initiate_auth(
        ClientId=DEMO_CLIENT,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ann@example.com", "PASSWORD": "Passw0rd!"},
    )["AuthenticationResult"]
    discovery = server.get(f"/{DEMO_POOL}/.well-known/openid-configuration").json()
    keys = jwt.PyJWKSet.from_dict(server.get(discovery["jwks_uri"].removeprefix(server.url)).json())

    kid = jwt.get_unverified_header(tokens["IdToken"])["kid"]
    claims = jwt.decode(
        tokens["IdToken"], keys[kid], ["RS256"], audience=DEMO_CLIENT, issuer=issuer
    )

    assert claims["token_use"] == "id"
    assert discovery["issuer"] == issuer


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_logs_hold_no_secret(tmp_path: Path, log_format: str) -> None:
    """Passwords, codes, tokens, addresses and Sessions appear in no log line (SEC-70)."""
    env = {"COGNATE_LOG_FORMAT": log_format, "COGNATE_LOG_LEVEL": "debug"}
    with Server("memory:", env=env, directory=tmp_path) as server:
        cognito = server.boto3()
        address = "canary-address@example.com"
        cognito.sign_up(
            ClientId=DEMO_CLIENT,
            Username=address,
            Password=CANARY,
            UserAttributes=[
                {"Name": "email", "Value": address},
                {"Name": "family_name", "Value": "canary-family"},
            ],
        )
        code = server.code(address)
        cognito.confirm_sign_up(ClientId=DEMO_CLIENT, Username=address, ConfirmationCode=code)
        proof = {"USERNAME": address, "PASSWORD": CANARY}
        tokens = cognito.initiate_auth(
            ClientId=DEMO_CLIENT, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=proof
        )["AuthenticationResult"]
        cognito.get_user(AccessToken=tokens["AccessToken"])
        with pytest.raises(cognito.exceptions.NotAuthorizedException):
            cognito.initiate_auth(
                ClientId=DEMO_CLIENT,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters=proof | {"PASSWORD": "canary-wrong"},
            )
        server.get("/canary-path?code=canary-query")
        _banner, _, log = server.log().partition("AWS_SECRET_ACCESS_KEY=local")

    assert "InitiateAuth" in log
    assert "canary" not in log.lower()
    assert code not in log
    for token in tokens.values():
        assert str(token)[-40:] not in log or not isinstance(token, str) or len(token) < 40


def test_json_lines_carry_the_callers_id(tmp_path: Path) -> None:
    """Each call is one JSON line with request id, the SDK's invocation id, operation and client."""
    with Server("memory:", env={"COGNATE_LOG_FORMAT": "json"}, directory=tmp_path) as server:
        answer = server.boto3().initiate_auth(
            ClientId=DEMO_CLIENT,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "ann@example.com", "PASSWORD": "Passw0rd!"},
        )
        described = server.boto3().describe_user_pool(UserPoolId=DEMO_POOL)

    # A line is written after its answer was sent: all of them are there once the server has ended.
    lines = [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]
    calls = {line["operation"]: line for line in lines if "operation" in line}
    signed_in, told = calls["InitiateAuth"], calls["DescribeUserPool"]
    assert signed_in["request_id"] == answer["ResponseMetadata"]["RequestId"]
    assert len(signed_in["invocation_id"]) == 36
    assert signed_in["client_id"] == DEMO_CLIENT
    assert (signed_in["outcome"], signed_in["status"]) == ("ok", 200)
    assert told["request_id"] == described["ResponseMetadata"]["RequestId"]
    assert (told["pool_id"], told["access_key_id"]) == (DEMO_POOL, "local")


def test_a_second_start_finds_everything(tmp_path: Path) -> None:
    """Keys, pool and users of the first start serve the second one, and nothing is made twice."""
    with Server(directory=tmp_path) as first:
        first.boto3().admin_create_user(
            UserPoolId=DEMO_POOL, Username="eve@example.com", MessageAction="SUPPRESS"
        )
        keys = first.get(f"/{DEMO_POOL}/.well-known/jwks.json").json()
        assert (tmp_path / "var" / "dev.json").exists()
    assert not (tmp_path / "var" / "dev.json").exists()

    with Server(directory=tmp_path) as second:
        assert second.get(f"/{DEMO_POOL}/.well-known/jwks.json").json() == keys
        second.boto3().admin_get_user(UserPoolId=DEMO_POOL, Username="eve@example.com")


def test_a_start_that_fails_leaves_the_running_server_its_state(server: Server) -> None:
    """A second start on a taken port takes nothing from `cognate env` of the first."""
    port = server.url.rpartition(":")[2]
    second = subprocess.run(
        [sys.executable, "-m", "app", "dev"],
        cwd=server.directory,
        env=environment({"COGNATE_STORAGE_URL": "memory:", "COGNATE_PORT": port}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert (second.returncode, second.stdout) == (78, "")
    assert f"COGNATE_PORT: {port} is in use" in second.stderr
    assert server.url in run(server, "env").stdout


def test_the_state_of_a_later_server_outlives_an_earlier_one(tmp_path: Path) -> None:
    """Of two servers in one directory the last one started is told, also when the other ends."""
    with (
        Server("memory:", directory=tmp_path) as earlier,
        Server("memory:", directory=tmp_path) as later,
    ):
        earlier.stop()
        assert later.url in run(later, "env").stdout


def test_no_demo_where_none_is_wanted(tmp_path: Path) -> None:
    """COGNATE_DEMO=false leaves the store empty and the banner without demo."""
    with Server("memory:", env={"COGNATE_DEMO": "false"}, directory=tmp_path) as server:
        assert server.boto3().list_user_pools(MaxResults=10)["UserPools"] == []
        assert DEMO_POOL not in server.log()


def test_region_enters_the_demo_pool(tmp_path: Path) -> None:
    """In another region the demo pool has that region's name."""
    with Server("memory:", env={"COGNATE_REGION": "eu-west-1"}, directory=tmp_path) as server:
        assert "eu-west-1_Demo00001" in server.log()
        assert server.get("/eu-west-1_Demo00001/.well-known/jwks.json").status_code == 200


def test_exported_variables_suffice_for_boto3(server: Server) -> None:
    """After `eval "$(cognate env)"` boto3 finds the server without any argument."""
    exported = json.loads(run(server, "env", "--json").stdout)
    program = "import boto3; print(boto3.client('cognito-idp').list_user_pools(MaxResults=1))"

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program],
        env=environment(exported),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert DEMO_POOL in done.stdout, done.stderr
