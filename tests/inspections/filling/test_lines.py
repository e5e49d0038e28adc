"""What runs over lines is asked for over lines, and stays as it was through a form that is opened and sent again."""

import lxml.html
import pytest

from accounts.roles import Role
from checklists.authoring.answer_kinds import KINDS
from core.db import db, unit_of_work
from inspections.visits.models import Answer
from tests.builders import make_account, make_checklist, make_inspection, make_task
from tests.checklists.authoring.test_params import SOUND
from tests.opened import untouched

CODES = {name: f"A{place:02}" for place, name in enumerate(KINDS, 1)}
ITEMS = [{"code": code, "path": "二/1", "kind": name, "params": SOUND[name]} for name, code in CODES.items()]


@pytest.fixture
def form(app, sign_in):
    """The client of an inspector and the address of a form that asks in every way."""
    with app.app_context(), unit_of_work():
        inspector = make_account("jiancha", Role.INSPECTOR)
        made = make_inspection(make_task(make_checklist(items=ITEMS), inspectors=[inspector]))
        address = f"/inspections/{made.id}/form"
    return sign_in("jiancha"), address


def test_words_have_a_box_of_lines_and_what_has_one_line_has_no_rows(form):
    client, address = form
    page = lxml.html.fromstring(client.get(address).text)
    boxes = [each.get("name") for each in page.iter("textarea")]
    assert f"{CODES['text']}-text" in boxes and f"{CODES['checks']}-reference" not in boxes
    assert [each.get("name") for each in page.iter("input") if each.get("rows")] == []


def test_line_breaks_of_words_stay_through_a_form_that_is_sent_untouched(app, form):
    client, address = form
    name = f"{CODES['text']}-text"
    client.post(address, data={**untouched(client.get(address).text, None), name: "东墙\r\n西墙"})
    client.post(address, data=untouched(client.get(address).text, None))
    with app.app_context():
        kept = [answer.value for answer in db.session.query(Answer) if answer.value]
    assert kept == [{"text": "东墙\n西墙"}]


def test_a_line_break_is_one_letter_of_so_many():
    kind = KINDS["text"]
    assert kind.parse({"text": "\r\n".join(["字" * 19] * 100)}, {}) == {"text": "\n".join(["字" * 19] * 100)}


def test_a_browser_drops_the_line_breaks_of_what_has_one_line():
    page = '<form method="post"><input name="a" value="x&#10;y"><textarea name="b">\nx\ny</textarea></form>'
    assert untouched(page) == {"a": ["xy"], "b": ["x\r\ny"]}
