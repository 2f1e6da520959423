"""People of every kind at the beginning of a sign-in, for tests of properties."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hypothesis import strategies as st

from domain.auth.belongings import Belongings
from domain.auth.step import Progress
from domain.auth.table import FLOWS
from domain.model.attempt import Attempt, Flow
from domain.model.device import Device
from domain.model.factors import Factor, SecondFactor, UserFactors
from domain.model.passkey import Passkey
from domain.model.pool import DeviceTracking, MfaMode, RelyingParty, SecondFactors, UserPool
from domain.model.user import Credentials, User, UserStatus
from domain.ports.names import Versions
from domain.ports.users import Standing
from tests.support.walks import Person
from tests.support.world import World

_WORLD: Final = World()
POOL: Final = _WORLD.add_pool()
_CLIENT: Final = _WORLD.add_client(POOL)
ANN: Final = _WORLD.add_user(POOL)
_DEVICE: Final = Device(
    pool_id=POOL.id,
    sub=ANN.sub,
    key="us-east-1_device",
    group_key="group",
    sealed_verifier=b"sealed",
    remembered=True,
    created_at_ms=0,
    modified_at_ms=0,
    authenticated_at_ms=0,
)
_PASSKEY: Final = Passkey(
    pool_id=POOL.id,
    sub=ANN.sub,
    id="passkey",
    rp_id="example.com",
    name="Passkey",
    public_key=b"key",
    sign_count=0,
    aaguid="",
    attachment="platform",
    created_at_ms=0,
)
_ROAMING: Final = replace(_PASSKEY, id="roaming", attachment="cross-platform")
_OF_BEFORE: Final = replace(_PASSKEY, id="of before", rp_id="old.example.com")
_CREDENTIALS: Final = Credentials(
    pool_id=POOL.id, sub=ANN.sub, generation=1, password_hash="hash", set_at_ms=0
)
_NO_CREDIT: Final = {Factor.DEVICE, Factor.CUSTOM}
_STATUSES: Final = (*[UserStatus.CONFIRMED] * 4, *UserStatus)
"""Most people are confirmed; else most walks would be short."""


@st.composite
def _factors(draw: st.DrawFn) -> UserFactors:
    enabled = tuple(each for each in SecondFactor if draw(st.booleans()))
    has_token = SecondFactor.SOFTWARE_TOKEN in enabled or draw(st.booleans())
    return UserFactors(
        enabled=enabled,
        preferred=draw(st.sampled_from([None, *enabled])),
        token_verified=has_token,
        passkey_mfa=draw(st.booleans()),
    )


@st.composite
def _users(draw: st.DrawFn) -> User | None:
    """A user of any standing, with addresses or without; rarely nobody."""
    if draw(st.integers(0, 9)) == 0:
        return None
    addresses = {
        "email": "ann@example.com",
        "email_verified": "true",
        "phone_number": "+15555550123",
        "phone_number_verified": "true",
    }
    return replace(
        ANN,
        status=draw(st.sampled_from(_STATUSES)),
        enabled=draw(st.integers(0, 9)) > 0,
        attributes={name: value for name, value in addresses.items() if draw(st.booleans())},
        factors=draw(_factors()),
    )


@st.composite
def _pools(draw: st.DrawFn) -> UserPool:
    """A pool with any settings of second factors and devices."""
    party = RelyingParty(id="example.com", multi_factor=True)
    offers = SecondFactors(
        sms=draw(st.booleans()),
        software_token=draw(st.booleans()),
        email=draw(st.booleans()),
        relying_party=draw(st.sampled_from([None, RelyingParty(id="example.com"), party])),
    )
    return replace(
        POOL,
        mfa=draw(st.sampled_from(MfaMode)),
        second_factors=offers,
        devices=draw(
            st.sampled_from([None, DeviceTracking(), DeviceTracking(challenge_on_new=True)])
        ),
        first_factors=("PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"),
    )


@st.composite
def _aimed(draw: st.DrawFn, start: Progress) -> Progress:
    """A sign-in that aims at a level, with what an access token brings along, or none of it."""
    if start.attempt.flow is not Flow.USER_AUTH or draw(st.booleans()):
        return start
    credit = tuple(each for each in Factor if each not in _NO_CREDIT and draw(st.booleans()))
    attempt = replace(
        start.attempt,
        proven=credit,
        credited=len(credit),
        target_level=draw(st.integers(1, 4)),
    )
    return replace(start, attempt=attempt)


def beginning(
    pool: UserPool = POOL,
    user: User | None = ANN,
    flow: Flow = Flow.USER_PASSWORD_AUTH,
    credentials: Credentials | None = _CREDENTIALS,
    device: Device | None = None,
    passkeys: tuple[Passkey, ...] = (),
) -> Progress:
    """A sign-in at its beginning."""
    return Progress(
        attempt=Attempt(
            id="attempt",
            pool_id=pool.id,
            client_id=_CLIENT.id,
            sub=ANN.sub,
            name="ann",
            username="ann",
            flow=flow,
            by_admin=False,
            expires_at_ms=0,
        ),
        pool=pool,
        client=_CLIENT,
        user=user,
        credentials=credentials,
        standing=Standing(
            user=user,
            credentials=credentials,
            family=None,
            failures=0,
            last_attempt_at_ms=0,
            versions=Versions(pool=1, client=1),
        ),
        now_ms=0,
        belongings=Belongings(device=device, passkeys=passkeys),
    )


@st.composite
def people(draw: st.DrawFn) -> Person:
    """Somebody about to begin some flow, who can prove some things and not others."""
    user = draw(_users())
    start = beginning(
        pool=draw(_pools()),
        user=user,
        flow=Flow(draw(st.sampled_from([*FLOWS]))),
        credentials=draw(st.sampled_from([_CREDENTIALS, None])) if user else None,
        device=draw(st.sampled_from([None, _DEVICE, replace(_DEVICE, by_mfa=True)])),
        passkeys=draw(st.sampled_from([(), (_PASSKEY,), (_ROAMING, _OF_BEFORE)])),
    )
    start = draw(_aimed(start))
    return Person(start, frozenset(each for each in Factor if draw(st.booleans())))
