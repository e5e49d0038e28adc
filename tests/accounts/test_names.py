"""What areas, organisations and people may be called: one line that shows all that it holds."""

import pytest

from accounts.forms import AccountForm, AreaForm, EditAccountForm, NameField, OrganisationForm
from accounts.roles import Role

FORMS = {AccountForm: (), OrganisationForm: (), AreaForm: ([],), EditAccountForm: (Role.INSPECTOR, {})}
NAMED = [
    (form, name)
    for form in FORMS
    for name, field in vars(form).items()
    if getattr(field, "field_class", None) is NameField
]
NO_NAMES = [
    "甲\n乙",
    "甲\r乙",
    "甲\n",
    "甲\u061c",
    "甲\u2028乙",
    "甲\u2029乙",
    "甲\u00ad乙",
    "甲\u034f乙",
    "甲\u200d乙",
]
NO_NAMES += ["甲\U000e0041", "\u3164", "\u115f", "\uffa0", "\u2800", "\u0301", "甲\ue000", "甲\ufe0f"]


def _filled(app, form, data):
    with app.test_request_context(method="POST", data=data):
        filled = form(*FORMS[form])
        for field in filled:
            if hasattr(field, "choices"):
                field.choices = field.choices or []
        filled.validate()
        return filled


def test_everything_that_has_a_name_has_it_checked():
    assert {form for form, name in NAMED if name == "name"} == set(FORMS)


@pytest.mark.parametrize(("form", "name"), NAMED, ids=lambda each: each if isinstance(each, str) else each.__name__)
@pytest.mark.parametrize("text", NO_NAMES, ids=ascii)
def test_a_name_with_what_nobody_sees_is_refused_at_its_field(app, form, name, text):
    assert _filled(app, form, {name: text})[name].errors


@pytest.mark.parametrize(("form", "name"), NAMED, ids=lambda each: each if isinstance(each, str) else each.__name__)
def test_a_name_is_kept_with_single_spaces(app, form, name):
    field = _filled(app, form, {name: " 张\u3000 \t三 "})[name]
    assert (field.data, list(field.errors)) == ("张 三", [])


@pytest.mark.parametrize("form", FORMS)
def test_a_name_of_spaces_only_is_none(app, form):
    assert "请填写这一项。" in [str(each) for each in _filled(app, form, {"name": "\u3000 "}).name.errors]
