"""The two operations on UI customizations, as the wire has them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from domain.model.ui_customization import UI_CUSTOMIZATIONS
from tests.api.administration import Administrator, PoolDesk, administration
from tests.api.stage import Members

CSS = """\
/* the shop */
.banner-customizable { background-color: #d3d3d3; padding: 25px 0 25px 0 }
.label-customizable, .textDescription-customizable {
    font-weight: 400;
}
.submitButton-customizable:hover { background: linear-gradient(to right, #fff, rgba(0, 0, 0, 0.5)) }
.inputField-customizable:focus { border-color: #66afe9; outline: 0 }
.passwordCheck-notValid-customizable { color: #DF3312; }
"""
PNG = b"\x89PNG\r\n\x1a\n and the rest of it"
JPEG = b"\xff\xd8\xff and the rest of it"
NAMES = count()


class Pool(PoolDesk):
    """A pool in which operations are called, with a client and, usually, a domain."""

    def __init__(self, admin: Administrator) -> None:
        super().__init__(admin)
        self.client_id = admin.new_client(self.id)["ClientId"]

    def set(self, client_id: str = "ALL", image: bytes | None = None, **request: Any) -> Members:  # noqa: ANN401 - any member
        """Set a customization; what is answered."""
        if image is not None:
            request["ImageFile"] = base64.b64encode(image).decode()
        answer = self("SetUICustomization", ClientId=client_id, **request)
        customization: Members = answer["UICustomization"]
        return customization

    def shown(self, client_id: str = "ALL") -> Members:
        """What is shown to be in force."""
        answer = self("GetUICustomization", ClientId=client_id)
        customization: Members = answer["UICustomization"]
        return customization


@pytest.fixture(scope="module")
def service() -> Iterator[Administrator]:
    """An administrator of one service for all tests."""
    with administration() as administrator:
        yield administrator


@pytest.fixture
def pool(service: Administrator) -> Pool:
    """A pool of its own for each test, with a domain."""
    pool = Pool(service)
    pool("CreateUserPoolDomain", Domain=f"shop-{next(NAMES)}")
    return pool


def test_what_was_set_is_shown(pool: Pool) -> None:
    """Style sheet letter for letter, its version, the URL of the logo, and two dates."""
    made = pool.set(CSS=CSS, image=PNG)

    version = made.pop("CSSVersion")
    assert (len(version), version.isdigit()) == (14, True)
    assert made.pop("CreationDate") == made.pop("LastModifiedDate")
    url = f"http://localhost:9229/{pool.id}/ALL/{version}/assets/images/image.png"
    assert made == {"UserPoolId": pool.id, "ClientId": "ALL", "CSS": CSS, "ImageUrl": url}
    assert pool.shown().items() >= made.items()
    assert pool("GetUICustomization")["UICustomization"] == pool.shown()


def test_a_client_looks_like_all_until_it_has_its_own(pool: Pool) -> None:
    """And again when its own is taken back; of all it inherits no part."""
    assert pool.shown(pool.client_id) == {}
    pool.set(CSS=CSS, image=PNG)
    assert pool.shown(pool.client_id) == pool.shown()

    own = pool.set(pool.client_id, image=JPEG)
    assert own["ImageUrl"].endswith("/assets/images/image.jpg")
    assert {"CSS", "CSSVersion"}.isdisjoint(own)
    assert pool.shown(pool.client_id) == own
    assert pool.shown()["CSS"] == CSS

    assert pool.set(pool.client_id) == {}
    assert pool.shown(pool.client_id) == pool.shown()


def test_both_are_replaced_together(pool: Pool) -> None:
    """What a request leaves out is gone; the date of the first one stays."""
    first = pool.set(CSS=CSS, image=PNG)
    pool.admin.world.clock.advance(s=61)

    second = pool.set(CSS=".logo-customizable {max-width: 60%}")

    assert "ImageUrl" not in second
    assert second["CSSVersion"] != first["CSSVersion"]
    assert second["CreationDate"] == first["CreationDate"]
    assert second["LastModifiedDate"] > first["LastModifiedDate"]


def test_without_anything_there_is_nothing(pool: Pool) -> None:
    """An empty request deletes, also what is not there; nothing set is an empty object."""
    pool.set(CSS=CSS)

    assert pool.set() == {}
    assert pool.set(CSS="") == {}

    assert pool.shown() == {}


@pytest.mark.parametrize("operation", ["SetUICustomization", "GetUICustomization"])
def test_a_pool_needs_a_domain(service: Administrator, operation: str) -> None:
    """Without one there are no pages to look like anything."""
    text = "There has to be an existing domain associated with this user pool"

    assert Pool(service).refused(operation) == ("InvalidParameterException", text)


@pytest.mark.parametrize(
    ("css", "said"),
    [
        (".banner {color: red}", "CSS class .banner is not allowed."),
        ("body {color: red}", "CSS class body is not allowed."),
        ("#banner-customizable {color: red}", "CSS class #banner-customizable is not allowed."),
        (".banner-customizable, * {color: red}", "CSS class * is not allowed."),
        (".banner-customizable a {color: red}", "CSS class .banner-customizable a is not allowed."),
        (
            ".banner-customizable[a^=b] {color: red}",
            "CSS class .banner-customizable… is not allowed.",
        ),
        (f"{'.a' * 9_999} {{color: red}}", f"CSS class {'.a' * 50} is not allowed."),
        (".banner-customizable::after {color: red}", "is not allowed."),
        ("@import 'https://example.com/a.css';", "CSS rule @import is not allowed."),
        ("@media print {.banner-customizable {color: red}}", "CSS rule @media is not allowed."),
        ("@\\69mport 'a.css';", "CSS rule @import is not allowed."),
        (
            ".banner-customizable {background: url(//example.com)}",
            "CSS function url() is not allowed.",
        ),
        (".banner-customizable {background: URL('//a')}", "CSS function url() is not allowed."),
        (".banner-customizable {background: u\\72l(//a)}", "CSS function url() is not allowed."),
        (
            ".banner-customizable {width: calc(1px + (2px * url(a)))}",
            "function url() is not allowed.",
        ),
        (
            ".banner-customizable {width: expression(1)}",
            "CSS function expression() is not allowed.",
        ),
        (
            ".banner-customizable {background: image-set('a' 1x)}",
            "function image-set() is not allowed.",
        ),
        (".banner-customizable {color: red} </style>", "CSS cannot contain markup or scripts."),
        ("/* <!-- */", "CSS cannot contain markup or scripts."),
        ("/* JavaScript: */", "CSS cannot contain markup or scripts."),
        (".banner-customizable", "CSS is not valid: line 1, column 2."),
        (".banner-customizable {color}", "CSS is not valid: line 1"),
        (".banner-customizable {.logo-customizable {color: red}}", "CSS is not valid: line 1"),
        (".banner-customizable {@import 'a';}", "CSS is not valid: line 1"),
        (".banner-customizable {color: red;}\n}", "CSS is not valid: line 2, column 1."),
        (".banner-customizable {color: 'red\n}", "CSS is not valid: line 1"),
    ],
)
def test_a_style_sheet_does_nothing_else(pool: Pool, css: str, said: str) -> None:
    """It styles the documented classes; what fetches, runs, hides or is broken is refused."""
    pool.set(CSS=CSS)
    before = pool.shown()

    kind, text = pool.refused("SetUICustomization", ClientId="ALL", CSS=css)

    assert kind == "InvalidParameterException"
    assert said in text
    assert pool.shown() == before


@pytest.mark.parametrize("nested", ["(", "[", "{", "calc(", "\\", "/*", "'", ","])
def test_a_hostile_style_sheet_is_read_in_time(pool: Pool, nested: str) -> None:
    """However deep it nests, an answer comes; nothing is exhausted."""
    css = f".banner-customizable {{width: {nested * 20_000}"

    answer = pool.admin.stage.signed(
        "SetUICustomization", {"UserPoolId": pool.id, "ClientId": "ALL", "CSS": css}
    )

    assert answer.status in {200, 400}
    assert answer.json.get("__type", "InvalidParameterException") == "InvalidParameterException"


@pytest.mark.parametrize(
    "image", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a", b"<html>", b" \x89PNG"]
)
def test_a_logo_is_a_png_or_a_jpeg(pool: Pool, image: bytes) -> None:
    """A browser may show anything else as a page."""
    given = base64.b64encode(image).decode()

    refused = pool.refused("SetUICustomization", ImageFile=given)

    assert refused == ("InvalidParameterException", "The image file must be a PNG or a JPEG.")
    assert pool.shown() == {}


def test_a_logo_has_a_bound(pool: Pool) -> None:
    """100 KB are taken, a byte more is not."""
    largest = PNG.ljust(100 * 1024, b"\0")
    given = base64.b64encode(largest + b"\0").decode()

    assert "ImageUrl" in pool.set(image=largest)
    refused = pool.refused("SetUICustomization", ImageFile=given)

    assert refused == ("InvalidParameterException", "The image file can have at most 100 KB.")


def test_a_customization_goes_with_its_client(pool: Pool) -> None:
    """Those of others and of all stay."""
    other = pool.admin.new_client(pool.id)["ClientId"]
    for client_id in ("ALL", other, pool.client_id):
        pool.set(client_id, CSS=CSS)

    pool("DeleteUserPoolClient", ClientId=pool.client_id)

    unknown = pool.refused("GetUICustomization", ClientId=pool.client_id)
    text = f"User pool client {pool.client_id} does not exist."
    assert unknown == ("ResourceNotFoundException", text)
    assert [pool.shown(each)["ClientId"] for each in ("ALL", other)] == ["ALL", other]
    with pool.admin.world.store.reading() as unit:
        assert unit.items.count(UI_CUSTOMIZATIONS, pool.id, 9) == 2


def test_a_customization_waits_for_a_domain(pool: Pool) -> None:
    """It is kept while the pool has none, and not shown."""
    pool.set(CSS=CSS)
    name = pool.admin.pool(pool.id)["Domain"]
    pool("DeleteUserPoolDomain", Domain=name)
    assert pool.refused("GetUICustomization")[0] == "InvalidParameterException"

    pool("CreateUserPoolDomain", Domain=name)

    assert pool.shown()["CSS"] == CSS
