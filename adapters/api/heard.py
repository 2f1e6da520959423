"""What the endpoint reads of a request beside its body: one pass over the headers."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.types import Scope

from adapters.sigv4.form import SignedRequest

USER_AGENT_MAX = 512
INVOCATION_ID_MAX = 64


@dataclass(frozen=True, slots=True)
class Heard:
    """The request line and headers, as received."""

    scope: Scope
    target: bytes
    content_type: bytes
    content_length: bytes | None
    is_signed: bool
    user_agent: str
    sdk_user_agent: str
    """What SDKs in browsers say of themselves, where User-Agent is the browser's."""
    invocation_id: str
    source_ip: str
    query: str

    @classmethod
    def of(cls, scope: Scope) -> Heard:
        """Return what an ASGI scope says; ASGI gives header names in lower case."""
        headers: dict[bytes, bytes] = dict(scope["headers"])
        client = scope.get("client")
        return cls(
            scope,
            target=headers.get(b"x-amz-target", b""),
            content_type=headers.get(b"content-type", b""),
            content_length=headers.get(b"content-length"),
            is_signed=b"authorization" in headers,
            user_agent=headers.get(b"user-agent", b"")[:USER_AGENT_MAX].decode("latin-1"),
            sdk_user_agent=headers.get(b"x-amz-user-agent", b"")[:USER_AGENT_MAX].decode("latin-1"),
            invocation_id=headers.get(b"amz-sdk-invocation-id", b"")[:INVOCATION_ID_MAX].decode(
                "latin-1"
            ),
            source_ip=client[0] if client else "",
            query=scope["query_string"].decode("latin-1"),
        )

    def signed_request(self, body: bytes) -> SignedRequest:
        """Return the request as its signature is verified: from the bytes received."""
        raw_path: bytes | None = self.scope.get("raw_path")
        return SignedRequest(
            method=self.scope["method"],
            path=self.scope["path"] if raw_path is None else raw_path.decode("latin-1"),
            query=self.query,
            headers=[
                (name.decode("latin-1"), value.decode("latin-1"))
                for name, value in self.scope["headers"]
            ],
            body=body,
        )
