"""Shorter days: hazards found at a plant, and a purchase whose clock ran out across 国庆."""

import pytest
from playwright.sync_api import expect

from tests.journeys.hand import photo, pick

pytestmark = pytest.mark.browser


def _begin(page, site: str) -> None:
    page.goto("/tasks")
    page.get_by_role("link", name=site).click()
    page.get_by_role("button", name="开始或继续检查").click()
    page.wait_for_selector("[data-fill]")


def _set(page, code: str, **inputs) -> None:
    for name, value in inputs.items():
        field = page.locator(f'[name="{code}-{name}"]')
        if field.first.get_attribute("type") == "radio":
            pick(page, f"{code}-{name}", value)
        else:
            field.fill(value)


def _photo_everywhere(page, codes) -> None:
    for number, code in enumerate(codes):
        page.set_input_files(f'[name="{code}-photos"]', [photo(number + 50)])


def test_hazards_are_findings_with_severity_and_no_percentage(person):
    inspector = person("jiancha", script=False)
    _begin(inspector, "恒运轴承厂厂区")
    for code in ("C01", "C09"):
        _set(inspector, code, seen="yes")
    _set(inspector, "C02", count="0")
    _set(inspector, "C03", seen="yes", count="4")
    _set(inspector, "C04", count="2", note="两处风险点没有措施")
    for code in ("C05", "C07", "C14"):
        _set(inspector, code, state="pass")
    _set(inspector, "C06", count="3")
    _set(inspector, "C08", seen="yes", count="4")
    _set(inspector, "C10", count="0")
    _set(inspector, "C15", **{f"part{place}": "yes" for place in range(1, 7)}, part7="no")
    _photo_everywhere(inspector, ["C01", "C03", "C04", "C05", "C07", "C08", "C09", "C15"])
    inspector.get_by_role("button", name="提交审核").click()
    inspector.wait_for_url("**/inspections/*")
    text = inspector.locator("main").inner_text()
    assert "发现问题" in text and "重大问题（1）" in text and "一般问题（1）" in text
    assert "得分" not in text and "%" not in text
    visit = inspector.url.rsplit("/", 1)[1]

    supervisor = person("zhuguan", script=False, width=1280, height=800)
    supervisor.goto(f"/review/{visit}?item=C15")
    expect(supervisor.get_by_text("6 / 7，缺少核销").first).to_be_visible()
    supervisor.goto(f"/review/{visit}")
    supervisor.get_by_role("button", name="认可本次检查").click()
    supervisor.get_by_role("button", name="下发给企业").click()
    expect(supervisor.get_by_text("请填写整改期限（工作日数）").first).to_be_visible()
    supervisor.fill('[name="days-C04"]', "10")
    supervisor.fill('[name="days-C15"]', "5")
    supervisor.get_by_role("button", name="下发给企业").click()
    supervisor.wait_for_url("**/reports/*")
    expect(supervisor.get_by_text("应有 7 项，具备 6 项，缺少核销").first).to_be_visible()
    supervisor.get_by_role("link", name="C04").first.click()
    expect(supervisor.get_by_text("由检查机关确定：10 个工作日")).to_be_visible()


def test_an_inquiry_answered_on_the_fourth_working_day_across_the_holiday_fails_its_clock(person):
    inspector = person("jiancha", script=False)
    _begin(inspector, "教学楼维修采购项目")
    for code in ("B01", "B05"):
        _set(inspector, code, seen="yes")
    _set(inspector, "B02", state="pass")
    _set(inspector, "B03", count="1")
    _set(inspector, "B04", count="2")
    _set(inspector, "B11", approved="2026-08-05", filed="2026-08-03", note="先备案，后报批")
    _set(inspector, "B29", start="2026-09-29", end="2026-10-10", note="10月10日答复")
    _set(inspector, "B31", state="pass")
    _photo_everywhere(inspector, ["B01", "B05"])
    inspector.get_by_role("button", name="提交审核").click()
    inspector.wait_for_url("**/inspections/*")
    text = inspector.locator("main").inner_text()
    assert "用了 4 个工作日，限 3 个工作日" in text
    assert "“报采购办备案”早于“领导小组批准方案”" in text
    assert "有环节不符合" in text and "%" not in text
