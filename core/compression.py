"""Answers compressed for the wire; only for what holds no secret that its length could betray."""

import functools
import gzip

import brotli
from flask import Request, Response

# Best first. What is the same for everybody is worth some tens of milliseconds, once.
QUICK = {"br": functools.partial(brotli.compress, quality=5), "gzip": functools.partial(gzip.compress, mtime=0)}
THOROUGH = {**QUICK, "br": functools.partial(brotli.compress, quality=11)}


@functools.lru_cache(maxsize=256)
def _once(data: bytes, coding: str) -> bytes:
    return THOROUGH[coding](data)


def compressed(response: Response, asked: Request, same_for_all: bool = False) -> Response:
    """The answer in the best coding that the browser takes."""
    response.vary.add("Accept-Encoding")
    coding = next((each for each in QUICK if asked.accept_encodings.quality(each)), None)
    if response.status_code == 200 and coding:
        data = response.get_data()
        response.data = _once(data, coding) if same_for_all else QUICK[coding](data)
        response.content_encoding = coding
    return response
