"""The supervisor's queue, desk, return, approval and issue."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import checkpoints
from core.clock import today, utc_now
from core.db import db
from core.errors import N_, Invalid, NotFound
from core.forms import show_errors
from core.i18n import translate_error
from core.numbers import parse_decimal, show_fraction
from core.page_links import asked
from inspections.filling.sync import queries as sent
from inspections.planning.transfers import owner_on
from inspections.review import queries, services, terms
from inspections.review.desk.queries import count_held, has_settled
from inspections.review.eyes import find_bar, require_other_eyes
from inspections.review.forms import KINDS, DecisionForm
from inspections.review.found import found_items
from inspections.review.rescued.queries import brought_to
from inspections.visits import queries as visits
from inspections.visits import sheet
from inspections.visits.cards import WORDS, cards_of, signature_links
from inspections.visits.editable import require_item
from inspections.visits.last import last_results
from inspections.visits.results import result_page
from inspections.visits.states import NAMES, advance

bp = Blueprint("review", __name__, url_prefix="/review")
blueprints = [bp]


@bp.get("")
def index():
    rows = queries.page_queue(current_user, asked())
    scores, conflicts = queries.latest_scores(rows), sent.count_conflicts(rows.rows)
    return render_template(
        "inspections/review/index.html",
        visits=rows,
        scores=scores,
        outcomes=queries.outcomes(rows, scores),
        conflicts=conflicts,
        held=count_held(current_user),
        names=NAMES,
        waiting=queries.count_waiting(current_user),
    )


def _desk(inspection, form: DecisionForm | None = None, code: str | None = None):
    cards = cards_of(current_user, inspection, url_for)
    page = result_page(inspection, cards)
    decisions = visits.decisions_of(inspection)
    current = _current(cards, code or request.args.get("item"), decisions)
    last = last_results(inspection.site_id, inspection.checklist_version, inspection).get(current.item.id)
    return render_template(
        "inspections/review/show.html",
        inspection=inspection,
        signatures=[signature_links(row, url_for) for row in sent.signatures_of(current_user, inspection)],
        current=current,
        decision=decisions.get(current.item.id),
        decisions=decisions,
        lapsed=visits.lapsed_decisions(inspection),
        kind_words=dict(KINDS),
        form=form or DecisionForm(_stored(decisions.get(current.item.id))),
        last=last,
        reused=queries.used_elsewhere(inspection),
        neighbours=_neighbours(cards, current),
        asked=sum(card.asked for card in cards),
        conflicts=sent.named_conflicts(inspection),
        settled=has_settled(inspection),
        rescues=brought_to(inspection),
        bar=_bar(inspection),
        **page,
        **WORDS,
    )


def _bar(inspection) -> str | None:
    """What keeps the reader from reviewing the visit, in words."""
    bar = find_bar(current_user, inspection)
    return translate_error(bar) if bar else None


def _stored(decision) -> dict:
    if decision is None:
        return {}
    earned = show_fraction(decision.to_earned) if decision.to_state == "partial" else ""
    return {"kind": decision.kind, "state": decision.to_state, "earned": earned, "reason": decision.reason}


def _current(cards: list[sheet.Card], code: str | None, decisions) -> sheet.Card:
    if code:
        found = next((card for card in cards if card.item.code == code), None)
        if found is None:
            raise NotFound()
        return found
    return next((card for card in cards if card.asked and card.item.id not in decisions), cards[0])


def _neighbours(cards: list[sheet.Card], current: sheet.Card) -> dict[str, str | None]:
    codes = [card.item.code for card in cards if card.asked or card.item.id == current.item.id]
    place = codes.index(current.item.code)
    following = codes[place + 1] if place + 1 < len(codes) else None
    return {"previous": codes[place - 1] if place else None, "next": following}


@bp.get("/<ulid:inspection_id>")
def show(inspection_id):
    return _desk(visits.get_visit(current_user, inspection_id))


@bp.post("/<ulid:inspection_id>/items/<ulid:item_id>")
def decide(inspection_id, item_id):
    inspection, form = visits.get_visit(current_user, inspection_id), DecisionForm()
    code = require_item(inspection, item_id).code
    try:
        services.decide(current_user, inspection, item_id, _given(form), utc_now())
    except Invalid as error:
        db.session.rollback()
        show_errors(form, error)
        return _desk(visits.get_visit(current_user, inspection_id), form, code), 422
    db.session.commit()
    cards = cards_of(current_user, inspection, url_for)
    following = _neighbours(cards, _current(cards, code, {}))["next"]
    return redirect(url_for("review.show", inspection_id=inspection_id, item=following or code))


def _given(form: DecisionForm) -> services.Given:
    reason, state = (form.reason.data or "").strip(), form.state.data or None
    given = services.Given(form.kind.data or "", reason, state, seen=request.form.get("seen"))
    if not (form.earned.data or "").strip():
        return given
    try:
        return replace(given, earned=parse_decimal(form.earned.data))
    except Invalid as error:
        raise Invalid(fields={"earned": error.message}) from error


def _act(inspection_id: str, act, sentence: str):
    inspection = visits.get_visit(current_user, inspection_id)
    try:
        act(current_user, inspection, utc_now())
    except (services.NothingReturned, services.NotDecided) as error:
        db.session.rollback()
        show_errors({}, error)
        return redirect(url_for("review.show", inspection_id=inspection_id))
    db.session.commit()
    flash(sentence)
    return None


@bp.post("/<ulid:inspection_id>/return")
def return_(inspection_id):
    refused = _act(inspection_id, services.return_visit, _("已退回，检查员只需重做退回的项目。"))
    return refused or redirect(url_for("review.index"))


@bp.post("/<ulid:inspection_id>/approve")
def approve(inspection_id):
    refused = _act(inspection_id, services.approve, _("已认可，可以下发。"))
    return refused or redirect(url_for("review.issue", inspection_id=inspection_id))


@bp.route("/<ulid:inspection_id>/issue", methods=["GET", "POST"])
def issue(inspection_id):
    inspection = visits.get_visit(current_user, inspection_id)
    advance(inspection.state, "issue")
    require_other_eyes(current_user, inspection)  # before the terms are typed
    problems: dict[str, str] = {}
    if request.method == "POST":
        try:
            confirmed = request.form.get("undated", "").split()
            services.issue(current_user, inspection, _terms(inspection), utc_now(), confirmed)
        except Invalid as error:
            db.session.rollback()
            inspection, problems = visits.get_visit(current_user, inspection_id), error.fields
        else:
            db.session.commit()
            checkpoints.take(utc_now())
            flash(_("已下发，企业现在可以看到。"))
            return redirect(url_for("findings.report", inspection_id=inspection_id))
    return _issue_page(inspection, problems), 422 if problems else 200


def _issue_page(inspection, problems: dict[str, str]) -> str:
    found, day = found_items(inspection, utc_now()), today()
    told = {"found": found, "problems": problems, "owner": owner_on(inspection.site, inspection.effective_on)}
    told |= {"undated": terms.undated(found, _sound_terms(inspection), day), "reach": terms.reach(day)}
    return render_template("inspections/review/issue.html", inspection=inspection, **told)


def _sound_terms(inspection) -> dict[str, terms.Term]:
    """What was entered, as far as it can be read; what cannot is named beside its field already."""
    try:
        return _terms(inspection)
    except Invalid:
        return {}


def _terms(inspection) -> dict[str, terms.Term]:
    given = {}
    for item in inspection.checklist_version.items:
        days = (request.form.get(f"days-{item.code}") or "").strip()
        message = N_("整改期限请填写整数，例如 15。")
        if days and not (days.isdecimal() and len(days) < 5):  # full-width digits are digits
            raise Invalid(message, fields={f"days-{item.code}": message})
        severity = request.form.get(f"severity-{item.code}")
        given[item.code] = terms.Term(int(days) if days else None, severity)
    return given
