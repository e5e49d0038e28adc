"""Figures that bind somebody: thresholds, terms, frequencies, rates, amounts. Pure."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from checklists.reading.answer import Limit
from checklists.reading.duties.deadlines import deadlines, formulas
from checklists.reading.duties.facts import figures_of_the_past
from checklists.reading.duties.quantities import Quantity, per, quantities

# words before a figure and what they make of it, the longer ones first
COMPARING = (
    (
        ">=",
        "不(?:得|应|能|宜|可)?(?:低于|少于|小于|短于)|至少|最少|最低(?!工资|生活|收入|标准|的|社会|限度)|大于等于|大于或等于",
    ),
    (
        "<=",
        "(?:不(?:得|应|能|宜|可)?|未)(?:超过|高于|大于|多于|长于|突破|超)|最多|最高|最长|控制在|压减到|限期|只能|仅限"
        "|小于等于|小于或等于|低于（含）|低于\\(含\\)|少于（含）",
    ),
    ("<", "未达到|达不到|不满|未满|不足|低于|少于|小于|短于"),
    (">", "超过|大于|高于|多于|超出|超|(?<![通经超不])过"),
    (">=", "达到|达|年满|累计满|连续满|满|死亡|重伤|受伤|中毒|发生|累计|波及"),
)
WORDS = re.compile("|".join(f"(?P<w{n}>{words})" for n, (_, words) in enumerate(COMPARING)))
TOUCHING = ("超", "过", "达", "年满", "累计满", "连续满", "满", "不满", "未满")
COUNTING = ("死亡", "重伤", "受伤", "中毒", "发生", "累计", "波及")
NEAR = 12  # letters between such a word and its figure
FAR = 26  # where what the figure is a share of is named between: 不高于上年度当地人均可支配收入的90%
ENDED = re.compile(r"不|至少|最[少低多高长]|限期")
UPWARDS = re.compile(r"[ ]?(?:及|或|\(含\)|（含）|（含[^）]{1,6}）)?以上")
DOWNWARDS = re.compile(r"[ ]?(?:及|或|\(含\)|（含）|（含[^）]{1,6}）)?以下")
WITHIN = re.compile(r"[ ]?(?:以内|之内|范围内|(?:的)?时间内|期限内|(?:（含[^）]{1,6}）)?内(?![容部涵外设]))")
HALF_OPEN = re.compile(r"[、或和及与][^，。；：\d]{0,7}")
# a figure without a word of comparison binds where it is what somebody shall do, give, keep or reach
TERMS = re.compile(
    r"(?:[任聘]期|服务期|工期|学制|期(?:限)?(?:一般)?[，,]?(?:分别)?为(?:自[^，。；]{2,10}起)?|周期为?|公示|公告期?|留存|保存|保留|暂停"
    r"|停止[一-龥]{2,4}|停业|停产|延长|为期|届满前|期满前|提前|减少|公示期为?|期限为)[ ]?$"
)
DOINGS = re.compile(
    r"(?:新建|改建|扩建|建设|配套|建成|改造|绿化|植树|造林|林|完成|新增|培育|引进|打造|创建|培训|培养|更新|种植|发展|减少|遴选|选定|选取|确定|设立"
    r"|举办|组织|配备|开展|撰写|报送|抽查|监察|监测|评估|检查|调查|整治|治理|淘汰|压减|推荐|按|为|设|编制|评选|安排|共计|一式|扣罚?|减|加|计|记|降低|下降|上升|增长|提高|提升)"
    r"[^，。；、：]{0,14}$"
)
NOT_BARE = re.compile(r"的基础上|左右的|(?:左右)?(?:的)?时间(?!内)|(?:等级|阶段|方面|环节|大类|层次|步骤|部分|级别)")
FROM, TO = re.compile(r"[由从][ ]?$"), re.compile(r"(?:提高|增加|降低|上升|下降|调整|压减|扩大)?(?:到|至|为)")
NAMED_SO_MANY = re.compile(r"(?:等|这|上述|以下|前|其他|其余|如下|共|下列|原有|全部|分|分为|划分为|共分)[ ]?$")
FILED = re.compile(r"[^，。；]{0,24}(?:存档|备案|留存|报|送)")
BARE_UNITS = {"元", "万元", "亿元", "%", "‰", "个百分点", "倍", "%/年"}


@dataclass
class _Judged:
    """A figure while it is decided whether, and in which direction, it binds."""

    quantity: Quantity
    op: str = ""
    start: int = 0  # of the quotation
    end: int = 0
    spent: bool = False  # it went into a range


def limits(sentence: str, spoken: bool = False) -> list[Limit]:
    """The limits of a sentence in the order of print; `spoken` where it belongs to a speech."""
    if figures_of_the_past(sentence, spoken):
        return []
    printed = [*deadlines(sentence), *formulas(sentence)]
    taken = [(start, start + len(limit.quote)) for start, limit in printed]
    figures = [q for q in quantities(sentence) if not any(q.start < end and start < q.end for start, end in taken)]
    measured = [(judged.start, _limit(sentence, judged, since)) for judged, since in _judge(sentence, figures)]
    return [limit for _, limit in sorted(printed + measured, key=lambda pair: pair[0])]


def _judge(sentence: str, figures: list[Quantity]) -> list[tuple[_Judged, int]]:
    """The figures that bind, each with the place where the one before it ends."""
    judged = [_Judged(figure, start=figure.start, end=figure.end) for figure in figures]
    ends = list(itertools.accumulate((0 if figure.chinese else figure.end for figure in figures), max, initial=0))
    for each, since in zip(judged, [0, *(figure.end for figure in figures)], strict=False):
        _compare(sentence, each, since)
    _bands(sentence, judged)
    _share(sentence, judged)
    for each, since in zip(judged, ends, strict=False):
        if not each.op and not each.spent and _bare(sentence, each.quantity, since):
            each.op = "="
    _forward(sentence, judged)
    return [(each, since) for each, since in zip(judged, ends, strict=False) if each.op]


def _compare(sentence: str, each: _Judged, since: int) -> None:
    """The direction that the words before and after the figure give it."""
    quantity = each.quantity
    op, after = next((op, found) for op, found in _after(sentence, quantity) if found or op == "")
    word = _word_before(sentence, quantity, since)
    if word and quantity.high is not None and not ENDED.match(sentence, word[1]):
        word = None  # 死亡3至9人, 控制在4000—6000元: both ends count
    if after and not (quantity.high is not None and word):
        each.op, each.end = op, after.end()
        each.start = word[1] if word and word[0][0] == each.op[0] else each.start
    elif word:
        each.op, each.start = word
    elif quantity.high is not None and not NOT_BARE.match(sentence, quantity.end):
        each.op = "range"
    elif quantity.unit == "次" and quantity.low > 1 and re.match(r"发[现生]|出现|被", sentence[quantity.end :]):
        each.op = ">="


def _after(sentence: str, quantity: Quantity) -> Iterator[tuple[str, re.Match[str] | None]]:
    yield ">=", UPWARDS.match(sentence, quantity.end)
    yield "<=", DOWNWARDS.match(sentence, quantity.end)
    within = WITHIN.match(sentence, quantity.end)
    yield "<=", within if quantity.is_duration or (within and len(within[0].strip()) > 1) else None
    yield "", None


def _word_before(sentence: str, quantity: Quantity, since: int) -> tuple[str, int] | None:
    """The last word of comparison before the figure that is near enough, with its place."""
    begin = max(since, quantity.start - FAR)
    before = sentence[begin : quantity.start].rstrip()
    stop = max((before.rfind(mark) for mark in "。；;：:，,"), default=-1) + 1
    last = None
    for found in WORDS.finditer(sentence, begin + stop, quantity.start):
        last = found
    if last is None or begin + len(before) - last.end() > (FAR if before.endswith("的") else NEAR):
        return None
    number = int((last.lastgroup or "")[1:])
    if not _reaches(last[0], sentence[last.end() : quantity.start].strip(), quantity):
        return None
    return COMPARING[number][0], last.start()


def _reaches(word: str, between: str, quantity: Quantity) -> bool:
    """Whether the word speaks of this figure: 超, 过, 达, 满 stand next to it, 死亡 … name what is counted."""
    if word in COUNTING:
        once = quantity.chinese and quantity.low == 1  # 发生一次死亡10人以上事故 counts the dead
        return not once and len(between) < 4 and quantity.unit in ("人", "起", "次", "例", "个")
    return not between if word in TOUCHING else not (quantity.is_duration and between.endswith("前"))


def _bands(sentence: str, judged: list[_Judged]) -> None:
    """1倍以上3倍以下 is one range."""
    for one, other in itertools.pairwise(judged):
        apart = sentence[one.end : other.quantity.start]
        opposed = one.op == ">=" and other.op == "<=" and one.end > one.quantity.end
        if opposed and apart in ("", " ", "、", "，") and one.quantity.unit == other.quantity.unit:
            low, high = one.quantity.low, other.quantity.low
            other.quantity = Quantity(one.start, other.end, low, high, one.quantity.unit, False)
            other.op, other.start, one.op, one.spent = "range", one.start, "", True


def _share(sentence: str, judged: list[_Judged]) -> None:
    """In a row (10000人或日供水1000吨以上; 分别达到10%、20%和30%以上) one direction serves all."""
    _forward(sentence, judged)
    for one, other in list(itertools.pairwise(judged))[::-1]:
        if other.op and not one.op and other.end > other.quantity.end and _in_a_row(sentence, one, other):
            one.op = other.op


def _forward(sentence: str, judged: list[_Judged]) -> None:
    for one, other in itertools.pairwise(judged):
        if one.op and not other.op and one.end == one.quantity.end and _in_a_row(sentence, one, other):
            other.op = one.op if one.op != "range" else ""


def _in_a_row(sentence: str, one: _Judged, other: _Judged) -> bool:
    apart = sentence[one.end : other.quantity.start]
    alike = (
        one.quantity.unit == other.quantity.unit
        or apart[:1] in ("或", "和")
        or "分别" in sentence[: one.quantity.start]
    )
    return alike and bool(HALF_OPEN.fullmatch(apart))


def _bare(sentence: str, quantity: Quantity, since: int) -> bool:
    """Whether a figure without a word of comparison says what is to be done, given, kept or reached."""
    before = sentence[max(since, quantity.start - REACH_BACK) : quantity.start]
    if NOT_BARE.match(sentence, quantity.end) or (FROM.search(before) and TO.match(sentence, quantity.end)):
        return False
    if quantity.chinese:
        return _bare_word(sentence, quantity, before, since)
    if quantity.is_duration:
        return bool(TERMS.search(before))
    if quantity.unit in BARE_UNITS or "/" in quantity.unit or per(sentence, quantity, since):
        return True
    return not NAMED_SO_MANY.search(before)


REACH_BACK = 24


def _bare_word(sentence: str, quantity: Quantity, before: str, since: int) -> bool:
    """Chinese numerals bind as terms, as copies of a paper, as how often in a period, and as how many are chosen."""
    if quantity.is_duration:
        return bool(TERMS.search(before))
    if quantity.unit == "份":
        return before.endswith("一式") or bool(FILED.match(sentence, quantity.end))
    if quantity.unit in ("次", "遍", "轮"):
        held = per(sentence, quantity, since) or re.search(r"(?:开展|进行|组织)$", before)
        return sentence[quantity.end : quantity.end + 1] != "性" and bool(held)
    return quantity.unit in ("家", "名") and bool(re.search(r"(?:遴选|选定|选取|确定)$", before))


def _limit(sentence: str, judged: _Judged, since: int) -> Limit:
    quantity, start = judged.quantity, judged.start
    rates = per(sentence, quantity, since) if _takes_rate(judged) else []
    unit = "/".join([quantity.unit, *rates])
    low, high = quantity.low, quantity.high
    amount = (low, high) if judged.op == "range" and high is not None else _end(judged)
    return Limit(sentence[start : judged.end], judged.op, amount, unit, _kind(quantity, rates))


def _end(judged: _Judged) -> Fraction:
    quantity = judged.quantity
    return quantity.high if quantity.high is not None and judged.op.startswith("<") else quantity.low


def _takes_rate(judged: _Judged) -> bool:
    """A share of something is no rate, and neither is a term that runs within a period."""
    quantity = judged.quantity
    return quantity.unit not in ("%", "‰", "倍", "个百分点") and "/" not in quantity.unit and not quantity.is_duration


def _kind(quantity: Quantity, rates: list[str]) -> str:
    if any(rate.endswith(PERIODS) for rate in rates) and not quantity.unit.endswith("元"):
        return "frequency"
    return "duration" if quantity.is_duration else "quantity"


PERIODS = ("月", "年", "季度", "周", "天", "日", "学年", "学期")
