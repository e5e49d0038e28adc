"""Every template compiles; every page has a title and one h1; every answer carries the headers."""

import re
from pathlib import Path

import pytest

from accounts.access import ACCESS
from core.requests import HEADERS
from tests.test_access import PEOPLE, _address, world

TEMPLATES = Path(__file__).parents[1] / "templates"
PAGES = sorted(
    endpoint
    for endpoint, method in ACCESS
    if method == "GET"
    and endpoint not in ("static", "accounts.session", "filling.evidence", "filling.thumb", "desk.held_photo")
    and not endpoint.startswith(("pwa.worker", "pwa.manifest"))
    and "_api." not in endpoint
)

__all__ = ["world"]


@pytest.mark.parametrize("file", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")))
def test_every_template_compiles(app, file):
    assert app.jinja_env.get_template(file).filename


@pytest.mark.parametrize("file", sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")))
def test_no_template_holds_script_or_style_of_its_own(file):
    text = (TEMPLATES / file).read_text()
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"", text)


@pytest.mark.parametrize("endpoint", PAGES)
def test_every_page_has_a_title_and_one_heading(world, endpoint):
    address = _address(world, endpoint)
    answers = [world.clients[name].get(address, follow_redirects=True) for name in PEOPLE]
    shown = [answer for answer in answers if answer.status_code == 200]
    assert shown
    for answer in shown:
        assert re.search(r"<title>\s*\S[^<]* · 条查</title>", answer.text), address
        assert len(re.findall(r"<h1[ >]", answer.text)) == 1, address


@pytest.mark.parametrize("address", ["/login", "/nowhere", "/static/css/tiaocha.css", "/api/session", "/api/nowhere"])
def test_every_answer_carries_the_headers(client, address):
    response = client.get(address)
    for name, value in HEADERS.items():
        assert response.headers[name] == value
