"""Scans: recognised with a confidence for each line, turned upright, or refused with a sentence."""

import difflib
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from checklists.reading import read, to_json
from checklists.reading.formats import open_source, refusals
from checklists.reading.formats.encoding import EmptyFile
from tests.checklists.reading.formats.build import OFFICIAL, as_scan, blocks, pdf, printed, scans, web_page
from tests.checklists.reading.formats.test_same_document import COAL
from tests.checklists.reading.gazettes import unowned

PATHS = ["（一）", "（一）/1", "（一）/2", "（二）", "（二）/1", "（二）/2"]


@pytest.fixture(scope="module")
def printed_measure(tmp_path_factory):
    """The measure as printed."""
    return printed(web_page(blocks(COAL), OFFICIAL, lists=False), tmp_path_factory.mktemp("scan"))


@pytest.mark.ocr
@pytest.mark.browser
def test_a_scanned_measure_has_the_clauses_of_the_text(printed_measure):
    answer, text = read("a.pdf", as_scan(scans(printed_measure))), read("a.txt", COAL.encode())
    assert unowned(answer) == ("", "")
    (found,), (wanted,) = answer.documents, text.documents
    assert (found.title, found.number, found.issued_on) == (wanted.title, wanted.number, wanted.issued_on)
    assert [clause.path for clause in found.clauses] == [clause.path for clause in wanted.clauses]
    # bold beginnings cannot be told in a scan, so that they stay in the text
    one, two = ("".join((clause.heading or "") + clause.text for clause in each.clauses) for each in (found, wanted))
    assert difflib.SequenceMatcher(None, one, two, autojunk=False).ratio() > 0.98
    limits = [limit for need in found.requirements for limit in need.limits]
    assert limits == [limit for need in wanted.requirements for limit in need.limits]
    scores = to_json(answer)["source"]["confidence"]
    assert len(scores) > 100 and all(0.5 < score <= 1 for _, score in scores)
    assert answer.source.encoding == "ocr" and [number for _, number in answer.source.pages][:2] == [1, 2]


@pytest.mark.ocr
@pytest.mark.browser
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_on_its_head_or_side_is_turned_upright(printed_measure, turned):
    answer = read("a.png", scans(printed_measure, turned=turned)[1])
    assert [clause.path for clause in answer.documents[0].clauses][: len(PATHS)] == PATHS


@pytest.mark.ocr
def test_a_white_page_holds_nothing():
    with pytest.raises(EmptyFile):
        open_source("a.png", _picture(Image.new("L", (800, 1000), 255)))


def _picture(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.save(held, "PNG")
    return held.getvalue()


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked():
    with pytest.raises(refusals.TooManyPixels) as refused:
        open_source("a.png", _picture(Image.new("1", (20_000, 20_000))))
    assert "400 百万像素" in refused.value.text


WITHOUT = """
import sys
sys.modules["rapidocr"] = None
from checklists.reading.__main__ import main
sys.exit(main(sys.argv[1]))
"""


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_without_the_packages_a_scan_is_refused_with_the_way_to_install_them(tmp_path, ending):
    picture = _picture(Image.new("L", (800, 1000), 200))
    path = tmp_path / f"a.{ending}"
    path.write_bytes(as_scan([picture]) if ending == "pdf" else picture)
    command = [sys.executable, "-c", WITHOUT, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parents[4], timeout=60)
    assert (run.returncode, run.stdout) == (2, "")
    assert re.fullmatch(r"a\.\w+ 第 1 页是扫描图像.*requirements-ocr\.txt.*。\n", run.stderr)


def test_text_beside_pictures_is_no_scan():
    assert open_source("a.pdf", pdf([[(72, 700, 12, "甲")], []])).text == "甲\n"
