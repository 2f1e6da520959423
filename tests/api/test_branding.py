"""The five operations on branding styles, as the wire has them, and clients that have one."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any, Final

import pytest

from tests.api.administration import Administrator, PoolDesk, administration
from tests.api.stage import Members

NOBODY: Final = "00000000-0000-4000-8000-000000000000"
NOT_FOUND: Final = ("ResourceNotFoundException", f"Branding style {NOBODY} does not exist.")
IMAGES: Final = {
    "ICO": b"\x00\x00\x01\x00\x01\x00",
    "JPEG": b"\xff\xd8\xff\xe0",
    "PNG": b"\x89PNG\r\n\x1a\n\x00",
    "SVG": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>',
    "WEBP": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
}


def asset(
    category: str = "FORM_LOGO",
    extension: str = "PNG",
    mode: str = "LIGHT",
    content: bytes | None = None,
) -> Members:
    """An image that is what it says, unless told otherwise."""
    return {
        "Category": category,
        "ColorMode": mode,
        "Extension": extension,
        "Bytes": base64.b64encode(IMAGES[extension] if content is None else content).decode(),
    }


class Pool(PoolDesk):
    """A pool in which operations are called."""

    def __init__(self, admin: Administrator) -> None:
        super().__init__(admin)
        self.client_id = self.client()

    def made(self, client_id: str | None = None, **members: Any) -> Members:  # noqa: ANN401 - any member
        """Make a style; its description."""
        request = {"ClientId": client_id or self.client_id, **members}
        style: Members = self("CreateManagedLoginBranding", **request)["ManagedLoginBranding"]
        return style

    def changed(self, style: Members, **members: Any) -> Members:  # noqa: ANN401 - any member
        """Change a style; its description."""
        named = {"ManagedLoginBrandingId": style["ManagedLoginBrandingId"]}
        answer = self("UpdateManagedLoginBranding", **named, **members)
        after: Members = answer["ManagedLoginBranding"]
        return after

    def shown(self, style: Members, **members: Any) -> Members:  # noqa: ANN401 - any member
        """Describe a style."""
        named = {"ManagedLoginBrandingId": style["ManagedLoginBrandingId"]}
        answer = self("DescribeManagedLoginBranding", **named, **members)
        found: Members = answer["ManagedLoginBranding"]
        return found


@pytest.fixture(scope="module")
def service() -> Iterator[Administrator]:
    """An administrator of one service for all tests."""
    with administration() as administrator:
        yield administrator


@pytest.fixture
def pool(service: Administrator) -> Pool:
    """A pool of its own for each test."""
    return Pool(service)


def test_a_style_is_shown_as_it_was_given(pool: Pool) -> None:
    """By its id and by its client, with any settings, images, and two dates that are the same."""
    settings = {"components": {"form": {"borderRadius": 8, "own": ["x", {"y": True}]}}}
    images = [asset(mode="DARK"), asset()]

    made = pool.made(Settings=settings, Assets=images)

    by_client = pool("DescribeManagedLoginBrandingByClient", ClientId=pool.client_id)
    assert by_client["ManagedLoginBranding"] == pool.shown(made) == made
    assert made.pop("CreationDate") == made.pop("LastModifiedDate")
    assert made == {
        "ManagedLoginBrandingId": made["ManagedLoginBrandingId"],
        "UserPoolId": pool.id,
        "UseCognitoProvidedValues": False,
        "Settings": settings,
        "Assets": images,
    }


def test_the_style_that_comes_with_the_program_says_nothing(pool: Pool) -> None:
    """It shows no settings of its own, and merged those that hold."""
    made = pool.made(UseCognitoProvidedValues=True)

    assert made["UseCognitoProvidedValues"] is True
    assert not {"Settings", "Assets"} & set(made)
    merged = pool.shown(made, ReturnMergedResources=True)["Settings"]
    assert merged["categories"]["global"]["colorSchemeMode"] == "LIGHT"


def test_merged_settings_are_its_own_over_what_holds(pool: Pool) -> None:
    """What the style says wins, and the rest is there."""
    made = pool.made(Settings={"categories": {"global": {"colorSchemeMode": "DARK"}}})

    merged = pool.shown(made, ReturnMergedResources=True)["Settings"]["categories"]

    assert merged["global"]["colorSchemeMode"] == "DARK"
    assert merged["global"]["spacingDensity"] == "REGULAR"
    assert merged["form"]["displayGraphics"] is True


def test_what_is_not_said_stays(pool: Pool) -> None:
    """Settings are put over settings, member by member, and an image over the one in its place."""
    made = pool.made(
        Settings={"a": {"x": 1, "y": [1, 2]}, "b": 1}, Assets=[asset(), asset(mode="DARK")]
    )
    other = asset(content=IMAGES["PNG"] + b"other")

    changed = pool.changed(made, Settings={"a": {"y": [3], "z": 2}}, Assets=[other])

    assert changed["Settings"] == {"a": {"x": 1, "y": [3], "z": 2}, "b": 1}
    assert changed["Assets"] == [asset(mode="DARK"), other]
    assert pool.shown(made) == changed


def test_the_programs_style_takes_the_place_of_everything(pool: Pool) -> None:
    """Settings and images are gone, until others are given."""
    made = pool.made(Settings={"a": 1}, Assets=[asset()])

    reverted = pool.changed(made, UseCognitoProvidedValues=True)
    own = pool.changed(made, Settings={"b": 1})

    assert not {"Settings", "Assets"} & set(reverted)
    assert (own["UseCognitoProvidedValues"], own["Settings"]) == (False, {"b": 1})
    assert "Assets" not in own


@pytest.mark.parametrize("own", [{"Settings": {"a": 1}}, {"Assets": [asset()]}])
def test_the_programs_style_stands_alone(pool: Pool, own: Members) -> None:
    """Beside it nothing else can be given."""
    text = "Settings and Assets cannot be specified when UseCognitoProvidedValues is true."
    request = {"UseCognitoProvidedValues": True, **own}

    refused = pool.refused("CreateManagedLoginBranding", ClientId=pool.client_id, **request)

    assert refused == ("InvalidParameterException", text)


def test_a_client_has_one_style(pool: Pool) -> None:
    """A second one is refused, and the first stays; another client may have its own."""
    first = pool.made(Settings={"a": 1})
    text = f"A branding style already exists for client {pool.client_id}."

    refused = pool.refused("CreateManagedLoginBranding", ClientId=pool.client_id)

    assert refused == ("ManagedLoginBrandingExistsException", text)
    assert pool.shown(first) == first
    other = pool.made(pool.client())
    assert other["ManagedLoginBrandingId"] != first["ManagedLoginBrandingId"]


def test_a_pool_has_twenty_styles(pool: Pool) -> None:
    """One more is refused, and not kept."""
    for _ in range(20):
        pool.made(pool.client())

    refused = pool.refused("CreateManagedLoginBranding", ClientId=pool.client_id)

    assert refused[0] == "LimitExceededException"
    missing = pool.refused("DescribeManagedLoginBrandingByClient", ClientId=pool.client_id)
    text = f"Client {pool.client_id} has no branding style."
    assert missing == ("ResourceNotFoundException", text)


def test_a_deleted_style_is_gone_with_its_images(pool: Pool) -> None:
    """It is not found, and the next one of the client begins without images."""
    made = pool.made(Assets=[asset()])
    named = {"ManagedLoginBrandingId": made["ManagedLoginBrandingId"]}

    pool("DeleteManagedLoginBranding", **named)

    for operation in ("Describe", "Update", "Delete"):
        refused = pool.refused(f"{operation}ManagedLoginBranding", **named)
        assert refused[0] == "ResourceNotFoundException"
    assert "Assets" not in pool.made()


def test_a_style_goes_with_its_client(pool: Pool) -> None:
    """That of another client stays."""
    other = pool.made(pool.client(), Assets=[asset()])
    own = pool.made(Assets=[asset()])

    pool("DeleteUserPoolClient", ClientId=pool.client_id)

    named = {"ManagedLoginBrandingId": own["ManagedLoginBrandingId"]}
    assert pool.refused("DescribeManagedLoginBranding", **named)[0] == "ResourceNotFoundException"
    assert pool.shown(other) == other


@pytest.mark.parametrize("extension", IMAGES)
def test_every_type_of_image_is_taken(pool: Pool, extension: str) -> None:
    """An image that is what it says comes back byte for byte."""
    image = asset(extension=extension)

    assert pool.made(Assets=[image])["Assets"] == [image]


@pytest.mark.parametrize(
    ("category", "extension", "content"),
    [
        ("FORM_LOGO", "PNG", b"<html><script>alert(1)</script></html>"),
        ("FORM_LOGO", "JPEG", IMAGES["PNG"]),
        ("FORM_LOGO", "SVG", b"plain text"),
        ("FORM_LOGO", "PNG", b""),
        ("FAVICON_ICO", "PNG", IMAGES["PNG"]),
        ("FAVICON_SVG", "ICO", IMAGES["ICO"]),
    ],
)
def test_an_image_is_what_it_says(
    pool: Pool, category: str, extension: str, content: bytes
) -> None:
    """What a browser could take for something else is no image, nor what is of another type."""
    images = [asset(category, extension, content=content)]

    refused = pool.refused("CreateManagedLoginBranding", ClientId=pool.client_id, Assets=images)

    wanted = {"FAVICON_ICO": "ICO", "FAVICON_SVG": "SVG"}.get(category, extension)
    text = f"The asset {category} is no image of type {wanted}."
    assert refused == ("InvalidParameterException", text)


def test_an_image_has_a_place_of_its_own(pool: Pool) -> None:
    """Two for one category and mode are refused; buttons of two providers have two icons."""
    images = [asset(), asset()]
    refused = pool.refused("CreateManagedLoginBranding", ClientId=pool.client_id, Assets=images)
    assert refused[0] == "InvalidParameterException"

    icons = [{**asset("IDP_BUTTON_ICON"), "ResourceId": each} for each in ("Corp", "Shop")]

    assert pool.made(Assets=icons)["Assets"] == icons


def test_a_style_has_forty_images(pool: Pool) -> None:
    """Those of several updates are counted together, and one too many changes nothing."""
    icons = [{**asset("IDP_BUTTON_ICON"), "ResourceId": f"icon {number}"} for number in range(41)]
    made = pool.made(Assets=icons[:40])
    named = {"ManagedLoginBrandingId": made["ManagedLoginBrandingId"]}

    refused = pool.refused("UpdateManagedLoginBranding", **named, Assets=icons[40:])

    text = "A branding style can have at most 40 assets."
    assert refused == ("InvalidParameterException", text)
    assert len(pool.shown(made)["Assets"]) == 40


def test_settings_do_not_grow_without_end(pool: Pool) -> None:
    """Updates that are put together are no longer than one may be."""
    made = pool.made(Settings={"a": "x" * 600_000})
    named = {"ManagedLoginBrandingId": made["ManagedLoginBrandingId"]}

    refused = pool.refused("UpdateManagedLoginBranding", **named, Settings={"b": "x" * 600_000})

    text = "The settings of the branding style are too long."
    assert refused == ("InvalidParameterException", text)
    assert list(pool.shown(made)["Settings"]) == ["a"]


def test_an_update_names_what_it_changes(pool: Pool) -> None:
    """The model lets both ids be left out; nothing could be updated then."""
    kind, text = pool.admin.refused("UpdateManagedLoginBranding", Settings={})

    assert kind == "InvalidParameterException"
    assert text.startswith("2 validation errors detected: Value at 'userPoolId' failed")


@pytest.mark.parametrize("operation", ["Describe", "Update", "Delete"])
def test_an_unknown_style_is_told(pool: Pool, operation: str) -> None:
    """The pool has none of the id."""
    request = {"ManagedLoginBrandingId": NOBODY}

    assert pool.refused(f"{operation}ManagedLoginBranding", **request) == NOT_FOUND
