"""Puts the sign-in together from the ports; the one place that knows all of its parts."""

from __future__ import annotations

from dataclasses import dataclass

from domain.accounts.client_proof import ClientProof
from domain.accounts.find_users import UserFinder
from domain.accounts.migrate_user import MigrateUser
from domain.accounts.new_password import NewPassword
from domain.accounts.recorded_events import EventRecorder
from domain.accounts.software_token import SoftwareTokenProof
from domain.accounts.threat_protection import ThreatProtection
from domain.auth.arrival import Arrival
from domain.auth.beginning import Beginning
from domain.auth.client_token import ClientTokens
from domain.auth.completion import Completion
from domain.auth.decoys import Decoys
from domain.auth.derived_token import DerivedTokens
from domain.auth.envelope import Envelope
from domain.auth.hooks import SignInHooks
from domain.auth.machine import Parts, SignIn
from domain.auth.mfa_enrolment import MfaEnrolment
from domain.auth.newcomers import Newcomers
from domain.auth.opening import Opening
from domain.auth.presented_token import PresentedTokens
from domain.auth.refresh import Refresh
from domain.auth.reuse import ReuseGuard
from domain.auth.revoke_token import RevokeToken
from domain.auth.rotating_refresh import RotatingParts, RotatingRefresh
from domain.auth.session_records import SessionRecords
from domain.auth.settlement import Settlement
from domain.auth.sign_in_codes import SignInCodes
from domain.auth.sign_in_events import SignInEvents
from domain.auth.sign_out import SignOut
from domain.auth.sign_up_sessions import SealedSignUps
from domain.auth.step import Kit
from domain.auth.step_up import StepUp
from domain.auth.token_vetting import TokenVetting
from domain.catalog import Catalog
from domain.messages.compose import Composer
from domain.ports.bundle import Deployment, Ports
from domain.tokens.access import AccessTokens
from domain.tokens.evidence import EvidenceReader
from domain.tokens.issuer import TokenIssuer
from domain.triggers.custom_auth import CustomAuth
from domain.triggers.hooks import Hooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What signing in shares with the accounts."""

    catalog: Catalog
    finder: UserFinder
    proof: ClientProof
    hooks: Hooks
    access: AccessTokens
    new_password: NewPassword
    protection: ThreatProtection
    recorder: EventRecorder
    composer: Composer
    migration: MigrateUser


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInServices:
    """Everything about beginning, keeping and ending a sign-in."""

    sign_in: SignIn
    mfa_enrolment: MfaEnrolment
    refresh: Refresh
    rotating_refresh: RotatingRefresh
    client_tokens: ClientTokens
    derived_tokens: DerivedTokens
    revoke_token: RevokeToken
    sign_out: SignOut
    sign_ups: SealedSignUps


def assemble(ports: Ports, deployment: Deployment, shared: Shared) -> SignInServices:
    """Construct the services of a sign-in."""
    vetting = TokenVetting(shared.hooks)
    issuer = TokenIssuer(ports.signer, ports.sealer, ports.clock, ports.entropy, deployment)
    sign_ups = SealedSignUps(Envelope(ports.sealer), ports.clock, ports.entropy)
    tokens = PresentedTokens(shared.catalog, issuer, ports.clock)
    records = SessionRecords(ports.store, ports.clock)
    reuse = ReuseGuard(ports.store, ports.clock, ports.reporter)
    return SignInServices(
        sign_in=_sign_in(ports, deployment, shared, issuer, sign_ups),
        mfa_enrolment=MfaEnrolment(
            _arrival(ports, deployment, shared),
            Envelope(ports.sealer),
            Settlement(ports.store),
            SoftwareTokenProof(ports.sealer, ports.entropy),
            ports.entropy,
        ),
        refresh=Refresh(tokens, reuse, shared.proof, issuer, vetting, records),
        rotating_refresh=RotatingRefresh(
            RotatingParts(
                store=ports.store,
                tokens=tokens,
                reuse=reuse,
                proof=shared.proof,
                issuer=issuer,
                vetting=vetting,
                records=records,
            )
        ),
        client_tokens=ClientTokens(shared.catalog, shared.proof, issuer, shared.hooks),
        derived_tokens=DerivedTokens(
            ports.store,
            shared.catalog,
            shared.proof,
            EvidenceReader(ports.signer, ports.clock, deployment),
            issuer,
            shared.hooks,
        ),
        revoke_token=RevokeToken(ports.store, shared.catalog, shared.proof, issuer, ports.clock),
        sign_out=SignOut(ports.store, shared.finder, shared.access, ports.clock),
        sign_ups=sign_ups,
    )


def _arrival(ports: Ports, deployment: Deployment, shared: Shared) -> Arrival:
    envelope = Envelope(ports.sealer)
    return Arrival(
        ports.store,
        shared.catalog,
        Opening(ports.store, shared.catalog, envelope, shared.finder),
        shared.proof,
        ports.clock,
        deployment.srp_verifiers,
    )


def _sign_in(
    ports: Ports,
    deployment: Deployment,
    shared: Shared,
    issuer: TokenIssuer,
    sign_ups: SealedSignUps,
) -> SignIn:
    envelope = Envelope(ports.sealer)
    hooks, vetting = SignInHooks(shared.hooks), TokenVetting(shared.hooks)
    settlement = Settlement(ports.store)
    events = SignInEvents(shared.recorder, ports.reporter)
    kit = Kit(
        clock=ports.clock,
        entropy=ports.entropy,
        sealer=ports.sealer,
        hasher=ports.hasher,
        modular=ports.modular,
        passkeys=ports.passkeys,
        decoys=Decoys(ports.sealer, ports.modular),
        new_password=shared.new_password,
        protection=shared.protection,
        codes=SignInCodes(ports.sealer, ports.entropy, shared.composer),
        custom_auth=CustomAuth(shared.hooks),
        srp_verifiers=deployment.srp_verifiers,
    )
    step_up = StepUp(shared.access, kit)
    parts = Parts(
        beginning=Beginning(ports.store, shared.finder, shared.proof, sign_ups, step_up, kit),
        arrival=_arrival(ports, deployment, shared),
        newcomers=Newcomers(ports.store, shared.finder, shared.migration),
        envelope=envelope,
        hooks=hooks,
        settlement=settlement,
        events=events,
        completion=Completion(issuer, hooks, vetting, settlement, events, ports.entropy),
        kit=kit,
    )
    return SignIn(parts)
