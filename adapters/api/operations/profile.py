"""What a signed-in user does with his own profile."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import accounts as wire
from adapters.api.wire import model as w


def get_user(call: Call, req: w.GetUserRequest) -> w.GetUserResponse:
    """GetUser."""
    return wire.own_profile(call.services.accounts.profiles.own(req["AccessToken"]))


def delete_user(call: Call, req: w.DeleteUserRequest) -> None:
    """DeleteUser."""
    call.services.accounts.delete_user.delete_own(req["AccessToken"])
