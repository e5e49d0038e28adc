"""Where in a piece of a sentence the subject ends and what is asked of it begins. Pure."""

import re
from dataclasses import dataclass

from checklists.reading.drafting.words import BODIES, COMPARES, DUTY, IS, OPENS, VERB, verbal

MODIFIER = re.compile(r"[^，、]{0,14}?的(?!$)")
OF_A_NOUN = re.compile(rf"^(?:需要?|应当?|必须)[^，的]{{1,10}}的(?={OPENS.pattern})")
CHARGED = re.compile(rf"负责(?={OPENS.pattern})")
QUANTITY = re.compile(r"^[至最]?[少多高]?[\d一二两三四五六七八九十]+[名个家户辆台次]")
BODY = re.compile(rf"^[^，。：□]{{0,60}}{BODIES}$")
AS_NOUN = re.compile(rf"(?:{VERB.pattern})*(?:以|由|为|采取|采用|过程|期间|工作)")
NOBODY = re.compile(rf"^(?:代表|由|对|向|在|{VERB.pattern})")


@dataclass(frozen=True)
class Predicate:
    """The place where 是否 goes, and the duty word there that it replaces (start == end where there is none)."""

    start: int
    end: int


def predicate(piece: str) -> Predicate | None:
    """The predicate of the piece; None where no word shows one."""
    text = verbal(piece)
    duty = None if OF_A_NOUN.match(text) else DUTY.search(text)
    if duty:
        return Predicate(*_whole(text, *duty.span()))
    found = [each for each in (COMPARES.search(text), _opener(text), IS.search(text)) if each]
    if not found:
        return None
    start = min(each.start() for each in found)
    charged = CHARGED.match(text, start)
    return Predicate(start, charged.end() if charged else start)


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """应须 and 应当必须 are one duty word."""
    while more := DUTY.match(text, end):
        end = more.end()
    return start, end


def _opener(text: str) -> re.Match | None:
    for found in OPENS.finditer(text):
        if not VERB.match(found[0]) or _is_verb(text, *found.span()):
            return found
    return None


def _is_verb(text: str, start: int, end: int) -> bool:
    """Whether the word is what is done here, and not part of a noun: 抽检采取…, 购买洁净煤的居民."""
    if AS_NOUN.match(text, end):
        return False
    modifier = MODIFIER.match(text, end)
    return start == 0 or is_body(text[:start]) or not (modifier and OPENS.search(text, modifier.end()))


def is_body(words: str) -> bool:
    """Whether the words name somebody who can be held to a duty: an office, an enterprise, a person in a function."""
    return bool(BODY.match(words)) and not QUANTITY.match(words) and not NOBODY.match(words)


def subject(piece: str) -> str:
    """What the piece is said of; empty where it begins with the predicate or shows none."""
    found = predicate(piece)
    return piece[: found.start] if found else ""
