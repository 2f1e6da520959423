"""Values to store: one of each kind, with every member set, to be varied by `replace`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from adapters.storage.conformance.identity_samples import IDENTITIES
from domain.model.access_key import AccessKey
from domain.model.client import AppClient, ClientSecret, RefreshRotation, Validity
from domain.model.code import CodePurpose, OneTimeCode
from domain.model.device import Device
from domain.model.factors import Factor, SecondFactor, SoftwareToken, UserFactors
from domain.model.group import Group
from domain.model.identifiers import ClientId, PoolId, Sub, Username
from domain.model.keys import PoolKeys, SigningKey, WrappedKey
from domain.model.message import Channel, OutboxEntry
from domain.model.passkey import Passkey
from domain.model.pending import PendingValue
from domain.model.pool import (
    MessageTemplates,
    MfaMode,
    PasswordPolicy,
    RecoveryOption,
    SessionTracking,
    UserPool,
)
from domain.model.schema import STANDARD_ATTRIBUTES, AttributeSchema, DataType
from domain.model.session import Activity, UserSession
from domain.model.token import Grace, NewestToken, TokenFamily
from domain.model.user import Credentials, NameKind, SignInName, User, UserStatus
from domain.ports.attempts import Budget
from domain.ports.passkeys import PasskeyUse

NOW_MS: Final = 1_700_000_000_000
HOUR_MS: Final = 3_600_000
DAY_MS: Final = 86_400_000

POOL_ID: Final = PoolId("us-east-1_Sample001")
OTHER_POOL_ID: Final = PoolId("us-east-1_Sample002")
CLIENT_ID: Final = ClientId("1sample000000000000000000c")
OTHER_CLIENT_ID: Final = ClientId("2sample000000000000000000c")
SUB: Final = Sub("11111111-1111-4111-8111-111111111111")
OTHER_SUB: Final = Sub("22222222-2222-4222-8222-222222222222")
NOBODY: Final = Sub("99999999-9999-4999-8999-999999999999")

KEPT: Final[Mapping[str, object]] = {
    "text": "as it was given",
    "number": 7,
    "fraction": 0.5,
    "yes": True,
    "nothing": None,
    "list": [1, {"deep": ["x"]}],
}

POOL: Final = UserPool(
    id=POOL_ID,
    name="Sample",
    keys=PoolKeys(
        data=(
            WrappedKey(id="d2", wrapped=b"\x00\xff wrapped"),
            WrappedKey(id="d1", wrapped=b"older"),
        ),
        lookup=WrappedKey(id="l1", wrapped=b"lookup"),
    ),
    created_at_ms=NOW_MS,
    modified_at_ms=NOW_MS + 1,
    schema=(
        *STANDARD_ATTRIBUTES,
        AttributeSchema(
            name="custom:size",
            data_type=DataType.NUMBER,
            mutable=False,
            min_value="1",
            max_value="9",
            number_constraints=True,
        ),
    ),
    password_policy=PasswordPolicy(minimum_length=12, require_symbols=False, history_size=3),
    first_factors=("PASSWORD", "EMAIL_OTP"),
    username_attributes=("email",),
    alias_attributes=("phone_number",),
    case_sensitive=False,
    auto_verified=("email",),
    verify_before_update=("email",),
    admin_only_sign_up=True,
    unused_account_validity_days=9,
    recovery=(RecoveryOption(name="verified_email", priority=1),),
    mfa=MfaMode.OPTIONAL,
    deletion_protection=True,
    tier="PLUS",
    messages=MessageTemplates(verification_email="Your code is {####}"),
    triggers={"PreSignUp": "arn:aws:lambda:us-east-1:000000000000:function:x"},
    tags={"team": "a"},
    kept=KEPT,
    sessions=SessionTracking(enabled=True, max_per_user=3),
)
OTHER_POOL: Final = replace(POOL, id=OTHER_POOL_ID, name="Other")

CLIENT: Final = AppClient(
    id=CLIENT_ID,
    pool_id=POOL_ID,
    name="web",
    created_at_ms=NOW_MS,
    modified_at_ms=NOW_MS + 1,
    secrets=(
        ClientSecret(id="s1", sealed=b"\x00\xffsealed", created_at_ms=NOW_MS),
        ClientSecret(id="s2", sealed=b"", created_at_ms=NOW_MS + 1),
    ),
    flows=("ALLOW_USER_SRP_AUTH",),
    prevent_user_existence_errors="ENABLED",
    enable_token_revocation=False,
    propagate_user_context=True,
    auth_session_validity_min=5,
    access_token=Validity(value=5, unit="minutes"),
    id_token=Validity(value=1, unit="hours"),
    refresh_token=Validity(value=3),
    read_attributes=("email",),
    write_attributes=(),
    rotation=RefreshRotation(enabled=True, grace_period_s=10),
    kept=KEPT,
    sso_session_min=15,
)
OTHER_CLIENT: Final = replace(CLIENT, id=OTHER_CLIENT_ID, pool_id=OTHER_POOL_ID)

USER: Final = User(
    pool_id=POOL_ID,
    sub=SUB,
    username=Username("ann"),
    status=UserStatus.CONFIRMED,
    enabled=False,
    attributes={"email": "ann@example.com", "email_verified": "true"},
    created_at_ms=NOW_MS,
    modified_at_ms=NOW_MS + 1,
    epoch=4,
    signed_out_at_ms=NOW_MS + 2,
    factors=UserFactors(
        enabled=(SecondFactor.SMS, SecondFactor.SOFTWARE_TOKEN),
        preferred=SecondFactor.SOFTWARE_TOKEN,
        token_verified=True,
        token_name="Ann's phone",
        passkey_mfa=True,
        sms_by_settings=True,
    ),
    identities=IDENTITIES,
)
OTHER_USER: Final = replace(USER, sub=OTHER_SUB, username=Username("bob"), identities=())

NAME: Final = SignInName(kind=NameKind.USERNAME, value="ann")
EMAIL: Final = SignInName(kind=NameKind.EMAIL, value="ann@example.com")

CREDENTIALS: Final = Credentials(
    pool_id=POOL_ID,
    sub=SUB,
    generation=1,
    password_hash="$argon2id$sample",
    sealed_verifier=b"\x00\xffverifier",
    set_at_ms=NOW_MS,
    temporary_until_ms=NOW_MS + DAY_MS,
    history=("$argon2id$older", "$argon2id$oldest"),
)

SOFTWARE_TOKEN: Final = SoftwareToken(
    pool_id=POOL_ID,
    sub=SUB,
    id="token-1",
    sealed_secret=b"\x00\xffsecret",
    last_step=NOW_MS // 30_000,
    created_at_ms=NOW_MS,
)

DEVICE: Final = Device(
    pool_id=POOL_ID,
    sub=SUB,
    key="us-east-1_device-1",
    group_key="group-1",
    name="Ann's laptop",
    sealed_verifier=b"\x00\xffverifier",
    remembered=True,
    by_mfa=True,
    created_at_ms=NOW_MS,
    modified_at_ms=NOW_MS + 1,
    authenticated_at_ms=NOW_MS + 2,
    last_ip="192.0.2.1",
)

PASSKEY: Final = Passkey(
    pool_id=POOL_ID,
    sub=SUB,
    id="cGFzc2tleS0x",
    rp_id="example.com",
    name="Ann's key",
    public_key=b"\x00\xffcose",
    sign_count=7,
    aaguid="00000000-0000-4000-8000-000000000001",
    attachment="cross-platform",
    transports=("usb", "nfc"),
    backup_eligible=True,
    backed_up=False,
    user_verified=True,
    created_at_ms=NOW_MS,
    used_at_ms=NOW_MS + 1,
)
PASSKEY_USE: Final = PasskeyUse(
    counted=PASSKEY.sign_count, sign_count=9, backed_up=True, at_ms=NOW_MS + 2
)
PASSKEY_NAME: Final = SignInName(kind=NameKind.PASSKEY, value=PASSKEY.id)

GROUP: Final = Group(
    pool_id=POOL_ID,
    name="admins",
    description="Those who may do everything",
    role_arn="arn:aws:iam::000000000000:role/admin",
    precedence=7,
    created_at_ms=NOW_MS,
    modified_at_ms=NOW_MS + 1,
)
BARE_GROUP: Final = Group(
    pool_id=POOL_ID, name="readers", created_at_ms=NOW_MS, modified_at_ms=NOW_MS
)

PENDING: Final = PendingValue(
    pool_id=POOL_ID,
    sub=SUB,
    name="software token",
    sealed=b"\x00\xffvalue",
    expires_at_ms=NOW_MS + DAY_MS,
)

CODE: Final = OneTimeCode(
    pool_id=POOL_ID,
    sub=SUB,
    purpose=CodePurpose.SIGN_UP,
    id="code-1",
    digest=bytes(range(32)),
    attribute="email",
    destination="ann@example.com",
    expires_at_ms=NOW_MS + DAY_MS,
)

BUDGET: Final = Budget(name="codes", limit=2, window_s=3_600)

FAMILY: Final = TokenFamily(
    pool_id=POOL_ID,
    sub=SUB,
    id="family-1",
    client_id=CLIENT_ID,
    event_id="event-1",
    token_digest=bytes(range(32)),
    authenticated_at_ms=NOW_MS,
    expires_at_ms=NOW_MS + DAY_MS,
    device_key="us-east-1_11111111-2222-3333-4444-555555555555",
    proven=(Factor.PASSWORD, Factor.SOFTWARE_TOKEN),
    newest=NewestToken(
        generation=3,
        digest=bytes(range(32, 64)),
        graces=(Grace(1, NOW_MS + 1), Grace(2, NOW_MS + 2)),
    ),
)

FAMILY_WITHOUT_SESSION: Final = replace(FAMILY, id="family-without-session")

SESSION: Final = UserSession(
    pool_id=POOL_ID,
    sub=SUB,
    family_id=FAMILY.id,
    id="tkn0123456789abcdefghijklmno",
    client_id=CLIENT_ID,
    created_at_ms=NOW_MS,
    expires_at_ms=FAMILY.expires_at_ms,
    last=Activity(at_ms=NOW_MS + 1, ip="192.0.2.1", user_agent="Mozilla/5.0 (X11; Linux x86_64)"),
)

SIGNING_KEY: Final = SigningKey(
    pool_id=POOL_ID,
    kid="kid-1",
    use="id",
    sealed_private_key=b"\x00\xffprivate",
    modulus=(1 << 2047) + 12_345,
    exponent=65_537,
    created_at_ms=NOW_MS,
)

ACCESS_KEY: Final = AccessKey(
    id="AKIASAMPLE0000000001",
    sealed_secret=b"\x00\xffsecret",
    policy={"Statement": [{"Effect": "Allow", "Action": ["cognito-idp:*"], "Resource": "*"}]},
    created_at_ms=NOW_MS,
    note="made by hand",
)

ENTRY: Final = OutboxEntry(
    id="message-0001",
    pool_id=POOL_ID,
    sub=SUB,
    channel=Channel.EMAIL,
    purpose="SignUp",
    sealed=b"\x00\xffmessage",
    created_at_ms=NOW_MS,
    due_at_ms=NOW_MS,
)
