"""The sealed form of an attempt: the Session, and the SECRET_BLOCK, which is the same thing.

Sealed under the pool's key with pool and client as associated data, so that one made for another
client or by somebody else does not open. Padded, so that its length tells nothing about the user.
Before the seal stands the id of the client, for operations that are given a Session alone.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from domain.model import contexts
from domain.model.attempt import Attempt, ChallengeResult, Flow, State
from domain.model.client import AppClient
from domain.model.factors import Factor
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.pending import PendingValue, attempt_memory
from domain.model.pool import UserPool
from domain.ports.sealer import SealBroken, Sealer

FORMAT: Final = 2

LONGEST: Final = 4_096
"""Characters that the model lets a Session have."""
_SHORTENED: Final = "shortened"
_PAD_TO: Final = 512
"""Contents are padded to a multiple of this many characters."""

_OWN: Final = 160
"""Bytes that the name and the epoch of a user are padded to."""


class NoAttempt(Exception):
    """What was presented is not an attempt of this client's that we sealed."""


class Envelope:
    """Seals attempts and opens them again."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def seal(self, pool: UserPool, attempt: Attempt) -> bytes:
        """Return the attempt as it may travel."""
        fields: dict[str, object] = {
            "v": FORMAT,
            "id": attempt.id,
            "sub": attempt.sub,
            "name": attempt.name,
            "user": attempt.username,
            "flow": attempt.flow.value,
            "admin": attempt.by_admin,
            "state": attempt.state.value,
            "proven": [factor.value for factor in attempt.proven],
            "credited": attempt.credited,
            "memory": dict(attempt.memory),
            "history": _history(attempt),
            "device": attempt.device_key,
            "level": attempt.target_level,
            "epoch": attempt.epoch,
            "event": attempt.event_id,
            "expires": attempt.expires_at_ms,
        }
        fields["pad"] = " " * _padding(fields)
        context = contexts.attempt(pool.id, attempt.client_id)
        label = attempt.client_id.encode()
        sealed = self._sealer.seal_document(pool.keys, context, fields)
        return bytes([len(label)]) + label + sealed

    def shortened(self, pool: UserPool, attempt: Attempt) -> tuple[Attempt, PendingValue]:
        """Return the attempt without its memory and history, and these as a value to be stored.

        For what a pool's own functions remember and would not fit into a Session (ruling 12).
        """
        document: dict[str, object] = {
            "memory": dict(attempt.memory),
            "history": _history(attempt),
        }
        name = attempt_memory(attempt.id)
        context = contexts.pending(pool.id, attempt.sub, name)
        kept = PendingValue(
            pool_id=pool.id,
            sub=attempt.sub,
            name=name,
            sealed=self._sealer.seal_document(pool.keys, context, document),
            expires_at_ms=attempt.expires_at_ms,
        )
        return replace(attempt, memory={_SHORTENED: ""}, history=()), kept

    def lengthened(self, pool: UserPool, attempt: Attempt, kept: PendingValue | None) -> Attempt:
        """Return what `shortened` was given. Raises NoAttempt if the value is not there."""
        if kept is None:
            raise NoAttempt
        context = contexts.pending(pool.id, attempt.sub, kept.name)
        try:
            document = self._sealer.open_document(pool.keys, context, kept.sealed)
        except SealBroken as broken:
            raise NoAttempt from broken
        memory = document["memory"]
        if not isinstance(memory, dict):
            raise NoAttempt
        return replace(attempt, memory=memory, history=_results(document["history"]))

    def open(self, pool: UserPool, client: AppClient, sealed: bytes) -> Attempt:
        """Return the attempt. Raises NoAttempt; expiry and single use are the machine's."""
        context = contexts.attempt(pool.id, client.id)
        named, body = _labelled(sealed)
        if named != client.id:
            raise NoAttempt
        try:
            fields = self._sealer.open_document(pool.keys, context, body)
        except SealBroken as broken:
            raise NoAttempt from broken
        if fields.get("v") != FORMAT:
            raise NoAttempt
        return _attempt(pool.id, client.id, fields)


