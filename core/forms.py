"""What every form of the product shares: how it opens, how it offers choices, how it shows what was refused."""

from flask import flash
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import Choice
from wtforms.widgets import CheckboxInput, ListWidget

from core.errors import DomainError
from core.i18n import translate, translate_error
from core.wellformed import visible

NOT_CHOSEN = _("请选择")
UNSEEN = _("含有看不见的控制字符，请删去后重新填写。")


class PageForm(FlaskForm):
    """A form of a page. It opens with what stands, named field by field, and with nothing else.

    A row is never handed in: its relations bear the names of fields and would win over what stands.
    """

    def __init__(self, standing: dict | None = None):
        super().__init__(data=standing or {})

    def validate(self, extra_validators=None) -> bool:
        """The fields' own rules, and that a text holds nothing that nobody sees."""
        unseen = [field for field in self if _is_typed(field) and not visible(field.data or "")]
        sound = super().validate(extra_validators)
        for field in unseen:
            field.errors = [UNSEEN]
        return sound and not unseen

    def given(self) -> dict:
        """What was entered, field by field."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}


class ChoiceField(SelectField):
    """One of several. Where nothing that is offered stands, nothing is chosen: the first is not taken silently."""

    def iter_choices(self):
        choices = list(super().iter_choices())
        if any(choice.selected for choice in choices):
            return choices
        return [Choice("", str(NOT_CHOSEN), False, {}), *choices]


def _is_typed(field) -> bool:
    return isinstance(field, StringField) and not isinstance(field, PasswordField)


class _Box(CheckboxInput):
    """One box of a group: `required` on it would ask for every box, not for one of them."""

    validation_attrs = ("disabled",)


class BoxesField(SelectMultipleField):
    """Any number of several, a box each."""

    widget, option_widget = ListWidget(prefix_label=False), _Box()


class LinesField(TextAreaField):
    """Text of several lines. A browser sends CR LF between them; what stands has LF, so that it stays the same text."""

    def process_formdata(self, valuelist):
        super().process_formdata([value.replace("\r\n", "\n") for value in valuelist])


def show_errors(form, error: DomainError) -> None:
    """Put a domain error on the form: at its field where it names one, above the form otherwise."""
    for name, message in error.fields.items():
        if name in form:
            form[name].errors = [*form[name].errors, translate(message)]
    if not any(name in form for name in error.fields):
        flash(translate_error(error), "error")
