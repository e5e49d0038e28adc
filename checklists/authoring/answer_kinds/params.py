"""What an author may write in the parameters of an item: names, words, numbers, terms. Pure.

A published checklist keeps its parameters for ever: what could not be asked, judged or printed is refused before.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import N_, Sentence
from core.working_days import LONGEST

Check = Callable[[Any], bool]
NAME = re.compile(r"[a-z][a-z0-9_]*")
TAKEN = ("state", "note", "photos", "revision")  # inputs that every item has
MOST = 99  # things that one item may look for
DAYS_OF = {"工作日": 2, "日": 1, "天": 1, "个月": 31, "月": 31, "年": 366}  # at the most, holidays included


@dataclass(frozen=True)
class Rule:
    """What may stand in one parameter, and what the author is told where something else does, or nothing.

    Without a sentence for `missing` it may be left out.
    """

    sound: Check
    wrong: str
    missing: str = ""

    def problem(self, params: Mapping[str, Any], name: str) -> str:
        """What is wrong with that parameter; empty when nothing."""
        if self.missing and not params.get(name):
            return self.missing
        return Sentence(self.wrong, name=name) if name in params and not self.sound(params[name]) else ""


def problems_of(params: Any, rules: Mapping[str, Rule]) -> list[str]:
    """What is wrong with the parameters by the rule of each, for the author."""
    if not isinstance(params, Mapping):
        return [N_("参数须逐个写明名称和内容。")]
    unknown = tuple(sorted(str(name) for name in set(params) - set(rules)))
    strange = [Sentence(N_("不认识的参数：{names}"), names=unknown)] if unknown else []
    return strange + [wrong for name, rule in rules.items() if (wrong := rule.problem(params, name))]


def is_text(value: Any) -> bool:
    """Words that can be read."""
    return isinstance(value, str) and bool(value.strip())


def is_flag(value: Any) -> bool:
    """Yes or no."""
    return isinstance(value, bool)


def is_whole(value: Any, least: int = 0, most: int = LONGEST) -> bool:
    """A whole number, written as one: 3, not "3", 3.0 or yes."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def is_name(value: Any) -> bool:
    """The name of an input that every form, packet and script can carry, and that the item does not have yet."""
    return isinstance(value, str) and bool(NAME.fullmatch(value)) and value not in TAKEN


def is_one_of(value: Any, among: Collection[str]) -> bool:
    """One of these words."""
    return isinstance(value, str) and value in among


def fits(value: Any, needed: Mapping[str, Check], may: Mapping[str, Check] | None = None) -> bool:
    """A table that holds what is needed, perhaps what it may hold besides, and nothing else; each of it sound."""
    checks = {**needed, **(may or {})}
    if not isinstance(value, Mapping) or not set(needed) <= set(value) <= set(checks):
        return False
    return all(checks[name](each) for name, each in value.items())


def is_list_of(value: Any, sound: Check) -> bool:
    """One or several of them."""
    return isinstance(value, list) and 1 <= len(value) <= MOST and all(map(sound, value))


def differ(values: Any) -> bool:
    """No word twice, also when only the blanks around it differ."""
    words = [each.strip() for each in values]
    return len(set(words)) == len(words)


def are_parts(value: Any) -> bool:
    """The names of several things, each another."""
    return is_list_of(value, is_text) and differ(value)


def are_rows(value: Any, row: Check, *apart: str) -> bool:
    """Several tables of one shape, no two of them alike in any of these points."""
    return is_list_of(value, row) and all(differ(each[point] for each in value) for point in apart)


TERM: Mapping[str, Check] = {"value": is_whole, "unit": lambda unit: is_one_of(unit, DAYS_OF)}


def is_term(value: Any, more: Mapping[str, Check] | None = None) -> bool:
    """A term {value, unit} that a calendar can reach, perhaps with more points beside it."""
    return fits(value, {**TERM, **(more or {})}) and value["value"] * DAYS_OF[value["unit"]] <= LONGEST


def parts_problems(params: Mapping[str, Any]) -> list[str]:
    """What is wrong where parts are named and another number of them is due."""
    if "parts" not in params or params.get("of") == len(params["parts"]):
        return []
    return [N_("所列各部分的数目须与应有的数目相同。")]


FLAG = Rule(is_flag, N_("参数 {name} 只能是“是”或“否”。"))
TEXT = Rule(is_text, N_("参数 {name} 须是文字，不能为空。"))
PARTS = Rule(are_parts, N_("各部分须是互不相同的文字，不能为空，最多 99 项。"))
OF = Rule(lambda of: is_whole(of, 1, MOST), N_("应有的数目须是 1 至 99 的整数。"))
TERM_WRONG = N_("期限须有不小于 0 的整数和认识的单位，且不超过十年。")
NAMES_WRONG = N_(
    "各项须有不同的输入名和不同的名称；输入名以小写英文字母开头，只含小写英文字母、数字和下划线，不能与本项已有的输入同名。"
)
