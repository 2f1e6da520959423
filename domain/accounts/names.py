"""Sign-in names: how a typed name is made canonical, and which names a user goes by."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Final
from uuid import UUID

from domain.accounts.attributes import is_email, is_phone_number
from domain.model.pool import UserPool
from domain.model.sign_in_addresses import sign_in_addresses
from domain.model.user import NameKind, SignInName, User, UserStatus

BRIEF_MAX: Final = 128
"""The longest user name of the service's model; only aliases are longer."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")

_UNSEEN: Final = frozenset(
    map(
        chr,
        (
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0),
            *range(0x180B, 0x1810),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)
"""Letters and marks that are not shown (Default_Ignorable_Code_Point beside category C)."""


def canonical(pool: UserPool, typed: str) -> str:
    """Return the form under which names of this pool are compared and kept unique.

    Computed here and never by a database, whose lower() knows ASCII only on some. Folding twice
    through NFKC closes the gap in which two spellings meet only after folding (SEC-59).
    """
    return unicodedata.normalize("NFC", typed) if pool.case_sensitive else folded(typed)


def folded(typed: str) -> str:
    """Return the form in which all spellings of a name are equal, whatever the pool tells apart."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", typed).casefold())


def likeness(typed: str) -> str:
    """Return what is left of a name without case, accents, blanks and all that is not seen.

    Directories elsewhere take names for one that differ in nothing else. Marks go before case is
    folded, which makes a letter of one of them (U+0345), and once more after it.
    """
    return _seen(folded(_seen(typed)))


def may_be_known_elsewhere(pool: UserPool, typed: str) -> bool:
    """Whether a name that is nobody's could be the name of somebody who moves into the pool.

    None with characters that nobody sees: he would have the looks of another name's user, and in
    a directory that skips them also his password.
    """
    attributes = {*pool.username_attributes, *pool.alias_attributes}
    is_address = ("email" in attributes and is_email(typed)) or (
        "phone_number" in attributes and is_phone_number(typed)
    )
    is_seen = all(unicodedata.category(each)[0] != "C" and each not in _UNSEEN for each in typed)
    return (is_address or is_user_name(typed)) and is_seen


def is_user_name(text: str) -> bool:
    """Whether the service's model takes the text as a user name.

    Operations that are given a Username are checked against the model; AuthParameters are not.
    """
    return 0 < len(text) <= BRIEF_MAX and all(
        unicodedata.category(character)[0] in "LMNPS" for character in text
    )


def brief(name: str) -> str:
    """Return a canonical name, or what stands for a very long one in a Session.

    An alias may have 2,048 characters, a Session 4,096 in all.
    """
    if len(name) <= BRIEF_MAX:
        return name
    return hashlib.sha256(name.encode()).hexdigest()


def is_brief(name: str) -> bool:
    """Whether a name in a Session may stand for a longer one, of which nothing more is known."""
    return _DIGEST.fullmatch(name) is not None


def kinds_of(pool: UserPool, name: str) -> tuple[NameKind, ...]:
    """Which kinds of name a canonical name may be, for finding a user of the pool by it.

    One in the form of an address is nobody's preferred name: who prefers the address of another
    would be found in his place as long as he has not verified it.
    """
    kinds = {NameKind.USERNAME, *pool.username_attributes, *pool.alias_attributes}
    if alias_form(pool, name) is not None:
        kinds.discard(NameKind.PREFERRED_USERNAME)
    return tuple(kind for kind in NameKind if kind in kinds)


def alias_form(pool: UserPool, name: str) -> str | None:
    """Return which alias of the pool, `email` or `phone_number`, the name has the form of."""
    for attribute, fits in (("email", is_email), ("phone_number", is_phone_number)):
        if attribute in pool.alias_attributes and fits(name):
            return attribute
    return None


def names_of(pool: UserPool, user: User) -> frozenset[SignInName]:
    """Return the names that the user holds, given his profile.

    An alias that was verified counts before its user is confirmed: who can vouch for it (PreSignUp,
    an administrator) moves it at once. A preferred name is had only by who is confirmed.
    """
    names = {SignInName(kind=NameKind.USERNAME, value=canonical(pool, user.username))}
    names |= {_name(pool, user, attribute) for attribute in sign_in_addresses(pool, user)}
    preferred = NameKind.PREFERRED_USERNAME
    is_alias = preferred in pool.alias_attributes and user.has(preferred)
    if is_alias and user.status is not UserStatus.UNCONFIRMED:
        names.add(_name(pool, user, preferred))
    return frozenset(names)


def passkey_name(passkey_id: str) -> SignInName:
    """Return the name by which a credential id is one user's in the pool, as it is written."""
    return SignInName(kind=NameKind.PASSKEY, value=passkey_id)


def identity_name(key: tuple[str, str, str]) -> SignInName:
    """Return the name by which the identity of a key is one user's in the pool, as it is written.

    The lengths keep two keys from having one name, whatever a request writes into their parts.
    """
    provider, attribute, value = key
    lengths = f"{len(provider)} {len(attribute)}"
    return SignInName(kind=NameKind.IDENTITY, value=f"{lengths} {provider}{attribute}{value}")


def names_of_identities(user: User) -> tuple[SignInName, ...]:
    """Return the names that the user holds by his identities."""
    return tuple(identity_name(each.key) for each in user.identities)


def _name(pool: UserPool, user: User, attribute: str) -> SignInName:
    return SignInName(kind=NameKind(attribute), value=canonical(pool, user.attributes[attribute]))


def is_sub(name: str) -> bool:
    """Whether a canonical name has the form of a `sub`."""
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False


def _seen(text: str) -> str:
    """Return the base characters of a text that are seen."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(
        each for each in parts if unicodedata.category(each)[0] in "LNPS" and each not in _UNSEEN
    )
