"""Refusals about things: absent, taken already, or misconfigured."""

from domain.errors.base import CognitoError


class AliasExistsException(CognitoError):
    """The e-mail address or phone number signs another user in."""

    default_text = "An account with the given email already exists."


class DuplicateProviderException(CognitoError):
    """The pool has a provider of this name."""

    default_text = "A provider with the name already exists."


class GroupExistsException(CognitoError):
    """The pool has a group of this name."""

    default_text = "A group with the name already exists."


class InvalidOAuthFlowException(CognitoError):
    """The OAuth flows of a client do not go together."""

    default_text = "Invalid OAuth flow."


class ManagedLoginBrandingExistsException(CognitoError):
    """The client has a branding style."""

    default_text = "A branding style already exists for the client."


class ResourceNotFoundException(CognitoError):
    """Pool, client, group, device or other thing that does not exist; see domain.texts."""

    default_text = "Resource not found."


class ScopeDoesNotExistException(CognitoError):
    """A scope of the client belongs to no resource server."""

    default_text = "Scope does not exist."


class TermsExistsException(CognitoError):
    """The client has terms of this name."""

    default_text = "Terms with the name already exist."


class UnsupportedIdentityProviderException(CognitoError):
    """The provider identifier is not supported."""

    default_text = "Unsupported identity provider."


class UserImportInProgressException(CognitoError):
    """The pool cannot change while an import runs."""

    default_text = "User import is in progress."


class UserPoolAddOnNotEnabledException(CognitoError):
    """The pool does not have the add-on the operation needs."""

    default_text = "User pool add-ons are not enabled."


class UserPoolTaggingException(CognitoError):
    """The tags of a pool cannot be set."""

    default_text = "User pool tags cannot be set or updated."


class UsernameExistsException(CognitoError):
    """The user name is taken."""

    default_text = "User already exists"
