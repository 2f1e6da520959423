"""The texts which clients match on, letter for letter, each written once.

Full stops are part of the text: some of the recorded messages have one and some do not. Texts that
one rule alone uses stand beside that rule. Usual texts of an error are in ``domain.errors``.
"""

from typing import Final

# --- clients, groups and pools -----------------------------------------------------------------

GROUP_NOT_FOUND: Final = "Group not found."


def client_does_not_exist(client_id: str) -> str:
    """ResourceNotFoundException: no client has this id."""
    return f"User pool client {client_id} does not exist."


def pool_does_not_exist(pool_id: str) -> str:
    """ResourceNotFoundException: no pool has this id."""
    return f"User pool {pool_id} does not exist."


def provider_does_not_exist(name: str) -> str:
    """ResourceNotFoundException: the pool has no identity provider of this name."""
    return f"Identity provider {name} does not exist."


# --- identities at providers -------------------------------------------------------------------

MERGING_NOT_SUPPORTED: Final = (
    "Merging is not currently supported, provide a SourceUser that has not been signed up in order"
    " to link"
)


# --- SECRET_HASH (ruling 27) -------------------------------------------------------------------


def secret_hash_missing(client_id: str) -> str:
    """NotAuthorizedException: the client has a secret, the request has no SECRET_HASH."""
    return f"Client {client_id} is configured with secret but SECRET_HASH was not received"


def secret_hash_wrong(client_id: str) -> str:
    """NotAuthorizedException: the SECRET_HASH is not that of the client and name."""
    return f"Unable to verify secret hash for client {client_id}"


def secret_hash_wrong_at_refresh(client_id: str) -> str:
    """NotAuthorizedException: the same, at refresh."""
    return f"SecretHash does not match for the client: {client_id}"


def secret_missing(client_id: str) -> str:
    """NotAuthorizedException: GetTokensFromRefreshToken without the plain secret of the client."""
    return f"Client {client_id} is configured for secret but secret was not received"


# --- beginning and going on with a sign-in -----------------------------------------------------

ADMIN_FLOW_NOT_ENABLED: Final = "Auth flow not enabled for this client"
CUSTOM_AUTH_NOT_ENABLED: Final = "CUSTOM_AUTH is not enabled for the client."
CUSTOM_AUTH_WITHOUT_TRIGGERS: Final = (
    "Custom auth lambda trigger is not configured for the user pool."
)
FLOW_NOT_SUPPORTED: Final = "Initiate Auth method not supported."
INVALID_SRP_A: Final = "Invalid SRP_A"
REFRESH_UNDER_ROTATION: Final = "This API does not support refresh token rotation"
SRP_NOT_ENABLED: Final = "USER_SRP_AUTH is not enabled for the client."


def flow_not_enabled(flow: str) -> str:
    """InvalidParameterException: the client's ExplicitAuthFlows lack the flow."""
    return f"{flow} flow not enabled for this client"


def missing_parameter(key: str) -> str:
    """InvalidParameterException: a key of AuthParameters or ChallengeResponses, or Session."""
    return f"Missing required parameter {key}"


def only_by_admin(challenge: str) -> str:
    """InvalidParameterException: the public operation cannot answer the challenge."""
    return f"{challenge} can be answered with AdminRespondToAuthChallenge only."


def too_long(key: str, longest: int) -> str:
    """InvalidParameterException: a value of AuthParameters or ChallengeResponses."""
    return (
        f"1 validation error detected: Value at '{key}' failed to satisfy constraint: Member must"
        f" have length less than or equal to {longest}"
    )


ACCESS_TOKEN_OF_ANOTHER: Final = "The access token was issued for another user or client."
MAX_AGE_INVALID: Final = "MAX_AGE must be a number of seconds."
NO_ACR_REACHABLE: Final = "The user can reach none of the requested ACR values."
NO_ACR_VALID: Final = "None of the requested ACR values is valid."

# --- credentials and states of a user ----------------------------------------------------------

INCORRECT_USERNAME_OR_PASSWORD: Final = "Incorrect username or password."
PASSWORD_ATTEMPTS_EXCEEDED: Final = "Password attempts exceeded"
PASSWORD_IN_HISTORY: Final = "Password has previously been used"
PASSWORD_RESET_REQUIRED: Final = "Password reset required for the user"
TEMPORARY_PASSWORD_EXPIRED: Final = (
    "Temporary password has expired and must be reset by an administrator."
)
USERNAME_CLIENT_NOT_FOUND: Final = "Username/client id combination not found."
USER_DISABLED: Final = "User is disabled."
USER_DOES_NOT_EXIST: Final = "User does not exist."
USER_NOT_CONFIRMED: Final = "User is not confirmed."

