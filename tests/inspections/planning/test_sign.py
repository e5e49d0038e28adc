"""The sign of a site: the code that an inspector types, and the same as a QR code to be printed."""

import pytest

from accounts.roles import Role
from core.db import unit_of_work
from tests.builders import make_account, make_site


@pytest.fixture
def site(app):
    """A site of the supervisor's area."""
    with app.app_context(), unit_of_work():
        made = make_site()
        make_account("zhuguan", Role.SUPERVISOR, areas=[made.area])
        make_account("andere", Role.SUPERVISOR)
        make_account("jiancha", Role.INSPECTOR, areas=[made.area])
        return made.id


def test_the_page_of_a_site_shows_the_code_by_which_its_inspectors_find_it(site, sign_in):
    page = sign_in("zhuguan").get(f"/sites/{site}").text
    assert f"<code>{site[-8:]}</code>" in page and "<svg" in page and "检查对象二维码" in page
    assert sign_in("jiancha").get(f"/api/sites/{site[-8:]}").get_json()["id"] == site


def test_the_sign_of_a_site_elsewhere_is_not_shown(site, sign_in):
    assert sign_in("andere").get(f"/sites/{site}").status_code == 404


def test_the_sites_of_ones_areas_go_along_whether_or_not_a_visit_is_planned(site, sign_in):
    told = sign_in("jiancha").get("/api/take-along").get_json()
    assert told["tasks"] == [] and [each["id"] for each in told["sites"]] == [site]
    assert told["sites"][0]["kind"] == "depot"
