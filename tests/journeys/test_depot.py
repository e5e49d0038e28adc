"""A whole day: the gazette is imported, the depot inspected, scored, returned, approved, issued, read."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ROOT
from tests.journeys.hand import Filling, pick
from tests.journeys.phone_store import hand_in

pytestmark = pytest.mark.browser
GAZETTE = ROOT / "tests" / "data" / "documents" / "guanxian-2016-03.txt"


def _import(tmp_path) -> str:
    instance = str(tmp_path / "instance")
    environment = {**os.environ, "TIAOCHA_INSTANCE": instance, "PYTHONPATH": str(ROOT), "LC_ALL": "zh_CN.UTF-8"}
    command = [sys.executable, "-P", "-m", "core.terminal", "documents", "import", str(GAZETTE)]
    number = ["--number", "冠政发〔2016〕109号"]
    return subprocess.run([*command, *number], env=environment, capture_output=True, text=True, check=True).stdout


def _no_sideways(page) -> None:
    page.wait_for_load_state()
    assert page.locator("html").evaluate("html => html.scrollWidth <= innerWidth"), page.url


def _begin(page, site: str) -> None:
    page.goto("/tasks")
    page.get_by_role("link", name=site).click()
    page.wait_for_url("**/tasks/*")
    _no_sideways(page)
    page.get_by_role("button", name="开始或继续检查").click()
    page.wait_for_selector("[data-fill]")


def _save(page, script: bool) -> None:
    if script:
        page.wait_for_selector('[data-saved]:is([data-state="saved"], [data-state="sending"], [data-state="received"])')
    else:
        page.get_by_role("button", name="保存", exact=True).click()


def _submit(page, script: bool) -> None:
    if script:
        hand_in(page)
        page.wait_for_url("**/phone/result*")
        _says_the_result(page)
        page.get_by_role("link", name="查看检查结果").click()  # there only once the server has confirmed it
    else:
        page.get_by_role("button", name="提交审核").click()
    page.wait_for_url("**/inspections/*", wait_until="load")
    expect(page.get_by_text("待审核").first).to_be_visible()


def _says_the_result(page) -> None:
    """The phone's own page: what came of it, the vetoes, true counts, what was written, that it is handed in."""
    expect(page.locator("[data-vetoes]")).to_have_text("否决项不符合：A06、A21")
    expect(page.locator("[data-stands]")).to_contain_text("已提交")
    expect(page.locator('[data-count="fail"]')).to_have_text("2")
    done, total = page.locator("[data-answered]").text_content().split(" / ")
    assert done == total
    shown = page.locator("[data-fails] > li", has_text="A06")
    expect(shown).to_contain_text(re.compile("A06 现场所见|檐口处，激光测距仪"))  # the second time after the return
    expect(shown.locator("img")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_depot_from_the_gazette_to_its_findings(server, person, tmp_path, script):
    assert "又一来源" in _import(tmp_path)

    inspector = person("jiancha", script)
    _begin(inspector, "辛集镇配送点")
    if script:
        inspector.wait_for_selector("[data-ready]")
    expect(inspector.locator("input[type=radio]:checked[name^=A]")).to_have_count(0)
    Filling(inspector, failing=["A06", "A21"]).all(script)
    _save(inspector, script)
    _no_sideways(inspector)
    inspector.reload()
    if script:
        inspector.wait_for_selector("[data-ready]")
    assert inspector.input_value('[name="A06-reading"]') == "5.6"
    judgement = inspector.locator('[data-box="A06"] [data-judgement]').first
    assert "".join(judgement.text_content().split()) == "不符合5.6<6"
    _submit(inspector, script)
    _no_sideways(inspector)
    visit = inspector.url.rsplit("/", 1)[1]

    supervisor = person("zhuguan", script, width=1280, height=800)
    supervisor.goto(f"/review/{visit}?item=A06")
    expect(supervisor.locator("blockquote u").first).to_have_text("高度不低于6米")
    pick(supervisor, "kind", "return")
    supervisor.get_by_role("textbox", name="理由").fill("请写明测量位置")
    supervisor.get_by_role("button", name="保存并看下一项").click()
    supervisor.get_by_role("button", name="退回已标记的项目").click()
    supervisor.wait_for_url("**/review")

    _begin(inspector, "辛集镇配送点")
    if script:
        inspector.wait_for_selector("[data-ready]")
    expect(inspector.get_by_text("请写明测量位置").first).to_be_visible()
    inspector.fill('[name="A06-reading"]', "5.8")
    inspector.fill('[name="A06-note"]', "檐口处，激光测距仪")
    if script:
        inspector.locator('[name="A06-note"]').blur()
    _save(inspector, script)
    _submit(inspector, script)

    supervisor.goto(f"/review/{visit}?item=A21")
    expect(supervisor.locator(".photo-wall img")).to_have_count(2)
    supervisor.get_by_role("button", name="认可本次检查").click()
    supervisor.wait_for_url("**/issue")
    supervisor.get_by_role("button", name="下发给企业").click()
    supervisor.wait_for_url("**/reports/*")

    depot = person("qiye", script)
    assert depot.get_by_role(
        "heading", name="储煤厂房高度不足：实测 5.8 米，限值 ≥ 6 米，檐口处，激光测距仪"
    ).is_visible()
    _no_sideways(depot)
    depot.get_by_role("link", name="出口处未设置固定的车辆冲洗装置").click()
    expect(depot.locator("blockquote u")).to_have_text("出口处设置固定的车辆冲洗装置")
    expect(depot.locator(".photo-wall img")).to_have_count(2)
    finding = depot.url
    picture = depot.locator(".photo-wall img").first.get_attribute("src")
    _no_sideways(depot)
    depot.goto(f"/reports/{visit}")
    depot.get_by_role("button", name="确认签收").click()
    depot.locator("main").get_by_text("辛集煤炭公司经理").wait_for()

    other = person("qiye2", script)
    for address in (finding, f"/reports/{visit}", picture, f"{picture}/thumb"):
        assert other.request.get(address if "://" in address else server + address).status == 404, address
