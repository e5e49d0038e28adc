"""Handing a site to another organisation: an act of its own, with a day and a reason."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from accounts.audit import record
from accounts.models import AuditEntry
from accounts.roles import Role
from core.clock import today
from core.db import db, unit_of_work
from core.errors import Invalid
from inspections.filling import services as filling
from inspections.planning.models import Site, SiteTransfer
from inspections.planning.transfers import list_transfers, owner_on, transfer_site
from inspections.review import services as review
from inspections.visits.models import Inspection
from tests.builders import NOW, make_account, make_area, make_inspection, make_organisation, make_site, make_task
from tests.world import build, fill

TODAY = date(2026, 11, 18)
BEFORE = TODAY - timedelta(days=1)


@pytest.fixture
def county(any_session):
    made = make_area("县")
    made.site = make_site(make_organisation("甲企业", area=made), "配送点")
    made.owners = [made.site.organisation, *(make_organisation(f"{name}企业", area=made) for name in "乙丙")]
    made.supervisor = make_account("zhuguan", Role.SUPERVISOR, areas=[made])
    return made


def _give(county, to: int, day: date = TODAY, reason="转让协议", site=None):
    return transfer_site(county.supervisor, site or county.site, county.owners[to].id, day, reason, NOW)


def test_a_transfer_changes_the_owner_and_stays_in_the_sites_history_and_on_the_trail(county):
    first, area = county.site.organisation_id, county.site.area_id
    _give(county, 1)
    (row,) = list_transfers(county.site)
    assert (row.from_organisation_id, row.to_organisation_id, row.reason) == (first, county.owners[1].id, "转让协议")
    assert (county.site.organisation_id, county.site.area_id) == (county.owners[1].id, area)
    line = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "site.transfer")).one()
    assert line.object_id == county.site.id and first in line.body and "转让协议" in line.body


@pytest.mark.parametrize(
    ("days", "owners"),
    [
        ([], [0, 0, 0]),
        ([(1, 0)], [0, 1, 1]),
        ([(1, -1), (2, 0)], [1, 2, 2]),
        ([(1, 0), (2, 0)], [0, 2, 2]),
        ([(1, -3), (0, 0)], [1, 0, 0]),
    ],
)
def test_whose_the_site_was_on_a_day(county, days, owners):
    for to, shift in days:
        _give(county, to, TODAY + timedelta(days=shift))
    names = [each.id for each in county.owners]
    assert [names.index(owner_on(county.site, TODAY + timedelta(days=n)).id) for n in (-1, 0, 1)] == owners


@pytest.mark.parametrize(
    ("to", "day", "reason", "field"),
    [
        (0, TODAY, "转让", "organisation"),
        (1, TODAY + timedelta(days=1), "转让", "from_on"),
        (1, TODAY, " ", "reason"),
        (2, BEFORE, "转让", "from_on"),
    ],
)
def test_a_transfer_needs_another_owner_a_day_that_has_come_and_a_reason(county, to, day, reason, field):
    _give(county, 1)
    _give(county, 0)
    with pytest.raises(Invalid) as refused:
        _give(county, to, day, reason)
    assert field in refused.value.fields


def test_a_day_of_long_ago_is_taken_for_a_slip(county):
    with pytest.raises(Invalid) as refused:
        _give(county, 1, date(1, 1, 1))
    assert "from_on" in refused.value.fields


def test_a_site_is_not_handed_out_of_the_jurisdiction_nor_onto_its_namesake(county):
    county.owners.append(make_organisation("外县企业", area=make_area("外县")))
    make_site(county.owners[1], "配送点")
    for to in (1, 3):
        with pytest.raises(Invalid) as refused:
            _give(county, to)
        assert "organisation" in refused.value.fields


def test_the_database_refuses_another_owner_without_a_transfer_and_another_transfer(county):
    _give(county, 1)
    seq = record(None, "test.force", SimpleNamespace(__tablename__="site", id=county.site.id))
    for statement in (
        "UPDATE site SET organisation_id = :new, audit_seq = :seq",
        "UPDATE site_transfer SET reason = 'x', audit_seq = :seq",
        "DELETE FROM site_transfer",
    ):
        with pytest.raises(DatabaseError, match=r"by a transfer only|append-only"), db.session.begin_nested():
            db.session.execute(text(statement), {"new": county.owners[2].id, "seq": seq})


@pytest.mark.parametrize(("shift", "owner"), [(0, "old"), (-1, "new"), (-7, "new")])
def test_a_visit_belongs_to_whose_the_site_was_on_its_day_however_late_it_is_issued(any_app, any_session, shift, owner):
    world = build(any_app)
    inspector, supervisor = world.people["jiancha1"], world.people["zhuguan1"]
    site = db.session.get(Site, world.ids["site_id"])
    old, new = site.organisation_id, make_organisation("买主", area=site.area).id
    visit = make_inspection(make_task(world.version, site, [inspector], supervisor))
    fill(any_app, inspector, visit)
    filling.submit(inspector, visit, NOW)
    later = NOW + timedelta(days=1)
    transfer_site(supervisor, site, new, TODAY + timedelta(days=1 + shift), "转让", later)
    review.approve(supervisor, visit, later)
    terms = {item.code: review.Term(10) for item in visit.checklist_version.items}
    findings = review.issue(supervisor, visit, terms, later)
    assert {visit.organisation_id, *(row.organisation_id for row in findings)} == {old if owner == "old" else new}


def test_the_page_of_a_transfer_says_no_and_yes_and_the_sites_page_tells_it(app, sign_in):
    with app.app_context():
        with unit_of_work():
            world = build(app)
            site = db.session.get(Site, world.ids["site_id"])
            new = make_organisation("买主", area=site.area).id
        db.engine.dispose()
    client, address = sign_in("zhuguan1"), f"/sites/{world.ids['site_id']}"
    page = client.get(f"{address}/transfer").text
    assert 'value="">请选择' in page and "买主" in page and "企业2" not in page
    data = {"organisation": new, "from_on": "2999-01-01", "reason": "买卖合同"}
    assert "移交日期不能晚于今天。" in client.post(f"{address}/transfer", data=data).text
    assert client.post(f"{address}/transfer", data={**data, "from_on": today().isoformat()}).status_code == 302
    told = client.get(address).text
    assert "由企业1移交买主" in told and "买卖合同" in told
    report = client.get(f"/reports/{world.ids['issued_visit']}").text
    assert "企业1 · 建设标准" in report and "买主" not in report


def test_saving_the_sites_page_does_not_touch_its_owner(app, sign_in):
    with app.app_context():
        with unit_of_work():
            world = build(app)
            site = db.session.get(Site, world.ids["site_id"])
            old, new = site.organisation_id, make_organisation("甲", area=site.area).id
        db.engine.dispose()
    client, address = sign_in("zhuguan1"), f"/sites/{world.ids['site_id']}/edit"
    assert "所属单位" not in client.get(address).text
    data = {"name": "改名", "kind": "depot", "address": "", "organisation": new}
    assert client.post(address, data=data).status_code == 302
    with app.app_context():
        site = db.session.get(Site, world.ids["site_id"])
        assert (site.name, site.organisation_id, db.session.query(SiteTransfer).count()) == ("改名", old, 0)
        assert db.session.get(Inspection, world.ids["issued_visit"]).organisation_id == old


@pytest.mark.parametrize(("shift", "owner"), [(0, "买主"), (1, "企业1")])
def test_before_issuing_the_page_says_to_whom_it_goes(app, sign_in, shift, owner):
    with app.app_context():
        with unit_of_work():
            world = build(app)
            site, day = db.session.get(Site, world.ids["site_id"]), TODAY + timedelta(days=shift)
            new = make_organisation("买主", area=site.area).id
            transfer_site(world.people["zhuguan1"], site, new, day, "转让", NOW + timedelta(days=shift))
        db.engine.dispose()
    page = sign_in("zhuguan1").get(f"/review/{world.ids['approved_visit']}/issue").text
    assert re.search(rf'class="subtitle">[^<·]+ · {owner} · ', page)
