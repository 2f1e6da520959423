"""The port `webauthn.PasskeyVerifier` by the package `webauthn`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import options_to_json_dict
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialType,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from adapters.security.passkeys.authenticator import ALGORITHMS, asserted, attested
from adapters.security.passkeys.client_data import CREATE, GET, accepted_origin
from adapters.security.passkeys.forms import (
    bytes_in,
    from_base64url,
    json_object,
    object_in,
    refuse,
    text_in,
)
from domain.model.passkey import Passkey
from domain.ports.webauthn import (
    Ceremony,
    Fault,
    NewPasskey,
    PasskeyOwner,
    PasskeyProof,
)

_ASKED_FOR: Final = ALGORITHMS[:2]
_ATTACHMENTS: Final = frozenset({"platform", "cross-platform"})
_TRANSPORTS: Final = frozenset(each.value for each in AuthenticatorTransport)

T = TypeVar("T")


class WebAuthnVerifier:
    """Keeps nothing; threads may share it."""

    def creation_options(
        self, ceremony: Ceremony, owner: PasskeyOwner, existing: Sequence[Passkey]
    ) -> Mapping[str, object]:
        """Return the options of a registration, as the service's published sample has them."""
        options = generate_registration_options(
            rp_id=ceremony.rp_id,
            rp_name=ceremony.rp_id,
            user_id=owner.sub.encode(),
            user_name=owner.username,
            user_display_name=owner.username,
            challenge=ceremony.challenge,
            timeout=ceremony.timeout_ms,
            attestation=AttestationConveyancePreference.NONE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                require_resident_key=True,
                user_verification=_verification(ceremony),
            ),
            exclude_credentials=_descriptors(existing),
            supported_pub_key_algs=[*_ASKED_FOR],
        )
        return options_to_json_dict(options)

    def request_options(
        self, ceremony: Ceremony, allowed: Sequence[Passkey]
    ) -> Mapping[str, object]:
        """Return the options of a sign-in."""
        options = generate_authentication_options(
            rp_id=ceremony.rp_id,
            challenge=ceremony.challenge,
            timeout=ceremony.timeout_ms,
            allow_credentials=_descriptors(allowed),
            user_verification=_verification(ceremony),
        )
        return options_to_json_dict(options)

    def register(self, ceremony: Ceremony, credential: Mapping[str, object]) -> NewPasskey:
        """Check the answer to a registration. Raises PasskeyRefused."""
        passkey_id, response = _id(credential), object_in(credential, "response")
        client_data = bytes_in(response, "clientDataJSON")
        attestation = bytes_in(response, "attestationObject")
        origin = accepted_origin(client_data, CREATE, ceremony)
        data = attested(attestation, ceremony, passkey_id)
        given = RegistrationCredential(
            id=passkey_id,
            raw_id=from_base64url(passkey_id, "id"),
            response=AuthenticatorAttestationResponse(
                client_data_json=client_data, attestation_object=attestation
            ),
        )
        verified = _verified(
            Fault.NOT_SUPPORTED,
            lambda: verify_registration_response(
                credential=given,
                expected_challenge=ceremony.challenge,
                expected_rp_id=ceremony.rp_id,
                expected_origin=origin,
                require_user_verification=ceremony.requires_verification,
                supported_pub_key_algs=[*ALGORITHMS],
            ),
        )
        return NewPasskey(
            id=passkey_id,
            public_key=verified.credential_public_key,
            sign_count=verified.sign_count,
            aaguid=verified.aaguid,
            attachment=_attachment(credential),
            transports=_transports(response),
            backup_eligible=data.flags.be,
            backed_up=verified.credential_backed_up,
            user_verified=verified.user_verified,
        )

    def prove(
        self, ceremony: Ceremony, credential: str, allowed: Sequence[Passkey]
    ) -> PasskeyProof:
        """Check the answer to a sign-in. Raises PasskeyRefused."""
        given = _assertion(json_object(credential, "CREDENTIAL"))
        passkey = next((each for each in allowed if each.id == given.id), None)
        if passkey is None:
            refuse(Fault.UNKNOWN, "the passkey is none of those that were allowed")
        origin = accepted_origin(given.response.client_data_json, GET, ceremony)
        data = asserted(given.response.authenticator_data, ceremony)
        if given.response.user_handle not in {None, passkey.sub.encode()}:
            refuse(Fault.NOT_PROVEN, "the passkey was kept for another user")
        if data.flags.be is not passkey.backup_eligible:
            refuse(Fault.NOT_PROVEN, "whether it can be backed up has changed")
        verified = _verified(
            Fault.NOT_PROVEN,
            lambda: verify_authentication_response(
                credential=given,
                expected_challenge=ceremony.challenge,
                expected_rp_id=ceremony.rp_id,
                expected_origin=origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.sign_count,
                require_user_verification=ceremony.requires_verification,
            ),
        )
        return PasskeyProof(
            passkey=passkey,
            sign_count=verified.new_sign_count,
            backed_up=verified.credential_backed_up,
            user_verified=verified.user_verified,
        )


def _verification(ceremony: Ceremony) -> UserVerificationRequirement:
    if ceremony.requires_verification:
        return UserVerificationRequirement.REQUIRED
    return UserVerificationRequirement.PREFERRED


def _descriptors(passkeys: Sequence[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=from_base64url(each.id, "id"),
            transports=[AuthenticatorTransport(name) for name in each.transports] or None,
        )
        for each in passkeys
    ]


def _id(credential: Mapping[str, object]) -> str:
    """Return the credential id, which every credential says twice. Raises PasskeyRefused."""
    if credential.get("type") != PublicKeyCredentialType.PUBLIC_KEY.value:
        refuse(Fault.MALFORMED, "the credential is no public key")
    passkey_id = text_in(credential, "id")
    if text_in(credential, "rawId") != passkey_id:
        refuse(Fault.MALFORMED, "id and rawId differ")
    return passkey_id


def _assertion(credential: Mapping[str, object]) -> AuthenticationCredential:
    passkey_id, response = _id(credential), object_in(credential, "response")
    has_user = response.get("userHandle") is not None
    return AuthenticationCredential(
        id=passkey_id,
        raw_id=from_base64url(passkey_id, "id"),
        response=AuthenticatorAssertionResponse(
            client_data_json=bytes_in(response, "clientDataJSON"),
            authenticator_data=bytes_in(response, "authenticatorData"),
            signature=bytes_in(response, "signature"),
            user_handle=bytes_in(response, "userHandle") if has_user else None,
        ),
    )


def _attachment(credential: Mapping[str, object]) -> str | None:
    """Return where the authenticator is; a word of a later standard says nothing to us."""
    attachment = credential.get("authenticatorAttachment")
    return attachment if isinstance(attachment, str) and attachment in _ATTACHMENTS else None


def _transports(response: Mapping[str, object]) -> tuple[str, ...]:
    """Return how the authenticator can be reached, as far as we know the words, sorted."""
    given = response.get("transports")
    if not isinstance(given, list):
        return ()
    return tuple(sorted({each for each in given if isinstance(each, str) and each in _TRANSPORTS}))


def _verified(fault: Fault, verify: Callable[[], T]) -> T:
    try:
        return verify()
    except Exception as refused:  # noqa: BLE001 - hostile values make the library fail in any way
        refuse(fault, str(refused)[:256], refused)
