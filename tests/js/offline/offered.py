"""What the stand-in offers to be taken along: one task with one older photo, in the shape that the server gives it."""

from tests.js.offline.stand_in import MEI, World, sha256

SHOT = b"\xff\xd8 an older photo \xff\xd9"
PHOTO = {"sha256": sha256(SHOT), "url": "/evidence/E1"}
SITE = {
    "id": "01SITE00000000000000000001", "name": "城东煤场", "kind": "depot", "address": "", "code": "00000001",
    "attributes": {},
}  # fmt: skip


def task(number: str = "T1", **visit: str) -> dict:
    return {
        "id": number, "site": SITE, "checklist": "煤场检查表", "version": "V1", "version_hash": "h",
        "due_on": "2026-12-01", "state": "open",
        "inspection": None, "inspection_state": None, "note": "", "bundle_bytes": 100, **visit,
    }  # fmt: skip


def item(number: str, code: str) -> dict:
    clause = {"path": "二/1", "cite": "二、1", "quote": "高度", "text": "高度。", "source": "办法", "doubt": None}
    return {
        "id": number, "code": code, "question": "是否全封闭？", "failed_words": None, "kind": "verdict",
        "params": {}, "clause": clause, "condition": None, "photo_rule": {"when": "never", "min": 0}, "points": "5",
        "method": "binary", "veto": "none", "severity": None, "na_allowed": False, "slot": None,
    }  # fmt: skip


def version() -> dict:
    return {
        "id": "V1", "title": "煤场检查表", "hash": "h", "site_kind": "depot", "result_model": "points",
        "attributes": [], "items": [item("i1", "A1"), item("i2", "A2")], "scoring": {},
    }  # fmt: skip


BEGUN = task("T2", inspection="01INSPECTION00000000000001", inspection_state="submitted")
LAST = {"state": "fail", "on": "2026-10-01", "fails": 1, "note": "檐口", "photo": PHOTO}


def offer(world: World, *more: dict) -> None:
    """The lists, the bundles and the pages of that task; more tasks stand in the list alone."""
    memory = {"i1": LAST, "i2": {**LAST, "state": "pass", "fails": 0, "photo": None}}
    world.answers["/api/take-along"] = {
        "account": {"id": MEI["id"], "name": MEI["name"]},
        "server_time": "2026-11-21T03:00:00+00:00", "offline_days": 12, "tasks": [task(), *more], "sites": [SITE],
        "checklists": [{"version": "V1", "title": "煤场检查表", "hash": "h"}],
    }  # fmt: skip
    world.answers["/api/tasks/T1/bundle"] = {
        "task": task(), "version": version(), "calendar": {}, "visit": None, "memory": memory,
        "evidence": [{**PHOTO, "size": len(SHOT)}],
    }  # fmt: skip
    world.answers["/api/versions/V1/bundle"] = {"version": version(), "calendar": {}}
    world.pages = {"/forms/V1": b"<form data-version=V1>", "/evidence/E1": SHOT}
