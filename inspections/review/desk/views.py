"""Pages of the desk for what phones sent: conflicts of a visit, held records, rescue files."""

import tempfile

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from core.clock import utc_now
from core.config import MEGABYTE
from core.db import db
from core.errors import N_, Conflict, DomainError, Invalid, NotFound
from core.i18n import translate, translate_error
from core.page_links import asked
from inspections.filling.sync.uploads import TooMuchRefused
from inspections.filling.sync.visits import REASONS
from inspections.review.desk import conflicts as settling
from inspections.review.desk import held as holding
from inspections.review.desk import history, queries, rescue_file, shown
from inspections.review.desk import rescue as rescuing
from inspections.visits import queries as visits
from inspections.visits.cards import WORDS, photo_links

bp = Blueprint("desk", __name__, url_prefix="/review")
blueprints = [bp]
SHOWN = 200  # records of a rescue file that the page lists, those first that ask for something
URGENT = (rescuing.REFUSED, rescuing.HELD, rescuing.TAKEN, rescuing.PRESENT)
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heif": "heic"}


@bp.route("/<ulid:inspection_id>/conflicts", methods=["GET", "POST"])
def conflicts(inspection_id):
    inspection = visits.get_visit(current_user, inspection_id)
    if request.method != "POST":
        return _conflicts_page(inspection)
    key, choice, reason = (request.form.get(name, "") for name in ("key", "choice", "reason"))
    try:
        settling.settle(current_user, inspection, key, choice, reason, utc_now())
    except Invalid as error:
        db.session.rollback()
        return _conflicts_page(visits.get_visit(current_user, inspection_id), error), 422
    db.session.commit()
    flash(_("已核定，两份记录都保留。"))
    return redirect(url_for("desk.conflicts", inspection_id=inspection_id))


def _conflicts_page(inspection, error: Invalid | None = None) -> str:
    found = shown.shown_disputes(inspection, settling.disputes(inspection))
    problems = {name: translate(sentence) for name, sentence in error.fields.items()} if error else {}
    return render_template(
        "inspections/review/desk/conflicts.html",
        inspection=inspection,
        shown=found,
        problems=problems,
        given=request.form,
        wall_of=lambda photos: [photo_links(current_user, each, url_for) for each in photos],
        open=inspection.state == "submitted",
        settled=queries.has_settled(inspection),
        **WORDS,
    )


@bp.get("/<ulid:inspection_id>/settled")
def settled_visit(inspection_id):
    inspection = visits.get_visit(current_user, inspection_id)
    return render_template(
        "inspections/review/desk/settled_visit.html",
        inspection=inspection,
        decided=history.decided_of(inspection),
        wall_of=lambda photos: [photo_links(current_user, each, url_for) for each in photos],
        **WORDS,
    )


@bp.get("/settled")
def settled():
    rows = queries.page_settled(current_user, asked())
    return render_template("inspections/review/desk/settled.html", settled=rows, subject_of=history.subject_of)


@bp.get("/held")
def held():
    waiting, closed = queries.page_held(current_user, asked()), queries.page_closed(current_user, asked("closed"))
    return render_template("inspections/review/desk/held.html", waiting=waiting, closed=closed, reasons=REASONS)


@bp.route("/held/<ulid:packet_id>", methods=["GET", "POST"])
def held_record(packet_id):
    packet = queries.get_held(current_user, packet_id)
    if request.method != "POST":
        return _held_page(packet)
    kind, reason = (request.form.get(name, "") for name in ("kind", "reason"))
    try:
        holding.close(current_user, packet, kind, reason, utc_now())
    except (Invalid, Conflict) as error:
        db.session.rollback()
        return _held_page(queries.get_held(current_user, packet_id), error), error.status
    db.session.commit()
    flash(_("已退回，请检查员重新记录。") if kind == holding.RETURNED else _("已记为知悉，记录仍然保存。"))
    return redirect(url_for("desk.held"))


