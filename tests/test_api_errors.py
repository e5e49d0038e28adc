"""Whatever goes wrong under /api/ answers with the one shape: error, message, fields."""

import pytest

from core import errors
from core.db import db
from core.pieces import NoSpace
from inspections.filling.sync import api
from tests.phone import Phone, sha256
from tests.test_access import world

__all__ = ["world"]


def _is_the_shape(response, status: int) -> None:
    assert response.status_code == status
    assert set(response.json) == {"error", "message", "fields"}
    assert response.json["message"] and "Traceback" not in response.text


@pytest.fixture
def phone(world):
    """A phone of the first inspector with a draft of its own for an open task."""
    return Phone(world.clients["jiancha1"], world.ids["version_id"], world.ids["task_id"])


def test_unknown_addresses(world):
    _is_the_shape(world.clients["jiancha1"].get("/api/nowhere"), 404)


def test_wrong_methods(world):
    _is_the_shape(world.clients["jiancha1"].delete("/api/session"), 405)


def test_nobody_signed_in(world):
    _is_the_shape(world.app.test_client().get(f"/api/tasks/{world.ids['task_id']}/bundle"), 401)


def test_another_role(world):
    _is_the_shape(world.clients["zhuguan1"].get(f"/api/tasks/{world.ids['task_id']}/bundle"), 403)


def test_another_inspector(world):
    _is_the_shape(world.clients["jiancha2"].get(f"/api/tasks/{world.ids['task_id']}/bundle"), 404)


def test_a_record_for_the_task_of_another_inspector(world, phone):
    phone.client = world.clients["jiancha2"]
    _is_the_shape(phone.put(phone.packet()), 404)


def test_a_post_without_its_token(world):
    world.app.config["WTF_CSRF_ENABLED"] = True
    response = world.clients["jiancha1"].post("/api/evidence/lacking", json={"pieces": []})
    world.app.config["WTF_CSRF_ENABLED"] = False
    _is_the_shape(response, 400)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b'{"pieces": 5}', b'{"pieces": [{"sha256": 1}]}'])
def test_bodies_that_are_no_question(world, body):
    client = world.clients["jiancha1"]
    _is_the_shape(client.post("/api/evidence/lacking", data=body, content_type="application/json"), 422)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"{}", b'{"entries": {}}'])
def test_bodies_that_are_no_record(phone, body):
    _is_the_shape(phone.put(body), 422)


def test_an_item_of_another_checklist(world, phone):
    phone.answer(world.ids["site_id"], state="pass")
    _is_the_shape(phone.put(phone.packet()), 422)


def test_bytes_that_are_not_those_announced(phone):
    phone.bytes["0" * 64] = b"something"
    _is_the_shape(phone.send_piece("0" * 64, 0, b"something"), 422)


def test_a_piece_that_does_not_continue_what_is_here(phone):
    digest = sha256(b"later")
    phone.bytes[digest] = b"later"
    response = phone.send_piece(digest, 3, b"er")
    _is_the_shape(response, 409)
    assert response.json["fields"] == {"offset": 0}


def test_too_many_bytes(world, phone):
    world.app.config["MAX_CONTENT_LENGTH"], before = 1000, world.app.config["MAX_CONTENT_LENGTH"]
    phone.bytes["0" * 64] = b"x" * 2000
    response = phone.send_piece("0" * 64, 0, b"x" * 2000)
    world.app.config["MAX_CONTENT_LENGTH"] = before
    _is_the_shape(response, 413)


def test_a_file_larger_than_is_taken(phone):
    _is_the_shape(phone.send_piece("0" * 64, 0, b"x", size=41 * 1024 * 1024), 413)


RULES = [errors.DomainError, errors.Forbidden, errors.NotFound, errors.Conflict, errors.Invalid]
RULES += [errors.TooLarge, errors.UnsupportedMedia, NoSpace]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule.status))
def test_every_rule_that_says_no(world, monkeypatch, rule):
    def refusing(*_, **__):
        raise rule(fields={"part": "原因"})

    monkeypatch.setattr(api.bundles, "take_along", refusing)
    response = world.clients["jiancha1"].get("/api/take-along")
    _is_the_shape(response, rule.status)
    assert response.json["fields"] == {"part": "原因"}


def test_a_fault_of_ours(world, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(db.session, "scalars", broken)
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    response = world.clients["jiancha1"].get("/api/take-along")
    world.app.config["PROPAGATE_EXCEPTIONS"] = None
    _is_the_shape(response, 500)
    assert "secret detail" not in response.text
