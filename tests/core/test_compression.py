"""Compressed answers: the browser's choice of coding, and the same bytes after unpacking."""

import gzip

import brotli
import pytest
from flask import Response, request

from core.compression import compressed

DATA = "条查 按条检查 ".encode() * 50
UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.mark.parametrize("same_for_all", [True, False])
@pytest.mark.parametrize(
    ("accepted", "coding"), [("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None)]
)
def test_an_answer_comes_in_the_best_coding_that_the_browser_takes(app, accepted, coding, same_for_all):
    with app.test_request_context(headers={"Accept-Encoding": accepted}):
        answer = compressed(Response(DATA), request, same_for_all)
    assert answer.content_encoding == coding and "Accept-Encoding" in answer.headers["Vary"]
    assert UNPACK[coding](answer.data) == DATA and answer.content_length == len(answer.data)


def test_an_answer_that_is_no_page_is_left_as_it_is(app):
    with app.test_request_context(headers={"Accept-Encoding": "br"}):
        answer = compressed(Response(DATA, status=404), request)
    assert answer.content_encoding is None and answer.data == DATA
