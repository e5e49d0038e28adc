"""The installed app: it can be installed, opens in aeroplane mode, answers only GETs, and can be read by everybody."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.phone_store import IN_USE, answer, answer_first, at_home, begin, form_address, keep_form, take_first
from tests.journeys.test_accessibility import SMALL_TARGETS

pytestmark = pytest.mark.browser

PAGES = ["/phone", "/phone/outbox", "/phone/receipts", "/phone/ready", "/phone/result"]
LOOKS = [(theme, size) for theme in ("light", "dark", "sunlight") for size in ("normal", "large")]
FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }"
AAA = {"rules": {"color-contrast-enhanced": {"enabled": True}}}

# Whether an element is the same after the page was drawn again, as after every word of the queue.
STAYS = """async selector => {
  const { tell } = await import('/static/js/offline/news.js');
  const [element, { dataset }] = [document.querySelector(selector), document.documentElement];
  delete dataset.ready;
  tell({});
  const end = Date.now() + 20000;
  while (!('ready' in dataset) && Date.now() < end) await new Promise(done => setTimeout(done, 10));
  return 'ready' in dataset && element.isConnected;
}"""


@pytest.fixture
def phone(person):
    """An inspector's phone with the app on it and one form taken along."""
    page = person("jiancha")
    page.form = form_address(page)
    at_home(page)
    keep_form(page, page.form)
    return page


def test_the_app_can_be_installed(phone):
    cdp = phone.context.new_cdp_session(phone)
    errors = cdp.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert [each["errorId"] for each in errors if each["errorId"] != "in-incognito"] == []
    assert cdp.send("Page.getAppManifest")["errors"] == []


def test_every_page_of_the_phone_opens_in_aeroplane_mode_in_a_fresh_tab(phone):
    phone.context.set_offline(True)
    for address in PAGES:
        fresh = phone.context.new_page()
        fresh.goto(address)
        fresh.wait_for_selector("html[data-ready]")
        expect(fresh.locator("h1"), address).to_be_visible()
        expect(fresh.locator("[data-page]"), address).to_be_visible()
        expect(fresh.locator("[data-offline]")).to_be_visible()
        fresh.close()


def test_a_form_that_was_taken_along_opens_in_aeroplane_mode_in_a_fresh_tab(phone):
    draft = begin(phone, phone.form)
    phone.context.set_offline(True)
    fresh = phone.context.new_page()
    fresh.goto(f"{phone.form}#{draft}")
    fresh.locator("[data-box]").first.wait_for()
    assert fresh.evaluate("getComputedStyle(document.querySelector('.card')).borderRadius") == "10px"


def test_a_form_that_was_not_taken_along_and_any_other_page_lead_to_the_start_page_with_a_sentence(phone):
    phone.context.set_offline(True)
    fresh = phone.context.new_page()
    for address in ("/forms/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/tasks", "/nowhere"):
        fresh.goto(address)
        fresh.get_by_text("这个页面要联网才能打开").wait_for()
    fresh.goto("/")
    fresh.wait_for_selector("html[data-ready]")
    expect(fresh.locator("[data-stranger]")).to_be_hidden()


def test_the_worker_answers_no_post_and_nothing_of_the_api(phone):
    seen = {}
    phone.on("response", lambda each: seen.update({(each.request.method, each.url): each.from_service_worker}))
    base = phone.evaluate("location.origin")
    for method, path in [("GET", "/phone"), ("POST", "/phone"), ("PUT", "/phone"), ("GET", "/api/session")]:
        phone.evaluate("([method, path]) => fetch(path, { method })", [method, path])
        assert seen[method, base + path] is (path == "/phone" and method == "GET")


def test_nothing_private_is_in_any_cache(phone):
    for address in ("/tasks", "/password", "/phone/outbox"):
        phone.goto(address)
    kept = phone.evaluate("""async () => { const found = [];
      for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys())
        found.push([new URL(request.url).pathname, await (await caches.match(request)).text()]);
      return found; }""")
    private = [each for each, _ in kept if each not in PAGES and not each.startswith(("/static/", "/forms/"))]
    assert private == []
    assert not [each for each, text in kept if "检查员甲" in text or ("csrf" in text and not each.endswith(".js"))]


def test_without_a_sign_in_the_phone_shows_nothing_but_the_way_to_it(browser, server):
    context = browser.new_context(base_url=server, locale="zh-CN")
    page = context.new_page()
    page.goto("/phone")
    page.locator("[data-gate='sign-in']").wait_for()
    expect(page.locator("[data-page]")).to_be_hidden()
    context.close()


