"""From which device each record of a visit came, as the audit trail has it."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sqlalchemy import select

from accounts.models import AuditEntry
from core.db import db
from inspections.visits.models import Inspection, Revision

ANSWERS, BESIDE = ("answer.set", "answer.settle"), "answer.conflict"
ATTRIBUTES = ("inspection.attributes", "attribute.settle")
# The first that fits counts: every browser names others beside itself.
SYSTEMS = (("HarmonyOS", "HarmonyOS|OpenHarmony"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"))
SYSTEMS += (("Windows", "Windows"), ("macOS", "Macintosh"), ("Linux", "Linux"))
BROWSERS = (("WeChat", "MicroMessenger"), ("Edge", r"Edg[A-Z]*/"), ("Firefox", "Firefox|FxiOS"))
BROWSERS += (("Chrome", "Chrome|CriOS"), ("Safari", "Safari"))


def devices_of(inspection: Inspection, revisions: Iterable[Revision]) -> dict[str, str]:
    """The device of every revision of a visit in a few words, by id; one that nobody noted is left out.

    Each revision was kept together with one line of the trail; the last ones of each subject belong together,
    as there are lines from before revisions were kept.
    """
    noted, kept = defaultdict(list), defaultdict(list)
    for subject, device in _noted(inspection):
        noted[subject].append(device)
    for row in revisions:
        kept[row.item_id or row.attribute, row.draft_id if row.beside else None].append(row.id)
    pairs = [pair for key, ids in kept.items() for pair in zip(reversed(ids), reversed(noted[key]), strict=False)]
    return {row_id: words for row_id, device in pairs if (words := device_words(device))}


def _noted(inspection: Inspection) -> Iterator[tuple[tuple[str, str | None], str]]:
    """Every subject and draft of which a line of the trail speaks, with the device, in order."""
    items = {answer.id: answer.item_id for answer in inspection.answers}
    rows = select(AuditEntry.body).where(
        AuditEntry.object_id.in_([inspection.id, *items]), AuditEntry.action.in_((*ANSWERS, BESIDE, *ATTRIBUTES))
    )
    for body in db.session.scalars(rows.order_by(AuditEntry.seq)):
        line = json.loads(body)
        for subject in _subjects(line, items):
            yield subject, line["device"]


def _subjects(line: dict, items: dict[str, str]) -> list[tuple[str, str | None]]:
    after, before = line["after"], line["before"] or {}
    if line["action"] in ANSWERS:
        return [(items[line["object"]["id"]], None)]
    if line["action"] == BESIDE:
        return [(after["item"] or after["attribute"], after["draft"])]
    return [(name, None) for name, value in after.items() if before.get(name) != value]


def device_words(user_agent: str) -> str:
    """System and browser, as a person knows them; empty for what is no browser."""
    found = [next((name for name, sign in signs if re.search(sign, user_agent)), None) for signs in (SYSTEMS, BROWSERS)]
    return " · ".join(name for name in found if name)
