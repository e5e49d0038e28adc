"""Lists inside a piece: the things that are to be there, by name, to be counted or asked one by one. Pure."""

import re
from dataclasses import dataclass

from checklists.reading.answer import Span
from checklists.reading.drafting.predicate import is_body
from checklists.reading.drafting.words import DUTY, IS, OPENS, SETS_UP, THING, VERB, bare, uncovered, verbal
from checklists.reading.structure.numerals import chinese_number

TICKED = re.compile(
    r"上墙|登记|填写|注明|载明|标明|提供|提交|报送|上报|邀请|审批|核对|检查|具备|备案|公开|公布|"
    r"公示|设置|安装|覆盖|包括|包含|配备|配齐|张贴|悬挂|签订|存档|归档"
    r"|联合|共同|签字|签署|盖章|委派|查验|相符|一致|齐全|记录|建立|制定"
)
LOOKS = re.compile(r"(?:检查|核查|核实|核对|查验)(?=[^，]*是否)")
TOGETHER = re.compile(r"联合|共同|[二两三四五六]方|签字|签署|盖章|委派|邀请|聘请")
OBJECT = re.compile(r"(?:检查|核查|核实|配备|通知)$")
SIGNED = re.compile(r"签字|签署|盖章")
ABSTRACT = re.compile(
    r"(?:情况|要求|工作|措施|活动|方面|行为|现象|问题|原则|责任|能力|水平|法律|法规|规定|政策|"
    r"精神|方式|手段|形式|途径|渠道"
    r"|领域|行业|因素|功能|环节|服务|机制|体系|标准|力度|关系|义务|状况|收入|规模)$"
)
JOIN = re.compile(r"以及|和(?!谐)|及(?!时)|(?<!参)与")
NAMED = re.compile(r"“?(?P<n>[三四五六七八九十])(?:公开|同时|落实|到位|不放过|必须|严禁|统一|有证|制度|清零)”?")
OTHERS = re.compile(r"(?:其他|其它|有关|相关|各类|各种)")


@dataclass(frozen=True)
class Listed:
    """The members of a list and the stretch of the words from the first to the last."""

    names: list[str]
    span: Span


def counted(words: str) -> Listed | None:
    """The longest list of things in the words that are to be ticked off; None where there is none."""
    found = [each for each in _lists(words) if _is_counted(each, words)]
    return max(found, key=lambda each: len(each.names), default=None)


def _is_counted(found: Listed, words: str) -> bool:
    enough = len(found.names) >= 3 or (len(found.names) == 2 and SIGNED.search(words))
    if not enough or not TICKED.search(bare(words)) or "或" in words[slice(*found.span)]:
        return False
    if ABSTRACT.search(_class(words[found.span[1] :])) or any(_is_no_thing(name) for name in found.names):
        return False
    bodies = sum(is_body(name) and not name.endswith("》") for name in found.names)
    return bodies * 2 < len(found.names) or bool(TOGETHER.search(words) or OBJECT.search(words[: found.span[0]]))


def _class(rest: str) -> str:
    """What the members are, as the text says behind the list: 等监管单位."""
    opens = OPENS.search(verbal(rest))
    return rest[: opens.start()] if opens else rest


def _is_no_thing(name: str) -> bool:
    return len(name) < 2 or bool(VERB.match(verbal(name)) or IS.match(name) or OTHERS.match(name))


def named(words: str) -> tuple[str, int] | None:
    """“五落实”, “六公开”: the words and how many they stand for."""
    found = NAMED.search(words)
    return (found[0], chinese_number(found["n"])) if found else None


def _lists(words: str) -> list[Listed]:
    """Every run of members that 、 or the marks of titles set side by side."""
    tokens, found, first = _tokens(words), [], 0
    for place in range(1, len(tokens)):
        breaks = place < len(tokens) - 1 and _breaks(words[slice(*tokens[place])])
        if breaks or place == len(tokens) - 1:
            found.append(_listed(words, tokens[first : place + 1]))
            first = place
    return found


def _tokens(words: str) -> list[Span]:
    open_, edges, start = uncovered(words), [], 0
    for found in re.finditer(r"、|(?<=》)(?=《)", words):
        if found[0] == "" or open_[found.start()]:
            edges.append((start, found.start()))
            start = found.end()
    return [*edges, (start, len(words))]


def _breaks(token: str) -> bool:
    """Whether a token between two marks ends one list and begins another."""
    opens = OPENS.search(verbal(token), 1)
    return bool(opens and not VERB.match(opens[0])) or len(token) > 24


def _listed(words: str, tokens: list[Span]) -> Listed:
    start = _begins(words, *tokens[0])
    end = _ends(words, *tokens[-1])
    middle = [name for token in tokens[1:-1] for name in words[slice(*token)].split("以及")]
    names = [words[start : tokens[0][1]], *middle]
    return Listed([*names, *_joined(words[tokens[-1][0] : end])], (start, end))


def _begins(words: str, start: int, end: int) -> int:
    """Where the first member begins: behind the verb or the 的 before it."""
    if looks := LOOKS.match(words, start):
        return looks.end()
    text = verbal(words[start:end])
    stops = [found.end() for found in re.finditer(rf"{OPENS.pattern}|{DUTY.pattern}|的|[：:，]", text)]
    inside = [stop for stop in stops if stop < len(text)]
    return start + max(inside, default=0)


def _ends(words: str, start: int, end: int) -> int:
    """Where the last member ends: before 等, the next verb, or 三方."""
    text = verbal(words[start:end])
    if open_end := re.search(r"等(?!级|候|次)", text):
        return start + open_end.start()
    stop = re.search(rf"[二两三四五六]方|是否|(?:{OPENS.pattern})|{DUTY.pattern}", text[1:])
    return start + 1 + stop.start() if stop else end


def _joined(last: str) -> list[str]:
    """The last token holds two members where 和 or 及 stands in it."""
    text = verbal(last)
    join = JOIN.search(text)
    if not join or not join.start() or join.end() == len(last):
        return [last]
    return [last[: join.start()], last[join.end() :]]


def installed(words: str) -> Listed | None:
    """Two or three things that one verb sets up: 设置排水沟及沉淀池 asks for each by itself."""
    verb = SETS_UP.search(verbal(words))
    if not verb or verb.end() == len(words):
        return None
    tail = words[verb.end() :]
    if OPENS.search(verbal(tail), 1) or re.search(r"或|等|\d|[两二三四五六七八九十][个名辆台套]", verbal(tail)):
        return None
    names = _names(tail)
    plain = all("的" not in name and len(name) >= 2 and not OTHERS.match(name) for name in names[1:])
    whole = plain and all(THING.search(name) for name in names)  # 安全风险和事故隐患数据库 is one thing
    return Listed(names, (verb.end(), len(words))) if 2 <= len(names) <= 3 and whole else None


def _names(tail: str) -> list[str]:
    tokens = [tail[slice(*token)] for token in _tokens(tail)]
    return [*tokens[:-1], *_joined(tokens[-1])]
