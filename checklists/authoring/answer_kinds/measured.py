"""Answers that are counted, measured or picked. Pure."""

from collections.abc import Mapping

from checklists.authoring.answer_kinds.judgement import AnswerKind, Context, Judgement, compare, share, show_limit
from core.errors import N_, Invalid
from core.numbers import parse_decimal, show_fraction

RECORDED = N_("已记录")


def number_in(raw: Mapping[str, str], name: str) -> str | None:
    """The number typed into that field, in plain digits; None when the field is empty."""
    text = (raw.get(name) or "").strip()
    if not text:
        return None
    try:
        return show_fraction(parse_decimal(text))
    except Invalid as wrong:
        raise Invalid(wrong.message, fields={name: wrong.message}) from wrong


def whole_number_in(raw: Mapping[str, str], name: str) -> int | None:
    """The same for something that is counted."""
    text = number_in(raw, name)
    if text is None:
        return None
    if not text.isdigit():
        message = N_("请填写整数，例如 3。")
        raise Invalid(message, fields={name: message})
    return int(text)


class Verdict(AnswerKind):
    """The person judges: 符合 / 不符合, with 部分符合 where `partial` is true.

    params: partial (bool), readings [{name, label, unit}] that are recorded beside the verdict, without a limit.
    """

    name, label = "verdict", N_("判定")
    options_wanted = frozenset({"partial", "readings"})

    def fields(self, params):
        return tuple(reading["name"] for reading in params.get("readings", ()))

    def states(self, params):
        return ("pass", "partial", "fail") if params.get("partial") else ("pass", "fail")

    def parse(self, raw, params):
        readings = {name: number_in(raw, name) for name in self.fields(params)}
        given = {name: reading for name, reading in readings.items() if reading is not None}
        return {"readings": given} if given else None

    def judge(self, value, params, context: Context) -> Judgement | None:
        return None

    def show(self, value, params):
        units = {reading["name"]: reading for reading in params.get("readings", ())}
        given = (value or {}).get("readings", {})
        return "，".join(f"{units[name]['label']} {each} {units[name]['unit']}" for name, each in given.items())


class Number(AnswerKind):
    """A reading with a unit, judged against a limit; without a limit it is only recorded.

    params: limit {op, value, unit}, or unit alone.
    """

    name, label = "number", N_("数值")
    options_wanted = frozenset({"limit", "unit"})

    def fields(self, params):
        return ("reading",)

    def unit(self, params) -> str:
        """The unit that the reading is in."""
        return (params.get("limit") or params).get("unit", "")

    def parse(self, raw, params):
        reading = number_in(raw, "reading")
        return None if reading is None else {"reading": reading}

    def judge(self, value, params, context: Context) -> Judgement:
        if not params.get("limit"):
            return Judgement("pass", None, RECORDED)
        return compare(parse_decimal(value["reading"]), params["limit"])

    def show(self, value, params):
        return f"{value['reading']} {self.unit(params)}".strip() if value else ""

    def problems(self, params):
        return super().problems(params) + _limit_problems(params)


class Count(AnswerKind):
    """How many: against a limit, or n of m named parts.

    params: limit {op, value, unit} and advice {below, text}; or of (m), parts [names], partial (bool).
    """

    name, label = "count", N_("计数")
    options_wanted = frozenset({"limit", "unit", "advice", "of", "parts", "partial"})

    def fields(self, params):
        return ("count",)

    def choices(self, params):
        return [(str(n), str(n)) for n in range(params["of"] + 1)] if params.get("of") else []

    def unit(self, params) -> str:
        """The unit that is counted."""
        return (params.get("limit") or params).get("unit", "")

    def parse(self, raw, params):
        count = whole_number_in(raw, "count")
        if count is None:
            return None
        if params.get("of") and count > params["of"]:
            message = N_("数目超过了应有的总数。")
            raise Invalid(message, fields={"count": message})
        return {"count": count}

    def judge(self, value, params, context: Context) -> Judgement:
        if params.get("of"):
            return share(value["count"], params["of"], params.get("partial", False))
        if not params.get("limit"):
            return Judgement("pass", None, RECORDED)
        return compare(parse_decimal(str(value["count"])), params["limit"])

    def advice(self, value, params) -> str | None:
        """What we recommend although the limit is met; ours, not the document's."""
        advice = params.get("advice")
        return advice["text"] if advice and value and value["count"] < advice["below"] else None

    def show(self, value, params):
        if not value:
            return ""
        if params.get("of"):
            return f"{value['count']} / {params['of']}"
        return f"{value['count']} {self.unit(params)}".strip()

    def problems(self, params):
        return super().problems(params) + _limit_problems(params)


class Choice(AnswerKind):
    """One of several named options, each with the state that it means.

    params: options [{value, label, state}].
    """

    name, label = "choice", N_("选项")
    options_wanted = frozenset({"options"})

    def fields(self, params):
        return ("option",)

    def choices(self, params):
        return [(option["value"], option["label"]) for option in params["options"]]

    def _option(self, params, chosen: str) -> Mapping | None:
        return next((option for option in params["options"] if option["value"] == chosen), None)

    def parse(self, raw, params):
        chosen = (raw.get("option") or "").strip()
        if not chosen:
            return None
        if self._option(params, chosen) is None:
            message = N_("请选择列出的一项。")
            raise Invalid(message, fields={"option": message})
        return {"option": chosen}

    def judge(self, value, params, context: Context) -> Judgement:
        option = self._option(params, value["option"])
        return Judgement(option["state"], None, option["label"])

    def show(self, value, params):
        return self._option(params, value["option"])["label"] if value else ""

    def problems(self, params):
        missing = [] if params.get("options") else [N_("缺少选项。")]
        return super().problems(params) + missing


def _limit_problems(params: Mapping) -> list[str]:
    limit = params.get("limit")
    if limit is None:
        return []
    try:
        show_limit(limit)
    except (KeyError, ValueError, TypeError, ZeroDivisionError):
        return [N_("限值写得不对。")]
    return []
