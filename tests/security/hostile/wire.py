"""Attacks on the way from bytes to a request."""

from __future__ import annotations

from collections.abc import Iterator

from tests.security.hostile.scene import Scene, attack
from tests.support.raw import CONTENT_TYPE, SERVICE, Answer, exchange, request_bytes, target

MEGABYTE = 1_000_000


@attack("H02")
def nested(scene: Scene) -> Iterator[Answer]:
    """Two hundred thousand brackets: parsers recurse, ours counts depth first."""
    yield scene.send("SignUp", b"[" * 100_000 + b"]" * 100_000)
    yield scene.send("SignUp", b'{"a":' * 100_000 + b"1" + b"}" * 100_000)


@attack("H06")
def repeated_key(scene: Scene) -> Iterator[Answer]:
    """One key twice: whoever checks and whoever acts could read different values."""
    text = (
        f'{{"ClientId":"{scene.tenant.client_id}","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":'
        f'{{"USERNAME":"mallory","USERNAME":"{scene.alice}","PASSWORD":"wrong"}}}}'
    )
    yield scene.send("InitiateAuth", text.encode())


@attack("H09")
def invalid_utf8(scene: Scene) -> Iterator[Answer]:
    """Bytes that are not UTF-8."""
    yield scene.send("SignUp", b'{"ClientId":"\xff\xfe"}')


@attack("H10")
def list_of_names(scene: Scene) -> Iterator[Answer]:
    """A list where an object belongs."""
    yield scene.send("SignUp", b'["ClientId"]')


@attack("H12")
def too_long(scene: Scene) -> Iterator[Answer]:
    """Two megabytes, announced and in chunks: cut off while they are read."""
    body = b'{"ClientId":"a","Username":"' + b"a" * 2 * MEGABYTE + b'"}'
    yield scene.send("SignUp", body)
    head = "".join(f"{name}: {value}\r\n" for name, value in target("SignUp").items())
    chunks = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    start = f"POST / HTTP/1.1\r\nHost: a\r\n{head}Transfer-Encoding: chunked\r\n\r\n"
    yield exchange(scene.port, start.encode() + chunks)


@attack("H13")
def compressed(scene: Scene) -> Iterator[Answer]:
    """A compressed body: refused, so that none can be a bomb."""
    yield scene.send("SignUp", b"{}", {"Content-Encoding": "gzip"})


@attack("H15")
def nameless(scene: Scene) -> Iterator[Answer]:
    """No operation is named."""
    yield exchange(scene.port, request_bytes({"Content-Type": CONTENT_TYPE}, b"{}"))


@attack("H17")
def smuggled(scene: Scene) -> Iterator[Answer]:
    """Two lengths in one request, the sign of smuggling: the second request is not served."""
    yield exchange(
        scene.port,
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: b\r\n\r\n",
    )
    assert "/smuggled" not in scene.deployment.log()


@attack("H18")
def named_twice(scene: Scene) -> Iterator[Answer]:
    """The operation is named twice, so that one is authorised and the other one run."""
    yield exchange(
        scene.port,
        f"POST / HTTP/1.1\r\nHost: a\r\nX-Amz-Target: {SERVICE}.SignUp\r\n"
        f"X-Amz-Target: {SERVICE}.ListUsers\r\nContent-Length: 2\r\n\r\n{{}}".encode(),
    )
