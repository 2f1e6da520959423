"""TRIGGERS_FILE and LAMBDA_URL: what may stand there, and what is said about what may not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis.strategies import text

from adapters.triggers import configuration, webhook
from adapters.triggers.directory import Directory, matches
from adapters.triggers.entry import BadEntry, Entry
from adapters.triggers.target import Target, TargetContext
from domain.ports.triggers import TriggerEvent, TriggerUnreachable
from tests.support.fakes import FrozenClock, ListReporter, SeededEntropy
from tests.support.trigger_receiver import SECRET

ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:vet"
CANARY: Final = "whsec_canary"
SOUND: Final = f'arn = "{ARN}"\nurl = "https://hooks.test/vet"\nsecret = "{SECRET}"\n'


class Named:
    """A target that says which entry it was opened for."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        return {"entry": self.entry}


def open_named(entry: Entry, context: TargetContext) -> Target:
    """The kind `named`, which reads one key."""
    with entry.options() as options:
        options.text("name", "")
        if options.has("url"):
            options.url("url")
    return Named(entry)


def open_odd(entry: Entry, context: TargetContext) -> object:
    """A kind of somebody who has not read what kinds are."""
    return "no target"


def open_broken(entry: Entry, context: TargetContext) -> object:
    """A kind that does not come up."""
    raise RuntimeError("canary")


def load_missing() -> Callable[..., object]:
    """A kind whose package is not whole."""
    raise ModuleNotFoundError("canary")


class NoHttp:
    """Nothing is sent when a file is read."""

    def post(self, url: str, headers: object, body: bytes, *, timeout_s: float) -> Any:  # noqa: ANN401 -- never returns
        raise AssertionError(f"{url} was called")


KINDS: Final[configuration.Kinds] = {
    "webhook": lambda: webhook.open,
    "lambda": lambda: open_named,
    "named": lambda: open_named,
    "odd": lambda: open_odd,
    "broken": lambda: open_broken,
    "missing": load_missing,
}


def runner(file: Path | None, lambda_url: str | None = None) -> Directory:
    """The runner of these settings."""
    context = TargetContext(
        http=NoHttp(), clock=FrozenClock(), entropy=SeededEntropy(), reporter=ListReporter()
    )
    return Directory(configuration.routes(file, lambda_url, KINDS, context, "us-east-1"))


