"""Refusals of a factor: passwords, codes, software tokens, devices, passkeys."""

from domain.errors.base import CognitoError


class CodeDeliveryFailureException(CognitoError):
    """A code cannot be sent, known at once: no channel is configured (ruling 47)."""

    default_text = "Unable to deliver the verification code."


class CodeMismatchException(CognitoError):
    """The code is not the one that was sent."""

    default_text = "Invalid verification code provided, please try again."


class DeviceKeyExistsException(CognitoError):
    """The device key is taken."""

    default_text = "Device key already exists."


class EnableSoftwareTokenMFAException(CognitoError):
    """The first code of a new software token is wrong."""

    default_text = "Code mismatch and fail enable Software Token MFA"


class ExpiredCodeException(CognitoError):
    """The code is over, used up, or was never sent."""

    default_text = "Invalid code provided, please request a code again."


class InvalidPasswordException(CognitoError):
    """The new password breaks the policy; see domain.texts for the reasons."""

    default_text = "Password does not conform to policy"


class MFAMethodNotFoundException(CognitoError):
    """The user has no such second factor."""

    default_text = "No MFA method was found for the user."


class PasswordHistoryPolicyViolationException(CognitoError):
    """The new password is one of the last few."""

    default_text = "Password has previously been used"


class SoftwareTokenMFANotFoundException(CognitoError):
    """Software tokens are off for the pool, or the user has none; see domain.texts."""

    default_text = "Software Token MFA has not been enabled by the userPool"


class WebAuthnChallengeNotFoundException(CognitoError):
    """The registration challenge is over or never was."""

    default_text = "WebAuthn challenge not found or expired."


class WebAuthnClientMismatchException(CognitoError):
    """The registration was begun with another client."""

    default_text = "WebAuthn registration was started with a different client."


class WebAuthnConfigurationMissingException(CognitoError):
    """The pool has neither relying party id nor domain."""

    default_text = "No relying party id is configured for the user pool."


class WebAuthnCredentialNotSupportedException(CognitoError):
    """The authenticator is not of a supported kind."""

    default_text = "WebAuthn credential is not supported."


class WebAuthnNotEnabledException(CognitoError):
    """Passkeys are off for the pool."""

    default_text = "WebAuthn is not enabled for the user pool."


class WebAuthnOriginNotAllowedException(CognitoError):
    """The page's origin does not belong to the relying party."""

    default_text = "WebAuthn origin is not allowed."


class WebAuthnRelyingPartyMismatchException(CognitoError):
    """The passkey belongs to another relying party."""

    default_text = "WebAuthn relying party does not match."
