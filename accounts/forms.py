"""Forms of signing in and of the administrator."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional, Regexp, ValidationError

from accounts.roles import GOVERNING, ORGANISATION_KINDS, Role
from core.forms import BoxesField, ChoiceField, PageForm
from core.wellformed import is_name, spaced

REQUIRED = _("请填写这一项。")
NOT_A_NAME = _("须为一行看得见的文字，不能换行，也不能含有看不见的字符。")
NO_PARENT = "none"


class NameField(StringField):
    """What somebody or something is called, or goes by: one line without hidden characters; its spaces are single."""

    def process_formdata(self, valuelist):
        super().process_formdata([spaced(value) for value in valuelist])

    def post_validate(self, form, validation_stopped):
        """What is empty is for the field's own rules to judge."""
        if self.data and not is_name(self.data):
            raise ValidationError(NOT_A_NAME)


class LoginForm(PageForm):
    """Name and password."""

    username = StringField(_("账号"), [InputRequired(REQUIRED), Length(max=40)])
    password = PasswordField(_("密码"), [InputRequired(REQUIRED), Length(max=1000)])


class PasswordForm(PageForm):
    """The present password, and a new one twice."""

    current = PasswordField(_("当前密码"), [InputRequired(REQUIRED), Length(max=1000)])
    new_password = PasswordField(_("新密码"), [InputRequired(REQUIRED), Length(max=1000)])
    repeated = PasswordField(_("再输一次新密码"), [EqualTo("new_password", _("两次输入的新密码不一致。"))])


class AreaForm(PageForm):
    """A place, in one of the areas there are; also that it lies in none has to be chosen."""

    name = NameField(_("名称"), [DataRequired(REQUIRED), Length(max=80)])
    parent = ChoiceField(_("上级区域"), [InputRequired(REQUIRED)])

    def __init__(self, areas: list[tuple[str, str]], standing: dict | None = None):
        super().__init__(standing and {**standing, "parent": standing["parent"] or NO_PARENT})
        self.parent.choices = [(NO_PARENT, _("—无上级—")), *areas]

    def given(self) -> dict:
        """What was entered; no parent is None."""
        wanted = super().given()
        return {**wanted, "parent": None if wanted["parent"] == NO_PARENT else wanted["parent"]}


class OrganisationForm(PageForm):
    """An office or an enterprise."""

    name = NameField(_("单位名称"), [DataRequired(REQUIRED), Length(max=120)])
    kind = ChoiceField(
        _("类别"),
        [InputRequired(REQUIRED)],
        choices=[(kind, _(name)) for kind, name in ORGANISATION_KINDS.items()],
    )
    area = ChoiceField(_("所在区域"), [InputRequired(REQUIRED)])


class AccountForm(PageForm):
    """A new account."""

    username = StringField(
        _("账号名"),
        [
            DataRequired(REQUIRED),
            Length(min=3, max=40),
            Regexp(r"^[A-Za-z0-9_.-]+$", message=_("账号名只能用字母、数字和 . _ -。")),
        ],
    )
    name = NameField(_("姓名"), [DataRequired(REQUIRED), Length(max=60)])
    role = ChoiceField(_("角色"), [InputRequired(REQUIRED)])
    organisation = ChoiceField(_("所属单位"), [InputRequired(REQUIRED)])


class SettingsForm(PageForm):
    """What holds for the whole installation."""

    pin_required = BooleanField(_("检查员的手机必须设置应用锁"))


class EditAccountForm(PageForm):
    """What can be changed of an account; it has the fields that the account's role has a use for."""

    name = NameField(_("姓名"), [DataRequired(REQUIRED), Length(max=60)])
    organisation = ChoiceField(_("所属单位"), [InputRequired(REQUIRED)])
    enabled = BooleanField(_("可以登录"))
    areas = BoxesField(_("管辖区域"))
    certificate = NameField(_("执法证号"), [Length(max=40)])
    certified_until = DateField(_("执法证有效期至"), [Optional()])

    def __init__(self, role: Role, standing: dict):
        super().__init__(standing)
        if role not in GOVERNING:
            del self.areas
        if role != Role.INSPECTOR:
            del self.certificate, self.certified_until
