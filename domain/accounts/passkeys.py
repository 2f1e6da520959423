"""ListWebAuthnCredentials and DeleteWebAuthnCredential: the passkeys that a user has registered."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.accounts.names import passkey_name
from domain.accounts.retry import once_more
from domain.errors import ResourceNotFoundException
from domain.model.passkey import Passkey
from domain.paging import Listing, Page, Pager, PageRequest
from domain.ports.bundle import Ports
from domain.tokens.access import AccessTokens

_OPERATION: Final = "ListWebAuthnCredentials"


class UserPasskeys:
    """Shows passkeys and takes them away, those of earlier relying parties too.

    Both methods raise NotAuthorizedException for a bad token.
    """

    def __init__(self, ports: Ports, access: AccessTokens, pager: Pager) -> None:
        self._store = ports.store
        self._access = access
        self._pager = pager

    def list_own(self, token: str, request: PageRequest) -> Page[Passkey]:
        """Return a page of the caller's passkeys, newest first.

        Raises InvalidParameterException for a bad page token.
        """
        bearer = self._access.living_user_of(token)
        user = bearer.user
        listing = Listing(operation=_OPERATION, pool=bearer.pool, bound_to=(user.sub,))
        position = self._pager.position(listing, request.token)
        with self._store.reading() as unit:
            passkeys = unit.passkeys.of_user(user.pool_id, user.sub)
        after = None if position is None else _place(position)
        rows = [each for each in passkeys if after is None or _key(each) < after]
        return self._pager.page(listing, rows[: request.size + 1], request.size, key=_position)

    def forget_own(self, token: str, passkey_id: str) -> None:
        """Delete a passkey of the caller; sign-ins that are open end with it.

        Raises ResourceNotFoundException if he has no such passkey, TooManyRequestsException.
        """
        once_more(lambda: self._forget(token, passkey_id))

    def _forget(self, token: str, passkey_id: str) -> None:
        user = self._access.living_user_of(token).user
        with self._store.writing() as unit:
            unit.users.save(replace(user, epoch=user.epoch + 1))
            passkeys = unit.passkeys.of_user(user.pool_id, user.sub)
            if all(each.id != passkey_id for each in passkeys):
                raise ResourceNotFoundException(texts.PASSKEY_DOES_NOT_EXIST)
            unit.passkeys.remove(user.pool_id, user.sub, passkey_id)
            unit.names.release(user.pool_id, passkey_name(passkey_id), user.sub)


def _key(passkey: Passkey) -> tuple[int, str]:
    return passkey.created_at_ms, passkey.id


def _position(passkey: Passkey) -> str:
    return f"{passkey.created_at_ms}/{passkey.id}"


def _place(position: str) -> tuple[int, str]:
    created, _, passkey_id = position.partition("/")
    return int(created), passkey_id
