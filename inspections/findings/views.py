"""The enterprise's findings, and the issued record as everybody concerned sees it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import checkpoints
from core.clock import today, utc_now
from core.db import db
from core.errors import NotFound
from core.i18n import spoken
from core.page_links import asked
from inspections.findings import queries, services
from inspections.planning.deadlines import Left, days_left
from inspections.planning.queries import calendar_overrides
from inspections.review.rescued.queries import brought_to
from inspections.visits import queries as visits
from inspections.visits import sheet
from inspections.visits.cards import WORDS, cards_of, photo_links
from inspections.visits.models import Finding
from inspections.visits.results import result_page
from inspections.visits.words import headline

bp = Blueprint("findings", __name__)
blueprints = [bp]


def _left(finding: Finding, overrides) -> Left:
    return days_left(finding.deadline_on, overrides, today()) if finding.deadline_on else Left("undated")


def _title(finding: Finding) -> str:
    return spoken(headline(finding.item, finding.seen, finding.answer_state))


def _source(finding: Finding) -> str:
    clause = finding.item.scoring_quotation.clause
    document = clause.version.document
    return f"{document.number or document.title} {sheet.cite(clause.path)}"


@bp.get("/findings")
def index():
    overrides = calendar_overrides()
    found, reports = queries.page_findings(current_user, asked()), queries.page_reports(current_user, asked("reports"))
    rows = [(row, _title(row), _left(row, overrides)) for row in found]
    told = {"page": found, "findings": rows, "reports": reports}
    return render_template("inspections/findings/index.html", source=_source, **told)


@bp.get("/findings/<ulid:finding_id>")
def show(finding_id):
    finding = queries.get_finding(current_user, finding_id)
    return render_template(
        "inspections/findings/show.html",
        finding=finding,
        title=_title(finding),
        left=_left(finding, calendar_overrides()),
        photos=[photo_links(current_user, row, url_for) for row in queries.photos_of(current_user, finding)],
        source=_source(finding),
    )


def _issued(inspection_id: str):
    inspection = visits.get_visit(current_user, inspection_id)
    if inspection.state != "issued":
        raise NotFound()
    return inspection


@bp.get("/reports/<ulid:inspection_id>")
def report(inspection_id):
    inspection = _issued(inspection_id)
    found = {row.item.code: row for row in queries.findings_of(current_user, inspection)}
    cards = cards_of(current_user, inspection, url_for)
    for card in cards:
        card.returned = None  # notes between officials are not for the enterprise
        card.photos = card.photos if card.item.code in found else []
    page = result_page(inspection, cards)
    checkpoint = checkpoints.covering(queries.line_of_issue(inspection))
    about = {"receipt": queries.find_acknowledgement(inspection), "checkpoint": checkpoint}
    about["rescues"] = brought_to(inspection)
    return render_template(
        "inspections/findings/report.html",
        inspection=inspection,
        found=found,
        title_of=_title,
        **about,
        **page,
        **WORDS,
    )


@bp.post("/reports/<ulid:inspection_id>/acknowledge")
def acknowledge(inspection_id):
    services.acknowledge(current_user, _issued(inspection_id), utc_now())
    db.session.commit()
    flash(_("已签收。"))
    return redirect(url_for("findings.report", inspection_id=inspection_id))
