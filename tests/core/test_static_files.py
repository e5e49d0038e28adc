"""Static files on the wire: their heads, their codings, and how long a browser keeps them."""

import re

import brotli
import pytest

from core.config import ROOT
from core.headers import FILE_HEADERS, SCRIPT_HEADERS
from core.static_files import content

SCRIPT, STYLE = "/static/js/main.js", "/static/css/tiaocha.css"


def _named(client, address: str) -> str:
    """The address as pages write it."""
    name = re.escape(address)
    return re.search(rf'"({name}\?v=[0-9a-f]{{12}})"', client.get("/login").text)[1]


@pytest.mark.parametrize(("address", "saying"), [(STYLE, FILE_HEADERS), (SCRIPT, SCRIPT_HEADERS)])
def test_a_file_carries_the_headers_that_say_something_of_a_file_and_no_others(client, address, saying):
    answer = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    own = {"Content-Type", "Content-Length", "Content-Encoding", "Cache-Control", "Vary", "ETag", "Date"}
    assert {name for name, _ in answer.headers} == own | set(saying)
    assert {name: answer.headers[name] for name in saying} == saying
    assert sum(len(f"{name}: {value}\r\n") for name, value in answer.headers) < 420


@pytest.mark.parametrize(
    "address", ["/static/js/nothing.js", "/static/", "/static/../wsgi.py", "/static/js/main.js.bak"]
)
def test_what_is_no_file_of_ours_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_text_is_compressed(client):
    whole = client.get(SCRIPT, headers={"Accept-Encoding": "identity"})
    answer = client.get(SCRIPT, headers={"Accept-Encoding": "br, gzip"})
    assert answer.headers["Content-Encoding"] == "br" and brotli.decompress(answer.data) == whole.data
    assert whole.headers["Vary"] == answer.headers["Vary"] == "Accept-Encoding"


def test_a_picture_is_not_compressed_again(client):
    answer = client.get("/static/icons/tiaocha-192.png", headers={"Accept-Encoding": "br, gzip"})
    assert answer.mimetype == "image/png" and answer.data.startswith(b"\x89PNG")
    assert "Content-Encoding" not in answer.headers and "Vary" not in answer.headers


def test_a_file_is_kept_for_good_under_its_own_name_and_asked_after_under_any_other(client):
    assert "immutable" in client.get(_named(client, SCRIPT)).headers["Cache-Control"]
    for address in (SCRIPT, f"{SCRIPT}?v=0123456789ab"):  # the second may be the name of a version to come
        assert client.get(address).headers["Cache-Control"] == "no-cache", address


def test_a_file_that_the_browser_has_is_not_sent_again(client):
    first = client.get(STYLE, headers={"Accept-Encoding": "br"})
    again = client.get(STYLE, headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and not again.data
    assert again.headers["Content-Security-Policy"] == FILE_HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("// said\nlet a;\n", "\nlet a;\n"),
        ("{\n    // said\n    a();\n}\n", "{\n\na();\n}\n"),
        ("/** said */\nlet a;", "\nlet a;"),
        ("/* said\n * over lines\n */\nlet a;", "\n\n\nlet a;"),
        ("/* said */ let a; /* said */", "/* said */ let a; /* said */"),
        ("let a = 1; // said", "let a = 1;"),
        ("let a = 1; // the browser's", "let a = 1; // the browser's"),
        ('let a = "x; // y";', 'let a = "x; // y";'),
        ("let a = `x; // ${y} // z`;", "let a = `x; // ${y} // z`;"),
        ("let a = /[;] \\/\\//;", "let a = /[;] \\/\\//;"),
        ('get("https://a");', 'get("https://a");'),
    ],
)
def test_a_script_is_served_without_the_comments_that_can_be_told_from_code(tmp_path, written, served):
    (tmp_path / "a.js").write_text(written)
    assert content(tmp_path / "a.js").decode() == served


SCRIPTS = sorted((ROOT / "static").rglob("*.js"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_every_line_is_served_in_its_place_and_lacks_a_comment_at_most(path):
    written, served = path.read_text().split("\n"), content(path).decode().split("\n")
    assert len(written) == len(served)
    for before, after in zip(written, served, strict=True):
        left_out = before.strip().removeprefix(after).strip()
        assert not left_out or left_out.startswith(("//", "/*", "*")), before
        assert after.count("`") % 2 == 0, f"a text over several lines would lose its indentation: {before}"
