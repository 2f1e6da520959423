"""Everything that keeps a server from starting: one clear line each, and exit code 78."""

from __future__ import annotations

import base64
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.conftest import OWN_KEY, OWN_SECRET, Command
from tests.support.ports import free_port
from tests.support.server import Server

OWN = {
    "STORAGE_URL": "memory:",
    "SEALING_KEYS": OWN_KEY,
    "ROOT_ACCESS_KEY_ID": "AKOWN",
    "ROOT_SECRET_ACCESS_KEY": OWN_SECRET,
}
Refused = Callable[..., list[str]]


@pytest.fixture
def refused(command: Command) -> Refused:
    """Run a command that must exit with 78; return what it says on standard error."""

    def run(*arguments: str, **settings: str) -> list[str]:
        done = command(*arguments, **(OWN | {"PORT": str(free_port())} | settings))
        assert (done.code, done.out) == (78, "")
        return done.err.splitlines()

    return run


def test_every_reason_is_a_line(refused: Refused) -> None:
    """Without keys and credentials each missing setting is one line."""
    lines = refused(
        "serve", SEALING_KEYS="", ROOT_ACCESS_KEY_ID="", ROOT_SECRET_ACCESS_KEY="", HOST="0.0.0.0"
    )

    assert [line.split(":")[1] for line in lines] == [
        " COGNATE_SEALING_KEYS",
        " COGNATE_ROOT_ACCESS_KEY_ID",
        " COGNATE_ROOT_SECRET_ACCESS_KEY",
        " COGNATE_HOST",
    ]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"PROT": "1"}, "COGNATE_PROT is no setting; did you mean COGNATE_PORT?"),
        ({"EMAILURL": "x"}, "COGNATE_EMAILURL is no setting; did you mean COGNATE_EMAIL_URL?"),
        ({"SEALING_KEYS": "main"}, "COGNATE_SEALING_KEYS: "),
        ({"SEALING_KEYS": "main:c2hvcnQ="}, "COGNATE_SEALING_KEYS: "),
        (
            {"SEALING_KEYS": "main:" + base64.b64encode(bytes(32)).decode()},
            "COGNATE_SEALING_KEYS: all bytes of the sealing key 'main' are equal",
        ),
        ({"PASSWORD_HASH": "argon2id:m=8,t=1,p=1"}, "COGNATE_PASSWORD_HASH: too cheap"),
        ({"WORKERS": "2"}, "COGNATE_WORKERS: memory: is a store of one process"),
        ({"STORAGE_URL": "mongodb://x"}, "COGNATE_STORAGE_URL: no plug-in for this URL"),
        ({"STORAGE_URL": "sqlite:///new.db"}, "COGNATE_STORAGE_URL: "),
        ({"STORAGE_URL": "sqlite:////proc/no/such.db"}, "COGNATE_STORAGE_URL: "),
        (
            {"STORAGE_URL": "postgresql://u:canary@127.0.0.1:1/db"},
            "COGNATE_STORAGE_URL: ",
        ),
        ({"EMAIL_URL": "carrier-pigeon:"}, "COGNATE_EMAIL_URL: no plug-in"),
        ({"EMAIL_URL": "smtp://u:canary@mail.example"}, "COGNATE_EMAIL_URL: from= has to name"),
        ({"SMS_URL": "smtp://mail.example?from=a@b.c"}, "COGNATE_SMS_URL: smtp: sends e-mail"),
        ({"SMS_URL": "https://sms.example?secret=canary"}, "COGNATE_SMS_URL: a signing secret is"),
        ({"SIGNER_URL": "store://elsewhere"}, "COGNATE_SIGNER_URL: "),
        (
            {"TRIGGERS_FILE": "triggers.toml"},
            "COGNATE_TRIGGERS_FILE: cannot read triggers.toml: No such file or directory",
        ),
        ({"TRIGGERS_FILE": "/"}, "COGNATE_TRIGGERS_FILE: cannot read /: Is a directory"),
        ({"LAMBDA_URL": "ftp://canary"}, "COGNATE_LAMBDA_URL: url: it does not begin with"),
    ],
)
def test_each_condition_is_one_line(refused: Refused, settings: dict[str, str], said: str) -> None:
    """Each condition alone stops the start with exactly one line that names its setting."""
    (line,) = refused("serve", **settings)

    assert line.startswith(f"cognate: {said}")
    assert "canary" not in line


@pytest.mark.parametrize("name", ["FOO", "LOGLEVELS_OF_MODULES"])
def test_what_is_like_no_setting_is_not_taken_for_one(refused: Refused, name: str) -> None:
    """Only a slip of the pen is told what it may have meant."""
    assert refused("serve", **{name: "x"}) == [f"cognate: COGNATE_{name} is no setting"]


def test_pending_migrations_name_their_cure(refused: Refused) -> None:
    """A store without schema is refused with the command that makes it."""
    (line,) = refused("serve", STORAGE_URL="sqlite:///new.db")

    assert "cognate migrate" in line


def test_a_port_in_use_is_named(refused: Refused) -> None:
    """Two servers on one address: the second says which port is taken."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])

        (line,) = refused("serve", PORT=port)

    assert line.startswith(f"cognate: COGNATE_PORT: {port} is in use on 127.0.0.1")


def test_development_stays_on_loopback(refused: Refused) -> None:
    """`cognate dev` does not listen where others could reach it."""
    (line,) = refused("dev", HOST="0.0.0.0")

    assert "loopback only" in line


@pytest.mark.parametrize("arguments", [("migrate",), ("migrate", "--check"), ("sweep",)])
def test_commands_without_a_database_say_so(refused: Refused, arguments: tuple[str, ...]) -> None:
    """An unreachable database is one line for every command that needs it."""
    (line,) = refused(*arguments, STORAGE_URL="postgresql://u:canary@127.0.0.1:1/db")

    assert line.startswith("cognate: COGNATE_STORAGE_URL: ")
    assert "canary" not in line


def test_another_sealing_key_is_refused(refused: Refused, tmp_path: Path) -> None:
    """A store that was sealed with another key is never served from, nor written to (F27)."""
    url = f"sqlite:///{tmp_path}/store.db"
    with Server(url, env={"COGNATE_SEALING_KEYS": OWN_KEY}, directory=tmp_path):
        pass
    another = "main:" + base64.b64encode(os.urandom(32)).decode()

    (line,) = refused("serve", STORAGE_URL=url, SEALING_KEYS=another)
    (keyless,) = refused("serve", STORAGE_URL=url, SEALING_KEYS="new" + another)

    assert "COGNATE_SEALING_KEYS: the store was sealed with another key" in line
    assert "no sealing key 'main' is configured" in keyless


def test_a_new_key_in_front_of_the_old_one_serves(tmp_path: Path) -> None:
    """With the old key behind the new one everything opens: that is how keys change."""
    url = f"sqlite:///{tmp_path}/store.db"
    with Server(url, env={"COGNATE_SEALING_KEYS": OWN_KEY}, directory=tmp_path):
        pass
    both = "next:" + base64.b64encode(os.urandom(32)).decode() + "," + OWN_KEY

    own = {
        **OWN,
        "SEALING_KEYS": both,
        "PASSWORD_HASH": "",
        "STORAGE_URL": url,
        "EMAIL_URL": "outbox:",
    }
    env = {f"COGNATE_{name}": text for name, text in own.items()}
    with Server(url, env=env, command="serve", directory=tmp_path) as server:
        assert server.get("/readyz").status_code == 200
        assert "warning: COGNATE_EMAIL_URL: outbox: keeps every message" in server.log()
