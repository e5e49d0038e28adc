"""Real photographs for the tests."""

import io

from PIL import ExifTags, Image


def photograph(size=(3000, 2000), taken="2026:11:18 09:42:11", orientation=None, offset=None, colour=None, kind="JPEG"):
    """Bytes of a picture as a camera writes it; colour fills it, else it is noise."""
    exif = Image.Exif()
    inside = exif.get_ifd(ExifTags.IFD.Exif)
    if taken:
        inside[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        inside[ExifTags.Base.OffsetTimeOriginal] = offset
    if orientation:
        exif[ExifTags.Base.Orientation] = orientation
    picture = Image.new("RGB", size, colour) if colour else Image.effect_noise(size, 60).convert("RGB")
    out = io.BytesIO()
    picture.save(out, kind, exif=exif, quality=92)
    return out.getvalue()
