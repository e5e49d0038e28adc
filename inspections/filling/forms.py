"""One form per checklist version: a few fields an item, by its answer kind."""

from flask_babel import lazy_gettext as _
from wtforms import Form, MultipleFileField, RadioField, StringField
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import DateInput

from checklists.authoring.answer_kinds import KINDS, Input
from checklists.authoring.models import ChecklistVersion, Item
from core.forms import LinesField, PageForm
from inspections.visits.entries import inputs_of
from inspections.visits.words import STATES


class AnswerForm(Form):
    """What every form of a checklist is made of; its values are read raw and judged by the answer kinds."""

    def raw(self, item: Item) -> dict[str, str]:
        """What was entered for the item: input name → text."""
        names = ("state", "note", *KINDS[item.kind].fields(item.params))
        return {name: self[f"{item.code}-{name}"].data or "" for name in names}

    def was_sent(self, item: Item) -> bool:
        """Whether the post held the item at all; what was not sent is not cleared."""
        return bool(self[f"{item.code}-note"].raw_data)


class WithdrawForm(PageForm):
    """A task that is taken back."""

    visit = RadioField(
        _("已开始的检查"),
        [Optional()],
        choices=[("keep", _("保留，由检查员继续完成并提交")), ("close", _("关闭，不再填写；已填内容留存备查"))],
        validate_choice=False,
    )
    reason = LinesField(_("撤回理由"), [DataRequired(_("请写明撤回理由。")), Length(max=1000)])


def build_form(version: ChecklistVersion) -> type[AnswerForm]:
    """The form class of the version."""
    fields = {name: field for item in version.items for name, field in _fields(item)}
    return type("ChecklistForm", (AnswerForm,), fields)


def _fields(item: Item):
    kind = KINDS[item.kind]
    own = kind.states(item.params)
    others = ("na", "unable") if item.na_allowed else ("unable",)
    by_value = [] if own else [("", _("按填写内容判定"))]  # takes back what was said below it
    choices = by_value + [(state, _(STATES[state])) for state in (*own, *others)]
    yield f"{item.code}-state", _radio(item.question, choices)
    for each in kind.inputs(item.params):
        yield f"{item.code}-{each.name}", _field(each, _(each.label) if each.label else item.question)
    yield f"{item.code}-note", LinesField(_("说明"))
    yield f"{item.code}-photos", MultipleFileField(_("照片"))


def _radio(label: str, choices) -> RadioField:
    return RadioField(label, choices=choices, validate_choice=False)


def _field(asked: Input, label: str):
    if asked.choices:
        return _radio(label, [(value, _(words)) for value, words in asked.choices])
    if asked.is_long:
        return LinesField(label)
    return StringField(label, widget=DateInput()) if asked.is_day else StringField(label)


def values_of(item: Item, entry) -> dict[str, str]:
    """An entry as the inputs show it."""
    return {f"{item.code}-{name}": text for name, text in inputs_of(entry).items()}