def test_a_phone_without_room_says_so_and_asks_for_no_second_sign_in(phone):
    phone.evaluate("async () => (await import('/static/js/offline/db.js')).remember('account', null)")
    phone.context.add_init_script(FULL)
    phone.goto("/phone")
    phone.locator("[data-gate='full']").get_by_text("手机空间不足").wait_for()
    expect(phone.locator("[data-gate]:visible, [data-page]:visible")).to_have_count(1)


BROKEN = "IDBObjectStore.prototype.%s = () => { throw new DOMException('', 'UnknownError'); }"


@pytest.mark.parametrize("doing", ["put", "get"])
def test_a_phone_whose_browser_no_longer_writes_or_reads_says_so_and_asks_for_no_second_sign_in(phone, doing):
    phone.evaluate("async () => (await import('/static/js/offline/db.js')).remember('account', null)")
    phone.context.add_init_script(BROKEN % doing)
    phone.goto("/phone")
    phone.locator("[data-gate='broken']").get_by_text("请完全关闭浏览器再打开").wait_for()
    expect(phone.locator("[data-gate]:visible, [data-page]:visible")).to_have_count(1)


UNREADABLE = """
  const getAll = IDBObjectStore.prototype.getAll;
  IDBObjectStore.prototype.getAll = function (...given) {
    if (this.name === 'versions') throw new DOMException('', 'DataError');
    return getAll.apply(this, given);
  };
"""


def test_a_page_that_cannot_be_drawn_is_shown_beside_the_reason(phone):
    phone.context.add_init_script(UNREADABLE)
    phone.goto("/phone/outbox")
    phone.locator("[data-problem]").get_by_text("没有成功").wait_for()
    phone.get_by_role("button", name="立即发送").wait_for()


def test_a_page_that_the_worker_missed_is_taken_charge_of(phone):
    phone.context.new_cdp_session(phone).send("Page.reload", {"ignoreCache": True})  # such a page has no worker
    phone.wait_for_function("() => performance.getEntriesByType('navigation')[0].type === 'reload'")
    phone.wait_for_function(IN_USE)


def test_past_the_offline_term_the_phone_asks_to_sign_in_and_keeps_everything(phone):
    draft = begin(phone, phone.form)
    phone.context.set_offline(True)
    phone.evaluate("""async () => { const db = await import('/static/js/offline/db.js');
      await db.remember('account', { ...await db.setting('account'), until: Date.now() - 1 }); }""")
    phone.goto("/phone")
    phone.locator("[data-gate='sign-in']").wait_for()
    phone.context.set_offline(False)
    phone.goto("/phone/outbox")
    phone.locator(f"[data-list] a[href$='{draft}']").first.wait_for()


def _set_pin_and_lock(phone) -> None:
    phone.goto("/phone/ready")
    phone.locator("#new").fill("246810")
    phone.locator("#new-again").fill("246810")
    phone.get_by_role("button", name="设置应用锁").click()
    phone.get_by_text("应用锁已设置").wait_for()
    phone.locator(".menu summary").click()
    phone.get_by_role("button", name="锁定").click()
    phone.locator("#pin").wait_for()


def test_a_locked_phone_opens_only_by_its_pin(phone):
    _set_pin_and_lock(phone)
    field = phone.locator("#pin")
    field.fill("111111")
    phone.get_by_role("button", name="解锁").click()
    phone.get_by_text("应用锁密码不正确").wait_for()
    fresh = phone.context.new_page()
    fresh.goto("/phone/outbox")
    fresh.locator("#pin").wait_for()
    expect(fresh.locator("[data-page]")).to_be_hidden()
    field.fill("246810")
    phone.get_by_role("button", name="解锁").click()
    phone.locator("[data-page]").wait_for()


def _give_password(phone, password: str) -> None:
    phone.get_by_label("账号密码").fill(password)
    phone.get_by_role("button", name="取消应用锁").click()


def test_who_forgot_the_pin_opens_the_phone_with_the_password_and_finds_everything(phone):
    draft = begin(phone, phone.form)
    _set_pin_and_lock(phone)
    phone.goto("/phone/outbox")
    phone.get_by_text("忘记应用锁密码").click()
    _give_password(phone, "wrong")
    phone.get_by_text("密码不正确").wait_for()
    phone.context.set_offline(True)
    _give_password(phone, PASSWORD)
    phone.get_by_text("没有网络", exact=True).wait_for()
    expect(phone.locator("[data-page]")).to_be_hidden()
    phone.context.set_offline(False)
    _give_password(phone, PASSWORD)
    phone.locator(f"[data-list] a[href$='{draft}']").first.wait_for()
    phone.reload()
    phone.locator(f"[data-list] a[href$='{draft}']").first.wait_for()


