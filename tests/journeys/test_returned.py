"""A visit that the supervisor sent back, on the phone that made it: its photos are there once and can be taken out."""

import pytest
from playwright.sync_api import expect

from tests.journeys.hand import photo, pick
from tests.journeys.phone_store import answer_all_unable, at_home, hand_in, take_first

pytestmark = pytest.mark.browser


def _begin(phone, word: str = "开始检查") -> str:
    phone.get_by_role("button", name=word).first.click()
    phone.wait_for_url("**/forms/*#*")
    phone.wait_for_selector("[data-ready]")
    return phone.url.partition("#")[2]


def _return(desk, visit: str, code: str) -> None:
    desk.goto(f"/review/{visit}?item={code}")
    pick(desk, "kind", "return")
    desk.get_by_role("textbox", name="理由").fill("照片不清楚")
    desk.get_by_role("button", name="保存并看下一项").click()
    desk.get_by_role("button", name="退回已标记的项目").click()
    desk.wait_for_url("**/review")


def _photos(phone, visit: str) -> int:
    """How many photos the form shows that works without script."""
    return phone.request.get(f"/inspections/{visit}/form").text().count('href="/evidence/')


def test_a_photo_of_a_returned_visit_is_shown_once_and_can_be_withdrawn(person):
    phone, desk = person("jiancha"), person("zhuguan", width=1280, height=800)
    at_home(phone)
    take_first(phone)
    draft = _begin(phone)
    phone.set_input_files('[name="A11-photos"]', photo(1))
    phone.locator('[data-photos="A11"] li.photo').wait_for()
    answer_all_unable(phone, draft)
    phone.reload()
    phone.wait_for_selector("[data-ready]")
    hand_in(phone)
    phone.get_by_role("link", name="查看检查结果").click()
    phone.wait_for_url("**/inspections/*", wait_until="load")
    visit = phone.url.rsplit("/", 1)[1]

    _return(desk, visit, "A11")

    phone.goto("/phone")
    assert _begin(phone, "继续检查") == draft
    shots = phone.locator('[data-photos="A11"] li.photo')
    expect(shots).to_have_count(1)
    assert _photos(phone, visit) == 1
    shots.first.get_by_role("button").click()
    phone.locator("dialog.viewer").get_by_role("button", name="去掉").click()
    shots.first.wait_for(state="detached")
    phone.wait_for_selector('[data-saved][data-state="received"]')
    assert _photos(phone, visit) == 0
