"""Photos: what is taken, what is refused, what people are shown, what the camera wrote. No flask, no database."""

import io
from dataclasses import dataclass

import pi_heif
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from core.errors import N_, TooLarge, UnsupportedMedia

pi_heif.register_heif_opener()

LARGEST_FILE = 40 * 1024 * 1024
MOST_PIXELS = 120_000_000
SHOWN, THUMB = 1600, 240
MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "HEIF": "image/heif",
    "MPO": "image/jpeg",
}
Image.MAX_IMAGE_PIXELS = None  # our own limit below says it in words


class NotAPhoto(UnsupportedMedia):
    """A file of another kind, whatever its name says."""

    message = N_("{name} 不是照片。请上传 JPEG、PNG、WebP 或 HEIC 格式的照片。")


class BrokenPhoto(UnsupportedMedia):
    """A photo that cannot be decoded to its end."""

    message = N_("{name} 已损坏或没有传完整，请重新拍摄或重新选择。")


class HugePhoto(TooLarge):
    """More bytes or pixels than we take."""

    message = N_("{name} 太大。照片最大 40 MB、1.2 亿像素。")


@dataclass(frozen=True)
class PhotoFacts:
    """What the file of a photo says of itself."""

    media_type: str
    width: int
    height: int
    taken_at: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Photo(PhotoFacts):
    """A checked photo with the copies that people are shown."""

    shown: bytes
    thumb: bytes


def read_photo(name: str, data: bytes) -> Photo:
    """Check a photo by its content and make the copies: upright, at most 1600 and 240 pixels, without EXIF.

    Raises NotAPhoto, BrokenPhoto or HugePhoto with the file's name.
    """
    if len(data) > LARGEST_FILE:
        raise HugePhoto(name=name)
    image = _open(name, data)
    media_type, (width, height) = MEDIA_TYPES[image.format], image.size
    try:
        exif = image.getexif()
        image.draft("RGB", (SHOWN, SHOWN))  # a JPEG is decoded small; of others nothing happens
        image.load()
        upright = ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, SyntaxError, ValueError, EOFError) as broken:
        raise BrokenPhoto(name=name) from broken
    copies = {"shown": _encoded(upright, SHOWN), "thumb": _encoded(upright, THUMB)}
    return Photo(media_type, width, height, _taken_at(exif), *_place(exif), **copies)


def _open(name: str, data: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as unknown:
        raise NotAPhoto(name=name) from unknown
    if image.format not in MEDIA_TYPES or (getattr(image, "n_frames", 1) > 1 and image.format not in ("MPO", "HEIF")):
        raise NotAPhoto(name=name)
    if image.width * image.height > MOST_PIXELS:
        raise HugePhoto(name=name)
    return image


def _encoded(image: Image.Image, side: int) -> bytes:
    copy = image.copy()
    copy.thumbnail((side, side))
    out = io.BytesIO()
    copy.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _taken_at(exif: Image.Exif) -> str | None:
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    written = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    return str(written)[:40].replace("\x00", "") if written else None


def _place(exif: Image.Exif) -> tuple[float | None, float | None]:
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    try:
        latitude = _degrees(gps[ExifTags.GPS.GPSLatitude], gps.get(ExifTags.GPS.GPSLatitudeRef) == "S")
        longitude = _degrees(gps[ExifTags.GPS.GPSLongitude], gps.get(ExifTags.GPS.GPSLongitudeRef) == "W")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return None, None
    sound = abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if sound else (None, None)


def _degrees(parts, negative: bool) -> float:
    degrees = float(parts[0]) + float(parts[1]) / 60 + float(parts[2]) / 3600
    return -degrees if negative else degrees
