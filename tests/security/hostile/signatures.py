"""Attacks on signed requests."""

from __future__ import annotations

import json
from collections.abc import Iterator

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from tests.security.hostile.scene import Scene, attack
from tests.support.deployments import REGION
from tests.support.raw import ROOT_KEY, Answer, exchange, target

OPERATIONS = ("ListUsers", "DescribeUserPool")


@attack("H69")
def unsigned(scene: Scene) -> Iterator[Answer]:
    """No signature where one is needed."""
    for operation in OPERATIONS:
        yield scene.call(operation, {"UserPoolId": scene.tenant.pool_id})


@attack("H72")
def exchanged_operation(scene: Scene) -> Iterator[Answer]:
    """The operation is not among the signed headers and is exchanged."""
    body = json.dumps({"UserPoolId": scene.tenant.pool_id}).encode()
    without_target = _signed(scene, body, {"Content-Type": target("ListUsers")["Content-Type"]})
    yield _post(scene, body, [*without_target, *target("DeleteUserPool").items()])
    signed = [
        (name, target("DeleteUserPool")["X-Amz-Target"] if name == "X-Amz-Target" else value)
        for name, value in _signed(scene, body, target("DescribeUserPool"))
    ]
    yield _post(scene, body, signed)
    assert scene.tenant.api.describe_user_pool(UserPoolId=scene.tenant.pool_id)


@attack("H75")
def doubled(scene: Scene) -> Iterator[Answer]:
    """Two Authorization headers, and two credentials in one."""
    body = json.dumps({"UserPoolId": scene.tenant.pool_id}).encode()
    for operation in OPERATIONS:
        signed = _signed(scene, body, target(operation))
        authorization = dict(signed)["Authorization"]
        yield _post(scene, body, [*signed, ("Authorization", authorization)])
        twice = authorization.replace("Credential=", "Credential=root/x/y/z/a, Credential=")
        others = [(name, value) for name, value in signed if name != "Authorization"]
        yield _post(scene, body, [*others, ("Authorization", twice)])


@attack("H76")
def pool_of_another(scene: Scene) -> Iterator[Answer]:
    """A key whose policy names another pool."""
    key = scene.foreign_key
    assert scene.call("DescribeUserPool", {"UserPoolId": scene.foreign.pool_id}, sign=key).body[
        "UserPool"
    ]
    for operation in OPERATIONS:
        yield scene.call(operation, {"UserPoolId": scene.tenant.pool_id}, sign=key)


def _signed(scene: Scene, body: bytes, headers: dict[str, str]) -> list[tuple[str, str]]:
    url = f"http://127.0.0.1:{scene.port}/"
    request = AWSRequest(
        "POST", url, headers={**headers, "Host": f"127.0.0.1:{scene.port}"}, data=body
    )
    SigV4Auth(ROOT_KEY, "cognito-idp", REGION).add_auth(request)
    return list(request.headers.items())


def _post(scene: Scene, body: bytes, headers: list[tuple[str, str]]) -> Answer:
    lines = [*headers, ("Content-Length", str(len(body)))]
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return exchange(scene.port, f"POST / HTTP/1.1\r\n{head}\r\n".encode() + body)
