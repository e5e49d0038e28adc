"""Whatever goes wrong under /api/ answers with the one shape: error, message, fields."""

import pytest

from core.db import db
from tests.test_access import world

__all__ = ["world"]


def _is_the_shape(response, status: int) -> None:
    assert response.status_code == status
    assert set(response.json) == {"error", "message", "fields"}
    assert response.json["message"] and "Traceback" not in response.text


def test_unknown_addresses(world):
    _is_the_shape(world.clients["jiancha1"].get("/api/nowhere"), 404)


def test_wrong_methods(world):
    _is_the_shape(world.clients["jiancha1"].delete("/api/session"), 405)


def test_nobody_signed_in(world):
    _is_the_shape(world.app.test_client().get(f"/api/inspections/{world.ids['draft_visit']}"), 401)


def test_another_role(world):
    _is_the_shape(world.clients["zhuguan1"].get(f"/api/inspections/{world.ids['draft_visit']}"), 403)


def test_another_inspector(world):
    _is_the_shape(world.clients["jiancha2"].get(f"/api/inspections/{world.ids['draft_visit']}"), 404)


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b'{"inputs": 5}', b'{"inputs": {"state": 1}}'])
def test_bodies_that_are_no_answers(world, body):
    address = f"/api/inspections/{world.ids['draft_visit']}/answers/{world.ids['item_id']}"
    _is_the_shape(world.clients["jiancha1"].put(address, data=body, content_type="application/json"), 422)


def test_an_item_of_another_checklist(world):
    address = f"/api/inspections/{world.ids['draft_visit']}/answers/{world.ids['site_id']}"
    _is_the_shape(world.clients["jiancha1"].put(address, json={"inputs": {}}), 422)


def test_bytes_that_are_not_those_announced(world):
    address = f"/api/inspections/{world.ids['draft_visit']}/items/{world.ids['item_id']}/photos/{'0' * 64}"
    _is_the_shape(world.clients["jiancha1"].put(address, data=b"something"), 422)


def test_answers_after_the_visit_was_submitted(world):
    address = f"/api/inspections/{world.ids['submitted_visit']}/answers/{world.ids['item_id']}"
    _is_the_shape(world.clients["jiancha1"].put(address, json={"inputs": {"state": "fail", "note": "后改"}}), 409)


def test_too_many_bytes(world):
    world.app.config["MAX_CONTENT_LENGTH"], before = 1000, world.app.config["MAX_CONTENT_LENGTH"]
    address = f"/api/inspections/{world.ids['draft_visit']}/items/{world.ids['item_id']}/photos/{'0' * 64}"
    response = world.clients["jiancha1"].put(address, data=b"x" * 2000)
    world.app.config["MAX_CONTENT_LENGTH"] = before
    _is_the_shape(response, 413)


def test_a_fault_of_ours(world, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(db.session, "scalars", broken)
    world.app.config["PROPAGATE_EXCEPTIONS"] = False
    response = world.clients["jiancha1"].get(f"/api/inspections/{world.ids['draft_visit']}")
    world.app.config["PROPAGATE_EXCEPTIONS"] = None
    _is_the_shape(response, 500)
    assert "secret detail" not in response.text
