"""What a person should look at: contradictions, lists named but not printed, text left out. Pure."""

import re

from checklists.reading.answer import Clause, Doubt
from checklists.reading.requirements import source_spans

CN = "二三四五六七八九十"  # “一…” is a slogan more often than a list
RANGE_AFTER = r"[^，。；]{0,6}?\d{1,9}[-—–~～]\d{1,9}[^，。；]{1,4}"
CONTRADICTS = re.compile(rf"(?:至少|最少|不少于|不低于|最多|最高|不超过){RANGE_AFTER}")
NAMED = re.compile(rf"“(?P<list>(?!十[{CN}]五)[{CN}]{{1,2}}个?[一-龥]{{2,4}})”")  # 十三五 is a plan, not a list
FOREIGN = re.compile(r"(?<=[一-龥])[ ]?(?P<word>and|or|of|the|for)[ ]?(?=[一-龥])")
LEFT_OUT = re.compile(r"[（(]略[）)]")
BANDS = re.compile(r"(\d{1,3})%?[至—-](\d{1,3})%.{0,20}?[；;，,][^；;]{0,8}?\2%?[至—-]")


def doubts(clauses: list[Clause]) -> list[Doubt]:
    """Doubts about the clauses, each with its place; nothing is mended."""
    return [doubt for clause in clauses for doubt in (*_patterns(clause), *_unprinted(clause))]


def _patterns(clause: Clause):
    rules = (
        (CONTRADICTS, "“{words}”自相矛盾：下限或上限不能是一个范围"),
        (LEFT_OUT, "“{words}”：原文此处省略"),
        (FOREIGN, "“{words}”：疑为扫描识别错误，请核对原件"),
        (BANDS, "“{words}”：相邻两档共用端点，端点归哪一档原文没有说明"),
    )
    for pattern, why in rules:
        for found in pattern.finditer(clause.text):
            yield Doubt(source_spans(clause, found.span()), why.format(words=found[0]), clause.id)


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
        yield Doubt(spans, f"“{found['list']}”只有名称，原文没有列出内容", clause.id)


def _explained(text: str, found: re.Match) -> bool:
    after = re.match(r"[^，。；]{0,6}[（(：:]", text[found.end() : found.end() + 8])
    return bool(after) or text[: found.start()].endswith(("）", ")")) or _lists_before(text, found.start())


def _lists_before(text: str, place: int) -> bool:
    """Whether the members stand just before the name: 责任、措施、资金“五落实”."""
    return text[max(0, place - 40) : place].count("、") >= 2
