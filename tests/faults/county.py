"""A small county with a checklist of any length, on an instance of its own, for runs against a real server."""

from pathlib import Path

from accounts.roles import Role
from app import create_app
from core.db import db, unit_of_work
from core.migrating import upgrade
from tests.builders import make_account, make_area, make_checklist, make_organisation, make_site, make_task

LIMIT = {"limit": {"op": ">=", "value": "6", "unit": "米"}}


def items(count: int) -> list[dict]:
    """So many items on one clause; every fifth is a reading, every tenth asks for a photo when it fails."""
    return [_item(number) for number in range(1, count + 1)]


def _item(number: int) -> dict:
    item = {"code": f"A{number:03}", "path": "二/1", "quote": "高度不低于6米"}
    if number % 5 == 0:
        item |= {"kind": "number", "params": LIMIT}
    if number % 10 == 0:
        item |= {"photo_rule": {"when": "fail", "min": 1}}
    return item


def build(instance: Path, length: int = 8, tasks: int = 1, inspectors: int = 2) -> dict:
    """Make the county; every task is for all inspectors jointly. Returns the ids of tasks, version and sites."""
    instance.mkdir(parents=True, exist_ok=True)
    app = create_app({"INSTANCE_PATH": instance, "TESTING": True})
    with app.app_context():
        upgrade(app)
        with unit_of_work():
            made = _people_and_tasks(length, tasks, inspectors)
        db.engine.dispose()
    return made


def _people_and_tasks(length: int, tasks: int, inspectors: int) -> dict:
    area = make_area("冠县")
    office = make_organisation("监管办", "department", area)
    supervisor = make_account("zhuguan", Role.SUPERVISOR, office, [area])
    people = [make_account(f"jiancha{number or ''}", Role.INSPECTOR, office) for number in range(inspectors)]
    version = make_checklist(items=items(length))
    sites = [make_site(make_organisation(area=area), f"配送点{number:04}") for number in range(tasks)]
    made = [make_task(version, site, people, supervisor) for site in sites]
    return {
        "tasks": [task.id for task in made],
        "sites": [site.id for site in sites],
        "version": version.id,
        "items": {item.code: item.id for item in version.items},
    }
