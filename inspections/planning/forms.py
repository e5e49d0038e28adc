"""Forms of sites, tasks and the calendar."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

REQUIRED = _("请填写这一项。")
SITE_KINDS = [("depot", _("洁净煤配送点")), ("plant", _("生产经营单位")), ("purchase", _("政府采购项目"))]


class SiteForm(FlaskForm):
    """What is inspected."""

    organisation = SelectField(_("所属单位"), [InputRequired(REQUIRED)])
    name = StringField(_("名称"), [DataRequired(REQUIRED), Length(max=120)])
    kind = SelectField(_("类别"), choices=SITE_KINDS)
    address = StringField(_("地址"), [Length(max=200)])


def site_form(attributes: list[dict]) -> type[SiteForm]:
    """The form of a site with the questions that published checklists ask of its kind."""
    fields = {
        f"attribute_{attribute['name']}": RadioField(
            attribute["label"],
            [Optional()],
            choices=[(option["value"], option["label"]) for option in attribute["options"]],
        )
        for attribute in attributes
    }
    return type("SiteWithAttributesForm", (SiteForm,), fields)


class TaskForm(FlaskForm):
    """A visit to be made."""

    site = SelectField(_("检查对象"), [InputRequired(REQUIRED)])
    checklist = SelectField(_("检查表"), [InputRequired(REQUIRED)])
    inspectors = SelectMultipleField(
        _("检查员"), [DataRequired(REQUIRED)], widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    due_on = DateField(_("最迟完成日期"), [InputRequired(REQUIRED)])
    note = TextAreaField(_("说明"), [Length(max=1000)])


class CalendarForm(FlaskForm):
    """The county's word on one day."""

    day = DateField(_("日期"), [InputRequired(REQUIRED)])
    working = RadioField(_("当天"), [InputRequired(REQUIRED)], choices=[("yes", _("上班")), ("no", _("放假"))])
    reason = StringField(_("依据"), [DataRequired(REQUIRED), Length(max=200)])
