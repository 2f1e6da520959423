"""The setting SEALING_KEYS."""

from __future__ import annotations

import base64

import pytest

from adapters.security.master_keys import MasterKeys, Purpose, parse_master_keys

ONE = base64.b64encode(bytes(range(32))).decode()
TWO = base64.b64encode(bytes(range(32, 64))).decode()


def test_several_keys() -> None:
    """Keys are read in order; blanks around an entry do not matter."""
    keys = parse_master_keys(f"2026-11.a:{ONE}, old_1:{TWO}\n")

    assert [key.id for key in keys] == ["2026-11.a", "old_1"]
    assert keys[1].secret.reveal() == bytes(range(32, 64))
    assert MasterKeys(keys).active_id == "2026-11.a"


@pytest.mark.parametrize(
    ("setting", "reason"),
    [
        pytest.param("", "sealing key 1 does not begin with an id", id="empty"),
        pytest.param(ONE, "sealing key 1 does not begin with an id", id="no id"),
        pytest.param(f":{ONE}", "sealing key 1 does not begin with an id", id="empty id"),
        pytest.param(f"a b:{ONE}", "sealing key 1 does not begin with an id", id="blank in id"),
        pytest.param(f"ä:{ONE}", "sealing key 1 does not begin with an id", id="foreign id"),
        pytest.param(f"{'a' * 65}:{ONE}", "sealing key 1 does not begin", id="long id"),
        pytest.param(f"a:{ONE},", "sealing key 2 does not begin with an id", id="stray comma"),
        pytest.param("a:", "'a' has 0 bytes instead of 32", id="no bytes"),
        pytest.param("a:c2hvcnQ=", "'a' has 5 bytes instead of 32", id="short"),
        pytest.param(f"a:{ONE[:-4]}", "'a' has 30 bytes instead of 32", id="cut"),
        pytest.param(f"a:{ONE[:-1]}", "'a' is not base64", id="no padding"),
        pytest.param(f"a:{ONE[:5]} {ONE[5:]}", "'a' is not base64", id="blank inside"),
        pytest.param("a:" + "-_" * 22, "'a' is not base64", id="url alphabet"),
        pytest.param("a:" + "A" * 43 + "=", "all bytes of .* 'a' are equal", id="zeros"),
        pytest.param(f"a:{ONE},a:{TWO}", "two sealing keys have the id 'a'", id="same id"),
        pytest.param(f"a:{ONE},b:{ONE}", "'b' has the same bytes", id="same bytes"),
    ],
)
def test_refused(setting: str, reason: str) -> None:
    """A wrong setting is refused with its reason, which never shows a key."""
    with pytest.raises(ValueError, match=reason) as refused:
        parse_master_keys(setting)

    assert ONE[:8] not in str(refused.value)


def test_purposes_have_keys_of_their_own() -> None:
    """No derived key serves two purposes, and none is the master key."""
    secret = bytes(range(32))
    keys = MasterKeys(parse_master_keys(f"a:{ONE},b:{TWO}"))
    derived = {
        keys.derived(key_id, purpose)
        for key_id in ("a", "b")
        for purpose in (Purpose.WRAP, Purpose.GLOBAL, Purpose.PEPPER)
    }

    assert len(derived | {secret}) == 7
    assert keys.active(Purpose.WRAP) == keys.derived("a", Purpose.WRAP)
    assert keys.derived("c", Purpose.WRAP) is None
