"""Decoding a photo: its memory is known before it starts, one at a time, and nothing is locked meanwhile."""

import io
import os
import subprocess
import sys
import threading

import pytest
from PIL import Image, ImageFile

from core.config import ROOT
from inspections.evidence import photos
from inspections.evidence.photos import HugePhoto, memory, read_photo

MEGABYTE = 1024 * 1024


def picture(kind, size, mode="RGB", **save) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **save)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "bytes_per_pixel"),
    [
        (picture("PNG", (100, 50), "1"), 5),
        (picture("PNG", (100, 50), "L"), 1),
        (picture("PNG", (100, 50), "P"), 5),
        (picture("PNG", (100, 50)), 4),
        (picture("PNG", (100, 50), "RGBA"), 8),
        (picture("WEBP", (100, 50)), 17),
        (picture("JPEG", (100, 50)), 4),
        (picture("JPEG", (100, 50), progressive=True), 10),
    ],
)
def test_the_memory_of_decoding_is_told_by_the_head_of_the_file(data, bytes_per_pixel):
    image = Image.open(io.BytesIO(data))
    assert memory(image, 5000) == 5000 * bytes_per_pixel


def test_a_jpeg_is_decoded_small():
    image = Image.open(io.BytesIO(picture("JPEG", (8000, 6000))))
    image.draft("RGB", (photos.SHOWN, photos.SHOWN))
    assert memory(image, 48_000_000) == 4000 * 3000 * 4


@pytest.mark.parametrize(
    ("kind", "size", "mode", "save"),
    [
        ("PNG", (9000, 8000), "RGBA", {}),
        ("WEBP", (6000, 5600), "RGB", {"quality": 1, "method": 0}),
        ("JPEG", (10_000, 9000), "RGB", {"progressive": True, "quality": 1}),
    ],
)
def test_what_would_take_too_much_is_refused_before_anything_is_decoded(monkeypatch, kind, size, mode, save):
    data = picture(kind, size, mode, **save)
    assert len(data) < MEGABYTE
    decoded = []
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda image: decoded.append(image.size))
    with pytest.raises(HugePhoto) as refused:
        read_photo("a.png", data)
    assert decoded == [] and refused.value.status == 413 and "JPEG" in refused.value.text


PEAK = """
import resource, sys
from inspections.evidence.photos import read_photo
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
read_photo("a", open(sys.argv[1], "rb").read())
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is told in other units elsewhere")
@pytest.mark.parametrize(("kind", "mode", "save"), [("PNG", "RGBA", {}), ("WEBP", "RGB", {"quality": 1, "method": 0})])
def test_decoding_takes_no_more_than_was_told(tmp_path, kind, mode, save):
    file = tmp_path / "picture"
    file.write_bytes(picture(kind, (4000, 4000), mode, **save))
    told = memory(Image.open(file), 16_000_000) // MEGABYTE
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PEAK, str(file)]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert int(said) < told + 60  # the copies for looking at, and Pillow itself


def test_one_photo_is_decoded_at_a_time(monkeypatch):
    inside, most, entered = [], [], threading.Barrier(4)

    def copies(image):
        inside.append(image)
        most.append(len(inside))
        threading.Event().wait(0.05)
        inside.remove(image)
        return {"shown": b"", "thumb": b""}

    monkeypatch.setattr(photos, "_copies", copies)
    data = picture("PNG", (10, 10))

    def read():
        entered.wait(5)
        read_photo("a.png", data)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]
