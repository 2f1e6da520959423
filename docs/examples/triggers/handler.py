"""A trigger of Cognate in Python: a signed webhook that vets who signs up. Standard library only.

    WEBHOOK_SECRETS="whsec_..." python3 handler.py 8080

With two secrets, separated by a space, either may have signed: that is how one is replaced by
another without a gap.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WINDOW_S = 5 * 60
LONGEST_EVENT = 1024 * 1024


class Denied(Exception):
    """What the user is told when a trigger says no."""


def pre_sign_up(event: dict[str, Any]) -> None:
    """Let in whoever has an address of ours, without a code."""
    email = event["request"]["userAttributes"].get("email", "")
    if not email.endswith("@example.com"):
        raise Denied("Email domain not allowed")
    event["response"]["autoConfirmUser"] = True
    event["response"]["autoVerifyEmail"] = True


TRIGGERS: Mapping[str, Callable[[dict[str, Any]], None]] = {"PreSignUp": pre_sign_up}


class Refused(Exception):
    """A delivery that is not to be believed."""


class Verifier:
    """Verifies Standard Webhooks signatures, and takes each delivery once."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [base64.b64decode(each.removeprefix("whsec_")) for each in secrets]
        self._seen: dict[str, float] = {}
        self._lock = threading.Lock()

    def verify(self, headers: Mapping[str, str], body: bytes, now_s: float) -> str:
        """Return the id of a delivery, `body` being the bytes as received. Raises Refused."""
        try:
            name, stamp = headers["webhook-id"], headers["webhook-timestamp"]
            given, sent_s = headers["webhook-signature"], int(stamp)
        except (KeyError, ValueError):
            raise Refused("the headers of a signature are missing") from None
        # Whoever caught a delivery may not send it again later.
        if abs(now_s - sent_s) > WINDOW_S:
            raise Refused("the timestamp is too far from now")
        signed = f"{name}.{stamp}.".encode() + body
        if not any(self._is_right(key, signed, given) for key in self._keys):
            raise Refused("no signature is right")
        with self._lock:
            # Nothing older passes the window, so that nothing older need be remembered.
            self._seen = {k: at for k, at in self._seen.items() if now_s - at <= 2 * WINDOW_S}
            # Nor may he send it again at once.
            if name in self._seen:
                raise Refused("this delivery was taken already")
            self._seen[name] = now_s
        return name

    def forget(self, name: str) -> None:
        """Let a delivery come again, because it could not be handled: a retry has the same id."""
        with self._lock:
            self._seen.pop(name, None)

    @staticmethod
    def _is_right(key: bytes, signed: bytes, given: str) -> bool:
        wanted = "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
        # In constant time: how long it takes must not tell how much of a guess was right.
        return any(hmac.compare_digest(wanted.encode(), each.encode()) for each in given.split(" "))


def answer(verifier: Verifier, headers: Mapping[str, str], body: bytes) -> tuple[int, object]:
    """Return status and JSON with which a delivery is answered."""
    try:
        name = verifier.verify(headers, body, time.time())
    except Refused as refusal:
        return 401, {"message": str(refusal)}
    try:
        event = json.loads(body)
        trigger = TRIGGERS.get(event["triggerSource"].partition("_")[0])
        if trigger is not None:
            trigger(event)
    except Denied as denial:
        # Cognate tells the user: "PreSignUp failed with error Email domain not allowed."
        return 400, {"errorMessage": str(denial), "errorType": "Denied"}
    except Exception:
        verifier.forget(name)
        raise
    return 200, event


class Receiver(BaseHTTPRequestHandler):
    """Takes deliveries over HTTP."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body go out together
    verifier: Verifier

    def do_POST(self) -> None:
        length = int(self.headers.get("content-length") or 0)
        if not 0 <= length <= LONGEST_EVENT:
            self.close_connection = True
            self._send(413, {"message": "the event is too long"})
            return
        body = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            status, said = answer(self.verifier, headers, body)
        except Exception as fault:  # noqa: BLE001 - Cognate tries again after a 500
            print("trigger failed:", type(fault).__name__, file=sys.stderr)
            status, said = 500, {"message": "the trigger failed"}
        self._send(status, said)

    def _send(self, status: int, said: object) -> None:
        sent = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        self.end_headers()
        self.wfile.write(sent)


if __name__ == "__main__":
    Receiver.verifier = Verifier(os.environ["WEBHOOK_SECRETS"].split())
    with ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver) as server:
        print(f"listening on http://127.0.0.1:{server.server_address[1]}", flush=True)
        server.serve_forever()
