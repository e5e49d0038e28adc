"""What is taken for a photo, what is refused, what people are shown of it."""

import io

import pytest
from PIL import ExifTags, Image

from inspections.evidence.photos import BrokenPhoto, HugePhoto, NotAPhoto, read_photo


def image(kind="JPEG", size=(800, 600), **save) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (90, 120, 140)).save(out, kind, **save)
    return out.getvalue()


@pytest.mark.parametrize(("kind", "media"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_the_usual_kinds_are_taken_by_their_content(kind, media):
    photo = read_photo("anything.bin", image(kind))
    assert (photo.media_type, photo.width, photo.height) == (media, 800, 600)


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n1 0 obj",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<html>",
        b"\x00" * 100,
        b"",
        "文字".encode(),
    ],
    ids=["pdf", "svg", "html", "zeros", "empty", "text"],
)
def test_what_is_no_photo_is_refused_whatever_its_name(data):
    with pytest.raises(NotAPhoto) as refused:
        read_photo("photo.jpg", data)
    assert refused.value.status == 415 and "photo.jpg" in refused.value.text


def test_an_animation_is_no_photo():
    frames = [Image.new("P", (20, 20), shade) for shade in (1, 2)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    with pytest.raises(NotAPhoto):
        read_photo("a.gif", out.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_was_cut_off_is_refused(kind):
    out = io.BytesIO()
    Image.effect_noise((600, 400), 80).convert("RGB").save(out, kind)
    whole = out.getvalue()
    with pytest.raises((BrokenPhoto, NotAPhoto)):
        read_photo("cut", whole[: len(whole) // 2])


def test_more_than_120_megapixels_are_refused_without_decoding():
    out = io.BytesIO()
    Image.new("1", (12_000, 10_001)).save(out, "PNG")
    with pytest.raises(HugePhoto) as refused:
        read_photo("plan.png", out.getvalue())
    assert refused.value.status == 413


def test_48_megapixels_from_a_phone_are_fine():
    photo = read_photo("a.jpg", image(size=(8000, 6000)))
    assert (photo.width, photo.height) == (8000, 6000)
    assert max(Image.open(io.BytesIO(photo.shown)).size) == 1600


def test_more_than_40_megabytes_are_refused():
    with pytest.raises(HugePhoto):
        read_photo("a.jpg", image() + b"\x00" * (40 * 1024 * 1024))


def _with_exif() -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:18 09:42:11"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (36.0, 28.0, 53.76)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (115.0, 26.0, 31.2)
    return image(exif=exif)


def test_time_and_place_are_kept_as_data_and_leave_the_copies():
    photo = read_photo("a.jpg", _with_exif())
    assert photo.taken_at == "2026:11:18 09:42:11"
    assert (round(photo.latitude, 4), round(photo.longitude, 4)) == (36.4816, 115.4420)
    for copy in (photo.shown, photo.thumb):
        assert not Image.open(io.BytesIO(copy)).getexif()


def test_the_copies_stand_upright():
    assert Image.open(io.BytesIO(read_photo("a.jpg", _with_exif()).shown)).size == (600, 800)


def test_a_broken_photo_of_an_iphone_gets_its_sentence():
    with pytest.raises((NotAPhoto, BrokenPhoto)):
        read_photo("a.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")
