"""A visit that nobody planned, in aeroplane mode from its code to its last item; the supervisor sees what it was."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.phone_store import answer_all_unable, at_home, hand_in

pytestmark = pytest.mark.browser


def _code(desk, site: str) -> str:
    """The code as it is printed on the site's page."""
    desk.goto("/sites")
    desk.get_by_role("link", name=site).click()
    desk.get_by_role("img", name="检查对象二维码").wait_for()
    return desk.locator(".sign code").inner_text()


def _take_checklist(phone, title: str) -> None:
    row = phone.locator("[data-checklists] > li", has_text=title)
    row.get_by_role("button", name="带上").click()
    row.get_by_role("button", name="更新").wait_for()


def _begin(phone, code: str, title: str) -> None:
    phone.get_by_role("button", name="计划外检查").click()
    phone.get_by_label("检查对象编码").fill(code)
    phone.locator("#version").select_option(label=title)
    phone.locator("[data-unplanned]").get_by_role("button", name="开始检查").click()


@pytest.fixture
def phone(person):
    """The phone of an inspector without any task, who has two checklists along."""
    page = person("jiancha2")
    at_home(page)
    page.get_by_text("现在没有任务").wait_for()
    page.titles = page.locator("[data-checklists] [data-site]").all_inner_texts()
    page.depot = next(title for title in page.titles if "配送中心" in title)
    page.other = next(title for title in page.titles if title != page.depot)
    for title in (page.depot, page.other):
        _take_checklist(page, title)
    return page


def test_a_visit_that_nobody_planned_is_made_in_aeroplane_mode_and_the_supervisor_sees_it_as_such(phone, person):
    desk = person("zhuguan", width=1280, height=800)
    code = _code(desk, "清水镇配送点")
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{8}", code)

    phone.context.set_offline(True)
    _begin(phone, code.lower(), phone.depot)
    phone.wait_for_url("**/forms/*#*")
    phone.wait_for_selector("[data-ready]")
    answer_all_unable(phone, phone.url.partition("#")[2])
    phone.reload()
    phone.wait_for_selector("[data-ready]")
    hand_in(phone)
    phone.wait_for_url("**/phone/result*")
    phone.context.set_offline(False)
    phone.get_by_role("link", name="查看检查结果").click()
    phone.wait_for_url("**/inspections/*", wait_until="load")

    phone.goto("/phone/receipts")
    phone.locator("[data-list] a").first.click()
    phone.get_by_text("签名有效").wait_for()

    desk.goto("/review")
    row = desk.get_by_role("link", name="清水镇配送点")
    expect(row.get_by_text("计划外")).to_be_visible()


def test_a_checklist_for_another_kind_of_site_and_an_unknown_code_are_refused_before_anything_is_filled(phone, person):
    code = _code(person("zhuguan", width=1280, height=800), "清水镇配送点")
    phone.context.set_offline(True)
    _begin(phone, code, phone.other)
    phone.get_by_text("这张检查表不适用于这类检查对象").wait_for()
    phone.get_by_label("检查对象编码").fill("ZZZZZZZZ")
    phone.locator("[data-unplanned]").get_by_role("button", name="开始检查").click()
    phone.get_by_text("本机没有这个编码的检查对象").wait_for()


NEVER_ASKED = """async () => {
  const db = await import("/static/js/offline/db.js");
  await db.transact(["settings"], "readwrite", (tx) => { tx.objectStore("settings").delete("refreshed_at"); });
}"""


def test_that_there_is_no_task_is_said_when_the_server_has_said_so(person):
    phone, held = person("jiancha2"), []
    phone.route("**/api/take-along", lambda route: held.append(route))
    phone.evaluate(NEVER_ASKED)  # the page that signing in led to may have had the time
    phone.goto("/phone")
    phone.get_by_text("正在取任务").wait_for()
    expect(phone.get_by_text("现在没有任务")).to_be_hidden()
    while not held:
        phone.evaluate("() => new Promise(requestAnimationFrame)")
    held.pop().continue_()
    phone.get_by_text("现在没有任务").wait_for()
    expect(phone.get_by_text("正在取任务")).to_be_hidden()