def test_behind_the_lock_one_can_sign_out(phone):
    _set_pin_and_lock(phone)
    phone.locator(".menu summary").click()
    phone.get_by_role("button", name="退出登录").click()
    phone.wait_for_url("**/login")


def _sign_out_on_the_server(phone) -> None:
    token = phone.evaluate("async () => (await (await fetch('/api/session')).json()).csrf")
    phone.request.post("/logout", form={"csrf_token": token})


def _sign_in_on_the_server(phone, username: str) -> None:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', phone.request.get("/login").text())[1]
    phone.request.post("/login", form={"username": username, "password": PASSWORD, "csrf_token": token})


@pytest.mark.parametrize(("other", "says"), [("", "登录已过期"), ("jiancha2", "现在登录的是另一个账号")])
def test_without_the_sign_in_of_this_account_the_pin_stays(phone, other, says):
    _set_pin_and_lock(phone)
    _sign_out_on_the_server(phone)
    if other:
        _sign_in_on_the_server(phone, other)
    phone.get_by_text("忘记应用锁密码").click()
    _give_password(phone, PASSWORD)
    expect(phone.locator("[data-forgotten-error]")).to_contain_text(says)
    expect(phone.locator("#pin")).to_be_visible()


def test_the_pin_leads_back_to_the_form_that_was_asked_for(phone):
    draft = begin(phone, phone.form)
    _set_pin_and_lock(phone)
    phone.context.set_offline(True)
    fresh = phone.context.new_page()
    fresh.goto(f"{phone.form}#{draft}")
    fresh.locator("#pin").fill("246810")
    fresh.get_by_role("button", name="解锁").click()
    fresh.wait_for_url(f"**{phone.form}#{draft}")
    fresh.locator("[data-box]").first.wait_for()


def test_a_menu_closes_by_a_tap_elsewhere_and_stays_open_by_one_on_itself(phone):
    panel = phone.locator(".menu-panel")
    phone.locator(".menu summary").click()
    panel.click(position={"x": 2, "y": 2})
    expect(panel).to_be_visible()
    phone.locator(".page-head").click(position={"x": 30, "y": 20})  # beside the panel
    expect(panel).to_be_hidden()


def test_the_overview_of_a_form_closes_when_an_item_was_chosen_in_it(phone):
    draft = begin(phone, phone.form)
    phone.goto(f"{phone.form}#{draft}")
    phone.wait_for_selector("[data-fill][data-ready]")
    phone.locator(".strip summary").click()
    phone.locator(".strip a[data-mark]").nth(3).click()
    expect(phone.locator(".strip a[data-mark]").nth(3)).to_be_hidden()


@pytest.mark.parametrize(
    "wanted", ["https://example.org/", "//example.org", "/forms/x", "/logout", "javascript:alert(1)"]
)
def test_no_other_address_is_gone_to_after_the_pin(phone, wanted):
    phone.goto(f"/phone#back={wanted}")
    phone.wait_for_selector("html[data-ready]")
    assert phone.evaluate("location.pathname") == "/phone"


def test_signing_out_with_unsent_work_is_warned_about_and_the_work_waits_for_the_next_sign_in(phone):
    draft = begin(phone, phone.form)
    answer(phone, draft, "01ARZ3NDEKTSV4RRFFQ69G5FAV", {"state": "pass"})
    phone.goto("/tasks")
    phone.locator(".menu summary").click()
    phone.get_by_role("button", name="退出登录").click()
    phone.get_by_role("heading", name="还有内容没有发出").wait_for()
    phone.get_by_role("button", name="仍然退出").click()
    phone.wait_for_url("**/login")
    phone.goto("/phone")
    phone.locator("[data-gate='sign-in']").wait_for()
    phone.goto("/login?next=/phone/outbox")
    phone.get_by_label("账号").fill("jiancha")
    phone.get_by_label("密码").fill(PASSWORD)
    phone.get_by_role("button", name="登录").click()
    phone.locator(f"[data-list] a[href$='{draft}']").first.wait_for()


def test_a_look_chosen_in_aeroplane_mode_stays(phone):
    phone.context.set_offline(True)
    phone.get_by_role("button", name="强光").click()
    phone.get_by_role("button", name="大字").click()
    phone.goto("/phone/outbox")
    assert phone.evaluate("({ ...document.documentElement.dataset }).theme") == "sunlight"
    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


