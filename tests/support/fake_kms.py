"""A small KMS on loopback: GenerateDataKey, Encrypt and Decrypt under keys that it makes itself.

Blobs are AES-GCM with the encryption context as associated data, so that a wrong context, another
key or a changed byte does not open, as with the real service. Signatures are not verified, but only
one access key is served.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from typing import Any, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY: Final = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-3333-4444-555555555555"
ALIAS: Final = "arn:aws:kms:us-east-1:000000000000:alias/codes"
ACCESS_KEY_ID: Final = "AKIAFAKEFAKEFAKEFAKE"
SECRET_ACCESS_KEY: Final = "the secret of the fake access key"

_NONCE_BYTES: Final = 12
_Json = dict[str, Any]


class Refusal(Exception):
    """An error of KMS, by its name."""


class FakeKms:
    """The server. It has the key `KEY`, which `ALIAS` also names."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, _Json]] = []
        """What was asked, in order: operation and request."""
        self._keys = {KEY: AESGCM(os.urandom(32))}
        self._server = _Server(self)
        self._thread = Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def entry(self) -> dict[str, str]:
        """What an entry of TRIGGERS_FILE says to have codes encrypted here."""
        return {
            "code": "aws-esdk",
            "kms_url": self.url,
            "kms_access_key_id": ACCESS_KEY_ID,
            "kms_secret_access_key": SECRET_ACCESS_KEY,
        }

    @property
    def surroundings(self) -> dict[str, str]:
        """The environment of a function that may use this KMS."""
        return {
            "AWS_ENDPOINT_URL_KMS": self.url,
            "AWS_ACCESS_KEY_ID": ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY": SECRET_ACCESS_KEY,
            "AWS_REGION": "us-east-1",
        }

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, operation: str, access_key_id: str, request: _Json) -> _Json:
        """Do what was asked. Raises Refusal."""
        self.calls.append((operation, request))
        if access_key_id != ACCESS_KEY_ID:
            raise Refusal("UnrecognizedClientException")
        context = _context(request.get("EncryptionContext", {}))
        if operation == "Decrypt":
            return self._decrypt(request, context)
        key_id = self._key_id(request["KeyId"])
        plain = (
            os.urandom(request["NumberOfBytes"])
            if operation == "GenerateDataKey"
            else base64.b64decode(request["Plaintext"])
        )
        nonce = os.urandom(_NONCE_BYTES)
        blob = key_id.encode() + b"\0" + nonce + self._keys[key_id].encrypt(nonce, plain, context)
        return {
            "KeyId": key_id,
            "Plaintext": base64.b64encode(plain).decode(),
            "CiphertextBlob": base64.b64encode(blob).decode(),
        }

    def _decrypt(self, request: _Json, context: bytes) -> _Json:
        named, _, sealed = base64.b64decode(request["CiphertextBlob"]).partition(b"\0")
        key_id = self._key_id(named.decode())
        if self._key_id(request.get("KeyId", key_id)) != key_id:
            raise Refusal("IncorrectKeyException")
        nonce, text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
        try:
            plain = self._keys[key_id].decrypt(nonce, text, context)
        except InvalidTag:
            raise Refusal("InvalidCiphertextException") from None
        return {"KeyId": key_id, "Plaintext": base64.b64encode(plain).decode()}

    def _key_id(self, named: str) -> str:
        key_id = KEY if named == ALIAS else named
        if key_id not in self._keys:
            raise Refusal("NotFoundException")
        return key_id


def _context(given: Mapping[str, str]) -> bytes:
    return json.dumps(given, sort_keys=True).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, kms: FakeKms) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kms = kms


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        operation = self.headers["X-Amz-Target"].removeprefix("TrentService.")
        credential = self.headers["Authorization"].partition("Credential=")[2]
        try:
            status, answer = (
                200,
                self.server.kms.answer(operation, credential.partition("/")[0], request),
            )
        except Refusal as refusal:
            status, answer = 400, {"__type": str(refusal), "message": "no"}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: tests look at `calls`."""
