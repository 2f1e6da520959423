"""Requests that are signed, as those of administrators are."""

from __future__ import annotations

import json

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tools.bench.servers import Served


def signed_request(operation: str, members: object, to: Served) -> bytes:
    """Return a whole HTTP request that calls an operation with the root key; good for minutes."""
    body = json.dumps(members, separators=(",", ":")).encode()
    host = f"localhost:{to.port}"
    request = AWSRequest(
        "POST",
        f"http://{host}/",
        headers={
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
        },
        data=body,
    )
    key = Credentials(to.access_key_id, to.secret_access_key)
    SigV4Auth(key, "cognito-idp", "us-east-1").add_auth(request)
    headers = {"Host": host, **dict(request.headers.items()), "Content-Length": len(body)}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST / HTTP/1.1\r\n{lines}\r\n".encode() + body
