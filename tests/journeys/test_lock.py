"""The lock of a phone in a real browser: every page of the person behind it, and what a lost phone still shows."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.phone_store import answer_all_unable, at_home, form_address, hand_in, keep_form, take_first

pytestmark = pytest.mark.browser

PIN = "246810"
RECORDS = "**/api/records/*"
LONG_AGO = "localStorage.setItem('tiaocha-put-away', Date.now() - 16 * 60 * 1000)"


@pytest.fixture
def phone(person):
    """An inspector's phone with the app and a form on it."""
    page = person("jiancha")
    page.form = form_address(page)
    at_home(page)
    keep_form(page, page.form)
    return page


def _set_pin(page) -> None:
    page.goto("/phone/ready")
    page.locator("#new").fill(PIN)
    page.locator("#new-again").fill(PIN)
    page.get_by_role("button", name="设置应用锁").click()
    page.get_by_text("应用锁已设置").wait_for()


def _lock(page) -> None:
    page.locator(".menu summary").click()
    page.get_by_role("button", name="锁定").click()
    page.locator("#pin").wait_for()


def _unlock(page) -> None:
    page.locator("#pin").fill(PIN)
    page.get_by_role("button", name="解锁").click()


def _at_the_lock(page) -> None:
    page.locator("#pin").wait_for()
    assert page.evaluate("location.pathname") == "/phone"
    expect(page.locator("[data-page]")).to_be_hidden()


@pytest.mark.parametrize(("typed", "again", "says"), [("24681", "24681", "至少 6 位"), (PIN, "246811", "两次不一样")])
def test_a_pin_has_six_digits_and_is_typed_twice(phone, typed, again, says):
    phone.goto("/phone/ready")
    phone.locator("#new").fill(typed)
    phone.locator("#new-again").fill(again)
    phone.get_by_role("button", name="设置应用锁").click()
    expect(phone.locator("[data-set-pin] [data-error]")).to_contain_text(says)


def test_the_lock_closes_the_pages_of_the_server_too_and_in_every_tab(phone):
    _set_pin(phone)
    tab = phone.context.new_page()
    tab.goto("/tasks")
    _lock(phone)
    _at_the_lock(tab)  # without a touch
    for address in ("/tasks", "/checklists", "/documents", "/password", phone.form):
        tab.goto(address)
        tab.locator("#pin").wait_for()
        expect(tab.locator("[data-page]")).to_be_hidden()
    _unlock(phone)
    phone.locator("[data-page]").wait_for()
    tab.goto("/tasks")
    tab.get_by_role("heading", name="任务").wait_for()


@pytest.mark.parametrize("address", ["/phone/outbox", "/tasks"])
def test_a_phone_put_away_for_long_locks_itself(phone, address):
    _set_pin(phone)
    phone.goto("about:blank")
    phone.goto(address)
    phone.locator("main h1").wait_for()
    phone.context.add_init_script(LONG_AGO)
    phone.goto(address)
    phone.locator("#pin").wait_for()


def test_a_pin_of_fewer_digits_from_before_is_replaced_at_the_next_opening(phone):
    _set_pin(phone)
    phone.evaluate("""async () => { const db = await import('/static/js/offline/db.js');
      const { digits, ...old } = await db.setting('pin'); await db.remember('pin', old); }""")
    phone.goto("/phone")
    phone.get_by_role("heading", name="请设置应用锁密码").wait_for()
    phone.locator("#first-pin").fill("1357911")
    phone.locator("#first-pin-again").fill("1357911")
    phone.locator("[data-choose-pin] button").click()
    phone.locator("[data-page]").wait_for()


def _office(person, doing):
    page = person("guanli", width=1280)
    doing(page)
    return page


def _account(page) -> None:
    page.goto("/admin/accounts")
    page.locator("a[href*='/admin/accounts/']", has_text="jiancha").first.click()


def _end_all_sessions(page) -> None:
    _account(page)
    page.locator("form[action$='/end-sessions'] button").click()
    page.get_by_text("登录已退出").wait_for()


def _disable(page) -> None:
    _account(page)
    page.get_by_label("可以登录").uncheck()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存").wait_for()


def _enable(page) -> None:
    _account(page)
    page.get_by_label("可以登录").check()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存").wait_for()


def _require_a_pin(page) -> None:
    page.goto("/admin/settings")
    page.get_by_label("检查员的手机必须设置应用锁").check()
    page.get_by_role("button", name="保存").click()
    page.get_by_text("已保存").wait_for()


def _finish_a_visit_that_is_not_sent(phone) -> None:
    take_first(phone)
    phone.context.route(RECORDS, lambda route: route.abort())
    phone.get_by_role("button", name="开始检查").first.click()
    phone.wait_for_url("**/forms/*#*")
    phone.wait_for_selector("[data-fill][data-ready]")
    answer_all_unable(phone, phone.url.partition("#")[2])
    phone.reload()
    phone.wait_for_selector("[data-fill][data-ready]")
    hand_in(phone)
    phone.wait_for_url("**/phone/result*")


def _sign_in(page) -> None:
    page.goto("/login?next=/phone/outbox")
    page.get_by_label("账号").fill("jiancha")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def _let_in_again(page, person) -> None:
    """A disabled account signs in once it is enabled, and not before."""
    _sign_in(page)
    page.get_by_text("暂时不能登录").wait_for()
    _office(person, _enable)
    _sign_in(page)


ENDED = {
    "all sessions ended": (_end_all_sessions, lambda page, person: _sign_in(page)),
    "account disabled": (_disable, _let_in_again),
}


@pytest.mark.parametrize(("end", "come_back"), ENDED.values(), ids=ENDED)
def test_a_lost_phone_shows_nothing_at_its_next_contact_and_unsent_work_is_sent_later(phone, person, end, come_back):
    _finish_a_visit_that_is_not_sent(phone)
    _office(person, end)
    phone.context.unroute(RECORDS)
    lost = phone.context.new_page()
    lost.goto("/phone/outbox")
    lost.locator("[data-gate='sign-in']").wait_for()
    phone.locator("[data-gate='sign-in']").wait_for()  # its tab was told
    expect(phone.locator("[data-page]")).to_be_hidden()
    fresh = phone.context.new_page()  # the others may still be told of each other's end
    fresh.goto("/phone")
    fresh.locator("[data-gate='sign-in']").wait_for()
    kept = "async name => (await (await import('/static/js/offline/db.js')).all(name)).length"
    assert [fresh.evaluate(kept, name) for name in ("tasks", "sites", "visits", "receipts")] == [1, 0, 1, 0]
    come_back(fresh, person)
    expect(fresh.locator("[data-waiting]")).to_contain_text("没有")
    fresh.goto("/phone/receipts")
    fresh.locator("[data-list] a").first.click()
    fresh.get_by_text("签名有效").wait_for()


def test_where_the_office_requires_a_pin_nothing_is_shown_before_one_is_set(phone, person):
    _office(person, _require_a_pin)
    phone.goto("/phone")
    phone.get_by_role("heading", name="请设置应用锁密码").wait_for()
    expect(phone.locator("[data-page]")).to_be_hidden()
    phone.goto("/tasks")
    phone.wait_for_url("**/phone")
    phone.locator("#first-pin").fill(PIN)
    phone.locator("#first-pin-again").fill(PIN)
    phone.locator("[data-choose-pin] button").click()
    phone.locator("[data-page]").wait_for()
    phone.goto("/tasks")
    phone.get_by_role("heading", name="任务").wait_for()
