"""Refusals of the layer in front of the operations: framing, target, signature, permission.

The service model lists none of them except AccessDeniedException (GetDerivedToken), because the
real service answers them before an operation runs (SEC-32).
"""

from domain.errors.base import GatewayError


class AccessDeniedException(GatewayError):
    """The signature is right, the policies of the key do not allow the call."""

    default_text = "User is not authorized to perform this operation."


class ExpiredTokenException(GatewayError):
    """The temporary credential behind a session token is over."""

    default_text = "The security token included in the request is expired"


class IncompleteSignatureException(GatewayError):
    """The Authorization header cannot be read: a part is missing, twice there, or malformed."""

    default_text = "Authorization header is malformed."


class InvalidSignatureException(GatewayError):
    """The signature does not belong to the bytes received, or is too old or too new."""

    default_text = (
        "The request signature we calculated does not match the signature you provided. Check"
        " your AWS Secret Access Key and signing method."
    )


class MissingAuthenticationTokenException(GatewayError):
    """A signed operation was called without a signature."""

    default_text = "Missing Authentication Token"


class SerializationException(GatewayError):
    """The body is not JSON of the shape that the operation takes."""

    default_text = "The request body could not be read."


class UnknownOperationException(GatewayError):
    """No operation has the name in X-Amz-Target. The real service sends an empty text."""


class UnrecognizedClientException(GatewayError):
    """No access key has this id, or it is disabled."""

    default_text = "The security token included in the request is invalid."
