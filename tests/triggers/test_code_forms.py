"""The forms in which custom senders are told codes: opened as their functions would open them."""

from __future__ import annotations

import base64
import runpy
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import aws_encryption_sdk
import botocore.session
import pytest
from aws_encryption_sdk.identifiers import EncryptionKeyType, WrappingAlgorithm
from aws_encryption_sdk.internal.crypto.wrapping_keys import WrappingKey
from aws_encryption_sdk.key_providers.kms import (
    DiscoveryAwsKmsMasterKeyProvider,
    StrictAwsKmsMasterKeyProvider,
)
from aws_encryption_sdk.key_providers.raw import RawMasterKey
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey, RSAKey

from adapters.triggers.code_forms import aws_esdk
from adapters.triggers.code_forms.form import Purpose
from adapters.triggers.code_forms.registry import FORMS, KEYS, open_form
from adapters.triggers.entry import BadEntry, Entry
from adapters.triggers.senders import NO_FORM, Discreet
from adapters.triggers.target import Passing
from domain.ports.triggers import TriggerEvent, TriggerUnreachable
from tests.support.accounts import Functions
from tests.support.fake_kms import ALIAS, KEY, FakeKms

POOL = "us-east-1_Test00001"
ARN = "arn:aws:lambda:us-east-1:000000000000:function:send"
CODE = "123456"
SECRET_KEY = bytes(range(32))
SECRET_TEXT = base64.b64encode(SECRET_KEY).decode()


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    """The key pair of a function."""
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


@pytest.fixture(scope="module")
def kms() -> Iterator[FakeKms]:
    """A KMS with one key."""
    with FakeKms() as server:
        yield server


def told(
    given: Mapping[str, object],
    kms_key: str | None = KEY,
    pool: str = POOL,
    folder: Path = Path(),
) -> str:
    """What a function is told for the code, by an entry that says this."""
    functions = Functions(CustomEmailSender={})
    entry = Entry(arn=ARN, kind="webhook", codes=given, folder=folder, timeout_s=5.0, attempts=1)
    event = TriggerEvent(
        trigger="CustomEmailSender",
        arn=ARN,
        event={"userPoolId": pool, "request": {"type": "x", "code": CODE}},
        waits=False,
        code_key=kms_key,
    )
    Discreet(functions, open_form(entry)).invoke(event)
    (seen,) = functions.events
    request: Any = seen.event["request"]
    assert request["type"] == "x"
    assert seen.event["userPoolId"] == pool
    return str(request["code"])


def reasons(given: Mapping[str, object], folder: Path = Path()) -> list[str]:
    """What is wrong with an entry that says this."""
    with pytest.raises(BadEntry) as caught:
        open_form(Entry(arn=ARN, kind="webhook", codes=given, folder=folder))
    return list(caught.value.reasons)


def public_pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> str:
    """The public half as an operator writes it down."""
    public = key.public_key()
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def private_pem(key: rsa.RSAPrivateKey) -> bytes:
    """The private half as a function reads it."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


# ---------------------------------------------------------------- in clear, only if asked for


def test_a_code_in_clear_is_told_to_who_asked_for_it() -> None:
    """`plain` hands it over as it is."""
    assert told({"code": "plain"}) == CODE


def test_no_form_is_no_code() -> None:
    """A sender whose entry says nothing of codes is told nothing; other triggers are called."""
    functions = Functions(PreSignUp={}, CustomEmailSender={})
    target = Discreet(functions, open_form(Entry(arn=ARN, kind="webhook")))
    sender = TriggerEvent(
        trigger="CustomEmailSender", arn=ARN, event={"request": {"code": CODE}}, waits=False
    )
    with pytest.raises(TriggerUnreachable, match=NO_FORM):
        target.invoke(sender)
    vetted = TriggerEvent(trigger="PreSignUp", arn=ARN, event={"request": {}})
    target.invoke(vetted)
    assert functions.events == [vetted]


def test_a_key_that_is_not_there_is_no_failure_of_the_function() -> None:
    """Pools name the key: five codes under an invented one must not shut the function for all."""

    def no_key(code: str, purpose: Purpose) -> str:
        raise Passing("invocation failed due to error AccessDeniedException.")

    functions = Functions(CustomEmailSender={})
    sender = TriggerEvent(
        trigger="CustomEmailSender",
        arn=ARN,
        event={"userPoolId": POOL, "request": {"code": CODE}},
        waits=False,
    )
    with pytest.raises(TriggerUnreachable, match="AccessDeniedException") as failure:
        Discreet(functions, no_key).invoke(sender)
    assert not isinstance(failure.value, Passing)
    assert functions.events == []


def test_events_with_an_answer_pass_as_they_are() -> None:
    """What is no sender's is not encrypted, whatever it is called."""
    functions = Functions(PreSignUp={})
    event = TriggerEvent(trigger="PreSignUp", arn=ARN, event={"request": {"code": CODE}})
    form = open_form(Entry(arn=ARN, kind="webhook", codes={"code": "plain"}))
    Discreet(functions, form).invoke(event)
    assert functions.events == [event]


