"""The form `aws-esdk`: a message of the AWS Encryption SDK in base64, as the real service sends it.

Its data key is wrapped by the pool's KMS key at `kms_url`, whatever speaks the API of KMS there, so
that functions with a KMS keyring open it as they are; or by a key of the operator's own (raw AES or
RSA keyrings). The encryption context names the pool.

The package `aws-encryption-sdk` is the extra `aws-esdk`, since it brings boto3 along.
"""

from __future__ import annotations

import base64
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Protocol

from adapters.triggers.code_forms.form import CONTEXT, CodeForm, Purpose
from adapters.triggers.code_forms.own_key import NAME, PUBLIC, SECRET, OwnKey, read_own_key
from adapters.triggers.options import Options
from adapters.triggers.target import Passing
from domain import texts
from domain.ports.triggers import TriggerUnreachable

if TYPE_CHECKING:
    from aws_encryption_sdk import EncryptionSDKClient
    from aws_encryption_sdk.key_providers.base import MasterKey

_PACKAGE: Final = "aws_encryption_sdk"
_EXTRA_MISSING: Final = (
    "code: aws-esdk needs its extra; in the clone: .venv/bin/pip install -e '.[aws-esdk]'"
)
_NO_KEY: Final = f"code: aws-esdk needs kms_url, {SECRET} or {PUBLIC}"
_NO_NAME: Final = f"{NAME}: missing; raw keyrings know their key by it"
_TWO_KEYS: Final = f"kms_url and {SECRET} or {PUBLIC} are both there"

NAMESPACE: Final = "cognate"
"""The key namespace of raw keyrings; the key name is `code_key_id`."""


class WrappingKeys(Protocol):
    """Where the key comes from that wraps data keys."""

    def master_key(self, purpose: Purpose) -> MasterKey:
        """Return it. Raises TriggerUnreachable."""
        ...


class EncryptionSdk:
    """Encrypts codes with the library's own suite: committing, and signed."""

    def __init__(self, keys: WrappingKeys) -> None:
        self._keys = keys

    def __call__(self, code: str, purpose: Purpose) -> str:
        """Return the message in base64."""
        from aws_encryption_sdk.exceptions import AWSEncryptionSDKClientError  # noqa: PLC0415 - slow
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - as above

        try:
            message, _ = self._client.encrypt(
                source=code.encode(),
                key_provider=self._keys.master_key(purpose),
                encryption_context={CONTEXT: purpose.pool_id},
            )
        except (AWSEncryptionSDKClientError, BotoCoreError) as failure:
            raise Passing(texts.trigger_failed(_name(failure))) from failure
        return base64.b64encode(message).decode()

    @cached_property
    def _client(self) -> EncryptionSDKClient:
        import aws_encryption_sdk as sdk  # noqa: PLC0415 - as above

        return sdk.EncryptionSDKClient(
            commitment_policy=sdk.CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT
        )


class KmsKeys:
    """The pools' own KMS keys, at one endpoint."""

    def __init__(self, endpoint: dict[str, Any], timeout_s: float) -> None:
        self._endpoint = endpoint
        self._timeout_s = timeout_s

    def master_key(self, purpose: Purpose) -> MasterKey:
        """Return the key that the pool names. Raises TriggerUnreachable if it names none."""
        from aws_encryption_sdk.key_providers.kms import KMSMasterKey  # noqa: PLC0415 - slow

        if purpose.kms_key is None:
            raise TriggerUnreachable(texts.TRIGGER_NOT_CONFIGURED)
        return KMSMasterKey(key_id=purpose.kms_key, client=self._client)

    @cached_property
    def _client(self) -> Any:  # noqa: ANN401 - botocore makes its classes when it runs
        import boto3  # noqa: PLC0415 - as above
        from botocore.config import Config  # noqa: PLC0415 - as above

        config = Config(
            connect_timeout=self._timeout_s,
            read_timeout=self._timeout_s,
            # The outbox tries again.
            retries={"total_max_attempts": 1},
            proxies={},
        )
        return boto3.session.Session().client("kms", config=config, **self._endpoint)


class OwnKeys:
    """The one key that an entry gives."""

    def __init__(self, key: OwnKey) -> None:
        self._own = key

    def master_key(self, purpose: Purpose) -> MasterKey:
        """Return it, whatever key the pool names."""
        del purpose
        return self._key

    @cached_property
    def _key(self) -> MasterKey:
        from aws_encryption_sdk.identifiers import (  # noqa: PLC0415 - slow
            EncryptionKeyType,
            WrappingAlgorithm,
        )
        from aws_encryption_sdk.internal.crypto.wrapping_keys import (  # noqa: PLC0415 - as above
            WrappingKey,
        )
        from aws_encryption_sdk.key_providers.raw import RawMasterKey  # noqa: PLC0415 - as above

        if self._own.secret is not None:
            algorithm = WrappingAlgorithm.AES_256_GCM_IV12_TAG16_NO_PADDING
            wrapping = WrappingKey(algorithm, self._own.secret, EncryptionKeyType.SYMMETRIC)
        else:
            algorithm = WrappingAlgorithm.RSA_OAEP_SHA256_MGF1
            wrapping = WrappingKey(algorithm, self._own.public, EncryptionKeyType.PUBLIC)
        return RawMasterKey(
            provider_id=NAMESPACE, key_id=self._own.name.encode(), wrapping_key=wrapping
        )


def open(options: Options, timeout_s: float) -> CodeForm | None:
    """Return the form of an entry with `kms_url` and credentials, or with a key of its own."""
    if find_spec(_PACKAGE) is None:
        options.faults.append(_EXTRA_MISSING)
    endpoint, own = _endpoint(options), read_own_key(options)
    if endpoint and own:
        options.faults.append(_TWO_KEYS)
    elif endpoint:
        return EncryptionSdk(KmsKeys(endpoint, timeout_s))
    elif own and not own.name:
        options.faults.append(_NO_NAME)
    elif own:
        return EncryptionSdk(OwnKeys(own))
    elif not options.faults:
        options.faults.append(_NO_KEY)
    return None


def _endpoint(options: Options) -> dict[str, Any]:
    """Return what a client of KMS is made of, or nothing where no `kms_url` is given."""
    if not options.has("kms_url"):
        return {}
    return {
        "endpoint_url": options.url("kms_url"),
        "region_name": options.text("kms_region", "us-east-1"),
        "aws_access_key_id": options.text("kms_access_key_id"),
        "aws_secret_access_key": options.secret("kms_secret_access_key").reveal(),
    }


def _name(failure: Exception) -> str:
    """Return what KMS called it (AccessDeniedException), or the class: texts may hold more."""
    response = getattr(failure.__cause__, "response", {})
    code = response.get("Error", {}).get("Code") if isinstance(response, dict) else None
    return str(code or type(failure).__name__)
