"""A new county, from an empty folder to an issued finding, following only what the terminal and the pages say."""

import os
import re
import shlex
import subprocess
import sys
import threading

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD, ROOT
from tests.journeys.hand import Filling

pytestmark = pytest.mark.browser
STEPS = ["登记区域", "登记单位", "建立账号", "指定管辖区域", "登记执法证", "（登记检查对象）", "（下达首个检查任务）"]
COMMAND = [sys.executable, "-P", "-m", "core.terminal"]


@pytest.fixture
def terminal(tmp_path):
    """What STEPS at the terminal of the new county has in common."""
    variables = {"TIAOCHA_INSTANCE": str(tmp_path / "instance"), "PYTHONPATH": str(ROOT), "LC_ALL": "zh_CN.UTF-8"}
    return {"env": {**os.environ, **variables}, "encoding": "utf-8", "cwd": tmp_path}


@pytest.fixture
def started(terminal):
    """A server on the empty folder, without the demo: its address and what it said before."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--no-demo", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **terminal
    )
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"http://[\d.:]+", line):
            break
    follower = threading.Thread(target=process.stdout.read)
    follower.start()
    yield found[0], "".join(said)
    process.terminate()
    process.wait(20)
    follower.join(20)


class Person:
    """Somebody of the new county at a browser without script, who follows links and reads what stands there."""

    def __init__(self, browser, address: str, username: str, secret: str):
        self.context = browser.new_context(base_url=address, locale="zh-CN", java_script_enabled=False)
        self.page = self.context.new_page()
        self.page.set_default_timeout(30000)
        self.page.goto("/")
        self.fill(账号=username, 密码=secret)
        self.press("登录")
        self.fill(当前密码=secret, 新密码=PASSWORD, 再输一次新密码=PASSWORD)
        self.press("保存新密码")

    def fill(self, **fields: str) -> None:
        """Fill the fields of these labels; a choice by words that stand in it."""
        for label, value in fields.items():
            field = self.page.locator("main").get_by_label(re.compile(rf"^{label}( *选填)?$")).first
            if field.evaluate("e => e.tagName") == "SELECT":
                value = field.locator("option", has_text=value).first.get_attribute("value")
                field.select_option(value)
            else:
                field.fill(value)

    def press(self, name: str) -> None:
        """Press the button of that name and wait for the page that answers."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        """Follow the link whose words begin so, to the end of the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("link", name=re.compile(f"^{name}")).first.click()

    def home(self) -> None:
        """Back to the first page."""
        self.page.goto("/")

    def steps(self) -> list[str]:
        """The steps of the start page that are still to do; those of others in brackets."""
        self.home()
        rows = self.page.locator("ol.rows > li", has_text="未办").all()
        names = [(row.locator(".row-title").inner_text(), row.locator("a").count()) for row in rows]
        return [name if mine else f"（{name}）" for name, mine in names]

    def told(self) -> str:
        """What the page says of the step for want of which it is empty."""
        notice = self.page.locator("p.notice:has(a)")
        return notice.inner_text() if notice.count() else ""


def founded(terminal, said: str) -> str:
    """Do what the server's terminal says; the one-time password of the administrator."""
    words = shlex.split(re.search(r"\./tiaocha (accounts create-admin)", said)[1])
    answers = "guanli\n张管理\n县安监局\n县\n"
    made = subprocess.run([*COMMAND, *words], input=answers, capture_output=True, check=True, **terminal)
    return re.search(r"一次性密码：(\S+?)（", made.stdout)[1]


def account(administrator: Person, username: str, role: str, organisation: str) -> str:
    """Make an account from the start page; its one-time password."""
    administrator.home()
    administrator.follow("建立账号")
    administrator.fill(账号名=username, 姓名=f"{username}某", 角色=role, 所属单位=organisation)
    administrator.press("保存")
    return administrator.page.locator("main dd").last.inner_text()


def open_account(administrator: Person, step: str, username: str) -> None:
    """Open the account as the step says."""
    assert administrator.steps()[0] == step
    administrator.follow(step)
    administrator.follow(f"{username}某")


def test_a_new_county_comes_from_an_empty_folder_to_an_issued_finding(browser, started, terminal):
    address, said = started
    guanli = Person(browser, address, "guanli", founded(terminal, said))
    assert guanli.steps() == STEPS
    guanli.follow("登记区域")
    guanli.fill(名称="清水镇", 上级区域="县")
    guanli.press("新增区域")
    assert guanli.steps() == STEPS[1:]
    guanli.follow("登记单位")
    guanli.fill(单位名称="清水洁净煤公司", 类别="企业", 所在区域="清水镇")
    guanli.press("保存")
    assert guanli.steps() == STEPS[2:]
    secrets = {
        "jiancha": account(guanli, "jiancha", "检查员", "县安监局"),
        "zhuguan": account(guanli, "zhuguan", "主管", "县安监局"),
        "qiye": account(guanli, "qiye", "企业", "清水洁净煤公司"),
    }
    open_account(guanli, "指定管辖区域", "zhuguan")
    guanli.page.get_by_label("清水镇").check()
    guanli.press("保存")
    open_account(guanli, "登记执法证", "jiancha")
    guanli.fill(执法证号="鲁P-0001", 执法证有效期至="2099-01-01")
    guanli.press("保存")
    assert guanli.steps() == STEPS[5:]

    zhuguan = Person(browser, address, "zhuguan", secrets["zhuguan"])
    zhuguan.home()
    assert "尚未下达检查任务" in zhuguan.told()
    zhuguan.follow("下达首个检查任务")
    assert "尚未登记检查对象" in zhuguan.told()
    zhuguan.follow("登记检查对象")
    zhuguan.fill(类别="洁净煤配送点")
    zhuguan.press("下一步")
    zhuguan.fill(所属单位="清水洁净煤公司", 名称="清水镇配送点")
    for question in zhuguan.page.locator("main fieldset").all():
        question.get_by_role("radio").last.check()
    zhuguan.press("保存")
    zhuguan.home()
    zhuguan.follow("下达首个检查任务")
    assert zhuguan.told() == ""
    zhuguan.fill(检查对象="清水镇配送点")
    zhuguan.press("下一步")
    zhuguan.fill(检查表="配送", 最迟完成日期="2099-01-01")
    zhuguan.page.get_by_label("jiancha某").check()
    zhuguan.press("下达")
    assert guanli.steps() == []

    jiancha = Person(browser, address, "jiancha", secrets["jiancha"])
    jiancha.follow("清水镇配送点")
    jiancha.press("开始或继续检查")
    Filling(jiancha.page, failing=["A21"]).all(script=False)
    jiancha.press("提交审核")
    zhuguan.home()
    zhuguan.follow("清水镇配送点")
    zhuguan.press("认可本次检查")
    zhuguan.press("下发给企业")

    qiye = Person(browser, address, "qiye", secrets["qiye"])
    qiye.home()
    expect(qiye.page.locator("main").get_by_role("link", name=re.compile("车辆冲洗")).first).to_be_visible()
    qiye.follow(".*车辆冲洗")
    expect(qiye.page.locator("blockquote").first).to_be_visible()