# ---------------------------------------------------------------- JWE


def opened(token: str, key: OctKey | RSAKey) -> jwe.CompactEncryption:
    """Open a code as the documents say."""
    registry = jwe.JWERegistry(
        algorithms=["dir", "RSA-OAEP-256", "A256GCM"], strict_check_header=False
    )
    return jwe.decrypt_compact(token, key, registry=registry)


def test_a_shared_key_opens_a_code() -> None:
    """`dir` under the key itself, named in the header, which also names the pool."""
    token = told({"code": "jwe", "code_key": SECRET_TEXT, "code_key_id": "2026"})
    found = opened(token, OctKey.import_key(SECRET_KEY))
    assert found.plaintext == CODE.encode()
    assert found.protected == {
        "alg": "dir",
        "enc": "A256GCM",
        "kid": "2026",
        "userpool-id": POOL,
    }
    assert told({"code": "jwe", "code_key": SECRET_TEXT}) != token


def test_a_private_key_opens_a_code(rsa_key: rsa.RSAPrivateKey) -> None:
    """`RSA-OAEP-256` under the public one; without a name there is no `kid`."""
    token = told({"code": "jwe", "code_public_key": public_pem(rsa_key)})
    found = opened(token, RSAKey.import_key(private_pem(rsa_key)))
    assert found.plaintext == CODE.encode()
    assert found.protected == {"alg": "RSA-OAEP-256", "enc": "A256GCM", "userpool-id": POOL}


def test_a_code_cannot_be_moved_to_another_pool() -> None:
    """The header is part of what is authenticated."""
    mine = told({"code": "jwe", "code_key": SECRET_TEXT}).split(".")
    other = told({"code": "jwe", "code_key": SECRET_TEXT}, pool="us-east-1_Other0001").split(".")
    with pytest.raises(JoseError):
        opened(".".join([other[0], *mine[1:]]), OctKey.import_key(SECRET_KEY))


def test_keys_may_lie_in_files(tmp_path: Path, rsa_key: rsa.RSAPrivateKey) -> None:
    """A shared key in a file of its owner's alone, a public one in any."""
    shared, public = tmp_path / "shared", tmp_path / "public.pem"
    shared.write_text(f"{SECRET_TEXT}\n")
    shared.chmod(0o600)
    public.write_text(public_pem(rsa_key))
    public.chmod(0o644)
    token = told({"code": "jwe", "code_key_file": "shared"}, folder=tmp_path)
    assert opened(token, OctKey.import_key(SECRET_KEY)).plaintext == CODE.encode()
    token = told({"code": "jwe", "code_public_key_file": "public.pem"}, folder=tmp_path)
    key = RSAKey.import_key(private_pem(rsa_key))
    assert opened(token, key).plaintext == CODE.encode()
    shared.chmod(0o644)
    (reason,) = reasons({"code": "plain", "code_key_file": "x"}, tmp_path)
    assert reason == "code_key_file: unknown key"
    assert "chmod 600" in reasons({"code": "jwe", "code_key_file": "shared"}, tmp_path)[0]


# ---------------------------------------------------------------- AWS Encryption SDK


@pytest.fixture
def at_kms(kms: FakeKms, monkeypatch: pytest.MonkeyPatch) -> FakeKms:
    """The KMS, in the surroundings of a function that reaches it and nothing else."""
    for name, value in kms.surroundings.items():
        monkeypatch.setenv(name, value)
    return kms


def decrypted(code: str, provider: object) -> str:
    """Open a code as functions do, with the policy that the library has by itself."""
    client = aws_encryption_sdk.EncryptionSDKClient()
    plaintext, header = client.decrypt(source=base64.b64decode(code), key_provider=provider)
    assert header.encryption_context["userpool-id"] == POOL
    return str(plaintext.decode())


