"""Photos: what is taken, what is refused, what people are shown, what the camera wrote. No flask, no database."""

import io
import threading
from dataclasses import dataclass

import pi_heif
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from core.errors import N_, TooLarge, UnsupportedMedia

pi_heif.register_heif_opener()

LARGEST_FILE = 40 * 1024 * 1024
MOST_PIXELS = 120_000_000
MOST_MEMORY = 512 * 1024 * 1024  # while one is decoded; HEIC of 48 megapixels, the largest of phones, needs 490 MB
SHOWN, THUMB = 1600, 240
DECODING = threading.Lock()  # one at a time, so that the memory of the process is bounded too
STORED = {"1": 1, "L": 1, "P": 1, "LA": 4, "I;16": 2}  # bytes of a pixel in Pillow's own memory; 4 for other modes
ASIDE = {"WEBP": 13, "HEIF": 6}  # bytes of a pixel that the decoder itself holds
PROGRESSIVE = 6  # a progressive JPEG is held whole as coefficients, however small it is decoded
SMOOTH = ("L", "RGB", "CMYK", "YCbCr")  # modes that are made smaller as they are; others are converted first
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
        image.draft("RGB", (SHOWN, SHOWN))  # a JPEG is decoded small; of others nothing happens
        if memory(image, width * height) > MOST_MEMORY:
            raise HugePhoto(
                N_("{name} 展开后太大，服务器无法处理。请用 JPEG 格式重新拍摄，或缩小后再上传。"), name=name
            )
        with DECODING:
            exif = image.getexif()  # a PNG is decoded for it
            copies = _copies(image)
    except (OSError, SyntaxError, ValueError, EOFError) as broken:
        raise BrokenPhoto(name=name) from broken
    return Photo(media_type, width, height, _taken_at(exif), *_place(exif), **copies)


def memory(image: Image.Image, pixels: int) -> int:
    """Bytes that decoding will take, told by the head of the file alone; `pixels` are those of the file itself."""
    stored = STORED.get(image.mode, 4) + (0 if image.mode in SMOOTH else 4)
    aside = PROGRESSIVE if image.info.get("progressive") else ASIDE.get(image.format, 0)
    return image.width * image.height * stored + pixels * aside


def _copies(image: Image.Image) -> dict[str, bytes]:
    """Made small first: whatever is done at full size is held twice."""
    image.load()
    small = image if image.mode in SMOOTH else image.convert("RGB")
    small.thumbnail((SHOWN, SHOWN))
    upright = ImageOps.exif_transpose(small).convert("RGB")
    return {"shown": _encoded(upright, SHOWN), "thumb": _encoded(upright, THUMB)}


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
