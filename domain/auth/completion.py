"""The end of a sign-in: the last triggers, a new token family, and the tokens."""

from __future__ import annotations

from dataclasses import replace

from domain import texts
from domain.accounts import device_keys
from domain.accounts.attributes import readable
from domain.auth import session_records
from domain.auth.hooks import SignInHooks
from domain.auth.requests import SignedIn
from domain.auth.settlement import Due, Settlement
from domain.auth.sign_in_events import SignInEvents, writing
from domain.auth.step import Progress
from domain.auth.token_vetting import TokenVetting
from domain.errors import NotAuthorizedException
from domain.model.auth_event import EventResponse
from domain.model.device import NewDevice
from domain.model.factors import Factor
from domain.ports.entropy import Entropy
from domain.tokens.claims import Subject
from domain.tokens.group_claims import claims_of
from domain.tokens.issuer import TokenIssuer
from domain.triggers.pre_token_generation import AUTHENTICATION, DEVICE, NEW_PASSWORD


class Completion:
    """Gives tokens for an attempt that the table has led to DONE."""

    def __init__(
        self,
        issuer: TokenIssuer,
        hooks: SignInHooks,
        vetting: TokenVetting,
        settlement: Settlement,
        events: SignInEvents,
        entropy: Entropy,
    ) -> None:
        self._issuer = issuer
        self._hooks = hooks
        self._vetting = vetting
        self._settlement = settlement
        self._events = events
        self._entropy = entropy

    def finish(self, progress: Progress, due: Due) -> SignedIn:
        """Return the tokens after everything is stored; nothing is handed out before that."""
        user = progress.user
        if user is None:
            raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
        new_device = self._new_device(progress)
        self._hooks.after(progress, has_new_device=new_device is not None)
        pool, client = progress.pool, progress.client
        subject = Subject(
            user=user,
            attributes=readable(pool, client, user),
            groups=claims_of(progress.standing.memberships),
        )
        vetted = self._vetting.vetted(pool, client, subject, _source(progress), progress.metadata)
        proven, device_key = progress.attempt.proven, _device_key(progress, new_device)
        new = self._issuer.new_family(
            pool, client, user.sub, proven, device_key, progress.attempt.event_id or None
        )
        tokens = self._issuer.issue(pool, client, vetted, new.family)
        passed = self._events.recorded(progress, EventResponse.PASS)
        recorded = session_records.opened(progress, new.family, self._entropy)
        self._settlement.record(writing(recorded, passed), due, new.family)
        self._events.tell_signed_in(progress, passed)
        handed_out = replace(tokens, refresh_token=new.refresh_token, new_device=new_device)
        return SignedIn(tokens=handed_out)

    def _new_device(self, progress: Progress) -> NewDevice | None:
        """Name the device, if the pool tracks devices and it has named none (ruling 8).

        The family remembers the key; there is no device before ConfirmDevice makes one.
        """
        if progress.pool.devices is None or progress.attempt.device_key is not None:
            return None
        return device_keys.new_device(progress.pool.id, self._entropy)


def _device_key(progress: Progress, new: NewDevice | None) -> str | None:
    """Return the key that the tokens are bound to: the new one, or that of a device of the user."""
    if new is not None:
        return new.key
    return progress.attempt.device_key if progress.belongings.device is not None else None


def _source(progress: Progress) -> str:
    """Return what PreTokenGeneration is told that the tokens are for."""
    if progress.credentials_changed:
        return NEW_PASSWORD
    if Factor.DEVICE in progress.attempt.proven:
        return DEVICE
    return AUTHENTICATION
