"""How forms open and how their choices are offered, for every form of the product."""

import pkgutil
from importlib import import_module

import pytest
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.core import UnboundField

from accounts.roles import Role
from core.forms import UNSEEN, BoxesField, ChoiceField, LinesField, PageForm
from core.wellformed import visible

PACKAGES = ("accounts", "checklists", "inspections")


def _subclasses(kind: type) -> set[type]:
    return {below for each in kind.__subclasses__() for below in (each, *_subclasses(each))}


def _forms() -> list[type]:
    for package in PACKAGES:
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if module.name.rpartition(".")[2] == "forms":
                import_module(module.name)
    return sorted(_subclasses(FlaskForm) - {PageForm}, key=lambda form: form.__qualname__)


def _fields() -> list[tuple[str, type]]:
    return [
        (f"{form.__name__}.{name}", field.field_class)
        for form in _forms()
        for name, field in vars(form).items()
        if isinstance(field, UnboundField)
    ]


@pytest.mark.parametrize("form", _forms(), ids=lambda form: form.__name__)
def test_no_form_is_opened_on_a_row(form):
    assert issubclass(form, PageForm), "a row would win over what stands: WTForms reads its attributes first"


@pytest.mark.parametrize(("name", "kind"), [field for field in _fields() if issubclass(field[1], SelectField)])
def test_no_choice_is_made_by_the_order_of_a_list_and_no_group_of_boxes_must_be_ticked_whole(name, kind):
    if issubclass(kind, SelectMultipleField):
        assert issubclass(kind, BoxesField)
    else:
        assert issubclass(kind, ChoiceField) or kind.__name__ == "RadioField"


@pytest.mark.parametrize(("name", "kind"), [field for field in _fields() if issubclass(field[1], TextAreaField)])
def test_text_of_several_lines_comes_back_with_the_line_breaks_that_stand(name, kind):
    assert issubclass(kind, LinesField)


@pytest.fixture
def fruit():
    class Fruit(PageForm):
        one = ChoiceField("one", choices=[("a", "A"), ("b", "B")])
        many = BoxesField("many", choices=[("a", "A"), ("b", "B")])

    return Fruit


OF_SOMEBODY = {"EditAccountForm": (Role.INSPECTOR, {}), "AreaForm": ([],)}  # what the form is opened for
TYPED = [
    (form, name)
    for form in _forms()
    for name, field in vars(form).items()
    if isinstance(field, UnboundField)
    and issubclass(field.field_class, StringField)
    and not issubclass(field.field_class, PasswordField)
]


@pytest.mark.parametrize(("form", "name"), TYPED, ids=lambda each: each if isinstance(each, str) else each.__name__)
@pytest.mark.parametrize("text", ["\u200b", "甲\u202e乙", "甲\x07", "\x1b[31m甲", "\ufeff甲", "甲\u2066乙"], ids=ascii)
def test_a_text_with_what_nobody_sees_is_refused_at_its_field(app, form, name, text):
    with app.test_request_context(method="POST", data={name: text}):
        filled = form(*OF_SOMEBODY.get(form.__name__, ()))
        for choice in (field for field in filled if isinstance(field, SelectField)):
            choice.choices = choice.choices or []  # what the page offers
        assert not filled.validate()
        assert UNSEEN in filled[name].errors


@pytest.mark.parametrize("text", ["张三", "第一行\n第二行\t乙", "👨‍👩‍👧 一家", "Ünïcode", "冠县（直属）"])
def test_a_text_that_is_all_seen_is_visible(text):
    assert visible(text)


@pytest.mark.parametrize(("standing", "shown"), [(None, ""), ("b", "b"), ("gone", "")])
def test_a_choice_opens_with_what_stands_or_with_nothing(app, fruit, standing, shown):
    with app.test_request_context():
        choices = fruit({"one": standing}).one.iter_choices()
    chosen = [choice.value for choice in choices if choice.selected] or [choices[0].value]
    assert chosen == [shown]


def test_what_was_not_offered_is_not_taken(app, fruit):
    for sent in ("", "gone"):
        with app.test_request_context(method="POST", data={"one": sent}):
            assert not fruit().validate()


def test_a_box_of_a_group_is_never_required_by_itself(app, fruit):
    from wtforms.validators import DataRequired

    class Several(PageForm):
        many = BoxesField("many", [DataRequired()], choices=[("a", "A"), ("b", "B")])

    with app.test_request_context():
        assert "required" not in "".join(option() for option in Several().many)
    with app.test_request_context(method="POST", data={"many": "b"}):
        assert Several().validate()
    with app.test_request_context(method="POST", data={}):
        assert not Several().validate()
