"""The commands beside dev and serve, as an operator runs them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import httpx2
import pytest
from botocore.exceptions import ClientError

from tests.app.conftest import OWN_KEY, Command, Outcome
from tests.support.importing import ROLE, csv, person
from tests.support.mail_server import mail_server
from tests.support.ports import free_port
from tests.support.server import DEMO_POOL, Server


@pytest.fixture
def run(command: Command, tmp_path: Path) -> Command:
    """Run a command on a SQLite store under the temporary directory, with a port nobody has."""
    port = str(free_port())

    def run(*arguments: str, **settings: str) -> Outcome:
        store = f"sqlite:///{tmp_path}/store.db"
        given = {"STORAGE_URL": store, "SEALING_KEYS": OWN_KEY, "PORT": port}
        return command(*arguments, **(given | settings))

    return run


@pytest.mark.parametrize(
    "name",
    [
        "dev",
        "serve",
        "migrate",
        "doctor",
        "env",
        "feedback-token",
        "sweep",
        "access-key",
        "access-key create",
        "import",
        "import report",
        "trigger",
        "trigger test",
    ],
)
def test_every_command_explains_itself(run: Command, name: str) -> None:
    """`--help` works for every command, whatever the settings."""
    done = run(*name.split(), "--help", PROT="1")

    assert done.code == 0
    assert "Usage" in done.out


@pytest.mark.parametrize("arguments", [("nonsense",), ("env", "--nonsense"), ("access-key",)])
def test_wrong_usage_is_exit_code_2(run: Command, arguments: tuple[str, ...]) -> None:
    """What cannot be understood is exit code 2."""
    assert run(*arguments).code == 2


def test_migrate_brings_the_schema_up(run: Command) -> None:
    """`--check` tells of pending migrations by exit code; `migrate` ends them, also twice."""
    before = run("migrate", "--check")
    first, second = run("migrate"), run("migrate", "--json")
    after = run("migrate", "--check")

    assert before.code == 1
    assert "migrations are pending" in before.err
    assert first.code == second.code == after.code == 0
    assert json.loads(second.out) == {"pending": False}


def test_env_without_a_server_is_refused(run: Command) -> None:
    """Where no development server has run there is nothing to print."""
    done = run("env")

    assert done.code == 1
    assert "no development server" in done.err


def test_sweep_tells_what_it_removed(run: Command) -> None:
    """`sweep --json` counts by kind."""
    run("migrate")

    done = run("sweep", "--json")

    assert done.code == 0
    assert set(json.loads(done.out)) >= {
        "codes",
        "spent",
        "budgets",
        "locks",
        "families",
        "sessions",
    }


def test_a_feedback_token_needs_its_pool(run: Command) -> None:
    """What is not there is told as the API tells it, and the command has failed."""
    run("migrate")

    done = run("feedback-token", "us-east-1_Unknown01", "ann", "event")

    assert (done.code, done.out) == (1, "")
    assert done.err == "cognate: User pool us-east-1_Unknown01 does not exist.\n"


def test_doctor_tells_what_is_missing(run: Command) -> None:
    """Without keys and schema the doctor names every reason and exits with 78."""
    done = run("doctor", "--json", SEALING_KEYS="")

    found = json.loads(done.out)
    assert done.code == 78
    assert found["healthy"] is False
    assert any("COGNATE_SEALING_KEYS" in reason for reason in found["findings"]["settings"])


def test_doctor_is_content_with_a_sound_installation(run: Command) -> None:
    """With everything in place the doctor exits with 0."""
    own = {
        "ROOT_ACCESS_KEY_ID": "AKOWN",
        "ROOT_SECRET_ACCESS_KEY": "a-secret-of-its-own",
    }
    unready = run("doctor", **own)
    run("migrate")

    done = run("doctor", **own)

    assert unready.code == 78
    assert "BAD store and keys" in unready.out
    assert done.code == 0, done.out
    assert done.out.splitlines() == ["ok  settings", "ok  address", "ok  store and keys"]


def test_doctor_names_every_fault_of_the_triggers_file(run: Command, own_folder: Path) -> None:
    """Triggers are a part of their own, and what is wrong with them hides nothing else."""
    file = own_folder / "triggers.toml"
    file.write_text('[[trigger]]\narn = "*"\nsecret = "canary"\nattempts = 9\n')
    run("migrate")

    done = run("doctor", "--dev", TRIGGERS_FILE=str(file))

    assert done.code == 78
    place = "      COGNATE_TRIGGERS_FILE: trigger 1: "
    assert done.out.splitlines()[2:] == [
        "BAD triggers",
        f"{place}attempts: not a whole number from 1 to 5",
        f"{place}url: missing",
        f"{place}secret: a signing secret is whsec_ and base64 of 24 to 64 bytes",
        "ok  store and keys",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "it is empty"), (b"canary\n", "it has a line that is no hash"), (None, "No such file")],
    ids=["empty", "in clear", "not there"],
)
def test_doctor_names_faults_of_the_compromised_passwords(
    run: Command, own_folder: Path, content: bytes | None, reason: str
) -> None:
    """A list that cannot be relied on is a part of its own, and keeps a server from starting."""
    file = own_folder / "hashes.txt"
    if content is not None:
        file.write_bytes(content)
    run("migrate")

    done = run("doctor", "--dev", COMPROMISED_PASSWORDS=str(file))

    assert done.code == 78
    bad, told, store = done.out.splitlines()[2:]
    assert (bad, store) == ("BAD compromised passwords", "ok  store and keys")
    assert told.startswith(f"      COGNATE_COMPROMISED_PASSWORDS: {file}: {reason}")


def test_doctor_names_faults_of_each_channel(run: Command) -> None:
    """What is wrong with a channel is told as its own part, and hides nothing else."""
    run("migrate")

    done = run("doctor", "--dev", EMAIL_URL="smtp://u:canary@mail.example", SMS_URL="pigeon:")

    assert done.code == 78
    assert [line.partition(";")[0] for line in done.out.splitlines()[2:]] == [
        "BAD email",
        "      COGNATE_EMAIL_URL: from= has to name the sender: from=no-reply@example.com",
        "BAD sms",
        "      COGNATE_SMS_URL: no plug-in for this URL",
        "ok  store and keys",
    ]


def test_doctor_names_faults_of_the_signer(run: Command) -> None:
    """They are none of the store, which is examined all the same."""
    run("migrate")

    done = run("doctor", "--dev", SIGNER_URL="pigeon:canary")

    assert done.code == 78
    assert [line.partition(";")[0] for line in done.out.splitlines()[2:]] == [
        "ok  store and keys",
        "BAD signer",
        "      COGNATE_SIGNER_URL: no plug-in for this URL",
    ]


def test_doctor_tries_the_mail_server(run: Command) -> None:
    """A server that takes our mail is one line; one that does not is told with its setting."""
    url = f"smtp://user:canary@127.0.0.1:{free_port()}?from=a@b.example"
    run("migrate")

    with mail_server() as mail:
        healthy = run("doctor", "--dev", EMAIL_URL=f"smtp://127.0.0.1:{mail.port}?from=a@b.example")
    down = run("doctor", "--dev", EMAIL_URL=url)

    assert (healthy.code, down.code) == (0, 78)
    assert healthy.out.splitlines()[-1] == "ok  email"
    assert down.out.splitlines()[-2:] == [
        "BAD email",
        "      COGNATE_EMAIL_URL: the connection: Connection refused",
    ]


def test_doctor_warns_of_an_outbox_that_nobody_sees(run: Command) -> None:
    """In production what is kept there reaches nobody."""
    own = {
        "ROOT_ACCESS_KEY_ID": "AKOWN",
        "ROOT_SECRET_ACCESS_KEY": "a-secret-of-its-own",
        "EMAIL_URL": "outbox:",
    }
    run("migrate")

    done = run("doctor", **own)
    printed = json.loads(run("doctor", "--json", **own).out)

    warning = "COGNATE_EMAIL_URL: outbox: keeps every message, sealed, and sends none"
    assert done.code == 0
    assert done.out.splitlines()[-1] == f"    warning: {warning}"
    assert printed["warnings"] == [warning]


def test_an_access_key_may_do_what_it_was_made_for(run: Command, tmp_path: Path) -> None:
    """A key signs what its policy allows on its ARN, nothing else, and nothing once disabled."""
    with Server(
        f"sqlite:///{tmp_path}/store.db",
        env={"COGNATE_SEALING_KEYS": OWN_KEY},
        directory=tmp_path,
    ) as server:
        arn = f"arn:aws:cognito-idp:us-east-1:000000000000:userpool/{DEMO_POOL}"
        made = json.loads(
            run(
                *("access-key", "create", "--allow", "cognito-idp:Describe*", "--on", arn),
                *("--note", "reader", "--json"),
            ).out
        )
        reader = server.boto3(made["access_key_id"], made["secret_access_key"])

        assert reader.describe_user_pool(UserPoolId=DEMO_POOL)["UserPool"]["Name"] == "demo"
        with pytest.raises(ClientError, match="AccessDenied"):
            reader.list_user_pools(MaxResults=1)
        with pytest.raises(ClientError, match="AccessDenied"):
            reader.delete_user_pool(UserPoolId=DEMO_POOL)

        assert run("access-key", "disable", made["access_key_id"]).code == 0
        with pytest.raises(ClientError, match="UnrecognizedClient"):
            reader.describe_user_pool(UserPoolId=DEMO_POOL)

    (listed,) = json.loads(run("access-key", "list", "--json").out)
    assert listed["access_key_id"] == made["access_key_id"]
    assert (listed["note"], listed["disabled_at"] is None) == ("reader", False)
    assert made["secret_access_key"] not in json.dumps(listed)


def test_a_policy_file_may_deny(run: Command, tmp_path: Path) -> None:
    """`--policy FILE` takes an IAM document as it stands."""
    run("migrate")
    document = {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Effect": "Deny", "Action": "cognito-idp:Delete*", "Resource": "*"},
        ],
    }
    path = tmp_path / "policy.json"
    path.write_text(json.dumps(document))

    done = run("access-key", "create", "--policy", str(path), "--json")

    assert done.code == 0, done.err
    (listed,) = json.loads(run("access-key", "list", "--json").out)
    assert listed["policy"] == document


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--allow", "cognito-idp:*"),
        ("--allow", "s3:*", "--on", "*"),
        ("--allow", "cognito-idp:*", "--on", "us-east-1_AbCdEf123"),
        ("--allow", "cognito-idp:*", "--on", "*", "--policy", "nowhere.json"),
        ("--policy", "nowhere.json"),
    ],
)
def test_a_senseless_policy_is_wrong_usage(run: Command, options: tuple[str, ...]) -> None:
    """A policy that could not be understood makes no key."""
    run("migrate")

    assert run("access-key", "create", *options).code == 2
    assert json.loads(run("access-key", "list", "--json").out) == []


def test_disabling_an_unknown_key_is_refused(run: Command) -> None:
    """There is nothing to disable: exit code 1."""
    run("migrate")

    done = run("access-key", "disable", "AKNOBODY")

    assert done.code == 1
    assert "there is no access key AKNOBODY" in done.err


def test_what_became_of_an_import_is_printed(run: Command, tmp_path: Path) -> None:
    """Every row with its line, or those that were left out; as CSV, or an object a line."""
    with Server(
        f"sqlite:///{tmp_path}/store.db",
        env={"COGNATE_SEALING_KEYS": OWN_KEY},
        directory=tmp_path,
    ) as server:
        api, of_pool = server.boto3(), {"UserPoolId": DEMO_POOL}
        job = api.create_user_import_job(**of_pool, JobName="j", CloudWatchLogsRoleArn=ROLE)
        of_job = {**of_pool, "JobId": job["UserImportJob"]["JobId"]}
        columns = api.get_csv_header(**of_pool)["CSVHeader"]
        rows = (person("x", **{"cognito:username": "x@example.com"}), person("no address"))
        httpx2.put(job["UserImportJob"]["PreSignedUrl"], content=csv(columns, *rows))
        api.start_user_import_job(**of_job)
        while api.describe_user_import_job(**of_job)["UserImportJob"]["Status"] != "Succeeded":
            time.sleep(0.05)

    whole = run("import", "report", DEMO_POOL, of_job["JobId"]).out.splitlines()
    left_out = run("import", "report", DEMO_POOL, of_job["JobId"], "--left-out", "--json").out

    assert whole[:2] == ["line,outcome,reason", "2,Imported,"]
    assert whole[2].startswith("3,Failed,")
    assert json.loads(left_out)["line"] == 3
    unknown = run("import", "report", DEMO_POOL, "import-nowhere")
    assert (unknown.code, unknown.out) == (1, "")