# --- Session -----------------------------------------------------------------------------------

INVALID_SESSION: Final = "Invalid session for the user."
SESSION_EXPIRED: Final = "Invalid session for the user, session is expired."
SESSION_SPENT: Final = "Invalid session for the user, session can only be used once."

# --- second factors (ruling 31) ----------------------------------------------------------------

CODE_OR_STATE_INVALID: Final = "Invalid code or auth state for the user."
EITHER_TOKEN_OR_SESSION: Final = "Either AccessToken or Session is required, and not both."
ONLY_TEXT_MESSAGES: Final = "MFAOptions can only name SMS as medium of phone_number."
PASSKEY_MFA_ALONE: Final = "Passkey MFA needs another MFA method that is turned on."
PASSKEY_MFA_NOT_OFFERED: Final = "User pool does not have passkey MFA enabled."
SEVERAL_PREFERRED: Final = "Cannot set multiple preferred MFA methods"
SOFTWARE_TOKEN_CODE_INVALID: Final = "Invalid code received for user"
SOFTWARE_TOKEN_MISSING: Final = "Software Token MFA does not exist for the user."
SOFTWARE_TOKEN_NOT_OFFERED: Final = "Software Token MFA has not been enabled by the userPool"
SOFTWARE_TOKEN_USED: Final = "Your software token has already been used once."
SOFTWARE_TOKEN_UNPROVEN: Final = "Code mismatch and fail enable Software Token MFA"


def not_among_the_choices(key: str) -> str:
    """InvalidParameterException: ANSWER is none of the challenges that were offered."""
    return f"Invalid {key}: it is not one of the challenges that can be chosen."


# --- passkeys ----------------------------------------------------------------------------------

PASSKEY_DOES_NOT_EXIST: Final = "Credential does not exist."
PASSKEY_MALFORMED: Final = "Invalid credential given."
PASSKEY_TAKEN: Final = "Credential is already registered."
TOO_MANY_PASSKEYS: Final = "Maximum number of credentials reached."

# --- devices -----------------------------------------------------------------------------------

DEVICES_NOT_TRACKED: Final = "The user pool does not track devices."
DEVICE_DOES_NOT_EXIST: Final = "Device does not exist."
DEVICE_KEY_INVALID: Final = "Invalid device key given."
DEVICE_VERIFIER_INVALID: Final = "Invalid device secret verifier given."

# --- codes (ruling 33) -------------------------------------------------------------------------

ATTEMPT_LIMIT_EXCEEDED: Final = "Attempt limit exceeded, please try after some time."
CODE_EXPIRED: Final = "Invalid code provided, please request a code again."
CODE_MISMATCH: Final = "Invalid verification code provided, please try again."


# --- passwords (ruling 28) ---------------------------------------------------------------------


def sign_up_password_refused(reason: str) -> str:
    """InvalidPasswordException of SignUp."""
    return f"Password did not conform with policy: {reason}"


def password_refused(reason: str) -> str:
    """InvalidPasswordException of every operation but SignUp."""
    return f"Password does not conform to policy: {reason}"


PASSWORD_WITH_BLANKS: Final = (
    "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must"
    " satisfy regular expression pattern: [\\S]+"
)
PASSWORD_TOO_SHORT: Final = "Password not long enough"
PASSWORD_NEEDS_UPPERCASE: Final = "Password must have uppercase characters"
PASSWORD_NEEDS_LOWERCASE: Final = "Password must have lowercase characters"
PASSWORD_NEEDS_NUMBER: Final = "Password must have numeric characters"
PASSWORD_NEEDS_SYMBOL: Final = "Password must have symbol characters"

# --- signing up, confirming, recovering --------------------------------------------------------

