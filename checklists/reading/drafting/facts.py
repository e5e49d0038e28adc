"""A sentence to its facts: every one something that can be found or not by itself. Pure."""

import re
from dataclasses import dataclass

from checklists.reading.answer import Span
from checklists.reading.drafting.predicate import NOBODY, is_body, predicate, subject
from checklists.reading.drafting.words import (
    ADVERBS,
    ALLOWS,
    COMPARES,
    DIMENSION,
    DUTY,
    FORBIDS,
    IS,
    LIGHT,
    OPENS,
    SETS_UP,
    VERB,
    VERBS,
    bare,
    uncovered,
    verbal,
)

COMMA = re.compile(
    r"(?<![日月天时年周]内)(?<!以内)(?<!之内)(?:，|,(?!(?<=\d,)\d{3}))|[：:](?!\d)|"
    r"(?<=》)(?=(?:达到|对于?|凡|如)[^，]{2,20}的[^，]{0,6}，)"
)
JOINS = re.compile(
    r"^(?:并且|同时[,，]|并(?![购联网])|同时|且|而且|还|也|或者|或(?!者?是)|再(?=将|由|向)|"
    r"另外?|其中|以及|一是|二是|三是|四是|五是|[一二三四五六七]要)"
)
AIM = re.compile(
    r"^(?:为(?![主由])|因(?!素)(?![^，]*的$)|由于|鉴于|以便|以(?=免|防|确保|提高|促进)|确保|"
    r"防止|避免|既要避免|又要避免|从而|使(?!用)"
    r"|可(?=节省|满足|减少|提高|有效)|实现(?=全|在线)|形成(?=.*(?:格局|氛围|局面))|促进|"
    r"越.{1,3}越|原则上$|否则|倒逼|带动|力争|争取|努力|是?指(?![导挥定派标])|(?:主要|具体)?包括|"
    r"作为[^，]*依据$)"
)
BENEFIT = re.compile(r"^可(?=节省|满足|减少|提高|有效)")
WHEN = re.compile(
    r"(?:(?<![学小课])时|前|后|期间|时期|过程中|情况下|的基础上|之日起|以来|之后|之前|以前|以后|期满|工作中|"
    r"结束|完毕)$|^经[^，]{2,24}(?:批准|同意|审核|审批|许可|授权|委托)后?$"
    r"|^到[^，]{2,10}(?:年|月|底|末)$"
)
CASE = re.compile(
    r"(?:的|的情况下|情形)$|^(?!及时|要|应|严)[^，]*(?:发现|凡|如|若|遇有?|出现|存在|发生|"
    r"造成)[^，]*(?:情况|现象|问题|情形|行为|后果|时)$"
    r"|^除[^，]*外$|^[^，]{4,}(?<![同及学小课])时$|不作为、?[^，]*作为$|情形之一$"
)
FIGURE = re.compile(
    r"[\d一二两三四五六七八九十]+[ ]?(?:份|个|名|次|年|月|日|天|元|万|吨|米|人|件|家|处|所|户|"
    r"辆|台|套|平方|公里|亩|学时|小时|倍|种|项|%|％)"
)
COMPARES_WITH = re.compile(r"\d[^，]{0,6}(?:以[上下内]|前)|[%％‰]|[日月年]内")
WITHIN = re.compile(r"[日月年时天]之?内(?=.)")
ABOUT = re.compile(r"^(?:对(?!照)|对于|关于|针对|除)")
BY = re.compile(r"(?:根据|依据|依照|对照|按照|按|结合|围绕|以|通过)(?P<rest>[^，]+)$")
PURPOSES = re.compile(r"^(?:保障|提高|推动|加强|规范|推进|提升|强化)")
RULES = (
    "规范|规定|要求|程序|标准|需求|规模|情况|计划|方案|原则|办法|文件|职责|精神|部署|结果|合同|"
    "意见|目标|任务|实际|条件|法规"
    "|法律|制度|需要|申请|重点|指南|不同|特点|程度|安排|平台|途径|渠道|为(?:抓手|导向|重点|"
    "龙头|目标|核心|基础|契机|主线)"
)
RULE = re.compile(rf"(?:{RULES}|□)$")
DOING = re.compile(rf"(?:{ADVERBS}|将|{RULES})(?:{VERBS})|将|依法|认真")
ADDRESSED = re.compile(r"^(?:牵头|责任|配合|联系|参加|协办|主办|承办|联系电话|附件)[^：:，]{0,8}[：:]")
LED_BY = re.compile(r"^[（(][^（()）]*(?:牵头|负责|责任单位|配合)[^（()）]*[）)](?=.)")
BOUND_WHEN = re.compile(
    r"(?:应当?|必须|须|要)(?:在|于|自|按|根据|依|经|当|对)[^，,]*(?:时|前|后|期间|过程中|中|上|"
    r"的)$"
)
NAMES_A_LIST = re.compile(r"包括|如下|下列|以下|职责|分工|原则")
ASKS = (DUTY, COMPARES, IS, FORBIDS, ALLOWS, SETS_UP, FIGURE)
BINDS_INSIDE = re.compile(r"应|必须|须|不得|至少|最少|不少于|不低于|严禁")


