"""Who may read an issued record is decided at issue, whoever the site belongs to afterwards."""

from types import SimpleNamespace

import pytest
from alembic import command
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from accounts import scope
from accounts.audit import record
from accounts.models import Account
from accounts.roles import Role
from core.db import db, unit_of_work
from core.errors import NotFound
from core.ids import new_id
from core.migrating import upgrade
from inspections.findings.services import acknowledge
from inspections.planning.models import Site
from inspections.planning.transfers import transfer_site
from inspections.visits.models import Evidence, Finding, Inspection
from tests.builders import NOW, first, make_account, make_organisation
from tests.world import build

TODAY = NOW.date()


@pytest.fixture
def county(any_app, any_session):
    """An issued visit at a site that afterwards goes to another enterprise."""
    world = build(any_app)
    visit = db.session.get(Inspection, world.ids["issued_visit"])
    site = db.session.get(Site, world.ids["site_id"])
    old, new = site.organisation, make_organisation("买主", area=site.area)
    give(site, new)
    return SimpleNamespace(
        visit=visit,
        site=site,
        old=world.people["qiye1"],
        new=make_account("maizhu", Role.ENTERPRISE, new),
        of=(old, new),
    )


def give(site: Site, organisation, day=TODAY) -> None:
    supervisor = db.session.query(Account).filter_by(username="zhuguan1").one()
    transfer_site(supervisor, site, organisation.id, day, "转让", NOW)


def sees(actor: Account, model) -> set[str]:
    return set(db.session.scalars(scope.visible(actor, model).with_only_columns(model.id)))


def test_a_record_issued_before_a_transfer_stays_with_the_old_owner(county):
    assert sees(county.old, Inspection) == {county.visit.id}
    assert len(sees(county.old, Finding)) == 1 and len(sees(county.old, Evidence)) == 1


def test_the_new_owner_sees_nothing_that_was_issued_to_the_old_one_and_cannot_sign_for_it(county):
    assert not any(sees(county.new, model) for model in (Inspection, Finding, Evidence))
    with pytest.raises(NotFound):
        acknowledge(county.new, county.visit, NOW)


def test_the_old_owner_signs_for_what_was_issued_to_it(county):
    assert acknowledge(county.old, county.visit, NOW).organisation_id == county.of[0].id


def test_the_database_keeps_the_owner_of_an_issued_visit(county):
    receipt = acknowledge(county.old, county.visit, NOW)
    finding = db.session.query(Finding).one()
    draft = first(Inspection, state="draft")
    for table, row, statement in (
        ("inspection", county.visit.id, "UPDATE inspection SET organisation_id = :new, audit_seq = :seq"),
        ("inspection", county.visit.id, "UPDATE inspection SET organisation_id = NULL, audit_seq = :seq"),
        ("inspection", draft.id, "UPDATE inspection SET organisation_id = :new, audit_seq = :seq"),
        ("finding", finding.id, "UPDATE finding SET organisation_id = :new, audit_seq = :seq"),
    ):
        _refused(county, table, row, f"{statement} WHERE id = :row")
    columns = "inspection_id, organisation_id, account_id, received_at, audit_seq"
    signed = "SELECT :row, inspection_id, :new, account_id, received_at, :seq FROM acknowledgement"
    _refused(county, receipt.__tablename__, new_id(), f"INSERT INTO acknowledgement (id, {columns}) {signed}")


def _refused(county, table: str, row: str, statement: str) -> None:
    """The statement with a line of the trail that names its row, so that only the owner stands in the way."""
    values = {"new": county.of[1].id, "row": row}
    values["seq"] = record(None, "test.force", SimpleNamespace(__tablename__=table, id=row))
    with pytest.raises(DatabaseError, match="owner"), db.session.begin_nested():
        db.session.execute(text(statement), values)


def test_visits_issued_by_an_earlier_program_belong_to_whom_their_findings_were_issued(any_app):
    with any_app.app_context():
        with unit_of_work():
            world = build(any_app)
            reader, old = world.people["qiye1"].id, world.people["qiye1"].organisation_id
            site = db.session.get(Site, world.ids["site_id"])
            give(site, make_organisation("买主", area=site.area))
        settings = any_app.extensions["migrate"].migrate.get_config()
        db.session.remove()
        command.downgrade(settings, "0004")
        upgrade(any_app)
        assert {(row.state, row.organisation_id) for row in db.session.query(Inspection)} >= {
            ("issued", old),
            ("draft", None),
        }
        assert sees(db.session.get(Account, reader), Inspection) == {world.ids["issued_visit"]}