def _look(page, address: str, ready: str = "html[data-ready]") -> None:
    page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector(ready)
    for theme, size in LOOKS:
        page.evaluate("look => Object.assign(document.documentElement.dataset, look)", {"theme": theme, "size": size})
        page.evaluate("() => Promise.allSettled(document.getAnimations().map(each => each.finished))")
        found = Axe().run(page, options=AAA if theme == "sunlight" else None).response["violations"]
        said = [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]
        assert not found, (address, theme, size, said)
        assert page.locator("html").evaluate("html => html.scrollWidth <= innerWidth"), (address, theme, size)
        assert page.evaluate(SMALL_TARGETS) == [], (address, theme, size)


def test_the_pages_of_the_phone_can_be_read_by_everybody_in_every_look(phone):
    take_first(phone)
    draft = begin(phone, phone.form)
    answer_first(phone, draft, {"state": "unable"})
    phone.context.set_offline(True)
    for address in PAGES:
        _look(phone, f"{address}#{draft}" if address.endswith("result") else address)


def test_the_form_of_a_visit_can_be_read_by_everybody_in_every_look(phone):
    take_first(phone)
    draft = begin(phone, phone.form)
    answer_first(phone, draft, {"state": "fail"})
    _look(phone, f"{phone.form}#{draft}", "[data-fill][data-ready]")


@pytest.mark.parametrize(
    ("address", "row"),
    [("/phone", "#version option"), ("/phone/outbox", "[data-remove]"), ("/phone/result", "[data-missing] a")],
)
def test_what_a_finger_may_be_on_is_not_drawn_anew_when_it_shows_the_same(phone, address, row):
    take_first(phone)
    draft = begin(phone, phone.form)
    phone.context.set_offline(True)
    phone.goto(f"{address}#{draft}")
    phone.wait_for_selector("html[data-ready]")
    assert phone.evaluate(STAYS, row)


def test_a_task_is_begun_only_once_it_was_taken_along_and_then_nothing_more_is_said_of_it(phone):
    waiting = []
    phone.context.route("**/bundle", lambda route: waiting.append(route))
    phone.goto("/phone")
    task = phone.locator("[data-tasks] > li").first
    task.locator("[data-take]").click()
    expect(task.locator("[data-take]")).to_be_disabled()
    task.locator("[data-begin]").click()
    said = task.get_by_text("请先带上，再开始检查。")
    expect(said).to_be_visible()
    while not waiting:
        phone.evaluate("() => new Promise(requestAnimationFrame)")
    waiting[0].continue_()
    expect(task.get_by_text("已带走")).to_be_visible()
    expect(said).to_be_hidden()


def _begin_planned(phone) -> str:
    phone.locator("[data-begin]").first.click()
    phone.wait_for_url("**/forms/*#*")
    draft = phone.url.partition("#")[2]
    answer_first(phone, draft, {"state": "unable"})
    return draft


def _send(phone) -> None:
    phone.get_by_role("button", name="立即发送").click()
    phone.locator("[data-waiting]").get_by_text("没有").wait_for()


def test_a_task_is_taken_along_filled_offline_sent_and_its_receipt_verified(phone):
    take_first(phone)
    phone.context.set_offline(True)
    draft = _begin_planned(phone)
    phone.goto(f"/phone/result#{draft}")
    phone.wait_for_selector("html[data-ready]")
    expect(phone.locator("[data-answered]")).to_have_text(re.compile(r"^\d+ / 2\d$"))
    phone.goto("/phone/outbox")
    phone.locator("[data-waiting]").get_by_text("1 次检查").wait_for()
    phone.context.set_offline(False)
    _send(phone)
    phone.goto("/phone/receipts")
    phone.wait_for_selector("html[data-ready]")
    assert phone.evaluate(STAYS, "[data-list] a")
    phone.locator("[data-list] a").first.click()
    phone.get_by_text("签名有效").wait_for()
    phone.locator("[data-qr]").wait_for()
    drawing = phone.locator("[data-qr]").get_attribute("src")
    assert phone.evaluate(STAYS, "[data-qr]")
    assert phone.locator("[data-qr]").get_attribute("src") == drawing
    _look(phone, phone.url)


# As the version before kept a checklist: the profile as it is stored, its numbers as numbers.
AS_BEFORE = """async () => {
  const { all, put } = await import("/static/js/offline/db.js");
  for (const version of await all("versions")) {
    const { method, bands } = version.scoring;
    const scoring = { method, bands: bands.map(({ from, name }) => ({ from: Number(from), name })) };
    await put("versions", { ...version, scoring });
  }
}"""


