"""Who reads English gets English: Chinese on an English page is a quotation of the record, and marked as one."""

import re
import shutil
from datetime import date

import lxml.html
import pytest
from babel.messages.pofile import read_po

from checklists.authoring.conditions import holds
from checklists.library.services import load_library
from core.config import ROOT
from core.db import db, unit_of_work
from core.i18n import CHINESE
from inspections.evidence import attaching
from inspections.filling import services
from inspections.review import services as review
from inspections.review.services import Given
from inspections.visits import scores
from inspections.visits.entries import Entry, judge
from inspections.visits.models import Finding
from tests.builders import NOW, make_inspection, make_site, make_task
from tests.conftest import make_app
from tests.test_access import PEOPLE, _address, _signed_in
from tests.test_pages import PAGES
from tests.world import build, jpeg

ENGLISH = {"Accept-Language": "en"}
# What is said in our words, or is a record of acts and messages, is no source of quotations.
OURS = {"audit_entry", "score_record", "packet", "receipt", "chain_entry", "finding"}
MARKED = ("review.", "desk.", "findings.", "tasks.", "sites.")
READ_ALOUD = ("aria-label", "alt", "title", "placeholder")


@pytest.fixture(scope="module")
def county(tmp_path_factory, empty_sqlite):
    """The county of all pages, and of each shipped checklist two visits that failed all over."""
    folder = tmp_path_factory.mktemp("english")
    shutil.copy(empty_sqlite, folder / "tiaocha.db")
    app = make_app(folder)
    with app.app_context():
        with unit_of_work():
            made = build(app)
            made.visits = [
                _visit(made, version, issue) for version in load_library(None, NOW) for issue in (True, False)
            ]
            made.ids["area_id"] = made.people["qiye1"].organisation.area_id
            made.findings = [row.id for row in db.session.query(Finding)]
            made.recorded = _recorded()
        db.engine.dispose()
    made.clients = {name: _signed_in(app, name) for name in PEOPLE}
    for client in made.clients.values():
        client.get("/password")  # what was said at the sign-in, in the language of the sign-in
    return made


def _visit(made, version, issue: bool) -> tuple[str, list[str]]:
    """A visit whose every item failed, as far as it can; with one result that the supervisor adjusted."""
    inspector, chief = made.people["jiancha1"], made.people["zhuguan1"]
    said = {each["name"]: each["options"][0]["value"] for each in version.attributes}
    site = make_site(made.people["qiye1"].organisation, kind=version.site_kind, attributes=said)
    visit = make_inspection(make_task(version, site, [inspector], chief))
    asked = [item for item in version.items if holds(item.condition, said)]
    for item in asked:
        services.save_answer(inspector, visit, item, _failing(visit, item), NOW)
        for shade in range(item.photo_rule.get("min", 0)):
            photo = attaching.keep_bytes(made.app.extensions["evidence"], "a.jpg", jpeg(40 * shade))
            attaching.add_photo(inspector, visit, item, photo, NOW)
    services.submit(inspector, visit, NOW)
    review.decide(chief, visit, asked[0].id, Given("adjust", "已核", "pass"), NOW)
    if issue:
        for item in asked[1:]:
            review.decide(chief, visit, item.id, Given("adjust", "已核", "fail"), NOW)
        review.approve(chief, visit, NOW)
        terms = {item.code: review.Term((10, 60)[item.position % 2]) for item in asked}
        review.issue(chief, visit, terms, NOW, undated=terms)
    else:
        review.decide(chief, visit, asked[1].id, Given("return", "重拍"), NOW)
    return visit.id, [item.code for item in version.items]


VALUES = [{"reading": "0.1"}, {"reading": "9999"}, *({"count": count} for count in (1, 0, 99))]
VALUES += [{"seen": "yes", "count": 1}, {"seen": "yes", "valid_until": "2020-01-01"}, {"seen": "no"}]
VALUES += [{"start": "2026-08-03", "end": "2026-11-10"}, {"day": "2020-01-01"}, {"text": "记录"}]