def in_strict_mode() -> StrictAwsKmsMasterKeyProvider:
    """A function that names its key."""
    return StrictAwsKmsMasterKeyProvider(key_ids=[KEY], botocore_session=botocore.session.Session())


def in_discovery_mode() -> DiscoveryAwsKmsMasterKeyProvider:
    """A function that asks for whatever key the message names."""
    return DiscoveryAwsKmsMasterKeyProvider(botocore_session=botocore.session.Session())


@pytest.mark.parametrize("provider", [in_strict_mode, in_discovery_mode])
@pytest.mark.parametrize("kms_key", [KEY, ALIAS], ids=["key", "alias"])
def test_the_key_of_the_pool_opens_a_code(
    at_kms: FakeKms, provider: Callable[[], object], kms_key: str
) -> None:
    """A function with the permissions that it always had opens it as it always did."""
    assert decrypted(told(at_kms.entry, kms_key), provider()) == CODE
    asked = [(name, request["EncryptionContext"]) for name, request in at_kms.calls[-2:]]
    assert [name for name, _ in asked] == ["GenerateDataKey", "Decrypt"]
    assert all(context["userpool-id"] == POOL for _, context in asked)


def test_the_surroundings_of_the_server_do_not_choose_the_kms(
    kms: FakeKms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the environment says about AWS or proxies is meant for others."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAOFSOMEBODYELSE00")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert told(kms.entry)


@pytest.mark.parametrize(
    ("changes", "kms_key", "words"),
    [
        ({}, KEY.replace("1111", "2222"), "NotFoundException"),
        ({"kms_access_key_id": "AKIAOFSOMEBODYELSE00"}, KEY, "UnrecognizedClientException"),
        ({"kms_url": "http://127.0.0.1:1"}, KEY, "EndpointConnectionError"),
        ({}, None, "configuration"),
    ],
    ids=["no such key", "refused", "away", "no key in the pool"],
)
def test_without_its_key_a_code_is_not_told(
    kms: FakeKms, changes: Mapping[str, str], kms_key: str | None, words: str
) -> None:
    """What KMS does not give fails as a function would that is not reached, by the name of why."""
    with pytest.raises(TriggerUnreachable, match=f"invocation failed due to .*{words}"):
        told({**kms.entry, **changes}, kms_key)


def test_an_aes_key_of_ones_own_opens_a_code() -> None:
    """Without any KMS, a raw AES keyring of the same namespace and name does."""
    code = told({"code": "aws-esdk", "code_key": SECRET_TEXT, "code_key_id": "2026"}, None)
    wrapping = WrappingKey(
        WrappingAlgorithm.AES_256_GCM_IV12_TAG16_NO_PADDING,
        SECRET_KEY,
        EncryptionKeyType.SYMMETRIC,
    )
    key = RawMasterKey(provider_id="cognate", key_id="2026", wrapping_key=wrapping)
    assert decrypted(code, key) == CODE


def test_an_rsa_key_of_ones_own_opens_a_code(rsa_key: rsa.RSAPrivateKey) -> None:
    """And a raw RSA keyring, by OAEP with SHA-256."""
    given = {"code": "aws-esdk", "code_public_key": public_pem(rsa_key), "code_key_id": "2026"}
    wrapping = WrappingKey(
        WrappingAlgorithm.RSA_OAEP_SHA256_MGF1, private_pem(rsa_key), EncryptionKeyType.PRIVATE
    )
    key = RawMasterKey(provider_id="cognate", key_id="2026", wrapping_key=wrapping)
    assert decrypted(told(given, None), key) == CODE


