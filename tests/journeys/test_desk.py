"""A supervisor decides between two phones, closes a late record, brings in a rescue file: with and without script."""

from types import SimpleNamespace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from accounts.roles import Role
from core.db import db, unit_of_work
from core.ids import new_id
from inspections.filling import services as filling
from inspections.visits.entries import Entry
from tests.builders import NOW, make_account, make_checklist, make_inspection, make_site, make_task
from tests.conftest import make_app
from tests.inspections.review.desk.conftest import County
from tests.inspections.review.desk.rescuing import PASSPHRASE, contents, photo, record, seal
from tests.journeys.hand import photo as picture
from tests.journeys.test_accessibility import SMALL_TARGETS

pytestmark = pytest.mark.browser
CHIEF = "hedingzhuguan"


@pytest.fixture
def county(server, tmp_path):
    """A submitted visit with two conflicts, a record that came late, and a rescue file, beside the demo county."""
    app = make_app(tmp_path / "instance")
    made = SimpleNamespace()
    with app.app_context():
        with unit_of_work():
            county = County(app, CHIEF)
            county.disagree()
            late = county.phone()
            late.photo(county.a02, picture(4)["buffer"])
            late.answer(county.a02, reading="4.4", note="晚到的一份")
            county.send(county.yi, late)
            fresh = county.phone()
            fresh.task, fresh.site = None, county.site.id
            fresh.photo(county.a01, picture(6)["buffer"])
            parts = [record(new_id(), fresh.packet()), photo(picture(6)["buffer"])]
            made.site, made.file = county.site.name, seal(contents(county.jia.id, parts))
        db.engine.dispose()
    return made


def _settle(page, code: str, choice: str, reason: str) -> None:
    card = page.locator(f"#conflict-{code}")
    card.get_by_role("radio", name=choice).check()
    card.get_by_label("理由").fill(reason)
    card.get_by_role("button", name="核定").click()
    page.get_by_text("已核定，两份记录都保留").wait_for()


def _straight(page) -> None:
    """Nothing sideways, nothing too small for a finger, nothing that somebody cannot read."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"] if page.script else []
    assert not found, [(each["id"], [node["html"][:160] for node in each["nodes"][:3]]) for each in found]
    assert not page.script or page.evaluate(SMALL_TARGETS) == [], page.url
    assert page.locator("html").evaluate("html => html.scrollWidth <= innerWidth"), page.url


def _stands_at_its_top(page, code: str) -> None:
    """The page is not scrolled; the item's record, its decision and its line in the list are on the screen."""
    page.wait_for_load_state()
    page.locator(".desk-main .question", has_text=code).wait_for()
    line = page.locator(".desk-items [aria-current]")
    expect(line).to_contain_text(code)
    for part in (page.locator(".desk-main .question"), page.locator(".desk-side"), line):
        expect(part).to_be_in_viewport()
    assert page.evaluate("scrollY") == 0


@pytest.fixture
def long_visit(server, tmp_path) -> str:
    """A submitted visit of forty items, for the chief of its area; gives its id."""
    app = make_app(tmp_path / "instance")
    items = [{"code": f"A{number:02}", "path": "二/1", "quote": "高度不低于6米"} for number in range(1, 41)]
    with app.app_context():
        with unit_of_work():
            site = make_site()
            task = make_task(make_checklist(items), site, None, make_account(CHIEF, Role.SUPERVISOR, areas=[site.area]))
            visit = make_inspection(task)
            for item in visit.checklist_version.items:
                filling.save_answer(visit.inspector, visit, item, Entry("pass"), NOW)
            filling.submit(visit.inspector, visit, NOW)
            made = visit.id
        db.engine.dispose()
    return made


def test_the_list_of_items_scrolls_and_the_page_stays_at_its_top(long_visit, person):
    page = person(CHIEF, True, 1280, 900)
    page.goto(f"/review/{long_visit}?item=A25")
    _stands_at_its_top(page, "A25")
    page.wait_for_function("() => document.querySelector('.desk-list').scrollTop > 0")
    page.locator("[data-decision] [name=kind][value=accept]").check()
    page.get_by_role("button", name="保存并看下一项").click()
    page.wait_for_url(lambda url: "A25" not in url)
    _stands_at_its_top(page, "A26")


@pytest.mark.parametrize(
    ("script", "width"), [(True, 1280), (True, 360), (False, 360)], ids=["desk", "narrow", "no-script"]
)
def test_what_phones_could_not_settle_is_settled_at_the_desk(county, person, script, width):
    page = person(CHIEF, script, width, 800)
    page.script = script
    page.goto("/review")
    page.get_by_role("link", name="待核定 2 项").click()
    page.get_by_role("link", name="去核定").first.click()
    _straight(page)
    page.locator("#conflict-A02").get_by_role("button", name="核定").click()
    page.get_by_text("请写明理由").or_(page.get_by_text("请选择采用哪一份")).first.wait_for()
    _settle(page, "A02", "采用yi某的记录", "以檐口复测为准")
    _settle(page, "new", "采用jia某的记录", "见立项文件")
    page.get_by_role("link", name="这次检查已核定的记录").click()
    page.get_by_text("以檐口复测为准").wait_for()
    expect(page.locator(".side", has_text="采用")).to_have_count(4)
    _straight(page)
    page.goto("/review/settled")
    _straight(page)
    page.get_by_role("link", name="A02 高度是多少").click()
    page.get_by_role("link", name="返回").click()
    page.get_by_role("link", name="查看已核定的记录").wait_for()
    page.get_by_role("button", name="认可本次检查").click()
    page.get_by_role("heading", name="下发检查结果").wait_for()
    page.get_by_text("乙测").wait_for()

    page.goto("/review")
    page.get_by_role("link", name="暂存的记录").click()
    page.get_by_role("link", name=county.site).click()
    _straight(page)
    expect(page.get_by_text("退回检查")).to_have_count(0)
    with page.expect_download() as saved:
        page.get_by_role("link", name="下载原始文件").click()
    assert saved.value.path().read_bytes() == picture(4)["buffer"]
    assert saved.value.suggested_filename.endswith(".jpg")
    page.get_by_role("radio", name="知悉").check()
    page.get_by_label("理由").fill("与核定结果无关")
    page.get_by_role("button", name="处理").click()
    page.get_by_text("已记为知悉").wait_for()

    page.goto("/review/rescue")
    for passphrase, words in (("记错了", "口令不对"), (PASSPHRASE, "已接收"), (PASSPHRASE, "早已在服务器上")):
        page.get_by_label("救援文件").set_input_files({"name": "a", "mimeType": "", "buffer": county.file})
        page.get_by_label("口令").fill(passphrase)
        page.get_by_role("button", name="打开并导入").click()
        page.get_by_text(words).wait_for()
        _straight(page)
