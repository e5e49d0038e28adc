"""How a law came about: the lines under its title that say who passed it, and when. Pure."""

import re
from dataclasses import dataclass

from checklists.reading.structure.labels import CN
from checklists.reading.structure.validity import DAY, day

EVENT = re.compile(rf"{DAY.pattern}[ 　]*(?P<what>[^，。；\n]{{0,80}}?)(?P<verb>通过|公布|发布|批准|施行|修订|修正)")
BODY = re.compile(
    rf"(?:经)?(?:中华人民共和国)?(?P<place>[一-龥]{{0,10}}?)(?:第[{CN}\d]+届)?"
    r"(?P<who>[一-龥、]{0,40}?(?:委员会|人民代表大会|国务院|人民政府|法院|检察院|[部局署行会]))(?=令|第|审判|[ 　]|$)"
)
TERM = re.compile(rf"第[{CN}\d]+届")
ORDER = re.compile(r"日?[ 　]*(?:中华人民共和国)?(?P<who>[一-龥]{2,24})令[ 　\n]*第?[ 　]*(?P<number>\d{1,5})[ 　]*号")
MADE = ("通过", "公布", "发布")


@dataclass(frozen=True)
class Adoption:
    """Who made the law, under which order, when it was made known and from when it holds; None where not printed."""

    issuer: str | None = None
    number: str | None = None
    issued_on: str | None = None
    effective_on: str | None = None


def adoption(history: str) -> Adoption:
    """What the lines tell. The first body that passed or published the law is its issuer; the last day of
    publishing is its day of issue."""
    events = [(day(found), found["what"], found["verb"]) for found in EVENT.finditer(history)]
    made = [(when, what) for when, what, verb in events if verb in MADE]
    order = ORDER.search(history)
    return Adoption(
        issuer=next((issuer for _, what in made if (issuer := _body(what))), order and order["who"]),
        number=f"{order['who']}令第{order['number']}号" if order else None,
        issued_on=next((when for when, _ in reversed(made) if when), None),
        effective_on=next((when for when, _, verb in events if verb == "施行"), None),
    )


def _body(what: str) -> str | None:
    found = BODY.match(what) or BODY.match(f"{what} ")
    return TERM.sub("", f"{found['place']}{found['who']}") if found else None
