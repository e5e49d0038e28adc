"""Sites, tasks and the county's calendar, on both databases."""

from datetime import date

import pytest

from accounts.roles import Role
from core import paging
from core.errors import Conflict, Invalid, NotFound
from inspections.planning import queries, services
from inspections.planning.deadlines import Left, days_left
from tests.builders import NOW, make_account, make_area, make_checklist, make_organisation, make_site, make_task


@pytest.fixture
def county(any_session):
    made = make_area("县")
    made.inside = make_organisation("乡里企业", area=make_area("乡", made))
    made.outside = make_organisation("外县企业", area=make_area("外县"))
    made.supervisor = make_account("zhuguan", Role.SUPERVISOR, areas=[made])
    return made


def _site(county, organisation=None, name="配送点", site=None):
    organisation = organisation or county.inside
    return services.save_site(county.supervisor, site, organisation, name, "depot", "", {"new": "yes"})


def _task(county, site, due=date(2026, 12, 1), inspectors=None, version=None, again=False):
    inspectors = [make_account(role=Role.INSPECTOR)] if inspectors is None else inspectors
    return services.create_task(
        county.supervisor, site.id, version or make_checklist(), inspectors, due, "", NOW, again
    )


def test_a_supervisor_governs_what_lies_below_her_areas_and_nothing_else(county):
    site = _site(county)
    assert queries.list_sites(county.supervisor) == [site]
    with pytest.raises(Invalid) as refused:
        _site(county, county.outside)
    assert "organisation" in refused.value.fields


def test_two_sites_of_an_organisation_do_not_share_a_name(county):
    site = _site(county)
    with pytest.raises(Invalid):
        _site(county)
    assert _site(county, site=site) is site


def test_a_task_goes_to_certified_inspectors_only(county):
    site = _site(county)
    late = make_account("late", Role.INSPECTOR, certified_until=date(2026, 11, 30))
    for people, message in (([late], "执法证"), ([], "至少选择一名")):
        with pytest.raises(Invalid) as refused:
            _task(county, site, inspectors=people)
        assert message in refused.value.text
    assert _task(county, site, due=date(2026, 11, 30), inspectors=[late]).state == "open"


def test_a_task_is_for_a_site_of_hers_a_fitting_checklist_and_a_day_to_come(county):
    with pytest.raises(NotFound):
        _task(county, make_site(county.outside))
    with pytest.raises(Invalid):
        _task(county, _site(county), version=make_checklist(site_kind="plant"))
    with pytest.raises(Invalid):
        _task(county, _site(county, name="另一处"), due=date(2026, 11, 17))


def test_a_task_is_taken_back_once_and_with_a_reason(any_session):
    task = make_task()
    with pytest.raises(Invalid):
        services.withdraw_task(task.created_by, task, " ")
    services.withdraw_task(task.created_by, task, "单位停业")
    assert (task.state, task.withdrawn_reason) == ("cancelled", "单位停业")
    with pytest.raises(Conflict):
        services.withdraw_task(task.created_by, task, "单位停业")


def test_the_same_task_is_given_twice_only_when_said_so(county):
    site, version = _site(county), make_checklist()
    first = _task(county, site, version=version)
    with pytest.raises(Invalid) as asked:
        _task(county, site, version=version)
    assert "again" in asked.value.fields and first.inspectors[0].name in asked.value.text
    assert _task(county, site, version=version, again=True).state == "open"
    assert _task(county, site).state == "open", "another checklist is another task"


def test_a_task_that_is_over_is_given_anew_without_being_asked(county):
    site, version = _site(county), make_checklist()
    services.withdraw_task(county.supervisor, _task(county, site, version=version), "改期")
    assert _task(county, site, version=version).state == "open"


def test_the_countys_day_is_said_once_and_replaced(any_session):
    administrator = make_account(role=Role.ADMINISTRATOR)
    for working in (True, False):
        services.set_calendar_day(administrator, date(2026, 10, 1), working, "县政府通知")
    assert queries.calendar_overrides() == {date(2026, 10, 1): False}


@pytest.mark.parametrize(
    ("due", "left"),
    [
        (date(2026, 11, 17), Left("over", 1)),
        (date(2026, 11, 18), Left("near", 0)),
        (date(2026, 11, 20), Left("near", 2)),
        (date(2026, 11, 23), Left("ahead", 3)),
        (date(2027, 3, 1), Left("unknown")),
    ],
)
def test_days_left_are_working_days(due, left):
    assert days_left(due, {}, date(2026, 11, 18)) == left


def test_open_tasks_come_first_by_due_day_and_those_that_are_over_after_them(any_session, monkeypatch):
    monkeypatch.setattr(paging, "PAGE", 2)
    inspector, site, version = make_account("viel", Role.INSPECTOR), make_site(), make_checklist()
    supervisor = make_account("chef", Role.SUPERVISOR, areas=[site.area])
    days = [date(2026, 12, day) for day in (9, 8, 3, 2, 1)]
    tasks = [make_task(version, site, [inspector], supervisor, day) for day in days]
    for task in tasks[:2]:
        services.withdraw_task(supervisor, task, "改期")
    pages, at = [], paging.FIRST
    while at:
        page = queries.page_tasks(inspector, at)
        pages.append([tasks.index(task) for task in page])
        at = paging.Asked(after=page.next) if page.next else None
    assert pages == [[4, 3], [2, 1], [0]] and page.total == 5
