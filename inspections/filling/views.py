"""Pages of a visit: the form, the empty form for script, the result, the photos."""

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from accounts import scope
from accounts.roles import Role
from checklists.authoring.models import ChecklistVersion
from checklists.authoring.queries import get_form
from core import pwa
from core.clock import utc_now
from core.db import db
from core.errors import Forbidden, Invalid
from core.forms import show_errors
from core.i18n import spoken, translate
from inspections.filling import preview, services, withdrawing
from inspections.filling.form_post import Filled, Post, Posted, look_at_photos, save_post
from inspections.filling.forms import WithdrawForm, build_form, values_of
from inspections.filling.script_words import judging_words
from inspections.filling.shapes import carried
from inspections.filling.sync import queries as sent
from inspections.planning.models import Task
from inspections.visits import queries, sheet
from inspections.visits.cards import WORDS, cards_of, interval_of, signature_links
from inspections.visits.models import Evidence, Inspection, Signature
from inspections.visits.results import result_page
from inspections.visits.states import OPEN

bp = Blueprint("filling", __name__)
blueprints = [bp]


@bp.post("/tasks/<ulid:task_id>/start")
def start(task_id):
    task = scope.get(current_user, Task, task_id)
    inspection = services.start(current_user, task, utc_now())
    db.session.commit()
    if inspection.stage not in OPEN:
        return redirect(url_for("filling.show", inspection_id=inspection.id))
    return redirect(url_for("filling.form", inspection_id=inspection.id))


@bp.route("/tasks/<ulid:task_id>/withdraw", methods=["GET", "POST"])
def withdraw(task_id):
    task, form = scope.get(current_user, Task, task_id), WithdrawForm()
    try:
        visit = withdrawing.begun_visit(task)
        if form.validate_on_submit():
            withdrawing.withdraw(current_user, task, form.reason.data, form.visit.data)
            db.session.commit()
            flash(_("任务已撤回。"))
            return redirect(url_for("tasks.show", task_id=task_id))
    except Invalid as error:
        db.session.rollback()
        show_errors(form, error)
    return render_template("inspections/filling/withdraw.html", task=task, form=form, visit=visit)


@bp.route("/inspections/<ulid:inspection_id>/form", methods=["GET", "POST"])
def form(inspection_id):
    inspection = queries.get_visit(current_user, inspection_id)
    if request.method != "POST":
        if inspection.stage not in OPEN:
            return redirect(url_for("filling.show", inspection_id=inspection.id))
        shell = url_for("filling.shell", version_id=inspection.checklist_version_id)
        return _page(inspection, Posted(), phone_form=f"{shell}#task={inspection.task_id}")
    db.session.rollback()  # nobody waits for the database while photos are decoded
    photos = look_at_photos(current_app.extensions["evidence"], _uploads())
    inspection = queries.get_visit(current_user, inspection_id)
    posted = save_post(current_user, inspection, _given(inspection.checklist_version), photos, utc_now())
    db.session.commit()
    if posted.submitted:
        flash(_("已提交，等待主管审核。"))
        return redirect(url_for("filling.show", inspection_id=inspection.id))
    if posted.clean:
        flash(_("已保存。"))
        return redirect(url_for("filling.form", inspection_id=inspection.id))
    return _page(queries.get_visit(current_user, inspection_id), posted), posted.status


def _uploads():
    files = request.files.items(multi=True)
    return ((name, upload.filename, upload) for name, upload in files if upload.filename)


def _given(version: ChecklistVersion) -> Post:
    sent, form = request.form, build_form(version)(request.form)
    named = [(name, value) for name, value in sent.items() if name.startswith("attribute-")]
    return Post(
        {
            item.code: Filled(form.raw(item), sent.get(f"{item.code}-revision", type=int))
            for item in version.items
            if form.was_sent(item)
        },
        attributes={name.removeprefix("attribute-"): value for name, value in named},
        withdrawn=sent.getlist("withdraw"),
        submits=sent.get("action") == "submit",
    )


