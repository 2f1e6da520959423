"""Every method that writes, once each, so that it changes something in the world of `world.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.domain_samples import PREFIX, of_other_pool
from adapters.storage.conformance.event_samples import EVENT, FEEDBACK
from adapters.storage.conformance.import_samples import FILE, JOB_ID, PIECE
from adapters.storage.conformance.item_samples import BARE_THING, KEY, THING, THINGS
from adapters.storage.conformance.server_samples import SERVER
from domain.model.code import CodePurpose
from domain.model.identifiers import ClientId, PoolId
from domain.model.message import Channel
from domain.model.token import NewestToken
from domain.model.user import SignInName
from domain.ports.devices import DeviceUse
from domain.ports.store import Unit
from domain.ports.users import Newcomer

NEW_POOL: Final = replace(s.POOL, id=PoolId("us-east-1_Sample009"))
NEW_CLIENT: Final = replace(s.CLIENT, id=ClientId("9sample000000000000000000c"))
NEW_USER: Final = replace(s.USER, sub=s.NOBODY)
NEW_DEVICE: Final = replace(s.DEVICE, key="us-east-1_device-9")
HELD_NAME: Final[SignInName] = replace(s.NAME, value=s.SUB)
NEWER_TOKEN: Final = NewestToken(generation=s.FAMILY.generation + 1, digest=b"newer")
LATER_MS: Final = s.NOW_MS + 2 * s.DAY_MS

ACTS: Final[Mapping[str, Callable[[Unit], object]]] = {
    "pools.add": lambda unit: unit.pools.add(NEW_POOL),
    "pools.save": lambda unit: unit.pools.save(replace(s.POOL, name="changed")),
    "pools.remove": lambda unit: unit.pools.remove(s.POOL_ID),
    "clients.add": lambda unit: unit.clients.add(NEW_CLIENT),
    "clients.save": lambda unit: unit.clients.save(replace(s.CLIENT, name="changed")),
    "clients.remove": lambda unit: unit.clients.remove(s.POOL_ID, s.CLIENT_ID),
    "users.add": lambda unit: unit.users.add(NEW_USER),
    "users.add_all": lambda unit: unit.users.add_all(
        [Newcomer(user=NEW_USER, names=[replace(s.NAME, value="newcomer")])]
    ),
    "users.save": lambda unit: unit.users.save(replace(s.USER, enabled=True)),
    "users.remove": lambda unit: unit.users.remove(s.POOL_ID, s.SUB),
    "names.claim": lambda unit: unit.names.claim(s.POOL_ID, s.NAME, s.SUB),
    "names.release": lambda unit: unit.names.release(s.POOL_ID, HELD_NAME, s.SUB),
    "credentials.save": lambda unit: unit.credentials.save(replace(s.CREDENTIALS, generation=2)),
    "credentials.replace_hash": lambda unit: unit.credentials.replace_hash(
        s.POOL_ID, s.SUB, 1, "$renewed"
    ),
    "credentials.drop_verifiers": lambda unit: unit.credentials.drop_verifiers(1),
    "software_tokens.put": lambda unit: unit.software_tokens.put(
        replace(s.SOFTWARE_TOKEN, id="token-9")
    ),
    "software_tokens.use": lambda unit: unit.software_tokens.use(
        s.POOL_ID, s.SUB, s.SOFTWARE_TOKEN.id, s.SOFTWARE_TOKEN.last_step + 1
    ),
    "software_tokens.drop": lambda unit: unit.software_tokens.drop(s.POOL_ID, s.SUB),
    "devices.add": lambda unit: unit.devices.add(NEW_DEVICE),
    "devices.remember": lambda unit: unit.devices.remember(
        s.POOL_ID, s.SUB, s.DEVICE.key, remembered=False, by_mfa=False, at_ms=s.NOW_MS + 9
    ),
    "devices.touch": lambda unit: unit.devices.touch(
        s.POOL_ID, s.SUB, s.DEVICE.key, DeviceUse(at_ms=s.NOW_MS + 9)
    ),
    "devices.remove": lambda unit: unit.devices.remove(s.POOL_ID, s.SUB, s.DEVICE.key),
    "passkeys.add": lambda unit: unit.passkeys.add(replace(s.PASSKEY, id="cGFzc2tleS05")),
    "passkeys.use": lambda unit: unit.passkeys.use(s.POOL_ID, s.SUB, s.PASSKEY.id, s.PASSKEY_USE),
    "passkeys.remove": lambda unit: unit.passkeys.remove(s.POOL_ID, s.SUB, s.PASSKEY.id),
    "groups.add": lambda unit: unit.groups.add(replace(s.GROUP, name="group-9")),
    "groups.save": lambda unit: unit.groups.save(replace(s.GROUP, precedence=9)),
    "groups.remove": lambda unit: unit.groups.remove(s.POOL_ID, s.GROUP.name),
    "memberships.add": lambda unit: unit.memberships.add(s.POOL_ID, s.SUB, s.BARE_GROUP.name),
    "memberships.remove": lambda unit: unit.memberships.remove(s.POOL_ID, s.SUB, s.GROUP.name),
    "items.add": lambda unit: unit.items.add(THINGS, s.POOL_ID, "key-9", THING),
    "items.put": lambda unit: unit.items.put(THINGS, s.POOL_ID, KEY, BARE_THING),
    "items.change": lambda unit: unit.items.change(
        THINGS, s.POOL_ID, KEY, lambda thing: replace(thing, name=f"{thing.name}, changed")
    ),
    "items.remove": lambda unit: unit.items.remove(THINGS, s.POOL_ID, KEY),
    "domains.add": lambda unit: unit.domains.add(of_other_pool(PREFIX)),
    "domains.change": lambda unit: unit.domains.change(
        s.POOL_ID,
        PREFIX.name,
        lambda domain: replace(domain, modified_at_ms=domain.modified_at_ms + 1),
    ),
    "domains.remove": lambda unit: unit.domains.remove(s.POOL_ID, PREFIX.name),
    "imports.keep": lambda unit: unit.imports.keep(replace(PIECE, sealed=b"newer")),
    "imports.drop": lambda unit: unit.imports.drop(s.POOL_ID, JOB_ID, FILE, 1),
    "imports.schedule": lambda unit: unit.imports.schedule(s.POOL_ID, JOB_ID, LATER_MS),
    "imports.lease": lambda unit: unit.imports.lease(s.NOW_MS, LATER_MS),
    "imports.unschedule": lambda unit: unit.imports.unschedule(s.POOL_ID, JOB_ID),
    "resource_servers.add": lambda unit: unit.resource_servers.add(
        replace(SERVER, identifier="server-9")
    ),
    "resource_servers.save": lambda unit: unit.resource_servers.save(
        replace(SERVER, name="changed")
    ),
    "resource_servers.remove": lambda unit: unit.resource_servers.remove(
        s.POOL_ID, SERVER.identifier
    ),
    "pending.put": lambda unit: unit.pending.put(replace(s.PENDING, sealed=b"newer")),
    "pending.take": lambda unit: unit.pending.take(s.POOL_ID, s.SUB, s.PENDING.name),
    "codes.put": lambda unit: unit.codes.put(replace(s.CODE, purpose=CodePurpose.VERIFY_EMAIL)),
    "codes.claim": lambda unit: unit.codes.claim(s.POOL_ID, s.SUB, s.CODE.purpose, s.NOW_MS, 5),
    "codes.consume": lambda unit: unit.codes.consume(s.POOL_ID, s.SUB, s.CODE.purpose, s.CODE.id),
    "codes.drop": lambda unit: unit.codes.drop(s.POOL_ID, s.SUB),
    "locks.claim": lambda unit: unit.locks.claim(s.POOL_ID, s.SUB, s.NOW_MS + 1),
    "locks.clear": lambda unit: unit.locks.clear(s.POOL_ID, s.SUB),
    "budgets.spend": lambda unit: unit.budgets.spend(
        s.POOL_ID, s.NOBODY, replace(s.BUDGET, limit=1), s.NOW_MS
    ),
    "budgets.restore": lambda unit: unit.budgets.restore(s.POOL_ID, s.SUB, s.BUDGET.name),
    "spent.spend": lambda unit: unit.spent.spend(s.POOL_ID, s.SUB, "value-9", s.NOW_MS),
    "families.add": lambda unit: unit.families.add(replace(s.FAMILY, id="family-9"), s.USER.epoch),
    "families.rotate": lambda unit: unit.families.rotate(
        s.POOL_ID, s.SUB, s.FAMILY.id, s.FAMILY.generation, NEWER_TOKEN
    ),
    "families.revoke": lambda unit: unit.families.revoke(s.POOL_ID, s.SUB, s.FAMILY.id, s.NOW_MS),
    "families.revoke_all": lambda unit: unit.families.revoke_all(s.POOL_ID, s.SUB, s.NOW_MS),
    "sessions.add": lambda unit: unit.sessions.add(
        replace(s.SESSION, family_id=s.FAMILY_WITHOUT_SESSION.id)
    ),
    "sessions.touch": lambda unit: unit.sessions.touch(
        s.POOL_ID, s.SUB, s.FAMILY.id, replace(s.SESSION.last, at_ms=s.NOW_MS + 9)
    ),
    "sessions.drop": lambda unit: unit.sessions.drop(s.POOL_ID, s.SUB, s.FAMILY.id),
    "sessions.drop_all": lambda unit: unit.sessions.drop_all(s.POOL_ID, s.SUB),
    "auth_events.put": lambda unit: unit.auth_events.put(replace(EVENT, id="event-9")),
    "auth_events.give_feedback": lambda unit: unit.auth_events.give_feedback(
        s.POOL_ID, s.SUB, EVENT.id, FEEDBACK
    ),
    "auth_events.trim": lambda unit: unit.auth_events.trim(s.POOL_ID, s.SUB, 0),
    "signing_keys.add": lambda unit: unit.signing_keys.add(replace(s.SIGNING_KEY, kid="kid-9")),
    "limits.put": lambda unit: unit.limits.put("UserRead", 9),
    "access_keys.add": lambda unit: unit.access_keys.add(
        replace(s.ACCESS_KEY, id="AKIASAMPLE0000000009")
    ),
    "access_keys.disable": lambda unit: unit.access_keys.disable(s.ACCESS_KEY.id, s.NOW_MS),
    "outbox.add": lambda unit: unit.outbox.add(replace(s.ENTRY, id="message-9")),
    "outbox.lease": lambda unit: unit.outbox.lease([Channel.EMAIL], s.NOW_MS, s.NOW_MS + 9, 1),
    "outbox.postpone": lambda unit: unit.outbox.postpone(
        f"message-{s.POOL_ID}-{s.SUB}", s.NOW_MS + 9
    ),
    "outbox.remove": lambda unit: unit.outbox.remove(f"message-{s.POOL_ID}-{s.SUB}"),
    "outbox.clear": lambda unit: unit.outbox.clear(),
    "sweeper.sweep": lambda unit: unit.sweeper.sweep(LATER_MS, 100),
}
"""By repository and method."""
