"""What every kind of answer is: what it asks, what its value means. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from checklists.authoring.answer_kinds.params import Rule, problems_of
from core.clock import today
from core.errors import N_, Sentence


@dataclass(frozen=True)
class Judgement:
    """What a value means: the state, the share reached, and the reason in words."""

    state: str  # pass | partial | fail | unable (not decided yet, see pending)
    level: Fraction | None = None
    message: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    pending: bool = False  # a term still runs, or its calendar is not published

    @property
    def text(self) -> Sentence:
        """The reason, as a sentence."""
        return Sentence(self.message, **self.params)


@dataclass(frozen=True)
class Context:
    """When the judgement is made: the visit's day, the present day, the county's own working days."""

    visit_day: date = field(default_factory=today)
    today: date = field(default_factory=today)
    overrides: Mapping[date, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Input:
    """One thing that a person fills in: its name, what it is called (the item's question where empty), its options."""

    name: str
    label: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_day: bool = False
    is_long: bool = False  # words over several lines


class AnswerKind:
    """A way of answering. Subclasses say what they read, how they judge, how they print."""

    name = ""
    label = ""
    options_wanted: Mapping[str, Rule] = {}  # parameters that it understands, and what may stand in each
    sentences: Mapping[str, str] = {}  # what a judgement or a refusal says, by the short name that the script asks for
    by_calendar = False  # judged by working days
    may_be_absent = False  # a paper that is not there cannot be photographed
    absent_photos = N_("须附照片 {count} 张；未提供资料的，须有说明或照片")  # what the card says then

    def inputs(self, params: Mapping[str, Any]) -> tuple[Input, ...]:
        """What a person fills in, in its order; nothing unless the kind has some."""
        return ()

    def fields(self, params: Mapping[str, Any]) -> tuple[str, ...]:
        """The names of the raw inputs."""
        return tuple(each.name for each in self.inputs(params))

    def states(self, params: Mapping[str, Any]) -> tuple[str, ...]:
        """The verdicts that the person gives directly; empty where the value decides."""
        return ()

    def results(self, params: Mapping[str, Any]) -> tuple[str, ...]:
        """The states that an answer can come to; one without a limit is only recorded."""
        of = ("partial",) if params.get("partial") else ()
        return ("pass", *of, "fail") if params.get("limit") or params.get("of") else ("pass",)

    def labels(self, params: Mapping[str, Any]) -> tuple[str, ...]:
        """Words of the checklist that a judgement repeats."""
        return ()

    def limit(self, params: Mapping[str, Any]) -> str:
        """The limit as it is printed; empty where there is none."""
        return ""

    def advice(self, value, params: Mapping[str, Any]) -> str | None:
        """What we recommend although the limit is met; ours, not the document's."""
        return None

    def parse(self, raw: Mapping[str, str], params: Mapping[str, Any]) -> dict[str, Any] | None:
        """The value in the raw inputs; None when nothing was entered. Raises Invalid with the fields that are wrong."""
        raise NotImplementedError

    def judge(self, value, params: Mapping[str, Any], context: Context) -> Judgement | None:
        """What a whole value means; None where the kind leaves that to the person."""
        raise NotImplementedError

    def show(self, value, params: Mapping[str, Any]) -> str:
        """The value as it is printed; empty without one."""
        raise NotImplementedError

    def is_absent(self, value) -> bool:
        """Whether what is to be looked at was said not to be there."""
        return False

    def owed(self, value, params: Mapping[str, Any]) -> str:
        """What of an answer that was begun is still to be said, by its short name; empty when it is whole.

        As long as anything is owed the answer means nothing: 有 without its count is no 0.
        """
        return ""

    def seen(self, value, params: Mapping[str, Any], judgement: Judgement | None) -> str:
        """What was seen at the site, as a finding says it."""
        return self.show(value, params)

    def problems(self, params: Mapping[str, Any]) -> list[str]:
        """What is wrong with the parameters, for the author."""
        return problems_of(params, self.options_wanted)
