"""Forms of sites, tasks and the calendar."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from core.forms import BoxesField, ChoiceField, LinesField, PageForm

REQUIRED = _("请填写这一项。")
SITE_KINDS = [("depot", _("洁净煤配送点")), ("plant", _("生产经营单位")), ("purchase", _("政府采购项目"))]


class KindForm(PageForm):
    """What kind of site is to be added; each kind has its own questions."""

    kind = ChoiceField(_("类别"), [InputRequired(REQUIRED)], choices=SITE_KINDS)


class SiteForm(PageForm):
    """What is inspected."""

    organisation = ChoiceField(_("所属单位"), [InputRequired(REQUIRED)])
    name = StringField(_("名称"), [DataRequired(REQUIRED), Length(max=120)])
    kind = ChoiceField(_("类别"), [InputRequired(REQUIRED)], choices=SITE_KINDS)
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


class TransferForm(PageForm):
    """A site that goes to another organisation."""

    organisation = ChoiceField(_("接收单位"), [InputRequired(REQUIRED)])
    from_on = DateField(_("移交日期"), [InputRequired(REQUIRED)])
    reason = LinesField(_("移交理由"), [DataRequired(REQUIRED), Length(max=1000)])


class WhereForm(PageForm):
    """Which site is to be visited; each kind has its own checklists."""

    site = ChoiceField(_("检查对象"), [InputRequired(REQUIRED)])


class TaskForm(PageForm):
    """A visit to be made at a site that is chosen."""

    site = HiddenField()
    # The service says why another checklist cannot be given; the field would only say that it is not on the list.
    checklist = ChoiceField(_("检查表"), [InputRequired(REQUIRED)], validate_choice=False)
    inspectors = BoxesField(_("检查员"), [DataRequired(REQUIRED)])
    due_on = DateField(_("最迟完成日期"), [InputRequired(REQUIRED)])
    note = LinesField(_("说明"), [Length(max=1000)])
    again = BooleanField(_("已有相同任务，仍然下达"))


class CalendarForm(PageForm):
    """The county's word on one day."""

    day = DateField(_("日期"), [InputRequired(REQUIRED)])
    working = RadioField(_("当天"), [InputRequired(REQUIRED)], choices=[("yes", _("上班")), ("no", _("放假"))])
    reason = StringField(_("依据"), [DataRequired(REQUIRED), Length(max=200)])
