"""The signer with keys in the store."""

from __future__ import annotations

import threading
from dataclasses import replace

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers

import adapters.signing
from adapters.signing import store_signer as store_signer_module
from adapters.signing.rsa_keys import RsaKeys, to_der
from adapters.signing.store_signer import StoreSigner
from domain.model import contexts
from domain.model.identifiers import PoolId
from domain.ports.sealer import SealBroken
from domain.ports.signer import BadSignature, PublicKey, Signer, UnknownKey
from tests.signing.conftest import ONE, PUBLIC_URL, TWO, Deployed
from tests.support.fakes import new_pool_keys

CLAIMS = {"iss": f"{PUBLIC_URL}/{ONE}", "sub": "sub-1", "exp": 1_767_261_600, "name": "Jürgen 🔑"}


def _public(shown: PublicKey) -> object:
    return RSAPublicNumbers(shown.exponent, shown.modulus).public_key()


def test_open(deployed: Deployed) -> None:
    """The URL `store:` opens a signer; what else it might name is refused."""
    assert isinstance(adapters.signing.open("store:", deployed.context), Signer)
    for url in ("store:x", "store://", "kms:"):
        with pytest.raises(ValueError, match="store:"):
            adapters.signing.open(url, deployed.context)


@pytest.mark.parametrize("use", ["id", "access"])
def test_round_trip(signer: StoreSigner, use: str) -> None:
    """A token that was signed is verified, with its pool, use and claims."""
    verified = signer.verify(signer.sign(ONE, use, CLAIMS))

    assert (verified.pool_id, verified.use, verified.claims) == (ONE, use, CLAIMS)


def test_header(signer: StoreSigner) -> None:
    """The header has `kid` and `alg` and nothing else; ID and access tokens have their own keys."""
    headers = [jwt.get_unverified_header(signer.sign(ONE, use, CLAIMS)) for use in ("id", "access")]
    kids = [header["kid"] for header in headers]

    assert headers == [{"kid": kid, "alg": "RS256"} for kid in kids]
    assert kids == [key.kid for key in signer.public_keys(ONE)]
    assert len(set(kids)) == 2
    assert all(len(kid) == 44 and kid.endswith("=") for kid in kids)


def test_public_keys_verify(signer: StoreSigner) -> None:
    """With the public keys, a JWT library verifies the tokens."""
    of_id, of_access = signer.public_keys(ONE)

    for use, key in (("id", of_id), ("access", of_access)):
        token = signer.sign(ONE, use, CLAIMS)
        options = {"verify_exp": False}
        claims = jwt.decode(token, _public(key), algorithms=["RS256"], options=options)  # type: ignore[arg-type]  # an RSA key
        assert claims == CLAIMS
    assert (of_id.modulus.bit_length(), of_id.exponent) == (2048, 65_537)


def test_public_keys_of_no_pool(signer: StoreSigner) -> None:
    """A pool that does not exist has no keys and gives none to sign with."""
    nobody = PoolId("us-east-1_None00000")

    assert signer.public_keys(nobody) == ()
    with pytest.raises(UnknownKey):
        signer.sign(nobody, "access", CLAIMS)


def test_unknown_use(signer: StoreSigner) -> None:
    """There is no key for tokens of a kind that we do not make."""
    with pytest.raises(UnknownKey):
        signer.sign(ONE, "refresh", CLAIMS)


def test_parsed_once(deployed: Deployed) -> None:
    """After the first token of a pool no request parses or makes a key, or reads the store."""
    signer = deployed.signer()
    signer.sign(ONE, "access", CLAIMS)
    readings = deployed.store.readings

    for _ in range(5):
        signer.verify(signer.sign(ONE, "id", CLAIMS))

    assert (signer.rsa.parsed, signer.rsa.generated) == (2, 0)
    assert deployed.store.readings == readings


def test_public_keys_parse_nothing_again(deployed: Deployed) -> None:
    """Public keys are read as they are now, but known keys are not parsed again."""
    signer = deployed.signer()

    signer.public_keys(ONE)
    signer.public_keys(ONE)

    assert signer.rsa.parsed == 2


def test_key_added_elsewhere(deployed: Deployed) -> None:
    """A key that another process added is found when its first token comes."""
    pool_id = PoolId("us-east-1_New000003")
    deployed.add_pool(pool_id)
    here, elsewhere = deployed.signer(), deployed.signer()
    claims = CLAIMS | {"iss": f"{PUBLIC_URL}/{pool_id}"}
    here.sign(pool_id, "access", claims)
    with deployed.store.writing() as unit:
        pool = unit.pools.get(pool_id)
        assert pool is not None
        for key in elsewhere.new_keys(pool_id, pool.keys):
            unit.signing_keys.add(replace(key, created_at_ms=key.created_at_ms + 1))

    token = elsewhere.sign(pool_id, "access", claims)

    assert here.verify(token).claims == claims
    assert here.rsa.parsed == 4
    assert len(here.public_keys(pool_id)) == 4