@dataclass(frozen=True)
class Fact:
    """A stretch of the sentence that asks for one thing."""

    span: Span  # with the words before it that say for whom, when or by what rule
    lead: str  # those words, with their commas
    topic: str  # whom an earlier piece named, where this one names nobody
    words: str  # the piece itself, without the word that joins it to the one before
    case: str | None = None  # what must be so for it to be asked, as far as its own lead says


@dataclass
class _Reading:
    """What has been read of the sentence so far."""

    topic: str = ""
    case: str | None = None
    leads: tuple[int, int] | None = None
    benefit: bool = False
    purpose: bool = False


def facts(sentence: str) -> list[Fact]:
    """The facts of a sentence in the order of print; brackets that bind are facts of their own."""
    if ADDRESSED.match(sentence):
        return []
    found, state = [], _Reading()
    pieces = _pieces(sentence)
    for number, span in enumerate(pieces):
        found += _piece(sentence, span, state, last=number == len(pieces) - 1)
    return found


def _pieces(sentence: str) -> list[Span]:
    """The stretches between commas that stand outside brackets, without their joining words."""
    aside = LED_BY.match(sentence)
    open_, edges, start = uncovered(sentence), [], aside.end() if aside else 0
    for comma in COMMA.finditer(sentence, start):
        place = comma.start()
        if (place == comma.end() or open_[place]) and not BOUND_WHEN.search(sentence[start:place]):
            edges.append((start, place))
            start = comma.end()
    edges.append((start, len(sentence.rstrip("。；;！ "))))
    return [(_after_joins(sentence, *edge), edge[1]) for edge in edges if edge[0] < edge[1]]


def _after_joins(sentence: str, start: int, end: int) -> int:
    while start < end and sentence[start].isspace():
        start += 1
    joins = JOINS.match(sentence[start:end])
    return start + joins.end() if joins and start + joins.end() < end else start


def _piece(sentence: str, span: Span, state: _Reading, last: bool) -> list[Fact]:
    """The facts of one piece; what only leads to the next one is kept in the state."""
    words, inside = sentence[slice(*span)], _inside(sentence, span)
    if sentence[span[1] : span[1] + 1] in ("：", ":") and is_label(words):
        _label(words, state)
        return inside
    if _is_aim(words, state):
        return inside
    if not last and (is_lead(words) or _names_the_bound(words, sentence[span[1] + 1 :])):
        _keep(words, span, state)
        return inside
    return [_fact(sentence, span, state), *inside]


def is_label(words: str) -> bool:
    """Whether what stands before a colon is a name or a title, not something to be done."""
    return len(words) <= 8 or bool(NAMES_A_LIST.search(words)) or predicate(words) is None or is_body(words)


def _label(words: str, state: _Reading) -> None:
    """市教育局：… and 采购人主要职责包括：… name whom the rest is about; 送检：… names nothing."""
    named = re.match(r"(.{2,30}?)(?:的)?(?:主要)?(?:职责|负责|包括|$)", words)
    if named and is_body(named[1]):
        state.topic = named[1]


