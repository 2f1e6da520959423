"""Tokens that nobody of ours signed, in every form that verifiers have fallen for."""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from adapters.signing.compact import take_apart
from adapters.signing.rsa_keys import RsaKeys
from adapters.signing.store_signer import StoreSigner
from domain.ports.signer import BadSignature, UnknownKey
from tests.signing.conftest import ONE, PUBLIC_URL, TWO, Deployed

CLAIMS: dict[str, object] = {"iss": f"{PUBLIC_URL}/{ONE}", "sub": "sub-1", "token_use": "access"}
THEIRS = RsaKeys().generate()


def _encoded(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _token(header: object, claims: object, sign: Callable[[bytes], bytes]) -> str:
    body = f"{_encoded(header)}.{_encoded(claims)}"
    return f"{body}.{_encoded(sign(body.encode()))}"


def _rs256(key: RSAPrivateKey) -> Callable[[bytes], bytes]:
    return lambda body: key.sign(body, PKCS1v15(), SHA256())


def _own_key(signer: StoreSigner) -> RSAPrivateKey:
    """The very key of the pool, which no forger has: it shows that form alone is refused."""
    signer.public_keys(ONE)
    return signer._rings[ONE].signing("access").private


@pytest.fixture
def kid(signer: StoreSigner) -> str:
    """The key id of the pool's access tokens."""
    return signer.public_keys(ONE)[1].kid


def _refused(signer: StoreSigner, token: str) -> None:
    with pytest.raises((UnknownKey, BadSignature)):
        signer.verify(token)


def test_the_forger_of_this_page(signer: StoreSigner, kid: str) -> None:
    """A token made here with the pool's own key is taken, so that the refusals below mean much."""
    token = _token({"alg": "RS256", "kid": kid}, CLAIMS, _rs256(_own_key(signer)))

    assert signer.verify(token).claims == CLAIMS


def test_signed_by_another_key(signer: StoreSigner, kid: str) -> None:
    """A known key id with a foreign signature is a bad signature."""
    with pytest.raises(BadSignature):
        signer.verify(_token({"alg": "RS256", "kid": kid}, CLAIMS, _rs256(THEIRS)))


@pytest.mark.parametrize("algorithm", ["none", "None", "nOnE", ""])
def test_unsigned(signer: StoreSigner, kid: str, algorithm: str) -> None:
    """`alg` none is refused, with and without a signature."""
    for signature in (b"", b"x" * 256):
        with pytest.raises(UnknownKey):
            signer.verify(_token({"alg": algorithm, "kid": kid}, CLAIMS, lambda _, s=signature: s))  # type: ignore[misc]  # the default binds the loop's value


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512", "RS256"])
def test_public_key_as_hmac_secret(signer: StoreSigner, kid: str, algorithm: str) -> None:
    """The public key in any of its forms is no HMAC secret."""
    public = _own_key(signer).public_key()
    forms = [
        public.public_bytes(encoding, form)
        for encoding in (Encoding.PEM, Encoding.DER)
        for form in (PublicFormat.SubjectPublicKeyInfo, PublicFormat.PKCS1)
    ]
    numbers = public.public_numbers()
    forms += [forms[0].strip(), numbers.n.to_bytes(256, "big"), str(numbers.n).encode()]
    for form in forms:
        for digest in ("sha256", "sha384", "sha512"):
            _refused(
                signer,
                _token(
                    {"alg": algorithm, "kid": kid},
                    CLAIMS,
                    lambda body, f=form, d=digest: hmac.digest(f, body, d),  # type: ignore[misc]  # the defaults bind the loops' values
                ),
            )


@pytest.mark.parametrize(
    "algorithm", ["RS384", "RS512", "PS256", "ES256", "rs256", "RS256 ", 1, None]
)
def test_other_algorithms(signer: StoreSigner, kid: str, algorithm: object) -> None:
    """Only RS256 is taken, even from our own key."""
    key = _own_key(signer)
    header = {"alg": algorithm, "kid": kid}
    for sign in (
        _rs256(key),
        lambda body: key.sign(body, PKCS1v15(), SHA512()),
        lambda body: key.sign(body, PSS(MGF1(SHA256()), 32), SHA256()),
    ):
        with pytest.raises(UnknownKey):
            signer.verify(_token(header, CLAIMS, sign))


def test_other_signature_under_rs256(signer: StoreSigner, kid: str) -> None:
    """Under RS256 nothing but an RSASSA-PKCS1-v1_5 signature over SHA-256 counts."""
    key = _own_key(signer)
    header = {"alg": "RS256", "kid": kid}
    for sign in (
        lambda body: key.sign(body, PKCS1v15(), SHA512()),
        lambda body: key.sign(body, PSS(MGF1(SHA256()), 32), SHA256()),
        lambda _: b"",
        lambda _: bytes(256),
        lambda _: b"\xff" * 256,
        lambda body: key.sign(body, PKCS1v15(), SHA256()) + b"\0",
        lambda body: key.sign(body, PKCS1v15(), SHA256())[:-1],
    ):
        with pytest.raises(BadSignature):
            signer.verify(_token(header, CLAIMS, sign))


def _jwk() -> dict[str, str]:
    numbers = THEIRS.public_key().public_numbers()
    return {
        "kty": "RSA",
        "n": _encoded(numbers.n.to_bytes(256, "big")),
        "e": _encoded(numbers.e.to_bytes(3, "big")),
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("jwk", _jwk()),
        ("jku", "https://attacker.example/jwks.json"),
        ("x5u", "https://attacker.example/cert.pem"),
        ("x5c", ["MIIB"]),
        ("crit", ["exp"]),
        ("crit", []),
        ("b64", False),
        ("zip", "DEF"),
        ("cty", "JWT"),
        ("typ", "JWT"),
    ],
)
def test_header_that_asks_for_more(signer: StoreSigner, kid: str, name: str, value: object) -> None:
    """No token brings its own key or rules, signed with that key or with ours."""
    header = {"alg": "RS256", "kid": kid, name: value}

    for key in (THEIRS, _own_key(signer)):
        with pytest.raises(UnknownKey):
            signer.verify(_token(header, CLAIMS, _rs256(key)))


