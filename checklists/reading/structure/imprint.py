"""What the page of a web site prints above a paper: its register entries, and the paper's title once more. Pure."""

import re
from dataclasses import dataclass, field

from checklists.reading.structure.labels import match_label
from checklists.reading.structure.lines import Line, cut
from checklists.reading.structure.validity import day

PLACES = {
    "title": "标题 发文标题 文件标题",
    "number": "文号 发文字号 发文文号 发布文号 文件编号 文件字号",
    "issuer": "发文机关 发文机构 发文部门 发文单位 颁布单位 颁布部门 制定机关 制发机关 公布机关 发布机关 "
    "发布单位 发布部门",
    "issued": "成文日期 发文日期 发文时间 颁布日期 颁布时间 公布日期 印发日期 签发日期 发布日期",
    "effective": "实施日期 实施时间 施行日期 生效日期",
    "other": "索引号 主题分类 主题词 关键词 发布机构 信息来源 发布时间 生成日期 公开日期 失效日期 有效性 "
    "时效性 是否有效 效力级别 法规类型 类别 分类 所属行业 所属区域 阅读人次 评论人次 浏览次数 浏览量 点击 "
    "点击数 作者 编辑 责任编辑 内容概述 公开形式 公开方式 公开目录 公开范围 公开责任部门 责任部门 组配分类 "
    "体裁分类 服务对象 字体大小 视力保护色 分享到 统一编号 政策解读 政策解读链接 发文内容 下载地址",
}
KEYS = {key: place for place, keys in PLACES.items() for key in keys.split()}
BULLET = r"[•·|【\[\s　]*"
KEY = "|".join(r"[ 　]*".join(key) for key in sorted(KEYS, key=len, reverse=True))
FIELD = re.compile(rf"(?P<key>{KEY})[】\]]?(?:[\s　]*[：:|]|[\s　]+(?=\S))[\s　|]*")
FIRST = re.compile(BULLET + FIELD.pattern)
BY_BLANK = re.compile(
    rf"{BULLET}(?:标题|类别|分类|作者|编辑|点击|关键词)[ 　]+[^：:|]*"
)  # words that may begin a title
SHOWN_DAY = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?")
SHOWN_NUMBER = re.compile(r"[^\s，。；：:（(|]{1,14}[〔\[（(]\d{4}[〕\]）)](?:第)?\d{1,5}号|[^\s：:|]{2,20}令第?\d+号")
ISSUER = re.compile(r"[一-龥]{2,24}(?:政府|国务院|委员会|常委会|人大|办公室|[部局厅])")
FARTHEST = 40  # lines down to the text
REPEATED_WITHIN = 6
SHORTEST_TITLE = 6


@dataclass
class Imprint:
    """What the page tells of the paper that it shows."""

    entries: dict[str, str] = field(default_factory=dict)  # by the names of PLACES
    aside: list[Line] = field(default_factory=list)  # the lines that belong to the page


def imprint(lines: list[Line]) -> tuple[Imprint, list[Line]]:
    """The entries above the text, and the lines of the paper itself."""
    found, kept = Imprint(), []
    for place, line in enumerate(lines):
        if place >= FARTHEST or _is_text(line):
            return found, [*kept, *lines[place:]]
        title = _take(found, line)
        if title:
            found.aside += kept
            kept = []
        kept += [title] if title else [] if line in found.aside else [line]
    return found, kept


def _is_text(line: Line) -> bool:
    return line.text.endswith(("。", "；")) or match_label(line.text) is not None


def _take(found: Imprint, line: Line) -> Line | None:
    """Note the entries of the line, if it has any; returns the paper's title where an entry holds it."""
    if not FIRST.match(line.text) or BY_BLANK.fullmatch(line.text):
        return None
    entries = _entries(line.text)
    for key, value in entries:
        found.entries.setdefault(KEYS[re.sub(r"[ 　]", "", key)], value)
    first = FIRST.match(line.text)
    if KEYS[re.sub(r"[ 　]", "", first["key"])] != "title" or first.end() >= len(line.text) or len(entries) > 1:
        found.aside.append(line)
        return None
    name, title = cut(line, first.end())
    found.aside.append(name)
    return title


def _entries(text: str) -> list[tuple[str, str]]:
    marks = list(FIELD.finditer(text))
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    pairs = [(mark["key"], text[mark.end() : end].strip(" 　|\t")) for mark, end in zip(marks, ends, strict=True)]
    return [(key, value) for key, value in pairs if value] or [(mark["key"], "") for mark in marks[:1]]


def page_heading(found: Imprint, lines: list[Line]) -> int:
    """How many lines a page prints above the paper: its title, and who issued it, where the title comes again."""
    title = _letters(lines[:1])
    if len(title) < SHORTEST_TITLE:
        return 0
    for start in range(1, min(REPEATED_WITHIN, len(lines))):
        if any(_letters(lines[start : start + count]) == title for count in (1, 2, 3)):
            named = next((line.text for line in lines[1:start] if ISSUER.fullmatch(line.text)), "")
            found.entries.setdefault("issuer", named)
            return start
        if _is_text(lines[start]):
            break
    return 0


def _letters(lines: list[Line]) -> str:
    return re.sub(r"[\s　]", "", "".join(line.text for line in lines))


def shown_day(entries: dict[str, str], name: str) -> str | None:
    """The day of an entry, where it is one and not the minute of a posting."""
    return day(SHOWN_DAY.fullmatch(entries.get(name, "")))


def shown_number(entries: dict[str, str]) -> str | None:
    """The number of the document, where an entry holds one."""
    found = SHOWN_NUMBER.search(entries.get("number", ""))
    return found[0].translate(str.maketrans("[]()（）", "〔〕〔〕〔〕")) if found else None
