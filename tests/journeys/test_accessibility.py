"""Every page in both themes: nothing for axe to find, nothing that scrolls sideways, no target too small."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.hand import Filling

pytestmark = pytest.mark.browser

SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input, select, summary, textarea')]
  .filter(each => each.type !== 'hidden' && each.checkVisibility())
  .filter(each => !each.closest('p, li p, figcaption, .document, .skip'))
  .map(each => [each, ['radio', 'checkbox', 'file'].includes(each.type) && each.labels[0] || each])
  .map(([each, target]) => [each, target.getBoundingClientRect().height])
  .filter(([each, height]) => height > 0 && height < 47.5 && getComputedStyle(each).position !== 'absolute')
  .map(([each, height]) => each.outerHTML.slice(0, 90) + ' ' + Math.round(height))"""


def look(page, address: str, small: bool = True) -> None:
    """Open the page and let every check pass over it, in light and in dark."""
    page.goto(address)
    for theme in ("light", "dark"):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        page.evaluate("() => Promise.all(document.getAnimations().map(each => each.finished))")
        found = Axe().run(page).response["violations"]
        assert not found, (
            address,
            theme,
            [(each["id"], [n["html"][:120] for n in each["nodes"][:3]]) for each in found],
        )
    assert page.locator("html").evaluate("html => html.scrollWidth <= innerWidth"), address
    if small:
        assert page.evaluate(SMALL_TARGETS) == [], address


def first_link(page, address: str, part: str) -> str:
    """The first link on a page whose address holds the part."""
    page.goto(address)
    return page.locator(f'a[href*="{part}"]').first.get_attribute("href")


@pytest.fixture
def issued(person) -> str:
    """A visit to a depot that was filled, approved and issued."""
    inspector = person("jiancha", script=False)
    inspector.goto("/tasks")
    inspector.get_by_role("link", name="辛集镇配送点").click()
    inspector.get_by_role("button", name="开始或继续检查").click()
    Filling(inspector, failing=["A06", "A21"]).all(script=False)
    inspector.get_by_role("button", name="提交审核").click()
    inspector.wait_for_url("**/inspections/*")
    visit = inspector.url.rsplit("/", 1)[1]
    supervisor = person("zhuguan", script=False)
    look_supervisor = person("zhuguan")
    look(look_supervisor, f"/review/{visit}?item=A06")
    supervisor.goto(f"/review/{visit}")
    supervisor.get_by_role("button", name="认可本次检查").click()
    look(look_supervisor, f"/review/{visit}/issue")
    supervisor.get_by_role("button", name="下发给企业").click()
    supervisor.wait_for_url("**/reports/*")
    return visit


def test_pages_of_a_visit_from_the_form_to_the_report(person, issued):
    inspector = person("jiancha")
    look(inspector, f"/inspections/{issued}")
    inspector.goto("/tasks")
    inspector.get_by_role("link", name="清水镇配送点").click()
    inspector.get_by_role("button", name="开始或继续检查").click()
    inspector.wait_for_selector("[data-ready]")
    look(inspector, inspector.url)
    manager = person("qiye")
    look(manager, "/findings")
    look(manager, first_link(manager, "/findings", "/findings/0"))
    look(manager, f"/reports/{issued}")
    wide = person("zhuguan", width=1280, height=800)
    look(wide, f"/review/{issued}?item=A06")
    look(wide, "/review")


@pytest.mark.parametrize(
    ("username", "addresses"),
    [
        ("jiancha", ["/tasks", "/password"]),
        ("zhuguan", ["/review", "/tasks", "/tasks/new", "/sites", "/sites/new", "/sites/new?kind=depot"]),
        ("bianzhi", ["/checklists", "/documents"]),
        ("guanli", ["/admin/accounts", "/admin/accounts/new", "/admin/organisations", "/admin/areas", "/calendar"]),
        ("shenji", ["/audit"]),
        ("qiye2", ["/findings"]),
    ],
)
def test_pages_of_each_role(person, username, addresses):
    page = person(username)
    for address in addresses:
        look(page, address)


def test_pages_of_one_thing(person):
    supervisor = person("zhuguan")
    for listing, part in (
        ("/tasks", "/tasks/0"),
        ("/sites", "/sites/0"),
        ("/checklists", "/checklists/0"),
        ("/documents", "/documents/0"),
    ):
        look(supervisor, first_link(supervisor, listing, part))
    administrator = person("guanli")
    look(administrator, first_link(administrator, "/admin/accounts", "/admin/accounts/0"))
    look(administrator, first_link(administrator, "/admin/organisations", "/admin/organisations/0"))
    look(administrator, "/nowhere")