def _page(inspection: Inspection, posted: Posted, phone_form: str | None = None) -> str:
    version = inspection.checklist_version
    cards = cards_of(current_user, inspection, url_for, posted.missing)
    data = {key: value for card in cards for key, value in values_of(card.item, card.entry).items()}
    filled = build_form(version)(data={**data, **posted.kept})
    for name, problem in posted.problems.items():
        if name in filled:
            filled[name].errors = [translate(problem)]
    parts = sheet.sections(version, cards)
    answered, total = sheet.progress(cards)
    return render_template(
        "inspections/filling/form.html",
        inspection=inspection,
        version=version,
        form=filled,
        sections=parts,
        groups=sheet.strip_groups(parts, filling=True),
        answered=answered,
        total=total,
        next=sheet.next_lacking(cards),
        attributes=inspection.attributes,
        missing={code: translate(needs) for code, needs in posted.missing.items()},
        conflicts={code: _said(pair) for code, pair in posted.conflicts.items()},
        beside=sent.named_conflicts(inspection),
        phone_form=phone_form,
        interval=interval_of(version, cards),
        **WORDS,
    )


def _said(pair: dict[str, str]) -> dict[str, str]:
    return {side: spoken(words) for side, words in pair.items()}


@bp.get("/forms/<ulid:version_id>")
def shell(version_id):
    """The form without a visit: no user, no answers; script fills it in."""
    scope.get(current_user, ChecklistVersion, version_id)
    version = get_form(version_id)
    cards = [sheet.Card(item) for item in version.items]
    parts = sheet.sections(version, cards)
    page = render_template(
        "inspections/filling/form.html",
        inspection=None,
        version=version,
        form=build_form(version)(),
        sections=parts,
        groups=sheet.strip_groups(parts),
        answered=0,
        total=len(cards),
        attributes={},
        missing={},
        conflicts={},
        interval="–",
        words=carried(judging_words("form", version.items)),
        rule_data=preview.rule_data,
        judging=preview.judging_data(version),
        **WORDS,
    )
    return pwa.page_to_keep(page, "private, no-cache")


@bp.get("/inspections/<ulid:inspection_id>")
def show(inspection_id):
    if current_user.role == Role.ENTERPRISE:
        raise Forbidden()
    inspection = queries.get_visit(current_user, inspection_id)
    page = result_page(inspection, cards_of(current_user, inspection, url_for))
    drawn = [signature_links(row, url_for) for row in sent.signatures_of(current_user, inspection)]
    beside = sent.named_conflicts(inspection)
    told = {"signatures": drawn, "beside": beside, **page, **WORDS}
    return render_template("inspections/filling/show.html", inspection=inspection, **told)


@bp.get("/evidence/<ulid:evidence_id>")
def evidence(evidence_id):
    row = scope.get(current_user, Evidence, evidence_id)
    if request.args.get("original") and current_user.role != Role.ENTERPRISE:
        return _image(row.sha256, row.media_type)
    return _image(row.shown_sha256, "image/jpeg")


@bp.get("/evidence/<ulid:evidence_id>/thumb")
def thumb(evidence_id):
    return _image(scope.get(current_user, Evidence, evidence_id).thumb_sha256, "image/jpeg")


@bp.get("/evidence/<ulid:evidence_id>/marks")
def marks(evidence_id):
    """The photo with what the inspector drew on it."""
    return _image(sent.marked_copy(scope.get(current_user, Evidence, evidence_id)).shown_sha256, "image/jpeg")


@bp.get("/signatures/<ulid:signature_id>")
def signature(signature_id):
    return _image(scope.get(current_user, Signature, signature_id).shown_sha256, "image/jpeg")


def _image(digest: str, media_type: str) -> Response:
    response = Response(current_app.extensions["evidence"].get(digest), mimetype=media_type)
    response.headers["Content-Disposition"] = "inline"
    return response