def _held_page(packet, error: DomainError | None = None) -> str:
    inspection = queries.find_visit(current_user, packet)
    problems = {name: translate(sentence) for name, sentence in error.fields.items()} if error else {}
    return render_template(
        "inspections/review/desk/held_record.html",
        packet=packet,
        reason=REASONS[packet.reason],
        inspection=inspection,
        contents=shown.contents_of(packet, inspection),
        said_of_site=shown.said_of_site(packet),
        signatures=shown.signatures_of(packet),
        note=queries.find_note(packet),
        rescue=queries.find_rescue(packet),
        in_force=queries.came_into_force(packet),
        returnable=holding.can_return(packet, inspection),
        problems=problems,
        said=translate_error(error) if error and not problems else None,
        given=request.form,
        **WORDS,
    )


@bp.get("/held/<ulid:packet_id>/photos/<ulid:handed_in_id>")
def held_photo(packet_id, handed_in_id):
    row = queries.get_bytes(queries.get_held(current_user, packet_id), handed_in_id)
    if row.refusal:
        raise NotFound()
    digest = row.thumb_sha256 if request.args.get("thumb") else row.shown_sha256
    return Response(current_app.extensions["evidence"].get(digest), mimetype="image/jpeg")


@bp.get("/held/<ulid:packet_id>/photos/<ulid:handed_in_id>/original")
def held_original(packet_id, handed_in_id):
    """The very bytes that were handed in, photo or not: to be saved, never to be opened in the page's name."""
    row = queries.get_bytes(queries.get_held(current_user, packet_id), handed_in_id)
    media_type = row.media_type if row.media_type in ENDINGS else "application/octet-stream"
    response = Response(current_app.extensions["evidence"].get(row.sha256), mimetype=media_type)
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{row.sha256[:16]}.{ENDINGS.get(media_type, "bin")}"'
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response


@bp.route("/rescue", methods=["GET", "POST"])
def rescue():
    if request.method != "POST":
        return _rescue_page()
    sealed, passphrase = request.files.get("file"), request.form.get("passphrase", "")
    try:
        if not sealed or not sealed.filename:
            raise Invalid(fields={"file": N_("请选择救援文件。")})
        if not passphrase:
            raise Invalid(fields={"passphrase": N_("请填写口令。")})
        with tempfile.TemporaryFile() as plain:
            return _rescue_page(*_bring_in(sealed.stream, passphrase, plain))
    except (Invalid, rescue_file.RescueTooLarge, TooMuchRefused) as error:
        db.session.rollback()
        return _rescue_page(error=error), error.status


rescue.largest_body = rescue_file.LARGEST_FILE + MEGABYTE


def _bring_in(sealed, passphrase: str, plain) -> tuple:
    db.session.rollback()  # nobody waits for the database while the file is opened
    opened = rescuing.open_file(sealed, passphrase, plain)
    store, signer = current_app.extensions["evidence"], current_app.extensions["receipt_key"]
    found = []
    for brought in rescuing.bring_in(current_user, opened, store, signer, utc_now()):
        db.session.commit()  # each step stands by itself; a later failure leaves the earlier ones
        if brought:
            found.append(brought)
    return opened, found


def _rescue_page(opened=None, found=(), error: DomainError | None = None) -> str:
    problems = {name: translate(sentence) for name, sentence in error.fields.items()} if error else {}
    name = "passphrase" if isinstance(error, rescue_file.WrongPassphrase) else "file"
    if error and not problems:
        problems = {name: translate_error(error)}
    return render_template(
        "inspections/review/desk/rescue.html",
        opened=opened,
        found=sorted(found, key=lambda each: URGENT.index(each.outcome))[:SHOWN],
        more=max(len(found) - SHOWN, 0),
        lost=len(opened.of_kind("lost")) if opened else 0,
        problems=problems,
        say=translate_error,
    )