def _attempt(pool_id: PoolId, client_id: ClientId, fields: Mapping[str, object]) -> Attempt:
    memory, proven = fields["memory"], fields["proven"]
    if not isinstance(memory, dict) or not isinstance(proven, list):
        raise NoAttempt
    device = fields["device"]
    return Attempt(
        id=str(fields["id"]),
        pool_id=pool_id,
        client_id=client_id,
        sub=Sub(str(fields["sub"])),
        name=str(fields["name"]),
        username=str(fields["user"]),
        flow=Flow(str(fields["flow"])),
        by_admin=fields["admin"] is True,
        state=State(str(fields["state"])),
        proven=tuple(Factor(factor) for factor in proven),
        credited=int(str(fields["credited"])),
        memory=memory,
        history=_results(fields["history"]),
        device_key=None if device is None else str(device),
        target_level=int(str(fields["level"])),
        epoch=int(str(fields["epoch"])),
        event_id=str(fields.get("event", "")),
        expires_at_ms=int(str(fields["expires"])),
    )


def client_of(sealed: bytes) -> ClientId:
    """Return the client that an attempt says it was made for, which opening it proves or not.

    Raises NoAttempt.
    """
    return _labelled(sealed)[0]


def _labelled(sealed: bytes) -> tuple[ClientId, bytes]:
    """Take an attempt apart into the client that it names and what is sealed."""
    end = 1 + sealed[0] if sealed else 0
    try:
        return ClientId(sealed[1:end].decode("ascii")), sealed[end:]
    except UnicodeDecodeError as malformed:
        raise NoAttempt from malformed


def is_shortened(attempt: Attempt) -> bool:
    """Whether what the attempt remembers waits in the store."""
    return _SHORTENED in attempt.memory


def _history(attempt: Attempt) -> list[list[object]]:
    return [[each.challenge, each.passed, each.metadata] for each in attempt.history]


def _results(history: object) -> tuple[ChallengeResult, ...]:
    if not isinstance(history, list):
        raise NoAttempt
    return tuple(
        ChallengeResult(challenge=name, passed=passed, metadata=metadata)
        for name, passed, metadata in history
    )


def _padding(fields: Mapping[str, object]) -> int:
    """Return how much to add, so that the length tells nothing about the user.

    What only a user who exists has, his own name and the digits of his epoch, counts as so much;
    all else, which a caller knows or chooses, is filled up to the next multiple.
    """
    own = _length({"user": fields["user"], "epoch": fields["epoch"]})
    return max(_OWN - own, 0) + -(_length(fields) - own) % _PAD_TO


def _length(fields: Mapping[str, object]) -> int:
    """Count the bytes of all values, nested ones too: what the padding has to even out."""
    total = 0
    for value in fields.values():
        if isinstance(value, dict):
            total += _length(value)
        elif isinstance(value, list):
            total += sum(len(str(each)) for each in value)
        else:
            total += len(str(value).encode())
    return total


def to_session(sealed: bytes) -> str:
    """Return the form of `Session`: URL-safe, without padding."""
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def from_session(text: str) -> bytes:
    """Return the bytes of a Session. Raises NoAttempt unless the text is exactly our form."""
    return _decode(text + "=" * (-len(text) % 4), b"-_")


def to_block(sealed: bytes) -> str:
    """Return the form of SECRET_BLOCK: standard base64, since pycognito drops `-` and `_`."""
    return base64.b64encode(sealed).decode()


def from_block(text: str) -> bytes:
    """Return the bytes of a SECRET_BLOCK. Raises NoAttempt."""
    return _decode(text, b"+/")


def _decode(text: str, extra: bytes) -> bytes:
    try:
        return base64.b64decode(text, altchars=extra, validate=True)
    except (binascii.Error, ValueError) as malformed:
        raise NoAttempt from malformed
