"""Forms of stored documents."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, InputRequired, Length

from core.forms import LinesField, PageForm

REQUIRED = _("请填写这一项。")


class KeepForm(PageForm):
    """A decision to go on with a document that has lapsed."""

    decided_by = StringField(_("决定人或决定机关"), [DataRequired(REQUIRED), Length(max=60)])
    reason = LinesField(_("沿用理由"), [DataRequired(REQUIRED), Length(max=1000)])
    until = DateField(_("沿用至（含当日）"), [InputRequired(REQUIRED)])
