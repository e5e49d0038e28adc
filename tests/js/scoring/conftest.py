"""A page of Chromium that has the scoring modules, and the words and the calendar that a form page carries."""

import mimetypes
import shutil
from datetime import date
from pathlib import Path

import pytest
from flask_babel import force_locale

from core.languages import LANGUAGES
from inspections.filling.preview import national_calendar
from inspections.filling.script_words import scoring_words

STATIC = Path(__file__).resolve().parents[3] / "static"
ORIGIN = "http://tiaocha.test"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium instead of a download."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return {**browser_type_launch_args, "executable_path": found, "args": QUIET}


def _serve(route):
    path = STATIC / route.request.url.removeprefix(f"{ORIGIN}/")
    if not path.is_file():
        return route.fulfill(body="<!doctype html>", content_type="text/html")
    return route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(path.name)[0])


@pytest.fixture(scope="module")
def run(browser):
    """Run a function of the modules in Chromium: run("score.js", "({score}, data) => …", data)."""
    page = browser.new_page()
    page.route("**/*", _serve)
    page.goto(f"{ORIGIN}/")

    def _run(module: str, function: str, data=None):
        address = f"{ORIGIN}/js/scoring/{module}"
        return page.evaluate(f"async (data) => ({function})(await import('{address}'), data)", data)

    yield _run
    page.close()


@pytest.fixture
def words(app):
    """The sentences of both languages, for items: words("en", items)."""

    def _words(language: str, items=()) -> dict:
        with app.test_request_context(), force_locale(language):
            return scoring_words(items)

    return _words


@pytest.fixture
def make_context(words):
    """What the page knows besides an item: the days, the calendar, the sentences."""

    def _context(visit: date, today: date, overrides=None, language="zh_Hans_CN", items=()) -> dict:
        own = {day.isoformat(): working for day, working in (overrides or {}).items()}
        return {
            "visitDay": visit.isoformat(),
            "today": today.isoformat(),
            "calendar": {**national_calendar(), "overrides": own},
            "sentences": words(language, items),
        }

    return _context


@pytest.fixture(params=list(LANGUAGES))
def language(request):
    """Chinese, then English."""
    return request.param