def test_the_missing_extra_is_told_at_the_start(
    kms: FakeKms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before any code is lost, with the command that helps."""
    monkeypatch.setattr(aws_esdk, "find_spec", lambda _: None)
    assert reasons(kms.entry) == [
        "code: aws-esdk needs its extra; in the clone: .venv/bin/pip install -e '.[aws-esdk]'"
    ]


# ---------------------------------------------------------------- the examples


def example(name: str) -> dict[str, Any]:
    """An example of the documents."""
    documents = Path(__file__).parents[2] / "docs" / "examples" / "custom_senders"
    return runpy.run_path(str(documents / f"{name}.py"))


def test_the_example_of_jwe_takes_the_codes_of_its_pool(rsa_key: rsa.RSAPrivateKey) -> None:
    """By either key; one that was told to another pool is refused."""
    jwe_example = example("open_jwe")
    shared = told({"code": "jwe", "code_key": SECRET_TEXT})
    public = told({"code": "jwe", "code_public_key": public_pem(rsa_key)})
    for code, key in (
        (shared, jwe_example["shared_key"](SECRET_TEXT)),
        (public, jwe_example["private_key"](private_pem(rsa_key).decode())),
    ):
        event = {"userPoolId": POOL, "request": {"code": code}}
        assert jwe_example["code_of"](event, key) == CODE
        with pytest.raises(ValueError, match="another pool's"):
            jwe_example["code_of"]({**event, "userPoolId": "us-east-1_Other0001"}, key)


def test_the_example_of_the_encryption_sdk_takes_the_codes_of_its_pool(at_kms: FakeKms) -> None:
    """One that was told to another pool is refused."""
    code_of = example("open_esdk")["code_of"]
    event = {"userPoolId": POOL, "request": {"code": told(at_kms.entry)}}
    assert code_of(event, KEY) == CODE
    with pytest.raises(ValueError, match="another pool's"):
        code_of({**event, "userPoolId": "us-east-1_Other0001"}, KEY)


# ---------------------------------------------------------------- what an entry may say


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"code": "clear"}, "code: none of aws-esdk, jwe, plain"),
        ({"code_key": SECRET_TEXT}, "code: missing"),
        ({"code": "plain", "code_key": SECRET_TEXT}, "code_key: unknown key"),
        ({"code": "jwe"}, "code: jwe needs code_key or code_public_key"),
        ({"code": "jwe", "code_key": "c2hvcnQ="}, "code_key: not 32 bytes in base64"),
        ({"code": "jwe", "code_key": "*"}, "code_key: not 32 bytes in base64"),
        ({"code": "jwe", "code_public_key": "x"}, "code_public_key: not a public key in PEM"),
        ({"code": "plain", "kms_url": "http://kms"}, "kms_url: unknown key"),
        ({"code": "aws-esdk"}, "code: aws-esdk needs kms_url, code_key or code_public_key"),
        ({"code": "aws-esdk", "code_key": SECRET_TEXT}, "code_key_id: missing"),
        ({"code": "aws-esdk", "kms_url": "http://kms"}, "kms_access_key_id: missing"),
        ({"code": "aws-esdk", "kms_url": "ftp://kms"}, "kms_url: it does not begin with https"),
    ],
)
def test_what_is_said_wrongly_is_told(given: Mapping[str, str], reason: str) -> None:
    """Each fault is told at the start, by its key."""
    assert reasons(given)[0].startswith(reason)


@pytest.mark.parametrize(
    ("code", "told"),
    [({}, "code: missing; one of "), ({"code": "clear"}, "code: none of ")],
)
def test_without_a_form_nothing_is_said_of_its_keys(code: Mapping[str, str], told: str) -> None:
    """One mistake is one line: which keys there are depends on the form."""
    keys = {"code_key": SECRET_TEXT, "kms_url": "http://kms"}
    assert reasons({**code, **keys}) == [f"{told}aws-esdk, jwe, plain"]


def test_two_keys_are_one_too_many(kms: FakeKms, rsa_key: rsa.RSAPrivateKey) -> None:
    """Which one functions have is not guessed."""
    both = {"code_key": SECRET_TEXT, "code_public_key": public_pem(rsa_key)}
    assert reasons({"code": "jwe", **both}) == ["code_key and code_public_key are both there"]
    assert reasons({**kms.entry, "code_key": SECRET_TEXT}) == [
        "kms_url and code_key or code_public_key are both there"
    ]


def test_a_weak_public_key_is_refused() -> None:
    """RSA of 1024 bits, and keys that are not RSA."""
    weak = rsa.generate_private_key(public_exponent=65_537, key_size=1024)
    for key in (weak, ec.generate_private_key(ec.SECP256R1())):
        found = reasons({"code": "jwe", "code_public_key": public_pem(key)})
        assert found == ["code_public_key: not an RSA key of 2048 bits or more"]


def test_every_key_is_one_of_codes() -> None:
    """Kinds of targets do not see them, and so need not know them."""
    assert {"code", "code_key", "code_public_key", "kms_url"} <= KEYS
    assert sorted(FORMS) == ["aws-esdk", "jwe", "plain"]


def test_the_start_loads_no_library_that_few_need() -> None:
    """Neither boto3 nor the Encryption SDK nor joserfc is loaded before a code is told by it."""
    program = (
        "import sys, adapters.triggers.configuration;"
        "print([m for m in ('boto3', 'aws_encryption_sdk', 'joserfc') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
