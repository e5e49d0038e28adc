"""The pictures of the README: ./tiaocha test tests/journeys/pictures.py"""

import pytest

from tests.journeys.conftest import ROOT
from tests.journeys.hand import Filling, photo, pick
from tests.journeys.phone_store import hand_in

pytestmark = pytest.mark.browser
DOCS = ROOT / "docs"


def test_pictures_of_the_phone_form_and_the_desk(person):
    phone = person("jiancha")
    phone.get_by_role("link", name="辛集镇配送点").click()
    phone.get_by_role("button", name="开始或继续检查").click()
    phone.wait_for_selector("[data-ready]")
    pick(phone, "attribute-new_shed", "yes")
    pick(phone, "attribute-online_notice", "no")
    filling = Filling(phone, failing=["A06", "A21"])
    for code in ("A01", "A02", "A03", "A04", "A05", "A06"):
        filling.one(code, script=True)
    phone.set_input_files('[name="A06-photos"]', [photo(91)])
    phone.wait_for_selector('[data-saved][data-state="saved"]')
    phone.locator('[data-box="A05"] summary').click()
    phone.locator("#item-A05").scroll_into_view_if_needed()
    phone.evaluate("document.querySelector('#item-A05').scrollIntoView({block: 'start'})")
    phone.screenshot(path=DOCS / "phone.png")
    filling.all(script=True)
    phone.wait_for_selector('[data-saved][data-state="saved"]')
    hand_in(phone)
    phone.wait_for_url("**/phone/result#*")
    phone.get_by_text("已收到").first.wait_for()

    desk = person("zhuguan", width=1280, height=900)
    desk.goto("/review")
    desk.goto(desk.locator('main a[href^="/review/0"]').first.get_attribute("href") + "?item=A06")
    desk.locator(".photo-wall img").first.wait_for()
    desk.screenshot(path=DOCS / "review.png")
    assert all((DOCS / name).stat().st_size > 10_000 for name in ("phone.png", "review.png"))