def _is_aim(words: str, state: _Reading) -> bool:
    """Reasons and purposes ask nothing, nor do the praises in a row behind 可节省…."""
    if state.benefit and not (DUTY.search(words) or FORBIDS.search(words)):
        return True
    if words.startswith("确保") and COMPARES_WITH.search(words):
        return False
    state.benefit = bool(BENEFIT.match(words))
    aim = bool(AIM.match(words)) and not DUTY.search(words[2:])
    state.purpose = aim or (state.purpose and bool(PURPOSES.match(words)))
    return state.purpose


def is_lead(words: str) -> bool:
    """Whether the piece says only when, for whom or by what rule."""
    text = bare(words)
    if CASE.search(text) or WHEN.search(text):
        if FIGURE.search(text) and not CASE.search(text) and VERB.match(text):
            return False  # 公示7天后: the term is asked by itself
        return not DUTY.search(verbal(words)) or bool(CASE.search(text))
    if ABOUT.match(text):
        return not (re.search(LIGHT, text) or IS.search(text) or WITHIN.search(text))
    by = BY.search(text)
    if by and RULE.search(by["rest"]) and not DOING.search(verbal(words)[by.start("rest") :]):
        return not by.start() or is_body(_before(words, by))
    return _names_only(words)


def _names_the_bound(words: str, after: str) -> bool:
    """食品经营者贮存散装食品，应当…: the duty comes behind the comma."""
    text = verbal(words)
    own = DUTY.search(text) or FORBIDS.search(text) or OPENS.match(text)
    return not own and bool(DUTY.match(after) or FORBIDS.match(after))


def _before(words: str, by: re.Match[str]) -> str:
    """Who acts by the rule: 工程监理单位应依照法律…."""
    return re.sub(rf"(?:{DUTY.pattern})$", "", words[: by.start()])


def _names_only(words: str) -> bool:
    """A noun with its modifiers: 我县范围内购买洁净煤的本地农村居民."""
    text = verbal(words)
    if OPENS.match(text) or VERB.match(bare(words)) or any(sign.search(text) for sign in ASKS):
        return False
    head, _, tail = text.rpartition("的")
    return not OPENS.search(tail) and not (head and is_body(subject(words)))


def _keep(words: str, span: Span, state: _Reading) -> None:
    start = state.leads[0] if state.leads else span[0]
    state.leads = (start, span[1])
    if CASE.search(bare(words)) or ABOUT.match(words):
        state.case = words
    by = BY.search(verbal(words))
    if by and is_body(_before(words, by)):
        state.topic = _before(words, by)


def _fact(sentence: str, span: Span, state: _Reading) -> Fact:
    words = sentence[slice(*span)]
    start = state.leads[0] if state.leads else span[0]
    lead, state.leads = sentence[start : span[0]], None
    own = subject(words).rstrip("都均")
    topic = "" if _names_its_own(own, words, state.topic) or state.topic in lead else state.topic
    if is_body(own) or (own and not state.topic and DUTY.search(words) and not NOBODY.match(own)):
        state.topic = own
    return Fact((start, span[1]), lead, topic, words, state.case)


def _names_its_own(own: str, words: str, topic: str) -> bool:
    if DIMENSION.match(own):
        return words.startswith(topic)
    return bool(own) or predicate(words) is None


def _inside(sentence: str, span: Span) -> list[Fact]:
    """The facts of brackets that bind: （最少留存两年）, （应具备…，同时必须…）."""
    found = []
    for bracket in re.finditer(r"[（(]([^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]", sentence[slice(*span)]):
        if BINDS_INSIDE.match(bracket[1]) and not ALLOWS.match(bracket[1]):
            offset = span[0] + bracket.start(1)
            topic = _counted_thing(sentence[span[0] : span[0] + bracket.start()])
            found += [_moved(fact, offset, topic) for fact in facts(bracket[1])]
    return found


def _counted_thing(before: str) -> str:
    """What the bracket is about: the object of the words before it."""
    opens = VERB.match(before)
    return before[opens.end() :] if opens else ""


def _moved(fact: Fact, offset: int, topic: str) -> Fact:
    start, end = fact.span
    return Fact((start + offset, end + offset), fact.lead, fact.topic or topic, fact.words, fact.case)


def goes_on(fact: Fact) -> bool:
    """Whether the fact stands under the duty word of the one before: 必须使用…单据，真实登记…."""
    found = predicate(fact.words)
    return bool(found) and found.end == 0 and not fact.lead
