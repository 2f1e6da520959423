"""Refusals that concern who the caller is: users in the wrong state, tokens, permissions."""

from domain.errors.base import CognitoError


class ForbiddenException(CognitoError):
    """A rule about addresses stopped the request before it was looked at."""

    default_text = "Request not allowed due to WAF block."


class NotAuthorizedException(CognitoError):
    """Wrong credential, wrong state, or a token that does not count."""

    default_text = "Incorrect username or password."


class PasswordResetRequiredException(CognitoError):
    """An administrator asked for a new password."""

    default_text = "Password reset required for the user"


class RefreshTokenReuseException(CognitoError):
    """A refresh token that rotation replaced was shown again."""

    default_text = "Refresh token reuse detected"


class TooManyFailedAttemptsException(CognitoError):
    """Declared by three operations; never raised (ruling 33)."""

    default_text = "Too many failed attempts."


class UnauthorizedException(CognitoError):
    """RevokeToken: the client may not revoke this token."""

    default_text = "Client is not authorized."


class UnsupportedTokenTypeException(CognitoError):
    """RevokeToken was given something other than a refresh token."""

    default_text = "Unsupported token type."


class UnsupportedUserStateException(CognitoError):
    """The user's state does not allow the operation."""

    default_text = "User is in an unsupported state."


class UserNotConfirmedException(CognitoError):
    """Sign-up is not finished."""

    default_text = "User is not confirmed."


class UserNotFoundException(CognitoError):
    """No user answers to the name."""

    default_text = "User does not exist."
