"""What the challenges share that send a code: SMS_MFA, SMS_OTP and EMAIL_OTP.

Each of them says where the code goes and what it proves; asking and comparing are the same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.accounts.attributes import after_change
from domain.accounts.decoy_delivery import simulated_address
from domain.auth.effects import RestoreTries, SeemToSend, Send
from domain.auth.first_factors import may_get_code
from domain.auth.sign_in_codes import FIRST_FACTOR_DIGITS, SECOND_FACTOR_DIGITS
from domain.auth.step import Asked, Kit, Progress
from domain.errors import CodeMismatchException, MFAMethodNotFoundException
from domain.messages.addressing import EMAIL, Address
from domain.model.factors import Factor
from domain.model.user import User
from domain.triggers.hooks import REFUSALS_OF_FUNCTIONS

ENROLLING: Final = "enrolling"
"""The key under which an attempt remembers the address that MFA_SETUP is to prove."""

_FACTORS: Final = {EMAIL: Factor.EMAIL}


def ask(progress: Progress, kit: Kit, attribute: str) -> Asked:
    """Send a code to the user's address of that kind, or seem to.

    It has eight digits where it is the first factor, else six. Where nothing was proven in this
    very sign-in it goes to no address that is not proven itself. Raises MFAMethodNotFoundException
    without an address, and what sending raises.
    """
    attempt, user = progress.attempt, progress.user
    digits = SECOND_FACTOR_DIGITS if attempt.proven else FIRST_FACTOR_DIGITS
    if user is None or not (attempt.fresh or may_get_code(user, attribute)):
        return _seem_to_ask(progress, kit, attribute, digits)
    enrolling = attempt.memory.get(ENROLLING)
    value = enrolling or user.attributes.get(attribute)
    if not value:
        raise MFAMethodNotFoundException
    address = Address(attribute=attribute, value=value)
    to = (progress.client.id, progress.metadata)
    try:
        sent = kit.codes.send(progress.pool, user, address, digits, to)
    except REFUSALS_OF_FUNCTIONS:
        if not attempt.proven and progress.client.hides_users:
            # The refusal would be told of users who exist alone.
            return _seem_to_ask(progress, kit, attribute, digits)
        raise
    memory = {**sent.memory, ENROLLING: value} if enrolling else sent.memory
    return Asked(shown=_shown(progress, address), memory=memory, effects=(Send(sent.entry),))


def check(progress: Progress, answer: str, kit: Kit) -> Progress:
    """Return the progress with the factor proven, and the address with it.

    A code that went to an address which is no longer the user's proves nothing (SEC-20). Raises
    CodeMismatchException.
    """
    memory, user = progress.attempt.memory, progress.user
    right = kit.codes.matches(progress.pool, memory, answer)
    attribute = memory["attribute"]
    if not right or user is None:
        raise CodeMismatchException(texts.CODE_OR_STATE_INVALID)
    address = memory.get(ENROLLING) or user.attributes.get(attribute, "")
    if not _still_counts(progress, user, address, kit):
        raise CodeMismatchException(texts.CODE_OR_STATE_INVALID)
    passed = progress.proven(_FACTORS.get(attribute, Factor.SMS)).writing(
        RestoreTries(progress.attempt)
    )
    if user.attributes.get(attribute) == address and user.is_verified(attribute):
        return passed
    given = {attribute: address, f"{attribute}_verified": "true"}
    attributes = after_change(user, given) | {f"{attribute}_verified": "true"}
    return passed.with_user(replace(user, attributes=attributes, modified_at_ms=progress.now_ms))


def _still_counts(progress: Progress, user: User, address: str, kit: Kit) -> bool:
    """Whether the code went to that address, and may be what it is given for.

    Where a sign-in begins with it the address must still be proven, and the pool still allow it;
    one that is being enrolled must not have been overtaken by another.
    """
    attempt, attribute = progress.attempt, progress.attempt.memory["attribute"]
    if not kit.codes.went_to(progress.pool, attempt.memory, address):
        return False
    if ENROLLING in attempt.memory:
        return not user.has(attribute)
    if not attempt.proven and attempt.state not in progress.pool.first_factors:
        return False
    return bool(attempt.fresh) or may_get_code(user, attribute)


def _seem_to_ask(progress: Progress, kit: Kit, attribute: str, digits: int) -> Asked:
    """Show the address that a user of that name would have, and write as much as for him."""
    attempt = progress.attempt
    address = simulated_address(kit.sealer, progress.pool, attempt.name, attribute)
    memory = kit.codes.seem_to_send(progress.pool, address, digits)
    effect = SeemToSend(
        pool_id=attempt.pool_id,
        sub=attempt.sub,
        value_id=memory["code"],
        expires_at_ms=progress.now_ms + progress.client.auth_session_validity_min * 60_000,
    )
    return Asked(shown=_shown(progress, address), memory=memory, effects=(effect,))


def _shown(progress: Progress, address: Address) -> dict[str, object]:
    delivery = address.delivery
    shown = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": delivery.medium,
        "CODE_DELIVERY_DESTINATION": delivery.destination,
    }
    if progress.attempt.proven:
        shown["USER_ID_FOR_SRP"] = progress.attempt.username
    return {**shown}
