"""Photos made small on the phone."""

import pytest
from PIL import ExifTags

from tests.js.field.conftest import begin, image, result
from tests.js.field.photographs import photograph

pytestmark = pytest.mark.browser
FILE = "new File([bytes ?? ''], given.name)"


def _shrunk(phone, data, name="a.jpg"):
    begin(phone, "shrink", f"tool.shrink({FILE})", bytes=data, name=name)
    return result(phone)


def test_a_large_photo_becomes_small_and_keeps_its_exif(phone):
    large = photograph()
    small = _shrunk(phone, large)
    picture = image(small["bytes"])
    assert picture.size == (1600, 1067) and picture.format == "JPEG" and len(small["bytes"]) < len(large)
    assert picture.getexif().get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] == "2026:11:18 09:42:11"
    assert (small["type"], small["name"], small["taken_at"]) == ("image/jpeg", "a.jpg", "2026-11-18T09:42:11+08:00")


def test_a_photo_that_lay_on_its_side_stands_upright_once(phone):
    data = photograph(orientation=6)
    picture = image(_shrunk(phone, data)["bytes"])
    assert picture.size == (1067, 1600) and picture.getexif()[ExifTags.Base.Orientation] == 1


@pytest.mark.parametrize(("kind", "type_"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_a_small_photo_is_kept_byte_for_byte(phone, kind, type_):
    data = photograph((300, 200), kind=kind)
    small = _shrunk(phone, data)
    assert (small["bytes"], small["type"]) == (data, type_)


@pytest.mark.parametrize(
    ("data", "name", "empty"),
    [
        (b"", "none.jpg", True),
        (b"no photo at all", "text.jpg", False),
        (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "drawn.svg", False),
        (b"\xff\xd8\xff" + bytes(40), "broken.jpg", False),
        (b"%PDF-1.7", "paper.pdf", False),
    ],
)
def test_what_is_no_photo_is_refused_with_its_name(phone, data, name, empty):
    assert _shrunk(phone, data, name) == {"error": "NotAPhoto", "file": name, "empty": empty}


def test_heic_that_this_browser_cannot_show_goes_to_the_server_as_it_is(phone):
    data = b"\0\0\0\x18ftypheic" + bytes(60)
    assert _shrunk(phone, data)["bytes"] == data and _shrunk(phone, data)["type"] == "image/heic"
    begin(phone, "shrink", "tool.thumb(bytes)", bytes=data)
    assert result(phone) is None


def test_a_thumbnail_has_at_most_160_pixels_and_stands_upright(phone):
    begin(phone, "shrink", "tool.thumb(bytes)", bytes=photograph(orientation=6))
    assert image(result(phone)).size == (107, 160)


@pytest.mark.parametrize(
    ("made", "read"),
    [
        ({"offset": "+06:00"}, "2026-11-18T09:42:11+06:00"),
        ({}, "2026-11-18T09:42:11+08:00"),
        ({"taken": None}, None),
        ({"taken": "0000:00:00 00:00:00"}, None),
        ({"kind": "PNG"}, None),
    ],
)
def test_when_it_was_taken_is_what_the_camera_wrote_or_nothing(phone, made, read):
    begin(phone, "shrink", "tool.readTaken(bytes)", bytes=photograph((30, 20), **made))
    assert result(phone) == read


@pytest.mark.parametrize("place", [14, 18, 24, 30, 40, 60])
def test_a_damaged_exif_block_takes_nobody_down(phone, place):
    data = bytearray(photograph((30, 20)))
    data[place : place + 4] = b"\xff\xff\xff\xff"
    begin(phone, "shrink", "String(tool.readTaken(bytes))", bytes=bytes(data))
    assert isinstance(result(phone), str)
