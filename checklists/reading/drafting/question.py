"""The question of a fact, in plain Chinese and so that 符合 is the good answer. Pure."""

import re

from checklists.reading.drafting.conditions import INLINE
from checklists.reading.drafting.facts import BINDS_INSIDE, Fact
from checklists.reading.drafting.predicate import predicate
from checklists.reading.drafting.words import DUTY, FORBIDS

LOOKS = re.compile(r"^(?:要|应当?|须|必须)?(?:检查|核查|核实|查看|查验)(?P<asked>[^，]*是否[^，]*)$")
ALL = re.compile(r"(?:都|均|还|也)$")
ASIDE = re.compile(rf"（(?:可|以下简称|以下统称|下同|详见|见附|附后|{BINDS_INSIDE.pattern})[^（）]*）")
COPIES = re.compile(r"^(?:其中)?(?P<n>[一二两三四]份)(?P<rest>.{2,})$")
SENT = re.compile(r"^[由报送交存留]")
NOT_DONE = re.compile(
    r"(?<!逾期)仍?(?:未能?|不(?=具备|符合|满足|按|落实|执行|履行|服从|配合|接受|整改)|(?P<reach>达不到))"
)
THERE_IS = re.compile(
    r"^(?:发现)?(?P<before>[^，]*?)仍?(?:存在|存有|出现)(?P<fault>.{2,})$|"
    r"^发现有?(?P<found>.{2,})$"
)
AT_LEAST = re.compile(r"^(?:不得|不能|不应)(?=低于|少于|小于|大于|超过|高于|多于)")
MAY = re.compile(r"(?:可以|有权|可)$")
NOT_YET = re.compile(r"^(?:凡|对)?未")


def question(fact: Fact) -> str:
    """Lead, subject, 是否, and what is to be so."""
    before = ASIDE.sub("", (fact.lead or _case(fact)) + fact.topic)
    words = ASIDE.sub("", re.sub(r"(?<=[认签批定毕过示])后$", "", fact.words))
    if FORBIDS.search(words):
        return f"{before}{_turned(words)}？"
    looks = LOOKS.match(words)
    return f"{before}{looks['asked'] if looks else _asked(words)}？"


def _case(fact: Fact) -> str:
    """The case of an earlier piece is said again, so that the question can be read alone."""
    return f"{fact.case}，" if fact.case and len(fact.case) <= 40 else ""


def _asked(words: str) -> str:
    if copies := COPIES.match(words):
        return f"{copies['n']}是否{'' if SENT.match(copies['rest']) else '由'}{copies['rest']}"
    if case := INLINE.match(words):
        rest = words[case.end() :]
        duty = DUTY.match(rest)
        return f"{case[0]}是否{rest[duty.end() :] if duty else rest}"
    place = predicate(words)
    return _put(words[: place.start], words[place.end :]) if place else f"是否{words}"


def _put(own: str, rest: str) -> str:
    """Subject, 是否, predicate: 不得少于 is asked as 不少于, 都 goes behind 是否."""
    own = MAY.sub("", own)
    if own.endswith("不"):
        own, rest = own[:-1], f"不{rest}"
    rest = AT_LEAST.sub("不", rest)
    every = ALL.search(own)
    asked = f"{own[: every.start()]}是否{every[0]}{rest}" if every else f"{own}是否{rest}"
    return re.sub(r"是否不(?=发生|出现|存在)", "是否没有", asked)


def _turned(words: str) -> str:
    """严禁X, 不得X: it is good that there is no X."""
    found = FORBIDS.search(words)
    own, rest = words[: found.start()], words[found.end() :]
    if NOT_YET.match(own):
        return f"是否没有{own}{rest}的情况"
    return f"{own}是否没有{rest.removeprefix('有')}"


def turned_case(case: str) -> str | None:
    """The case that a sanction is for, asked so that 符合 means it does not stand: 仍未达到…的 → 是否达到…."""
    words = re.sub(r"^(?:对于?|凡是?|如果?|若)|的$", "", case)
    if missing := NOT_DONE.search(words):
        return f"{words[: missing.start()]}是否{'达到' if missing['reach'] else ''}{words[missing.end() :]}？"
    if found := THERE_IS.search(words):
        return f"{found['before'] or ''}是否没有{found['fault'] or found['found']}？"
    return f"是否没有{words}的情况？" if len(words) > 2 else None