@pytest.mark.parametrize(
    "kid", ["unknown", "", "../../etc/passwd", "' OR 1=1 --", 1, None, ["a"], {}]
)
def test_unknown_key_id(signer: StoreSigner, kid: object) -> None:
    """A key id that is not ours, or no text, is unknown."""
    with pytest.raises(UnknownKey):
        signer.verify(_token({"alg": "RS256", "kid": kid}, CLAIMS, _rs256(_own_key(signer))))


@pytest.mark.parametrize("header", [{}, {"alg": "RS256"}, {"kid": "k"}, [], "RS256", None, 1])
def test_header_of_another_form(signer: StoreSigner, header: object) -> None:
    """A header that is not an object with both members is no header."""
    with pytest.raises(UnknownKey):
        signer.verify(_token(header, CLAIMS, _rs256(_own_key(signer))))


def test_key_of_another_pool(signer: StoreSigner) -> None:
    """A token that one pool's key signed in another pool's name is unknown there."""
    signer.public_keys(TWO)
    theirs = signer._rings[TWO].signing("access")

    with pytest.raises(UnknownKey):
        signer.verify(_token({"alg": "RS256", "kid": theirs.kid}, CLAIMS, _rs256(theirs.private)))


def test_same_key_id_in_two_pools(signer: StoreSigner, kid: str) -> None:
    """A key id of one pool in a token of another does not find the first one's key."""
    claims = CLAIMS | {"iss": f"{PUBLIC_URL}/{TWO}"}

    with pytest.raises(UnknownKey):
        signer.verify(_token({"alg": "RS256", "kid": kid}, claims, _rs256(_own_key(signer))))


@pytest.mark.parametrize(
    "issuer",
    [
        None,
        1,
        [f"{PUBLIC_URL}/{ONE}"],
        "",
        ONE,
        f"/{ONE}",
        f"{PUBLIC_URL}/",
        f"{PUBLIC_URL}{ONE}",
        f"{PUBLIC_URL}//{ONE}",
        f"{PUBLIC_URL}/{ONE}/",
        f"{PUBLIC_URL}/{ONE}\n",
        f"{PUBLIC_URL}/{ONE}\0",
        f"{PUBLIC_URL}/other/{ONE}",
        f"{PUBLIC_URL.upper()}/{ONE}",
        f"{PUBLIC_URL}.attacker.example/{ONE}",
        f"https://attacker.example/{ONE}",
        f"https://cognito-idp.us-east-1.amazonaws.com/{ONE}",
        f"{PUBLIC_URL}/us-east-1_None00000",
        f"{PUBLIC_URL}/{'a' * 10_000}_b",
    ],
)
def test_issuers_that_are_not_ours(signer: StoreSigner, kid: str, issuer: object) -> None:
    """A token under any issuer but the pool's own is unknown, even signed by our key."""
    claims = CLAIMS | {"iss": issuer}

    with pytest.raises(UnknownKey):
        signer.verify(_token({"alg": "RS256", "kid": kid}, claims, _rs256(_own_key(signer))))


