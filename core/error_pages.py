"""One place that turns what went wrong into a page or into the one JSON shape."""

import logging

from flask import Flask, jsonify, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DatabaseError, DataError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from core.context import origin
from core.db import db
from core.errors import N_, Conflict, DomainError
from core.i18n import translate, translate_error
from core.pieces import FULL

log = logging.getLogger("tiaocha.errors")

PLAIN = "text/plain; charset=utf-8"
SENTENCES = {
    400: N_("请求有误，请返回上一页重试。"),
    401: N_("请先登录。"),
    403: N_("您的角色不能进行这一操作。"),
    404: N_("没有找到这一页，或者您无权查看。"),
    405: N_("这一页不支持这种操作。"),
    413: N_("提交的内容太大。照片请分几次上传。"),
    429: N_("操作太频繁，请稍后再试。"),
    500: N_("系统出了问题，您的操作没有保存。请稍后再试；如仍不行，请把下面的编号告诉管理员。"),
}


def wants_json() -> bool:
    """Whether the caller is a script: everything under /api/ is."""
    return request.path.startswith("/api/")


def answer(status: int, code: str, message: str, fields: dict | None = None):
    """The answer to a failure: the JSON shape under /api/, a page elsewhere."""
    if wants_json():
        body = jsonify({"error": code, "message": message, "fields": fields or {}})
        return body, status
    return render_template("errors/error.html", status=status, message=message, request_id=origin().request_id), status


def _domain(error: DomainError):
    db.session.rollback()
    fields = {name: translate(said) if isinstance(said, str) else said for name, said in error.fields.items()}
    return *answer(error.status, error.code, translate_error(error), fields), waiting(error)


def waiting(error: DomainError) -> dict[str, str]:
    """The header that says after how many seconds to try again, where waiting helps."""
    return {"Retry-After": str(error.retry_after)} if error.retry_after else {}


def _csrf(error: CSRFError):
    db.session.rollback()
    return answer(400, "csrf", _("页面已过期，请刷新后再提交；您填写的内容仍在上一页。"))


def _http(error: HTTPException):
    db.session.rollback()
    if error.code in (301, 302, 303, 304, 307, 308):
        return error
    status = error.code or 500
    sentence = SENTENCES.get(status) or SENTENCES[400 if status < 500 else 500]
    response = answer(status, error.name.lower().replace(" ", "_"), _(sentence))
    return response


def _unknown_host(error: SecurityError):
    """Without a page: none of our addresses can be written for a host that is not ours."""
    sentence = _("这不是本站的地址。如果是，请管理员把它加入设置 TIAOCHA_HOSTS。")
    return answer(400, "unknown_host", sentence) if wants_json() else (sentence, 400, {"Content-Type": PLAIN})


def _unstorable(error: DataError):
    db.session.rollback()
    log.warning("the database cannot hold a value: %s", error.orig)
    return answer(400, "bad_request", _(SENTENCES[400]))


def _stale(error: StaleDataError):
    return _domain(Conflict())


def _database(error: DatabaseError | OSError):
    db.session.rollback()
    log.exception("storage refused")
    return answer(503, "storage", _("数据暂时无法写入，您的操作没有保存。请稍后再试，或请管理员检查磁盘空间。"))


def _system(error: OSError):
    """A disk without room is the administrator's to mend; anything else of the system is a fault of ours."""
    return _database(error) if error.errno in FULL else _unexpected(error)


def _unexpected(error: Exception):
    db.session.rollback()
    log.exception("unexpected failure")
    return answer(500, "internal", _(SENTENCES[500]))


def init_app(app: Flask) -> None:
    """Bind the handlers."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SecurityError, _unknown_host)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(DatabaseError, _database)
    app.register_error_handler(OSError, _system)
    app.register_error_handler(Exception, _unexpected)
