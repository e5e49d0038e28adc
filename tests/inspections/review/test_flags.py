"""How a visit came is said in the queue, on the desk and on the result."""

import pytest

from accounts.roles import Role
from core.db import unit_of_work
from inspections.filling import services
from inspections.visits.entries import Entry
from tests.builders import NOW, make_account, make_inspection, make_site, make_task

WORDS = {"unplanned": "计划外", "superseded": "检查表有新版", "clock_suspect": "时间存疑"}


@pytest.fixture
def visit(app):
    """Makes a submitted visit with the flags; its id."""

    def _visit(*flags: str) -> str:
        with app.app_context(), unit_of_work():
            site = make_site()
            make_account("zhuguan", Role.SUPERVISOR, areas=[site.area])
            inspector = make_account("jiancha", Role.INSPECTOR)
            made = make_inspection(make_task(site=site, inspectors=[inspector]), flags=list(flags))
            for item in made.checklist_version.items:
                services.save_answer(inspector, made, item, Entry("pass"), NOW)
            services.submit(inspector, made, NOW)
            return made.id

    return _visit


PAGES = [
    ("zhuguan", "/review"),
    ("zhuguan", "/review/{}"),
    ("zhuguan", "/inspections/{}"),
    ("jiancha", "/inspections/{}"),
]


@pytest.mark.parametrize("flag", WORDS)
def test_each_flag_has_its_word_on_every_page_of_the_visit(visit, sign_in, flag):
    made = visit(flag)
    for who, page in PAGES:
        text = sign_in(who).get(page.format(made)).text
        assert [word for word in WORDS.values() if word in text] == [WORDS[flag]], page


def test_a_visit_without_flags_says_nothing_of_them(visit, sign_in):
    made = visit()
    for who, page in PAGES:
        text = sign_in(who).get(page.format(made)).text
        assert not any(word in text for word in WORDS.values()), page
