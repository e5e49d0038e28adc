"""Slips of a scan or a print: words that look wrong beside the rest of the document. Pure."""

import re
from collections import Counter
from collections.abc import Iterator

from checklists.reading.answer import Clause, Doubt
from checklists.reading.structure.places import source_spans
from core.errors import N_

FOREIGN = re.compile(r"(?<=[一-龥])[ ]?(?P<word>and|or|of|the|for|in|to)[ ]?(?=[一-龥])")
DIGITS = re.compile(r"(?<![A-Za-z\d])(?:\d{0,6}[lIOo]\d{2,6}|\d{2,6}[lIOo]\d{0,6})(?=[元米人吨年月日%])")
EARLY_STOP = re.compile(r"[一-龥]{2,4}。[一-龥]{2,3}。")
WORDS = (
    (FOREIGN, N_("“{words}”：疑为扫描识别错误，请核对原件")),
    (DIGITS, N_("“{words}”：疑为扫描识别错误，请核对原件")),
    (EARLY_STOP, N_("“{words}”：前一个句号疑为误印，句子在此断开")),
)
HAN = re.compile(r"[一-龥]")
BODIES = ("中心", "办公室", "委员会", "领导小组", "指挥部", "管理局", "街道办事处", "联席会议")
BODY = re.compile(rf"([一-龥]{{2,8}})({'|'.join(BODIES)})")
OFTEN = 3  # a name that comes so many times is the right one
SHORTEST = 6  # letters of a name that is told from another by a letter
SHARE = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,4})?)[ ]?(?P<sign>[%‰])")


def slips(clauses: list[Clause]) -> list[Doubt]:
    """Words that a person should hold against the print; nothing is mended."""
    return [*_words(clauses), *_rare_letters(clauses), *_near_names(clauses), *_two_signs(clauses)]


def _words(clauses: list[Clause]) -> Iterator[Doubt]:
    for clause in clauses:
        for pattern, why in WORDS:
            for found in pattern.finditer(clause.text):
                yield _doubt(clause, found.span(), why, found[0].strip())


def _doubt(clause: Clause, span: tuple[int, int], why: str, words: str, **more: str) -> Doubt:
    return Doubt(source_spans(clause, span), why, {"words": words, **more}, clause.id)


def _rare_letters(clauses: list[Clause]) -> Iterator[Doubt]:
    """Letters of the old or a rare form: official print of today has them in names only."""
    seen: set[str] = set()
    for clause in clauses:
        new = set(clause.text) - seen
        seen |= new
        for place, letter in sorted((clause.text.index(letter), letter) for letter in new if _is_rare(letter)):
            why = N_("“{words}”不是规范的简化字，疑为扫描识别错误")
            yield _doubt(clause, (place, place + 1), why, letter)


def _is_rare(letter: str) -> bool:
    """Whether it is a Han letter outside GB 2312, the set in daily use."""
    try:
        letter.encode("gb2312")
    except UnicodeEncodeError:
        return bool(HAN.match(letter))
    return False


def _near_names(clauses: list[Clause]) -> Iterator[Doubt]:
    """The name of a body that lacks a letter or two of a name that the document uses again and again."""
    found = [(clause, match) for clause in clauses for match in BODY.finditer(clause.text)]
    often = Counter(tail for _, match in found for tail in _tails(match))
    known: dict[str, list[str]] = {}  # by their first letter
    for name, count in often.items():
        if count >= OFTEN and len(name) >= SHORTEST:
            known.setdefault(name[0], []).append(name)
    for clause, match in found:
        rare = [tail for tail in _tails(match) if often[tail] < OFTEN]
        name = next((right for tail in rare for right in known.get(tail[0], ()) if _lacks(tail, right)), None)
        if name:
            why = N_("“{words}”与文中多次出现的“{name}”不一致，疑有漏字")
            yield _doubt(clause, match.span(), why, match[0], name=name)


def _tails(match: re.Match[str]) -> list[str]:
    """The possible names that end there: the run before the kind of body is often longer than the name."""
    return [match[1][start:] + match[2] for start in range(len(match[1]) - 1)]


def _lacks(name: str, right: str) -> bool:
    letters = iter(right)
    return len(right) - len(name) in (1, 2) and all(letter in letters for letter in name)


def _two_signs(clauses: list[Clause]) -> Iterator[Doubt]:
    """The same figure with % and with ‰ in one document."""
    found = [(clause, match) for clause in clauses for match in SHARE.finditer(clause.text)]
    signs: dict[str, set[str]] = {}
    for _, match in found:
        signs.setdefault(match["number"], set()).add(match["sign"])
    for clause, match in found:
        if len(signs[match["number"]]) == 2:
            why = N_("“{words}”：同一数字在本文件中既作 % 又作 ‰，请核对原件")
            yield _doubt(clause, match.span(), why, match[0])