def test_deleted_pool(deployed: Deployed) -> None:
    """The public keys of a pool are gone with it."""
    pool_id = PoolId("us-east-1_Gone00004")
    deployed.add_pool(pool_id)
    signer = deployed.signer()
    signer.public_keys(pool_id)

    with deployed.store.writing() as unit:
        unit.pools.remove(pool_id)

    assert signer.public_keys(pool_id) == ()
    with pytest.raises(UnknownKey):
        signer.sign(pool_id, "id", CLAIMS)


def test_forged_tokens_fill_nothing(deployed: Deployed) -> None:
    """Tokens that name pools and keys at random cost one look each and leave nothing behind."""
    signer = deployed.signer()
    _, payload, mac = signer.sign(ONE, "access", CLAIMS).split(".")
    readings = deployed.store.readings

    for number in range(20):
        claims = {"iss": f"{PUBLIC_URL}/us-east-1_Forged{number}"}
        forged = jwt.encode(claims, "x" * 32, headers={"kid": "k", "typ": None})
        body = forged.split(".")[1]
        header = jwt.utils.base64url_encode(b'{"alg":"RS256","kid":"k%d"}' % number).decode()
        for token in (f"{header}.{body}.{mac}", f"{header}.{payload}.{mac}"):
            with pytest.raises(UnknownKey):
                signer.verify(token)

    assert deployed.store.readings == readings + 40
    assert list(signer._rings) == [ONE]
    assert signer.rsa.parsed == 2


def test_cache_is_bounded(deployed: Deployed, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pools there are, the keys of a bounded number are in memory."""
    monkeypatch.setattr(store_signer_module, "POOLS_MAX", 1)
    signer = deployed.signer()

    for pool_id in (ONE, TWO, ONE):
        claims = {"iss": f"{PUBLIC_URL}/{pool_id}"}
        assert signer.verify(signer.sign(pool_id, "id", claims)).pool_id == pool_id
        assert len(signer._rings) == 1


def test_threads(deployed: Deployed) -> None:
    """Threads that need a pool's keys at the same time all get them."""
    signer = deployed.signer()
    tokens: list[str] = []
    together = threading.Barrier(8)

    def sign() -> None:
        together.wait()
        tokens.append(signer.sign(ONE, "access", CLAIMS))

    threads = [threading.Thread(target=sign) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(tokens) == 8
    assert all(signer.verify(token).claims == CLAIMS for token in tokens)


def test_private_keys_are_sealed(deployed: Deployed) -> None:
    """What the store gets of a private key opens only as that key of that pool, and shows none."""
    keys = new_pool_keys(deployed.context.sealer, ONE)
    one, two = deployed.signer().new_keys(ONE, keys)
    sealer = deployed.context.sealer

    der = sealer.open(keys, contexts.signing_key(ONE, one.kid), one.sealed_private_key)

    assert RsaKeys().parse(der).private_numbers().public_numbers.n == one.modulus
    assert to_der(RsaKeys().parse(der)) == der
    assert repr(one.sealed_private_key) not in repr(one)
    with pytest.raises(SealBroken):
        sealer.open(keys, contexts.signing_key(ONE, two.kid), one.sealed_private_key)


def test_public_half_in_the_store_is_not_believed(deployed: Deployed) -> None:
    """Whoever puts a public key of his own into the store can forge no token."""
    pool_id = PoolId("us-east-1_Taken0005")
    deployed.add_pool(pool_id)
    theirs = RsaKeys().generate()
    with deployed.store.writing() as unit:
        for key in list(unit.signing_keys.of_pool(pool_id)):
            numbers = theirs.public_key().public_numbers()
            unit.signing_keys._view.signing_keys.put(
                (pool_id, key.kid), replace(key, modulus=numbers.n)
            )
    signer = deployed.signer()
    kid = signer.public_keys(pool_id)[0].kid
    claims = {"iss": f"{PUBLIC_URL}/{pool_id}"}
    forged = jwt.encode(claims, theirs, "RS256", headers={"kid": kid, "typ": None})

    with pytest.raises(BadSignature):
        signer.verify(forged)
    assert theirs.public_key().public_numbers().n not in {
        key.modulus for key in signer.public_keys(pool_id)
    }


def test_keys_do_not_show(deployed: Deployed) -> None:
    """No repr shows a private key or a token's claims (SEC-12)."""
    signer = deployed.signer()
    verified = signer.verify(signer.sign(ONE, "access", CLAIMS))
    ring = signer._rings[ONE]
    secret = str(ring.keys[0].private.private_numbers().d)

    assert "sub-1" not in repr(verified)
    assert secret not in repr(ring)
    assert "RSA" not in repr(ring)
