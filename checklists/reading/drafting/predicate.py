"""Where in a piece of a sentence the subject ends and what is asked of it begins. Pure."""

import re
from dataclasses import dataclass
from functools import lru_cache

from checklists.reading.drafting.words import (
    BODIES,
    COMPARES,
    DUTY,
    IS,
    IS_COMPARED,
    MANNER,
    NOUNS,
    OPENS,
    VERB,
    bare,
    verbal,
)

MODIFIER = re.compile(r"[^，、]{0,14}?的(?!$)")
NEEDED = re.compile(
    r"^(?:需要?(?![对将在向])[^，的]{1,10}?|应(?!当)[^，的有对]{1,4})"
    r"(?<!完善)(?<!健全)(?<!必要)(?<!相应)(?<!明显)(?<!固定)(?<!合格)(?<!有效)(?<!良好)的(?!$)"
)
NOMINAL = re.compile(
    r"补贴|补助|奖励|处罚|培训|宣传|服务|评估|检查|检测|监督|督查|登记|核对|核查|保障|支付|运输|配送|销售|购买"
)
OF_A_NOUN = re.compile(rf"^(?:需要?|应当?|必须)[^，的]{{1,10}}的(?={OPENS.pattern})")
CHARGED = re.compile(rf"负责(?={OPENS.pattern})")
QUANTITY = re.compile(r"^[至最]?[少多高]?[\d一二两三四五六七八九十]+[名个家户辆台次]")
BODY = re.compile(rf"^[^，。：□]{{0,60}}{BODIES}$")
AS_NOUN = re.compile(rf"(?:{VERB.pattern})*(?:以|由|为|采取|采用|过程|期间|工作)")
SHORT = re.compile(
    r"[面辆房门品料煤场库墙顶池井泵阀灯表证牌图柜箱罐管线网路口区点站户年月度积长量]$|^(?:单位|企业|学校|部门|人员)"
)
NOBODY = re.compile(rf"^(?:代表|由|对|向|在|{VERB.pattern})")


@dataclass(frozen=True)
class Predicate:
    """The place where 是否 goes, and the duty word there that it replaces (start == end where there is none)."""

    start: int
    end: int


@lru_cache(maxsize=64)
def predicate(piece: str) -> Predicate | None:
    """The predicate of the piece; None where no word shows one."""
    text = verbal(piece)
    compared = IS_COMPARED.search(text)
    if compared and compared.start():
        return Predicate(compared.start(), compared.start())
    duty = None if OF_A_NOUN.match(text) else _duty(text)
    if duty:
        return Predicate(*_whole(text, *duty.span()))
    if _begins_with_verb(piece):
        return Predicate(0, 0)
    return _opened(text)


def _opened(text: str) -> Predicate | None:
    """The predicate where the first comparison, verb or quality stands, with the 不 before it."""
    found = [each for each in (COMPARES.search(text), _opener(text), IS.search(text)) if each]
    if not found:
        return None
    start = min(each.start() for each in found)
    while start and text[start - 1] in "不未暂":
        start -= 1
    if start and (text[start - 1] in "并和" or _is_unknown_verb(text[:start])):
        return Predicate(0, 0)  # an unknown verb stands first: 整合并充分利用, 抓紧整改
    charged = CHARGED.match(text, start)
    return Predicate(start, charged.end() if charged else start)


def _is_unknown_verb(before: str) -> bool:
    """Two letters that are neither a thing nor an act taken as a thing are most likely a verb."""
    return len(before) <= 2 and not SHORT.search(before) and not VERB.fullmatch(before)


def _duty(text: str) -> re.Match[str] | None:
    """The first duty word that is not part of a noun: 需要约谈的情形."""
    return next((found for found in DUTY.finditer(text) if not NEEDED.match(text[found.start() :])), None)


def _begins_with_verb(piece: str) -> bool:
    """保障信息系统运行 begins with what is done, 检测报告由…出具 with a noun."""
    text = bare(piece)
    noun = NOUNS.match(text)
    verb = VERB.match(text)
    if not verb or not noun or text[verb.end() : verb.end() + 1] == "的":
        return False
    is_subject = MANNER.match(text, noun.end()) or COMPARES.match(text, noun.end())
    return len(text) > noun.end() and not is_subject


def _whole(text: str, start: int, end: int) -> tuple[int, int]:
    """应须 and 应当必须 are one duty word."""
    while more := DUTY.match(text, end):
        end = more.end()
    return start, end


def _opener(text: str) -> re.Match[str] | None:
    for found in OPENS.finditer(text):
        if not VERB.match(found[0]) or _is_verb(text, *found.span()):
            return found
    return None


def _is_verb(text: str, start: int, end: int) -> bool:
    """Whether the word is what is done here, and not part of a noun: 抽检采取…, 购买洁净煤的居民."""
    if AS_NOUN.match(text, end) or text[end : end + 1] == "的":
        return False
    if start and NOMINAL.fullmatch(text[start:end]) and not is_body(text[:start]):
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