def entry_for(directory: Directory, arn: str) -> Entry:
    """The entry by which a function is called."""
    entry = directory.invoke(TriggerEvent(trigger="PreSignUp", arn=arn, event={}))["entry"]
    assert isinstance(entry, Entry)
    return entry


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a triggers file of some tables."""

    def write(*tables: str) -> Path:
        path = tmp_path / "triggers.toml"
        path.write_text("".join(f"[[trigger]]\n{table}\n" for table in tables))
        return path

    return write


@pytest.fixture
def reasons(write: Callable[..., Path]) -> Callable[..., list[str]]:
    """Why a file of these tables is refused, without the name of the setting."""

    def reasons(*tables: str) -> list[str]:
        with pytest.raises(BadEntry) as refused:
            runner(write(*tables))
        told = refused.value.reasons
        assert all(reason.startswith("TRIGGERS_FILE: ") for reason in told)
        assert "canary" not in str(refused.value)
        return [reason.removeprefix("TRIGGERS_FILE: ") for reason in told]

    return reasons


# --- which entry --------------------------------------------------------------------------------


def test_the_first_entry_that_matches_is_called(write: Callable[..., Path]) -> None:
    """Order decides: particular entries stand before patterns."""
    directory = runner(
        write(
            f'arn = "{ARN}"\nkind = "named"\nname = "exact"',
            'arn = "arn:aws:lambda:*:*:function:v*"\nkind = "named"\nname = "pattern"',
            'arn = "*"\nkind = "named"\nname = "rest"',
        )
    )
    assert entry_for(directory, ARN).given["name"] == "exact"
    assert entry_for(directory, ARN + ":live").given["name"] == "pattern"
    assert entry_for(directory, "arn:aws:lambda:x:1:function:other").given["name"] == "rest"


def test_what_no_entry_names_goes_to_the_lambda_url(write: Callable[..., Path]) -> None:
    """LAMBDA_URL is behind the file, as the kind `lambda`."""
    directory = runner(write(f'arn = "{ARN}"\nkind = "named"'), "http://127.0.0.1:3001")
    assert entry_for(directory, ARN).kind == "named"
    other = entry_for(directory, ARN + "-2")
    assert (other.kind, other.given["url"]) == ("lambda", "http://127.0.0.1:3001")


def test_without_a_target_a_function_is_not_configured(write: Callable[..., Path]) -> None:
    """It fails instead of being skipped, whether others are named or none (ruling 44)."""
    for directory in (runner(write(f'arn = "{ARN}"\nkind = "named"')), runner(None)):
        with pytest.raises(TriggerUnreachable, match=r"^invocation failed due to configuration\.$"):
            entry_for(directory, ARN + "-2")


def test_an_arn_is_never_an_address(write: Callable[..., Path]) -> None:
    """What comes through the API names an entry or nothing, also if it looks like a URL."""
    directory = runner(write(SOUND))
    for arn in ("http://127.0.0.1/", "https://hooks.test/vet", f"{ARN}@127.0.0.1"):
        with pytest.raises(TriggerUnreachable, match="configuration"):
            entry_for(directory, arn)


def test_defaults_are_those_of_the_service(write: Callable[..., Path]) -> None:
    """Five seconds, three attempts; both may be told."""
    directory = runner(
        write(
            f'arn = "{ARN}"\nkind = "named"',
            'arn = "*"\nkind = "named"\ntimeout_s = 0.25\nattempts = 1',
        )
    )
    entry = entry_for(directory, ARN)
    assert (entry.timeout_s, entry.attempts) == (5.0, 3)
    entry = entry_for(directory, "arn")
    assert (entry.timeout_s, entry.attempts) == (0.25, 1)


@pytest.mark.parametrize(
    ("pattern", "arn", "found"),
    [
        ("a", "a", True),
        ("a", "ab", False),
        ("*", "", True),
        ("*", "anything", True),
        ("a*", "a", True),
        ("a*", "ba", False),
        ("*a", "ba", True),
        ("*a", "ab", False),
        ("a*a", "a", False),
        ("a*a", "aa", True),
        ("a*b*c", "a--b--c", True),
        ("a*b*c", "a--c--b", False),
        ("a*b*b", "ab", False),
        ("a**b", "ab", True),
        ("a?c", "abc", False),
        ("[a]", "a", False),
        ("a.c", "abc", False),
        ("A", "a", False),
    ],
)
def test_a_star_stands_for_any_text(pattern: str, arn: str, found: bool) -> None:
    """Nothing but `*` has a meaning of its own."""
    assert matches(pattern, arn) is found


@given(pattern=text("ab*", max_size=8), arn=text("ab", max_size=10))
def test_patterns_mean_what_they_would_as_regular_expressions(pattern: str, arn: str) -> None:
    """Finding part after part is right, though it never tries a second place for a part."""
    expected = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), arn) is not None
    assert matches(pattern, arn) is expected


@pytest.mark.timeout(5)
def test_hostile_arns_cost_no_time() -> None:
    """Matching grows with the lengths, whatever the pattern and the ARN."""
    assert not matches("*a" * 200 + "b", "a" * 2048)


# --- what is refused ----------------------------------------------------------------------------

KINDS_TOLD: Final = "kind: none of broken, lambda, missing, named, odd, webhook"
URL: Final = 'url = "https://hooks.test/"'


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (SOUND.replace(f'arn = "{ARN}"', ""), "arn: missing, or not a text"),
        (SOUND.replace(f'arn = "{ARN}"', "arn = 1"), "arn: missing, or not a text"),
        (SOUND + 'kind = "carrier-pigeon"', KINDS_TOLD),
        (SOUND + "kind = 1", "kind: not a text"),
        (SOUND + 'kind = "odd"', "kind: what odd opens is no Target"),
        (SOUND + 'kind = "broken"', "kind: broken cannot be opened: RuntimeError"),
        (SOUND + 'kind = "missing"', "kind: missing cannot be opened: ModuleNotFoundError"),
        (SOUND + "colour = 1", "colour: unknown key"),
        (SOUND + "timeout_s = 0", "timeout_s: not a number from 0.05 to 30"),
        (SOUND + "timeout_s = 31", "timeout_s: not a number from 0.05 to 30"),
        (SOUND + "timeout_s = nan", "timeout_s: not a number from 0.05 to 30"),
        (SOUND + "timeout_s = true", "timeout_s: not a number from 0.05 to 30"),
        (SOUND + 'timeout_s = "5"', "timeout_s: not a number from 0.05 to 30"),
        (SOUND + "attempts = 0", "attempts: not a whole number from 1 to 5"),
        (SOUND + "attempts = 6", "attempts: not a whole number from 1 to 5"),
        (SOUND + "attempts = 1.5", "attempts: not a whole number from 1 to 5"),
        (SOUND + "attempts = true", "attempts: not a whole number from 1 to 5"),
        (SOUND.replace("https:", "ftp:"), "url: it does not begin with https:// or http://"),
        (SOUND.replace("//hooks", "//canary@hooks"), "url: it names a user"),
        (SOUND.replace("hooks.test/vet", ""), "url: it names no host"),
        (f'arn = "{ARN}"\nsecret = "{SECRET}"', "url: missing"),
        (f'arn = "{ARN}"\nsecret = "{SECRET}"\nurl = 1', "url: not a text of 1 to 4096 characters"),
        (f'arn = "{ARN}"\n{URL}', "secret: missing"),
        (f'arn = "{ARN}"\n{URL}\nsecret = []', "secret: has not 1 to 2 secrets"),
        (f'arn = "{ARN}"\n{URL}\nsecret = ["a", "b", "c"]', "secret: has not 1 to 2 secrets"),
        (f'arn = "{ARN}"\n{URL}\nsecret = 5', "secret: not a text of 1 to 4096 characters"),
        (
            f'arn = "{ARN}"\n{URL}\nsecret = "{CANARY}"',
            "secret: a signing secret is whsec_ and base64 of 24 to 64 bytes",
        ),
        (SOUND + 'secret_file = "x"', "secret and secret_file are both there"),
    ],
)
def test_each_fault_is_one_line(reasons: Callable[..., list[str]], table: str, reason: str) -> None:
    """A line says which trigger, which key, and what it has to be; never the value."""
    assert reasons(table) == [f"trigger 1: {reason}"]


def test_every_fault_is_told_at_once(reasons: Callable[..., list[str]]) -> None:
    """Nobody mends a file one start at a time."""
    told = reasons(
        f'attempts = 9\nurl = "x"\nsecret = "{CANARY}"\ncolour = 1', 'arn = "a"\nkind = "x"', SOUND
    )
    assert told == [
        "trigger 1: arn: missing, or not a text",
        "trigger 1: attempts: not a whole number from 1 to 5",
        "trigger 1: url: it does not begin with https:// or http://",
        "trigger 1: secret: a signing secret is whsec_ and base64 of 24 to 64 bytes",
        "trigger 1: colour: unknown key",
        f"trigger 2: {KINDS_TOLD}",
    ]


NO_ARN: Final = "arn: not an ARN, nor a pattern of one"
ELSEWHERE: Final = "arn: pools name functions of the region us-east-1 (COGNATE_REGION) alone"


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("foo", NO_ARN),
        ("foo*", NO_ARN),
        ("vet:*", NO_ARN),
        ("arn:aws:lambda", NO_ARN),
        ("arn:aws:lambda:us-east-1:000000000000", NO_ARN),
        ("arn:aws:lambda:eu-west-1:000000000000:function:vet", ELSEWHERE),
        ("arn:aws:lambda:eu-west-1:*", ELSEWHERE),
        ("arn:aws:lambda:eu-*:function:vet", ELSEWHERE),
        ("arn:aws:lambda:us-east-1-:*", ELSEWHERE),
    ],
)
def test_a_pattern_that_can_never_fit_is_refused(
    reasons: Callable[..., list[str]], pattern: str, reason: str
) -> None:
    """Pools name ARNs of their own region: an entry for anything else is a slip of the pen."""
    assert reasons(SOUND.replace(ARN, pattern)) == [f"trigger 1: {reason}"]


@pytest.mark.parametrize(
    "pattern",
    [
        "*",
        "a*",
        "*vet",
        "arn:*",
        "arn:aws:lambda:us-*",
        "arn:aws:lambda:*:000000000000:function:vet",
        "arn:aws-cn:lambda:us-east-1:*:function:vet",
        "arn:aws:lambda::000000000000:function:vet",
        f"{ARN}:live",
    ],
)
def test_a_pattern_that_may_fit_is_taken(write: Callable[..., Path], pattern: str) -> None:
    """A star stands for a region as for anything, and an ARN may leave it out."""
    runner(write(SOUND.replace(ARN, pattern)))


def test_two_entries_of_one_function_are_refused(reasons: Callable[..., list[str]]) -> None:
    """The second would never be called."""
    assert reasons(SOUND, SOUND) == ["trigger 2: arn: trigger 1 has it already"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[[trigger]\n", "{path} is no TOML: Expected ']]' at the end of an array declaration"),
        (b"\xff", "cannot read {path}: it is not UTF-8 text"),
        (b"[triggers]\n", "{path}: triggers: unknown; only [[trigger]] is"),
        (b"trigger = 1\n", "{path}: trigger: not a list of tables, which [[trigger]] begins"),
        (b"[trigger]\n", "{path}: trigger: not a list of tables, which [[trigger]] begins"),
        (b"#" * 1_048_577, "{path} is longer than 1048576 bytes"),
        (None, "cannot read {path}: No such file or directory"),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, content: bytes | None, reason: str) -> None:
    """One line says why the file cannot be read."""
    path = tmp_path / "triggers.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadEntry) as refused:
        runner(path)
    (told,) = refused.value.reasons
    assert told.startswith(f"TRIGGERS_FILE: {reason.format(path=path)}")


def test_an_empty_file_names_nothing(write: Callable[..., Path]) -> None:
    """A file without triggers is fine."""
    runner(write())


def test_a_bad_lambda_url_is_told_beside_the_file(write: Callable[..., Path]) -> None:
    """Both settings are read, whatever is wrong with the first."""
    with pytest.raises(BadEntry) as refused:
        runner(write('kind = "named"'), "canary")
    assert refused.value.reasons == (
        "TRIGGERS_FILE: trigger 1: arn: missing, or not a text",
        "LAMBDA_URL: url: it does not begin with https:// or http://",
    )


# --- files of secrets ---------------------------------------------------------------------------

BY_FILE: Final = f'arn = "{ARN}"\n{URL}\nsecret_file = "secret"'


def secret_file(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    """Write a file of secrets."""
    path = folder / "secret"
    path.touch(mode=0o600)
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_a_secret_may_stand_in_a_file_beside(write: Callable[..., Path], tmp_path: Path) -> None:
    """`secret_file` is found beside the triggers file, wherever the server was started."""
    secret_file(tmp_path, f"{SECRET}\n".encode())
    runner(write(BY_FILE))


@pytest.mark.parametrize(
    ("content", "mode", "reason"),
    [
        (None, 0, "cannot read {path}: No such file or directory"),
        (b"\xff", 0o600, "cannot read {path}: it is not UTF-8 text"),
        (b"", 0o600, "has not 1 to 2 secrets"),
        (b"a b c", 0o600, "has not 1 to 2 secrets"),
        (SECRET.encode(), 0o644, "every user of this machine can read {path}; chmod 600 it"),
        (SECRET.encode(), 0o604, "every user of this machine can read {path}; chmod 600 it"),
    ],
)
def test_a_bad_file_of_secrets_is_named(
    reasons: Callable[..., list[str]],
    tmp_path: Path,
    content: bytes | None,
    mode: int,
    reason: str,
) -> None:
    """A file that is not there, says nothing, or is open to all is refused in one line."""
    path = tmp_path / "secret"
    if content is not None:
        secret_file(tmp_path, content, mode)
    assert reasons(BY_FILE) == [f"trigger 1: secret_file: {reason.format(path=path)}"]


def test_no_repr_shows_a_secret(write: Callable[..., Path]) -> None:
    """Entries and targets may be logged by mistake (SEC-12)."""
    entry = Entry(arn="*", kind="webhook", given={"secret": CANARY})
    assert "canary" not in repr(entry)
    assert SECRET not in repr(runner(write(SOUND)).__dict__)
