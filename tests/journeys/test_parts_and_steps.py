"""Several named things and the steps of a procedure, answered on a phone that has no network."""

import pytest
from playwright.sync_api import expect

from tests.journeys.hand import pick
from tests.journeys.one_form import KEPT, Form

pytestmark = pytest.mark.browser


def _judged(page, code: str, words: str) -> None:
    expect(page.locator(f'[data-box="{code}"] [data-judgement]')).to_have_text(words)


def test_which_of_several_things_is_lacking_is_kept_and_said(person):
    form = Form(person("jiancha"))
    page = form.open()
    for part, seen in (("part1", "yes"), ("part2", "no")):
        pick(page, f"A25-{part}", seen)
        _judged(page, "A25", "")
    expect(page.locator('[data-mark="A25"]').first).to_have_attribute("data-state", "")
    pick(page, "A25-part3", "yes")
    _judged(page, "A25", "部分符合2 / 3，缺少煤堆")
    page.wait_for_selector(KEPT)
    page.close()
    page = form.open()
    _judged(page, "A25", "部分符合2 / 3，缺少煤堆")
    kept = form.inputs_in_store(page, "A25")
    assert {name: kept[name] for name in ("part1", "part2", "part3")} == {"part1": "yes", "part2": "no", "part3": "yes"}


def test_a_paper_of_which_nothing_is_there_needs_words_and_no_photo(person):
    page = Form(person("jiancha")).open()
    for place in range(1, 5):
        pick(page, f"A03-part{place}", "no")
    _judged(page, "A03", "不符合0 / 4，缺少国土、规划、环保、属地")


def test_steps_are_judged_by_their_order_without_a_network(person):
    form = Form(person("jiancha"), "政府采购流程")
    page = form.open()
    page.fill('[name="B11-approved"]', "2026-08-05")
    _judged(page, "B11", "")
    page.fill('[name="B11-filed"]', "2026-08-03")
    _judged(page, "B11", "不符合“报采购办备案”早于“领导小组批准方案”")
    page.fill('[name="B11-filed"]', "2026-08-06")
    _judged(page, "B11", "符合各步依次办理，期限都符合")
    page.locator('[name="B11-filed"]').blur()
    page.wait_for_selector(KEPT)
    page.close()
    page = form.open()
    _judged(page, "B11", "符合各步依次办理，期限都符合")