def _failing(visit, item) -> Entry:
    options = [{"option": option["value"]} for option in item.params.get("options", ())]
    context = scores.context_of(visit, date(2026, 11, 18))
    for value in (*options, *VALUES):
        try:
            judgement = judge(item, Entry(None, value, ""), context)
        except (KeyError, TypeError):  # the value of another kind
            continue
        if judgement and judgement.state in ("fail", "partial"):
            return Entry(None, value, "檐口")
    return Entry("fail" if item.kind == "verdict" else "unable", None, "现场所见")


def _recorded() -> str:
    """Everything that people and documents said, by the database."""
    tables = [table for table in db.metadata.sorted_tables if table.name not in OURS]
    rows = [row for table in tables for row in db.session.execute(table.select())]
    texts = [text for row in rows for value in row for text in _texts(value)]
    return "\n".join([*texts, *(text.replace("/", "") for text in texts if "/" in text)])


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _pages(county):
    """The addresses of every page with somebody who may open it; of the visits every item."""
    for endpoint in PAGES:
        for name in PEOPLE:
            yield endpoint, name, _address(county, endpoint)
    for visit, codes in county.visits:
        for code in codes:
            yield "review.show", "zhuguan1", f"/review/{visit}?item={code}"
        yield "filling.show", "jiancha1", f"/inspections/{visit}"
        for name in ("qiye1", "zhuguan1"):
            yield "findings.report", name, f"/reports/{visit}"
    for finding in county.findings:
        yield "findings.show", "qiye1", f"/findings/{finding}"


def _opened(county):
    for endpoint, name, address in _pages(county):
        answer = county.clients[name].get(address, headers=ENGLISH)
        if answer.status_code == 200:
            yield endpoint, address, lxml.html.fromstring(answer.text)


def _words_of(page):
    """Every text that a reader sees or hears, with the element that it is in."""
    for element in page.iter("*"):
        if element.tag in ("script", "style") or (element.tag == "button" and element.get("lang")):
            continue
        yield element, element.text or ""
        yield from ((element, element.get(name, "")) for name in READ_ALOUD)
        yield from ((element, child.tail or "") for child in element)


def _said_by_us() -> set[str]:
    with (ROOT / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        return {message.id for message in read_po(file) if message.id}


def _is_marked(element) -> bool:
    return any(each.get("lang", "").startswith("zh") for each in (element, *element.iterancestors()))


def _is_wrong(county, ours: set[str], element, run: str) -> bool:
    """Not in the record; or a word of ours that is not marked, and is one only by chance where it is."""
    if any(each.tag in ("blockquote", "article") for each in (element, *element.iterancestors())):
        return False  # the document itself, in pieces
    by_chance = _is_marked(element) or element.tag in ("option", "title")
    return run not in county.recorded or (run in ours and not by_chance)


def test_what_is_chinese_on_an_english_page_is_a_quotation(county):
    ours, wrong = _said_by_us(), {}
    for _, address, page in _opened(county):
        for element, words in _words_of(page):
            runs = filter(None, (run.strip("〔〕") for run in CHINESE.findall(words)))  # around the account's own name
            found = [run for run in runs if _is_wrong(county, ours, element, run)]
            wrong |= dict.fromkeys(found, address)
    assert wrong == {}


def test_on_the_pages_of_the_desk_and_the_findings_quotations_are_marked(county):
    wrong = {}
    for endpoint, address, page in _opened(county):
        for element in page.iter("*") if endpoint.startswith(MARKED) else ():
            own = [element.text or "", *(child.tail or "" for child in element)]
            if element.tag in ("title", "option", "textarea", "script") or _is_marked(element):
                continue
            wrong |= {(endpoint, words.strip()): address for words in own if CHINESE.search(words)}
    assert wrong == {}


def test_approving_too_early_is_said_in_one_language(county):
    visit = county.visits[1][0]
    page = county.clients["zhuguan1"].post(f"/review/{visit}/approve", headers=ENGLISH, follow_redirects=True).text
    (notice,) = re.findall(r'<p class="notice notice-failed"[^>]*>(.*?)</p>', page, re.S)
    assert "Cannot" in notice or "cannot" in notice or "Not" in notice
    assert not CHINESE.search(notice)
