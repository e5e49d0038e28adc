"""One form per checklist version: a few fields an item, by its answer kind."""

from flask_babel import lazy_gettext as _
from wtforms import Form, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.widgets import DateInput

from checklists.authoring.answer_kinds import KINDS
from checklists.authoring.models import ChecklistVersion, Item
from inspections.filling.entries import inputs_of

STATE_LABELS = {
    "pass": _("符合"),
    "partial": _("部分符合"),
    "fail": _("不符合"),
    "na": _("不适用"),
    "unable": _("无法检查"),
}


class AnswerForm(Form):
    """What every form of a checklist is made of; its values are read raw and judged by the answer kinds."""

    def raw(self, item: Item) -> dict[str, str]:
        """What was entered for the item: input name → text."""
        names = ("state", "note", *KINDS[item.kind].fields(item.params))
        return {name: self[f"{item.code}-{name}"].data or "" for name in names}

    def was_sent(self, item: Item) -> bool:
        """Whether the post held the item at all; what was not sent is not cleared."""
        return bool(self[f"{item.code}-note"].raw_data)


def build_form(version: ChecklistVersion) -> type[AnswerForm]:
    """The form class of the version."""
    fields = {name: field for item in version.items for name, field in _fields(item)}
    return type("ChecklistForm", (AnswerForm,), fields)


def _fields(item: Item):
    kind = KINDS[item.kind]
    own = kind.states(item.params)
    others = ("na", "unable") if item.na_allowed else ("unable",)
    choices = [(state, STATE_LABELS[state]) for state in (*own, *others)]
    yield f"{item.code}-state", _radio(item.question, choices)
    for name in kind.fields(item.params):
        yield f"{item.code}-{name}", _input(item, name)
    yield f"{item.code}-note", TextAreaField(_("说明"))
    yield f"{item.code}-photos", MultipleFileField(_("照片"))


def _radio(label: str, choices) -> RadioField:
    return RadioField(label, choices=choices, validate_choice=False)


def _input(item: Item, name: str):
    params, kind = item.params, KINDS[item.kind]
    if name in ("start", "end", "day", "valid_until"):
        label = {"start": params.get("start"), "end": params.get("end"), "valid_until": _("有效期至")}.get(name)
        return StringField(label or _("日期"), widget=DateInput())
    if name == "count" and params.get("of"):
        return _radio(item.question, [(str(n), str(n)) for n in range(params["of"] + 1)])
    if name in ("option", "seen"):
        return _radio(item.question, [(value, _(label)) for value, label in kind.choices(params)])
    if name == "reference":
        return StringField(_("文件名称或编号"))
    readings = {reading["name"]: reading["label"] for reading in params.get("readings", ())}
    return StringField(readings.get(name, item.question))


def values_of(item: Item, entry) -> dict[str, str]:
    """An entry as the inputs show it."""
    return {f"{item.code}-{name}": text for name, text in inputs_of(entry).items()}
