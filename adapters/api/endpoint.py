"""The API's one route: from the bytes of a request through the operation to the answer.

The only asynchronous code on this path. What it knows of an operation comes from the generated
table; what the operation does is none of its business.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from starlette.types import Receive, Scope, Send

from adapters.api import callers, problems
from adapters.api.access import ACCESS, Access, resource
from adapters.api.call import Call
from adapters.api.heard import Heard
from adapters.api.lanes import Lanes
from adapters.api.limits import Disconnected, read_body
from adapters.api.rates import Rates
from adapters.api.record import Record
from adapters.api.send import send_answer
from adapters.api.sigv4 import Credential, Verifier, is_presigned
from adapters.api.wire.decode import decode
from adapters.api.wire.table import OPERATIONS, OperationTable
from adapters.api.wire.validate import Validator
from domain.errors import (
    AccessDeniedException,
    CognitoError,
    IncompleteSignatureException,
    SerializationException,
    UnknownOperationException,
)
from domain.ports.clock import Clock
from domain.ports.entropy import Entropy

if TYPE_CHECKING:
    from domain.services import Services

TARGET_PREFIX: Final = b"AWSCognitoIdentityProviderService."
# Above this size a body is decoded in a thread, so that the event loop never waits for one.
LOOP_BODY_MAX: Final = 16 * 1024

_UNSIGNED: Final = frozenset({Access.PUBLIC, Access.TOKEN, Access.TOKEN_OR_SESSION})
_CONTENT_TYPES: Final = frozenset(
    {b"application/x-amz-json-1.1", b"application/x-amz-json-1.0", b"application/json", b""}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where this deployment says it is; both stand in every ARN."""

    region: str
    account_id: str


@dataclass(slots=True)
class _Progress:
    """What becomes known about one request on its way."""

    heard: Heard
    request_id: str
    operation: str = ""
    pool_id: str = ""
    client_id: str = ""
    principal: str | None = None
    error: CognitoError | None = None
    cause: Exception | None = None


class Endpoint:
    """An ASGI application for POST on `/`.

    `find` returns the credential of an enabled access key, and may read the store. `log` is given
    the record of each answered request, and must not fail. Without `rates` nothing is limited.
    """

    def __init__(  # noqa: PLR0913 - the one place where the pieces of the wire meet
        self,
        *,
        operations: OperationTable,
        services: Services,
        find: Callable[[str], Credential | None],
        clock: Clock,
        entropy: Entropy,
        lanes: Lanes,
        place: Place,
        log: Callable[[Record], None],
        rates: Rates | None = None,
    ) -> None:
        self._operations: Mapping[str, Callable[[Call, Any], Any]] = {**operations}  # type: ignore[dict-item] # each callable takes its own request, which the validator has made
        self._services = services
        self._verifier = Verifier(place.region, find)
        self._validator = Validator(OPERATIONS)
        self._clock = clock
        self._entropy = entropy
        self._lanes = lanes
        self._place = place
        self._log = log
        self._rates = rates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        started = time.perf_counter()
        progress = _Progress(Heard.of(scope), self._entropy.uuid())
        try:
            answer = await self._answer(progress, receive)
        except Disconnected:
            return
        await send_answer(send, answer)
        self._log(_record(progress, answer, (time.perf_counter() - started) * 1000))

    async def _answer(self, progress: _Progress, receive: Receive) -> problems.Answer:
        """Return the answer, whatever happens."""
        try:
            progress.operation = operation_of(progress.heard)
            body = await read_body(receive, progress.heard.content_length)
            return problems.success(await self._respond(progress, body), progress.request_id)
        except Disconnected:
            raise
        except CognitoError as error:
            progress.error = error
            return problems.refusal(error, progress.request_id)
        except Exception as cause:  # noqa: BLE001 - the last resort (SEC-71); the record keeps it
            progress.cause = cause
            return problems.unforeseen(progress.request_id)

    async def _respond(self, progress: _Progress, body: bytes) -> bytes:
        """Check the request, then run its operation in a thread; return the encoded response."""
        operation, heard = progress.operation, progress.heard
        prepare = partial(self._prepare, operation, heard, body)
        # A signed request may need its access key from the store, a large body time to decode.
        here = ACCESS[operation] in _UNSIGNED and len(body) <= LOOP_BODY_MAX
        request, credential = prepare() if here else await self._lanes.quick.run(prepare)
        progress.principal = credential.key_id if credential else None
        progress.pool_id = request.get("UserPoolId", "")
        progress.client_id = request.get("ClientId", "")
        if self._rates is not None:
            self._rates.admit(operation, request, progress.principal, heard.source_ip)
        call = Call(
            services=self._services,
            operation=operation,
            request_id=progress.request_id,
            principal=progress.principal,
            source_ip=heard.source_ip,
            user_agent=heard.user_agent,
        )
        lane = self._lanes.lane(operation, request)
        return await lane.run(partial(self._operate, heard, call, request))

    def _prepare(
        self, operation: str, heard: Heard, body: bytes
    ) -> tuple[dict[str, Any], Credential | None]:
        """Return the checked request, and who signed it where the operation asks for that."""
        credential = self._signer(operation, heard, body)
        request = self._validator.clean(operation, decode(body))
        if credential is not None:
            self._authorise(operation, request, credential)
        return request, credential

    def _signer(self, operation: str, heard: Heard, body: bytes) -> Credential | None:
        """Verify the signature, if the operation takes one; elsewhere it is not even looked at."""
        if is_presigned(heard.query):
            raise IncompleteSignatureException("A signature in the URL is not supported.")
        access = ACCESS[operation]
        if access is Access.SIGNED or (access is Access.MIXED and heard.is_signed):
            return self._verifier.verify(heard.signed_request(body), self._clock.now_ms())
        return None

    def _authorise(self, operation: str, request: dict[str, Any], credential: Credential) -> None:
        action = f"cognito-idp:{operation}"
        arn = resource(request, self._place.region, self._place.account_id)
        if not credential.policy.allows(action, arn):
            raise AccessDeniedException(
                f"User: {credential.key_id} is not authorized to perform: {action}"
                f" on resource: {arn}"
            )

    def _operate(self, heard: Heard, call: Call, request: dict[str, Any]) -> bytes:
        note = callers.begin(heard)
        try:
            return problems.encode(self._operations[call.operation](call, request))
        finally:
            callers.end(note)


def operation_of(heard: Heard) -> str:
    """Return the operation that the headers name. Raises the gateway's error."""
    name = heard.target.removeprefix(TARGET_PREFIX).decode("latin-1")
    if not heard.target.startswith(TARGET_PREFIX) or name not in OPERATIONS:
        raise UnknownOperationException
    if heard.content_type.partition(b";")[0].strip().lower() not in _CONTENT_TYPES:
        raise SerializationException("The content type of the request is not supported.")
    return name


def _record(progress: _Progress, answer: problems.Answer, elapsed_ms: float) -> Record:
    error = progress.error
    refused_as = "InternalErrorException" if progress.cause else None
    return Record(
        request_id=progress.request_id,
        operation=progress.operation,
        pool_id=progress.pool_id,
        client_id=progress.client_id,
        status=answer.status,
        error=type(error).__name__ if error else refused_as,
        detail=error.detail if error else "",
        cause=progress.cause,
        undeclared=error is not None and problems.undeclared(progress.operation, error),
        elapsed_ms=elapsed_ms,
        source_ip=progress.heard.source_ip,
        user_agent=progress.heard.user_agent,
        principal=progress.principal,
        invocation_id=progress.heard.invocation_id,
    )
