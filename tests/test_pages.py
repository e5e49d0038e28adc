"""Every template compiles; every page has a title and one h1; every answer carries the headers."""

import re
from pathlib import Path

import pytest

from accounts.access import ACCESS
from core.config import VERSION
from core.headers import FILE_HEADERS, HEADERS, SCRIPT_HEADERS
from tests.test_access import PEOPLE, _address, world

TEMPLATES = Path(__file__).parents[1] / "templates"
PAGES = sorted(
    endpoint
    for endpoint, method in ACCESS
    if method == "GET"
    and endpoint not in ("static", "accounts.session", "filling.evidence", "filling.thumb", "filling.marks")
    and endpoint not in ("filling.signature", "desk.held_photo", "desk.held_original", "health.healthz")
    and endpoint != "admin.audit_file"
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
        assert set(re.findall(r'class="page-foot-version">条查 ([^<]*)<', answer.text)) <= {VERSION}, address


@pytest.mark.parametrize("endpoint", PAGES)
def test_no_two_ways_through_a_page_have_the_same_name(world, endpoint):
    address = _address(world, endpoint)
    for name in PEOPLE:
        page = world.clients[name].get(address, follow_redirects=True).text
        shown = re.sub(r'<nav class="menu-links".*?</nav>', "", page, flags=re.S)  # in its place on narrow screens
        names = re.findall(r'<nav\b[^>]*aria-label="([^"]+)"', shown)
        assert len(names) == len(set(names)), (address, name, names)


@pytest.mark.parametrize(
    "address", ["/login", "/nowhere", "/static/css/none.css", "/api/session", "/api/none", "/healthz"]
)
def test_every_answer_carries_the_headers(client, address):
    response = client.get(address)
    for name, value in HEADERS.items():
        assert response.headers[name] == value


@pytest.mark.parametrize("address", ["css/tiaocha.css", "icons/tiaocha.svg", "icons/tiaocha-192.png"])
def test_every_file_carries_those_that_say_something_of_a_file(client, address):
    response = client.get(f"/static/{address}")
    for name, value in FILE_HEADERS.items():
        assert response.headers[name] == value
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "base-uri 'none'" in policy and "frame-ancestors 'none'" in policy
    assert FILE_HEADERS["X-Content-Type-Options"] == "nosniff" and "Referrer-Policy" in FILE_HEADERS


def test_a_script_lacks_the_policy_alone_and_the_worker_has_it(client):
    script, worker = client.get("/static/js/main.js"), client.get("/sw.js")
    assert worker.status_code == 200 and worker.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    assert "Content-Security-Policy" not in script.headers and script.mimetype == "text/javascript"
    assert {name: script.headers[name] for name in SCRIPT_HEADERS} == SCRIPT_HEADERS
    assert set(FILE_HEADERS) - set(SCRIPT_HEADERS) == {"Content-Security-Policy"}