ALREADY_CONFIRMED: Final = "User is already confirmed."
CANNOT_RESEND: Final = "Cannot resend codes. Auto verification not turned on."
CONTACT_ADMINISTRATOR: Final = "Contact administrator to reset password."
NO_RECOVERY_ADDRESS: Final = (
    "Cannot reset password for the user as there is no registered/verified email or phone_number"
)
PASSWORD_NOT_RESETTABLE: Final = "User password cannot be reset in the current state."
SIGN_UP_NOT_PERMITTED: Final = "SignUp is not permitted for this user pool"
USERNAME_LIKE_EMAIL: Final = (
    "Username cannot be of email format, since user pool is configured for email alias."
)
USERNAME_LIKE_PHONE: Final = (
    "Username cannot be of phone number format, since user pool is configured for phone number"
    " alias."
)
USERNAME_NOT_EMAIL: Final = "Username should be an email."
USERNAME_NOT_PHONE: Final = "Username should be a phone number."
USERNAME_NEITHER: Final = "Username should be either an email or a phone number."
USER_EXISTS: Final = "User already exists"


def cannot_confirm(status: str) -> str:
    """NotAuthorizedException: confirming a user who is not UNCONFIRMED."""
    return f"User cannot be confirmed. Current status is {status}"


def account_exists(attribute: str) -> str:
    """UsernameExistsException or AliasExistsException: the attribute is someone's sign-in name."""
    return f"An account with the given {attribute} already exists."


def alias_taken(attribute: str) -> str:
    """AliasExistsException of ConfirmSignUp and AdminCreateUser, which say it without "given"."""
    return f"An account with the {attribute} already exists."


# --- attributes --------------------------------------------------------------------------------

ATTRIBUTE_NOT_WRITABLE: Final = "A client attempted to write unauthorized attribute"
INVALID_EMAIL: Final = "Invalid email address format."
INVALID_PHONE: Final = "Invalid phone number format."


def schema_refused(reasons: str) -> str:
    """InvalidParameterException: attributes against the schema of the pool."""
    return f"Attributes did not conform to the schema: {reasons}"


def attribute_missing(name: str) -> str:
    """InvalidParameterException: NEW_PASSWORD_REQUIRED without a required attribute."""
    return f"Invalid attributes given, {name} is missing"


def attribute_already_given(name: str) -> str:
    """NotAuthorizedException: NEW_PASSWORD_REQUIRED with an attribute that has a value."""
    return f"Cannot modify an already provided {name}"


def attribute_immutable(name: str) -> str:
    """InvalidParameterException: changing an immutable attribute."""
    return f"user.{name}: Attribute cannot be updated. (changing an immutable attribute)"


# --- tokens (rulings 20 to 22) -----------------------------------------------------------------

ACCESS_TOKEN_EXPIRED: Final = "Access Token has expired"
ACCESS_TOKEN_INVALID: Final = "Invalid Access Token"
ACCESS_TOKEN_REVOKED: Final = "Access Token has been revoked"
ACCESS_TOKEN_UNSIGNED: Final = "Could not verify signature for Access Token"
ACCESS_TOKEN_WITHOUT_SCOPE: Final = "Access Token does not have required scopes"
REFRESH_TOKEN_EXPIRED: Final = "Refresh Token has expired"
REFRESH_TOKEN_INVALID: Final = "Invalid Refresh Token."
REFRESH_TOKEN_REVOKED: Final = "Refresh Token has been revoked"
ONLY_REFRESH_TOKENS: Final = "Only refresh tokens can be revoked."
REVOCATION_OFF: Final = "Token revocation is not enabled for this client."

# --- user sessions -----------------------------------------------------------------------------

SESSIONS_NOT_TRACKED: Final = "User session tracking is not enabled for the user pool."

# --- feature plans -----------------------------------------------------------------------------


def feature_unavailable(feature: str, tier: str = "LITE") -> str:
    """FeatureUnavailableInTierException: the plan lacks the feature."""
    return (
        f"The following feature is not available for the {tier} pricing tier configured: {feature}"
    )


# --- triggers ----------------------------------------------------------------------------------

TRIGGER_ANSWER_NOT_JSON: Final = "Invalid lambda function output : Invalid JSON"
TRIGGER_ANSWER_UNREADABLE: Final = "Unrecognizable lambda output"
TRIGGER_NOT_CONFIGURED: Final = "invocation failed due to configuration."


def trigger_failed(error: str) -> str:
    """UnexpectedLambdaException after the name of the trigger: what kept it from running."""
    return f"invocation failed due to error {error}."


def trigger_refused(trigger: str, reason: str) -> str:
    """UserLambdaValidationException: the trigger raised ``reason``; the service adds the stop."""
    return f"{trigger} failed with error {reason}."


def migration_failed(client_id: str) -> str:
    """UserNotFoundException under LEGACY: the migration trigger brought no user (ruling 56)."""
    return f"Exception migrating user in app client {client_id}"
