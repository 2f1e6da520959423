"""The category of every operation: operations of one category share its limit of requests.

They are those of the service where it tells them; operations that it does not list are with those
that they are most like. UserFederation has none: it counts what identity providers are asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_OPERATIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "ClientAuthentication": ("GetClientToken",),
    "UserAccountRecovery": (
        *("AdminResetUserPassword", "AdminSetUserPassword", "ChangePassword"),
        *("ConfirmForgotPassword", "ForgotPassword"),
    ),
    "UserAuthentication": (
        *("AdminInitiateAuth", "AdminRespondToAuthChallenge"),
        *("InitiateAuth", "RespondToAuthChallenge"),
    ),
    "UserCreation": ("AdminConfirmSignUp", "AdminCreateUser", "ConfirmSignUp", "SignUp"),
    "UserFederation": (),
    "UserList": ("ListUsers", "ListUsersInGroup"),
    "UserPoolClientRead": (
        *("DescribeUserPoolClient", "GetUserPoolClientSessionConfiguration"),
        *("ListUserPoolClientSecrets", "ListUserPoolClients"),
    ),
    "UserPoolClientUpdate": (
        *("AddUserPoolClientSecret", "CreateUserPoolClient", "DeleteUserPoolClient"),
        *("DeleteUserPoolClientSecret", "SetUserPoolClientSessionConfiguration"),
        "UpdateUserPoolClient",
    ),
    "UserPoolRead": ("DescribeUserPool", "GetProvisionedLimit", "ListUserPools"),
    "UserPoolResourceRead": (
        *("DescribeIdentityProvider", "DescribeManagedLoginBranding"),
        *("DescribeManagedLoginBrandingByClient", "DescribeResourceServer"),
        *("DescribeRiskConfiguration", "DescribeTerms", "DescribeTermsByClient"),
        *("DescribeUserImportJob", "DescribeUserPoolDomain", "GetCSVHeader", "GetGroup"),
        *("GetIdentityProviderByIdentifier", "GetLogDeliveryConfiguration"),
        *("GetSigningCertificate", "GetUICustomization", "GetUserPoolMfaConfig"),
        *("GetUserPoolSessionConfiguration", "ListGroups", "ListIdentityProviders"),
        *("ListResourceServers", "ListTagsForResource", "ListTerms", "ListUserImportJobs"),
        "ListUserPoolReplicas",
    ),
    "UserPoolResourceUpdate": (
        *("AddCustomAttributes", "CreateGroup", "CreateIdentityProvider"),
        *("CreateManagedLoginBranding", "CreateResourceServer", "CreateTerms"),
        *("CreateUserImportJob", "CreateUserPoolDomain", "CreateUserPoolReplica", "DeleteGroup"),
        *("DeleteIdentityProvider", "DeleteManagedLoginBranding", "DeleteResourceServer"),
        *("DeleteTerms", "DeleteUserPoolDomain", "DeleteUserPoolReplica"),
        *("SetLogDeliveryConfiguration", "SetRiskConfiguration", "SetUICustomization"),
        *("SetUserPoolMfaConfig", "SetUserPoolSessionConfiguration", "StartUserImportJob"),
        *("StopUserImportJob", "TagResource", "UntagResource", "UpdateGroup"),
        *("UpdateIdentityProvider", "UpdateManagedLoginBranding", "UpdateResourceServer"),
        *("UpdateTerms", "UpdateUserPoolDomain", "UpdateUserPoolReplica"),
    ),
    "UserPoolUpdate": (
        *("CreateUserPool", "DeleteUserPool", "UpdateProvisionedLimit", "UpdateUserPool"),
    ),
    "UserRead": ("AdminGetUser", "AdminGetUserAuthFactors", "GetUser", "GetUserAuthFactors"),
    "UserResourceRead": (
        *("AdminGetDevice", "AdminListDevices", "AdminListGroupsForUser"),
        *("AdminListUserAuthEvents", "AdminListUserSessions", "GetDevice"),
        *("GetUserAttributeVerificationCode", "ListDevices", "ListUserSessions"),
        *("ListWebAuthnCredentials", "ResendConfirmationCode"),
    ),
    "UserResourceUpdate": (
        *("AdminAddUserToGroup", "AdminDeleteSoftwareToken", "AdminForgetDevice"),
        *("AdminRemoveUserFromGroup", "AdminRevokeUserSession", "AdminSetUserMFAPreference"),
        *("AdminSetUserSettings", "AdminUpdateAuthEventFeedback", "AdminUpdateDeviceStatus"),
        *("AssociateSoftwareToken", "CompleteWebAuthnRegistration", "ConfirmDevice"),
        *("DeleteWebAuthnCredential", "ForgetDevice", "RevokeUserSession"),
        *("SetUserMFAPreference", "SetUserSettings", "StartWebAuthnRegistration"),
        *("UpdateAuthEventFeedback", "UpdateDeviceStatus", "VerifySoftwareToken"),
    ),
    "UserToken": ("GetDerivedToken", "GetTokensFromRefreshToken", "RevokeToken"),
    "UserUpdate": (
        *("AdminDeleteUser", "AdminDeleteUserAttributes", "AdminDisableProviderForUser"),
        *("AdminDisableUser", "AdminEnableUser", "AdminLinkProviderForUser"),
        *("AdminUpdateUserAttributes", "AdminUserGlobalSignOut", "DeleteUser"),
        *("DeleteUserAttributes", "GlobalSignOut", "UpdateUserAttributes"),
        "VerifyUserAttribute",
    ),
}

CATEGORIES: Final[Mapping[str, str]] = {
    operation: category for category, operations in _OPERATIONS.items() for operation in operations
}
"""By operation."""
