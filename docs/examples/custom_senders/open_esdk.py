"""Opens the code of a custom sender whose entry says `code = "aws-esdk"` and names a KMS.

This is how functions of Amazon Cognito do it. Needs the package aws-encryption-sdk; where KMS is,
AWS_ENDPOINT_URL_KMS says, unless it is that of AWS.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

import aws_encryption_sdk
import botocore.session

CLIENT = aws_encryption_sdk.EncryptionSDKClient()


def code_of(event: Mapping[str, Any], key_arn: str) -> str:
    """Return the code in clear. Raises ValueError if it is not for the pool of the event."""
    keys = aws_encryption_sdk.StrictAwsKmsMasterKeyProvider(
        key_ids=[key_arn], botocore_session=botocore.session.Session()
    )
    code, header = CLIENT.decrypt(
        source=base64.b64decode(event["request"]["code"]), key_provider=keys
    )
    if header.encryption_context["userpool-id"] != event["userPoolId"]:
        raise ValueError("the code is another pool's")
    return str(code.decode())