def test_what_the_version_before_took_along_opens_on_the_form_and_on_the_result(phone):
    take_first(phone)
    phone.context.set_offline(True)
    phone.evaluate(AS_BEFORE)
    draft = _begin_planned(phone)
    phone.wait_for_selector("[data-fill][data-ready]")
    phone.goto(f"/phone/result#{draft}")
    phone.wait_for_selector("html[data-ready]")
    expect(phone.locator("[data-answered]")).to_have_text(re.compile(r"^\d+ / 2\d$"))
    expect(phone.locator("dd[data-points]")).to_have_text("0.0–100.0")
    expect(phone.locator("[data-problem]")).to_be_hidden()


def test_a_receipt_is_shown_while_its_drawing_is_still_on_the_way(phone):
    take_first(phone)
    _begin_planned(phone)
    phone.goto("/phone/outbox")
    _send(phone)
    waiting = []
    phone.context.route("**/receipts/*", lambda route: waiting.append(route))
    phone.goto("/phone/receipts")
    phone.locator("[data-list] a").first.click()
    phone.get_by_text("签名有效").wait_for()
    assert phone.evaluate(STAYS, "[data-text]")
    expect(phone.locator("[data-qr]")).to_be_hidden()
    phone.get_by_role("link", name="全部凭证").click()
    with phone.expect_response("**/receipts/*"):
        waiting[0].continue_()
    phone.locator("[data-list] a").first.click()
    phone.locator("[data-qr]").wait_for()
    assert len(waiting) == 1


def test_a_rescue_file_is_made_with_a_passphrase_typed_twice_and_only_then_an_unsent_visit_can_be_removed(phone):
    take_first(phone)
    phone.context.set_offline(True)
    answer_first(phone, begin(phone, phone.form), {"state": "unable"})
    phone.goto("/phone/outbox")
    phone.get_by_role("button", name="从本机删除").click()
    assert phone.locator("#remove").get_by_role("button", name="删除").is_disabled()
    phone.locator("#remove").get_by_role("button", name="取消").click()
    phone.get_by_role("button", name="救援文件").click()
    phone.get_by_label("口令", exact=True).fill("短口令")
    phone.get_by_text("口令太短").wait_for()
    phone.get_by_label("再输一次口令").fill("别的")
    phone.get_by_role("button", name="生成文件").click()
    phone.get_by_text("两次口令不一样").wait_for()
    phone.get_by_label("再输一次口令").fill("短口令")
    with phone.expect_download() as download:
        phone.get_by_role("button", name="生成文件").click()
    assert download.value.path().read_bytes().startswith(b"TIAOCHA-RESCUE-1\n")
    phone.locator("#rescue").get_by_role("button", name="取消").click()
    phone.get_by_role("button", name="从本机删除").click()
    phone.get_by_label("检查对象名称").fill("别处")
    phone.locator("#remove").get_by_role("button", name="删除").click()
    phone.get_by_text("名称不对").wait_for()
    phone.get_by_label("检查对象名称").fill("辛集镇配送点")
    phone.locator("#remove").get_by_role("button", name="删除").click()
    phone.get_by_text("本机没有检查记录").wait_for()


def test_the_first_visit_to_the_form_is_light_on_the_wire(phone):
    address, origin = phone.form, phone.evaluate("location.origin")
    phone.evaluate("""async () => { const found = await navigator.serviceWorker.getRegistrations();
      await Promise.all(found.map(each => each.unregister()));
      for (const name of await caches.keys()) await caches.delete(name); }""")
    phone.goto("about:blank")
    cdp = phone.context.new_cdp_session(phone)
    cdp.send("Network.enable")
    cdp.send("Network.clearBrowserCache")
    kinds, heads, bytes_of = {}, {}, {}
    cdp.on("Network.responseReceived", lambda each: kinds.update({each["requestId"]: each["type"]}))
    cdp.on(
        "Network.responseReceived",
        lambda each: heads.update({each["requestId"]: each["response"]["encodedDataLength"]}),
    )
    cdp.on("Network.loadingFinished", lambda each: bytes_of.update({each["requestId"]: each["encodedDataLength"]}))
    phone.goto(origin + address, wait_until="networkidle")
    whole = sum(bytes_of.values())
    script = sum(size for each, size in bytes_of.items() if kinds.get(each) == "Script")
    bodies = script - sum(size for each, size in heads.items() if kinds.get(each) == "Script")
    print(f"{len(bytes_of)} answers, {whole:.0f} bytes, script {script:.0f}, without the heads {bodies:.0f}")
    assert len(bytes_of) >= 4 and 20_000 < whole <= 150_000 and bodies <= 60_000