def test_strange_pool_ids_do_not_reach_the_store(
    deployed: Deployed, signer: StoreSigner, kid: str
) -> None:
    """What could not be a pool's id is refused without a statement."""
    readings = deployed.store.readings

    for pool_id in ("", "\0", "a_b\0", "ü_1", "no underscore", "a" * 300 + "_b", "%", "x_y/z_w"):
        claims = CLAIMS | {"iss": f"{PUBLIC_URL}/{pool_id}"}
        with pytest.raises(UnknownKey):
            signer.verify(_token({"alg": "RS256", "kid": kid}, claims, _rs256(THEIRS)))

    assert deployed.store.readings == readings


@pytest.mark.parametrize("claims", [[], "sub", None, 1, b"", b"{", b"\xff", {}])
def test_claims_of_another_form(signer: StoreSigner, kid: str, claims: object) -> None:
    """What is signed must be an object with an issuer."""
    with pytest.raises(UnknownKey):
        signer.verify(_token({"alg": "RS256", "kid": kid}, claims, _rs256(_own_key(signer))))


def test_changed_claims(signer: StoreSigner) -> None:
    """A claim changed after signing is a bad signature."""
    header, _, mac = signer.sign(ONE, "access", CLAIMS).split(".")
    changed = _encoded(CLAIMS | {"sub": "sub-2"})

    with pytest.raises(BadSignature):
        signer.verify(f"{header}.{changed}.{mac}")


def test_every_cut(signer: StoreSigner) -> None:
    """A token cut off anywhere is refused."""
    token = signer.sign(ONE, "access", CLAIMS)

    for length in range(len(token)):
        _refused(signer, token[:length])


def test_one_text_for_a_token(signer: StoreSigner) -> None:
    """No second text stands for the same token: no padding, blanks, parts or unused bits."""
    token = signer.sign(ONE, "access", CLAIMS)
    last = "AQgw".replace(token[-1], "")[0]
    header, body, mac = token.split(".")

    for other in (
        token + "=",
        token + "==",
        token + "\n",
        " " + token,
        token + ".",
        "." + token,
        token + "." + mac,
        f"{header}.{body}",
        f"{header}..{mac}",
        f"{header} .{body}.{mac}",
        f"{header}=.{body}.{mac}",
        f"{header}.{body}\n.{mac}",
        f"{header}.{body}.*{mac}",
        token[:-1] + last,
        token[:-1] + chr(ord(token[-1]) + 1),
        f"{header}.{body}.{mac}".replace(mac[5], "é", 1),
        json.dumps({"protected": header, "payload": body, "signature": mac}),
    ):
        _refused(signer, other)


def test_long_tokens_are_not_decoded(signer: StoreSigner, kid: str) -> None:
    """A token above 16 KiB is refused, though it was signed by us."""
    claims = CLAIMS | {"pad": "x" * 16_384}

    with pytest.raises(UnknownKey):
        signer.verify(signer.sign(ONE, "access", claims))


def test_deep_nesting(signer: StoreSigner, kid: str) -> None:
    """Claims nested thousands deep are refused like any other garbage."""
    claims = b'{"iss":' + b"[" * 5_000 + b"]" * 5_000 + b"}"

    with pytest.raises(UnknownKey):
        signer.verify(_token({"alg": "RS256", "kid": kid}, claims, _rs256(THEIRS)))


@given(st.text(max_size=200) | st.text(alphabet="eyJ.-_=A", max_size=60))
def test_garbage(text: str) -> None:
    """Text of any kind is refused with the one error."""
    with pytest.raises(UnknownKey):
        take_apart(text)
