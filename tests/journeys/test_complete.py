"""An answer counts when nothing of it is owed; the one button leads to what lacks, and hands in when nothing does."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.hand import photo, pick
from tests.journeys.one_form import KEPT, Form
from tests.journeys.phone_store import answer_all_unable, at_home, take_first

pytestmark = pytest.mark.browser


def _mark(page, code: str):
    return page.locator(f'i[data-mark="{code}"]')


def _judged(page, code: str):
    return page.locator(f'[data-box="{code}"] [data-judgement]')


def _lacks(page, code: str, sentence: str) -> None:
    expect(page.locator(f'[data-box="{code}"] [data-lack]')).to_have_text(sentence)
    expect(_mark(page, code)).to_have_attribute("data-lacks", "")


def _done(page) -> int:
    return int(page.locator("[data-done]").text_content().split("/")[0])


def test_a_paper_that_is_there_means_nothing_until_its_day_is_said_and_counts_once_it_is_photographed(person):
    form = Form(person("jiancha"))
    page = form.open()
    pick(page, "A15-seen", "yes")
    _lacks(page, "A15", "还差：有效期")
    expect(_judged(page, "A15")).to_have_text("")
    expect(_mark(page, "A15")).to_have_attribute("data-state", "")
    page.fill('[name="A15-valid_until"]', "2099-01-01")
    expect(_judged(page, "A15")).to_contain_text("符合")
    _lacks(page, "A15", "须附照片 1 张")
    assert _done(page) == 0
    page.set_input_files('[name="A15-photos"]', [photo(1)])
    expect(_mark(page, "A15")).not_to_have_attribute("data-lacks", "")
    expect(page.locator('[data-box="A15"] [data-lack]')).to_be_hidden()
    assert _done(page) == 1


def test_a_paper_that_is_not_there_owes_neither_day_nor_photo_but_words(person):
    page = Form(person("jiancha")).open()
    pick(page, "A15-seen", "no")
    expect(_judged(page, "A15")).to_contain_text("不符合")
    _lacks(page, "A15", "不符合的须有说明或照片")
    page.fill('[name="A15-note"]', "未办理")
    expect(_mark(page, "A15")).not_to_have_attribute("data-lacks", "")
    assert _done(page) == 1


def test_what_could_not_be_inspected_counts_with_its_reason(person):
    page = Form(person("jiancha")).open()
    pick(page, "A05-state", "unable")
    _lacks(page, "A05", "无法检查须写明原因")
    assert _done(page) == 0
    page.fill('[name="A05-note"]', "库房上锁")
    expect(_mark(page, "A05")).not_to_have_attribute("data-lacks", "")
    assert _done(page) == 1


@pytest.mark.parametrize("typed", ["约500", "5OO", "-5", "1.2.3", "五"])
def test_a_reading_that_cannot_be_taken_leaves_no_verdict_and_says_so_at_its_field_also_after_a_reload(person, typed):
    form = Form(person("jiancha"))
    page = form.open()
    page.fill('[name="A05-reading"]', "520")
    expect(_judged(page, "A05")).to_contain_text("符合")
    page.fill('[name="A05-reading"]', typed)
    page.locator('[name="A05-reading"]').blur()

    def _stands(page) -> None:
        expect(_judged(page, "A05")).to_have_text("")
        expect(_mark(page, "A05")).to_have_attribute("data-state", "")
        expect(page.locator('[data-box="A05"] .reading + [data-error]')).to_be_visible()
        assert page.input_value('[name="A05-reading"]') == typed
        assert page.get_attribute('[name="A05-reading"]', "aria-invalid") == "true" and _done(page) == 0

    _stands(page)
    page.wait_for_selector(KEPT)
    page.close()
    page = form.open()
    _stands(page)
    page.fill('[name="A05-reading"]', "499")
    expect(page.locator('[data-box="A05"] [data-error]')).to_have_count(0)
    expect(_judged(page, "A05")).to_contain_text("不符合")


def _on_screen(page, code: str) -> bool:
    return page.locator(f"#item-{code}").evaluate(
        "card => { const {top} = card.getBoundingClientRect(); return top >= 0 && top < innerHeight / 2; }"
    )


@pytest.fixture
def filled(person):
    """A form on a phone of which nothing is lacking."""
    page = person("jiancha")
    at_home(page)
    take_first(page)
    page.get_by_role("button", name="开始检查").first.click()
    page.wait_for_url("**/forms/*#*")
    page.wait_for_selector("[data-fill][data-ready]")
    page.draft = page.url.partition("#")[2]
    answer_all_unable(page, page.draft)
    page.reload()
    page.wait_for_selector("[data-fill][data-ready]")
    return page


STATE = "async draft => (await (await import('/static/js/offline/visits.js')).load(draft)).state"


def test_the_button_names_what_lacks_and_leads_there_and_hands_in_when_nothing_lacks(filled):
    page, button = filled, filled.locator("[data-next]")
    expect(button).to_have_text("提交审核")
    page.fill('[name="A16-note"]', "")
    page.locator('[name="A16-note"]').blur()
    expect(button).to_have_text("下一项还差 A16 原因")
    button.click()
    page.wait_for_function("() => document.activeElement.name === 'A16-note'")
    assert _on_screen(page, "A16")
    page.keyboard.type("门锁着")
    page.locator('[name="A16-note"]').blur()
    expect(button).to_have_text("提交审核")

    button.click()
    summary = page.get_by_role("dialog", name="提交前核对")
    expect(summary).to_contain_text(re.compile(r"无法检查\s*\d+ 项：A01"))
    summary.get_by_role("button", name="返回检查").click()
    assert page.evaluate(STATE, page.draft) == "draft"
    button.click()
    page.locator("[data-submit]").click()
    page.wait_for_url("**/phone/result*")
    assert page.evaluate(STATE, page.draft) != "draft"


def test_without_script_what_lacks_is_said_and_the_way_to_the_next_is_a_link(person):
    page = person("jiancha", False)
    page.goto("/tasks")
    page.get_by_role("link", name="辛集镇配送点").click()
    page.get_by_role("button", name="开始或继续检查").click()
    pick(page, "A01-option", "both")
    pick(page, "A15-seen", "yes")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator('[data-box="A15"] [data-lack]')).to_have_text("还差：有效期")
    expect(page.locator("[data-done]")).to_have_text(re.compile(r"^0 / \d+$"))
    way = page.locator(".action-bar a")
    expect(way).to_have_text("下一项还差 A01 照片")
    assert way.get_attribute("href") == "#item-A01"
    assert page.locator('[data-box="A15"] [name="A15-seen"][value="yes"]').is_checked()


def test_a_tap_takes_back_that_it_could_not_be_inspected_and_so_does_an_answer(person):
    form = Form(person("jiancha"))
    page = form.open()
    unable = page.locator('[name="A05-state"][value="unable"]')
    label = page.locator("label", has=unable)
    label.click()
    page.wait_for_selector(KEPT)
    page.reload()
    page.wait_for_selector("[data-fill][data-ready]")
    label.click()
    expect(unable).not_to_be_checked()
    expect(_mark(page, "A05")).to_have_attribute("data-state", "")
    label.click()
    expect(unable).to_be_checked()
    page.fill('[name="A05-reading"]', "520")
    expect(unable).not_to_be_checked()
    expect(_judged(page, "A05")).to_contain_text("符合")
    page.locator('[name="A05-reading"]').blur()
    page.wait_for_selector(KEPT)
    assert form.inputs_in_store(page, "A05")["state"] == ""
    pick(page, "A03-state", "unable")
    for place in range(1, 5):
        pick(page, f"A03-part{place}", "yes")
    expect(page.locator('[name="A03-state"]:checked')).to_have_count(0)
    expect(_judged(page, "A03")).to_contain_text("符合4 / 4")


def test_without_script_an_answer_beside_it_is_refused_and_nothing_of_it_is_lost(person):
    page = person("jiancha", False)
    page.goto("/tasks")
    page.get_by_role("link", name="辛集镇配送点").click()
    page.get_by_role("button", name="开始或继续检查").click()
    page.fill('[name="A05-reading"]', "520")
    pick(page, "A05-state", "unable")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator('[data-box="A05"] .error')).to_contain_text("只能保留一种")
    assert page.input_value('[name="A05-reading"]') == "520"
    pick(page, "A05-state", "")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(_judged(page, "A05")).to_contain_text("符合")
