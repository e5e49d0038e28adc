"""What the points of a line of the trail are called, and what their values mean; the rooms say so for their own.

A point is a name in what a line says of before and after: mostly a column, sometimes what was asked or looked for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext as _

from accounts.admin.act_names import ACTS
from accounts.roles import ORGANISATION_KINDS, ROLE_NAMES
from core.errors import N_
from core.i18n import translate
from core.ids import is_id

POINTS = {
    "about": N_("所依据的作答"),
    "account": N_("账号"),
    "action": N_("操作"),
    "address": N_("地址"),
    "after": N_("此条之后的一页"),
    "alone": N_("无须他人确认"),
    "area": N_("所在区域"),
    "areas": N_("管辖区域"),
    "attribute": N_("对象情况"),
    "attributes": N_("对象情况"),
    "before": N_("此条之前的一页"),
    "certificate": N_("执法证号"),
    "certified_until": N_("执法证有效期至"),
    "checklist": N_("检查表代码"),
    "chosen": N_("采用的记录"),
    "code": N_("检查表代码"),
    "content_hash": N_("内容校验码"),
    "count": N_("次数"),
    "day": N_("日期"),
    "deadline": N_("整改期限"),
    "decided_by": N_("决定人"),
    "device": N_("设备"),
    "draft": N_("手机上的检查"),
    "due_on": N_("最迟完成日期"),
    "enabled": N_("可以登录"),
    "file": N_("数据包校验码"),
    "from_on": N_("移交日期"),
    "imported_by": N_("导入人"),
    "inspection": N_("检查"),
    "inspectors": N_("检查员"),
    "item": N_("检查项"),
    "items": N_("检查项数"),
    "kind": N_("类别"),
    "known": N_("账号存在"),
    "marks": N_("标注图校验码"),
    "method": N_("请求方式"),
    "name": N_("名称"),
    "network": N_("来源网络"),
    "note": N_("说明"),
    "number": N_("编号"),
    "object": N_("操作对象"),
    "one_time": N_("使用一次性密码"),
    "organisation": N_("所属单位"),
    "outcome": N_("接收结果"),
    "packet": N_("发送的记录"),
    "parent": N_("上级区域"),
    "person": N_("人员"),
    "pin_required": N_("检查员的手机必须设置应用锁"),
    "reason": N_("理由"),
    "recorded_by": N_("记录人"),
    "rescue": N_("导入的记录"),
    "role": N_("角色"),
    "severity": N_("问题等级"),
    "sha256": N_("文件校验码"),
    "site": N_("检查对象"),
    "size": N_("字节数"),
    "state": N_("状态"),
    "status": N_("答复代码"),
    "subject": N_("核定内容"),
    "task": N_("任务"),
    "title": N_("标题"),
    "to": N_("调整为"),
    "until": N_("沿用至"),
    "username": N_("账号名"),
    "value": N_("填写内容"),
    "version": N_("检查表"),
    "version_id": N_("文件"),
    "visit_kept": N_("已开始的检查保留"),
    "why": N_("原因"),
    "withdrawn_reason": N_("撤回理由"),
    "working": N_("上班"),
}
# Points whose values are ids, and of objects of which kind.
OBJECTS = {
    "account": "account",
    "area": "area",
    "areas": "area",
    "chosen": "revision",
    "draft": "phone_draft",
    "imported_by": "account",
    "inspection": "inspection",
    "inspectors": "account",
    "item": "item",
    "organisation": "organisation",
    "packet": "packet",
    "parent": "area",
    "recorded_by": "account",
    "rescue": "rescue",
    "site": "site",
    "task": "task",
    "version": "checklist_version",
    "version_id": "document_version",
}
BY_NAME = ("attribute", "subject")  # points whose values are names of questions
ENOUGH = 60  # characters of a value on the page; the file has it whole
Question = tuple[str, Mapping[str, str]]
Show = Callable[[str, Any], str | None]
_meanings: dict[tuple[str, str], Mapping[str, str]] = {}
_shown: dict[str, Callable[[set[str]], dict[str, Show]]] = {}
_questions: list[Callable[[], dict[str, Question]]] = []


def meanings(kind: str, point: str, words: Mapping[str, str]) -> None:
    """Register what the codes of a point mean for objects of a kind."""
    _meanings[kind, point] = words


def questions(asked: Callable[[], dict[str, Question]]):
    """Register questions that stand in the database: name → its words and those of its answers."""
    _questions.append(asked)
    return asked


def shown(kind: str):
    """Register how objects of a kind say their own points: the ids → by id, what says a point and its value.

    It says None where it has nothing better than the names of points and values.
    """

    def register(by_id: Callable[[set[str]], dict[str, Show]]):
        _shown[kind] = by_id
        return by_id

    return register


def all_shown(objects: Iterable[tuple[str, str]]) -> dict[str, Show]:
    """How those objects, given as (kind, id), say their own points."""
    ids: dict[str, set[str]] = {}
    for kind, row_id in objects:
        if kind in _shown:
            ids.setdefault(kind, set()).add(row_id)
    return {row_id: show for kind, these in ids.items() for row_id, show in _shown[kind](these).items()}


def mentioned(facts: Mapping) -> Iterator[tuple[str, str]]:
    """The objects, as kind and id, that the points name."""
    for point, value in facts.items():
        for each in value if isinstance(value, list) else [value]:
            if point in OBJECTS and isinstance(each, str) and is_id(each):
                yield OBJECTS[point], each


def all_questions() -> dict[str, Question]:
    """Every question of the database."""
    return {name: question for asked in _questions for name, question in asked().items()}


def are_asked(facts: Mapping) -> bool:
    """Whether some of the points are questions of the database."""
    return not set(facts).isdisjoint(("attributes", *BY_NAME)) or not set(facts) <= set(POINTS)


@dataclass(frozen=True)
class Speaker:
    """Says points and values; knows the names of objects by id, the questions of the database, what objects say."""

    names: Mapping[str, str] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    shown: Mapping[str, Show] = field(default_factory=dict)
    show: Show | None = None

    def knowing(self, names: Mapping[str, str]) -> "Speaker":
        """The same with other names for some objects."""
        return replace(self, names={**self.names, **names}) if names else self

    def about(self, row_id: str | None) -> "Speaker":
        """The same for the points of that object."""
        return replace(self, show=self.shown.get(row_id or ""))

    def point(self, name: str) -> str:
        """What a point is called; one that nobody has named stays as it is."""
        return _(POINTS[name]) if name in POINTS else self.questions.get(name, (name,))[0]

    def value(self, kind: str, name: str, value) -> str:
        """What the value of a point of an object of that kind means."""
        if self.show and (said := self.show(name, value)) is not None:
            return said
        if value is None or isinstance(value, bool):
            return "" if value is None else _("是") if value else _("否")
        if isinstance(value, list):
            return _("、").join(self.value(kind, name, each) for each in value)
        if isinstance(value, dict):
            return _("；").join(self.both(kind, *pair) for pair in value.items())
        return self._word(kind, name, str(value))

    def both(self, kind: str, name: str, value) -> str:
        """The point and its value."""
        return _("%(name)s：%(value)s", name=self.point(name), value=self.value(kind, name, value) or "—")

    def _word(self, kind: str, name: str, value: str) -> str:
        words = _meanings.get((kind, name)) or _meanings.get(("", name)) or {}
        if value in words:
            return _said(words[value])
        if name in BY_NAME:
            return self.questions.get(value, (value,))[0]
        return self.names.get(value) or self.questions.get(name, (name, {}))[1].get(value, value)


def _said(words) -> str:
    """Words of ours, marked for the catalogue or said already where they are read."""
    return translate(words) if isinstance(words, str) else str(words)


def short(value: str) -> str:
    """As much of it as a page shows."""
    return value if len(value) <= ENOUGH else f"{value[:ENOUGH]}…"


meanings("", "role", {role.value: name for role, name in ROLE_NAMES.items()})
meanings("", "action", ACTS)
meanings("organisation", "kind", ORGANISATION_KINDS)
meanings("password_reset", "kind", {"reset": N_("重置密码"), "create": N_("新建管理员"), "enable": N_("启用管理员")})
