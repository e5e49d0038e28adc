"""What a person should look at: contradictions, lists named but not printed, text left out. Pure."""

import re

from checklists.reading.answer import Clause, DocumentRead, Doubt
from checklists.reading.contradictions import contradictions
from checklists.reading.slips import slips
from checklists.reading.structure.places import source_spans
from core.errors import N_

CN = "二三四五六七八九十"  # “一…” is a slogan more often than a list
RANGE_AFTER = r"[^，。；]{0,6}?\d{1,9}[-—–~～]\d{1,9}[^，。；]{1,4}"
CONTRADICTS = re.compile(rf"(?:至少|最少|不少于|不低于|最多|最高|不超过){RANGE_AFTER}")
NAMED = re.compile(rf"“(?P<list>(?!十[{CN}]五)[{CN}]{{1,2}}个?[一-龥]{{2,4}})”")  # 十三五 is a plan, not a list
LEFT_OUT = re.compile(r"[（(]略[）)]")


def doubts(document: DocumentRead) -> list[Doubt]:
    """Doubts about the document, each with its place; nothing is mended."""
    clauses = document.clauses
    single = [doubt for clause in clauses for doubt in (*_patterns(clause), *_unprinted(clause))]
    return [*single, *slips(clauses), *contradictions(clauses, document.requirements)]


def _patterns(clause: Clause):
    rules = (
        (CONTRADICTS, N_("“{words}”自相矛盾：下限或上限不能是一个范围")),
        (LEFT_OUT, N_("“{words}”：原文此处省略")),
    )
    for pattern, why in rules:
        for found in pattern.finditer(clause.text):
            yield Doubt(source_spans(clause, found.span()), why, {"words": found[0]}, clause.id)


def _unprinted(clause: Clause):
    """Lists that the clause names and does not spell out, each once; a name in the heading is shown with its unit."""
    heading, seen = len(clause.heading or ""), set()
    text = (clause.heading or "") + clause.text
    for found in NAMED.finditer(text):
        if found["list"] in seen or _explained(text, found):
            continue
        seen.add(found["list"])
        place = found.start() - heading
        spans = clause.spans[:1] if place < 0 else source_spans(clause, (place, place + len(found[0])))
        yield Doubt(spans, N_("“{words}”只有名称，原文没有列出内容"), {"words": found["list"]}, clause.id)


def _explained(text: str, found: re.Match[str]) -> bool:
    after = re.match(r"[^，。；]{0,6}[（(：:]", text[found.end() : found.end() + 8])
    return bool(after) or text[: found.start()].endswith(("）", ")")) or _lists_before(text, found.start())


def _lists_before(text: str, place: int) -> bool:
    """Whether the members stand just before the name: 责任、措施、资金“五落实”."""
    return text[max(0, place - 40) : place].count("、") >= 2
