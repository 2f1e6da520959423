"""Everything that decides "what comes next" in a sign-in is here, and nothing else is.

The first row that matches wins; order is meaning. Hubs (PROVED and the like) are left again at
once, by NEXT, so that everything after the first factor passes one list of gates. A challenge, a
hub or a flow is registered by being named in a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.auth.challenges.admin_no_srp_auth import ADMIN_NO_SRP_CHALLENGE
from domain.auth.challenges.custom_challenge import CUSTOM_CHALLENGE
from domain.auth.challenges.device_password_verifier import DEVICE_PASSWORD_VERIFIER
from domain.auth.challenges.device_srp_auth import DEVICE_SRP_AUTH
from domain.auth.challenges.email_otp import EMAIL_OTP
from domain.auth.challenges.mfa_setup import MFA_SETUP
from domain.auth.challenges.new_password_required import NEW_PASSWORD_REQUIRED
from domain.auth.challenges.password import PASSWORD
from domain.auth.challenges.password_srp import PASSWORD_SRP
from domain.auth.challenges.password_verifier import PASSWORD_VERIFIER
from domain.auth.challenges.select_challenge import SELECT_CHALLENGE
from domain.auth.challenges.select_mfa_type import SELECT_MFA_TYPE
from domain.auth.challenges.sms_mfa import SMS_MFA
from domain.auth.challenges.sms_otp import SMS_OTP
from domain.auth.challenges.software_token_mfa import SOFTWARE_TOKEN_MFA
from domain.auth.challenges.web_authn import WEB_AUTHN
from domain.auth.flows.admin_user_password import ADMIN_NO_SRP_AUTH, ADMIN_USER_PASSWORD_AUTH
from domain.auth.flows.custom_auth import CUSTOM_AUTH
from domain.auth.flows.user_auth import USER_AUTH
from domain.auth.flows.user_password import USER_PASSWORD_AUTH
from domain.auth.flows.user_srp import USER_SRP_AUTH
from domain.auth.guards import (
    Begins,
    BeginsProven,
    Chose,
    MfaIs,
    TriggerAsks,
    always,
    brings_srp,
    credit_leads_on,
    device_stands_in,
    has_begun,
    must_change_password,
    must_choose_mfa,
    must_prove_device,
    must_set_up_mfa,
    satisfied,
    trigger_issues_tokens,
)
from domain.auth.hubs.choice import CHOICE
from domain.auth.hubs.custom import CUSTOM
from domain.auth.hubs.proved import PROVED
from domain.auth.step import Challenge, Event, FlowStart, Hub, Row
from domain.model.attempt import State
from domain.model.factors import SecondFactor
from domain.triggers.custom_auth import Verdict

START, DONE = State.START, State.DONE
BEGIN, PASSED, NEXT = Event.BEGIN, Event.PASSED, Event.NEXT

# fmt: off
ROWS: Final[tuple[Row, ...]] = (
    #   in state                     on      only when                         then
    Row(START,                       BEGIN,  Begins(USER_SRP_AUTH),            PASSWORD_VERIFIER),
    Row(START,                       BEGIN,  Begins(USER_PASSWORD_AUTH),       PROVED),
    Row(START,                       BEGIN,  Begins(ADMIN_USER_PASSWORD_AUTH), PROVED),
    Row(START,                       BEGIN,  BeginsProven(ADMIN_NO_SRP_AUTH),  PROVED),
    Row(START,                       BEGIN,  Begins(ADMIN_NO_SRP_AUTH), ADMIN_NO_SRP_CHALLENGE),
    Row(START,                       BEGIN,  Begins(CUSTOM_AUTH),              CUSTOM),
    Row(START,                       BEGIN,  Begins(USER_AUTH),                CHOICE),
    Row(State.SIGNED_UP,             BEGIN,  always,                           CHOICE),

    Row(CHOICE.state,                NEXT,   has_begun,                        PROVED),
    Row(CHOICE.state,                NEXT,   brings_srp,                       PASSWORD_VERIFIER),
    Row(CHOICE.state,                NEXT,   Chose(PASSWORD_SRP.state),        PASSWORD_SRP),
    Row(CHOICE.state,                NEXT,   Chose(PASSWORD.state),            PASSWORD),
    Row(CHOICE.state,                NEXT,   Chose(EMAIL_OTP.state),           EMAIL_OTP),
    Row(CHOICE.state,                NEXT,   Chose(SMS_OTP.state),             SMS_OTP),
    Row(CHOICE.state,                NEXT,   Chose(WEB_AUTHN.state),           WEB_AUTHN),
    Row(CHOICE.state,                NEXT,   credit_leads_on,                  PROVED),
    Row(CHOICE.state,                NEXT,   always,                           SELECT_CHALLENGE),

    Row(SELECT_CHALLENGE.state,      PASSED, always,                           CHOICE),
    Row(PASSWORD.state,              PASSED, always,                           PROVED),
    Row(PASSWORD_SRP.state,          PASSED, always,                           PASSWORD_VERIFIER),
    Row(SMS_OTP.state,               PASSED, always,                           PROVED),
    Row(WEB_AUTHN.state,             PASSED, always,                           PROVED),

    Row(CUSTOM.state,                NEXT,   TriggerAsks(Verdict.CUSTOM_CHALLENGE),
                                                                               CUSTOM_CHALLENGE),
    Row(CUSTOM.state,                NEXT,   TriggerAsks(Verdict.PASSWORD_VERIFIER),
                                                                               PASSWORD_VERIFIER),
    Row(CUSTOM.state,                NEXT,   trigger_issues_tokens,            PROVED),
    Row(CUSTOM_CHALLENGE.state,      PASSED, always,                           CUSTOM),

    Row(PASSWORD_VERIFIER.state,     PASSED, Begins(CUSTOM_AUTH),              CUSTOM),
    Row(PASSWORD_VERIFIER.state,     PASSED, always,                           PROVED),

    Row(PROVED.state,                NEXT,   must_change_password,      NEW_PASSWORD_REQUIRED),
    Row(PROVED.state,                NEXT,   device_stands_in,          DEVICE_SRP_AUTH),
    Row(PROVED.state,                NEXT,   must_choose_mfa,           SELECT_MFA_TYPE),
    Row(PROVED.state,                NEXT,   MfaIs(SecondFactor.SMS),   SMS_MFA),
    Row(PROVED.state,                NEXT,   MfaIs(SecondFactor.EMAIL), EMAIL_OTP),
    Row(PROVED.state,                NEXT,   MfaIs(SecondFactor.SOFTWARE_TOKEN),
                                                                        SOFTWARE_TOKEN_MFA),
    Row(PROVED.state,                NEXT,   must_set_up_mfa,           MFA_SETUP),
    Row(PROVED.state,                NEXT,   must_prove_device,         DEVICE_SRP_AUTH),
    Row(PROVED.state,                NEXT,   satisfied,                 DONE),

    Row(ADMIN_NO_SRP_CHALLENGE.state, PASSED, always,                          PROVED),
    Row(NEW_PASSWORD_REQUIRED.state, PASSED, always,                           PROVED),
    Row(SELECT_MFA_TYPE.state,       PASSED, Chose(SMS_MFA.state),             SMS_MFA),
    Row(SELECT_MFA_TYPE.state,       PASSED, Chose(EMAIL_OTP.state),           EMAIL_OTP),
    Row(SELECT_MFA_TYPE.state,       PASSED, Chose(SOFTWARE_TOKEN_MFA.state),  SOFTWARE_TOKEN_MFA),
    Row(MFA_SETUP.state,             PASSED, Chose(EMAIL_OTP.state),           EMAIL_OTP),
    Row(MFA_SETUP.state,             PASSED, always,                           PROVED),
    Row(SMS_MFA.state,               PASSED, always,                           PROVED),
    Row(EMAIL_OTP.state,             PASSED, always,                           PROVED),
    Row(SOFTWARE_TOKEN_MFA.state,    PASSED, always,                           PROVED),
    Row(DEVICE_SRP_AUTH.state,       PASSED, always,                 DEVICE_PASSWORD_VERIFIER),
    Row(DEVICE_PASSWORD_VERIFIER.state, PASSED, always,                        PROVED),
)
# fmt: on

HUBS: Final[Mapping[State, Hub]] = {
    row.then.state: row.then for row in ROWS if isinstance(row.then, Hub)
}
"""States that the machine leaves again at once, by firing NEXT."""

CHALLENGES: Final[Mapping[str, Challenge]] = {
    row.then.state.value: row.then for row in ROWS if isinstance(row.then, Challenge)
}
"""Every challenge that the table can ask, by its name on the wire."""

FLOWS: Final[Mapping[str, FlowStart]] = {
    row.guard.start.flow.value: row.guard.start for row in ROWS if isinstance(row.guard, Begins)
}
"""Every flow that the table can begin, by its name on the wire."""
