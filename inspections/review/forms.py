"""Forms of the supervisor's desk."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, StringField
from wtforms.validators import Length, Optional

from core.forms import LinesField, PageForm
from inspections.visits.words import STATES

KINDS = [("accept", _("认可检查结果")), ("adjust", _("调整")), ("return", _("退回此项"))]
ADJUSTED = [(state, _(STATES[state])) for state in ("pass", "partial", "fail", "na")]


class DecisionForm(PageForm):
    """What the supervisor says of one item."""

    kind = RadioField(_("审核意见"), choices=KINDS, validate_choice=False)
    state = RadioField(_("调整为"), [Optional()], choices=ADJUSTED, validate_choice=False)
    earned = StringField(_("部分符合时的得分"), [Optional(), Length(max=12)])
    reason = LinesField(_("理由"), [Length(max=1000)])
