"""Forms of signing in and of the administrator."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Optional, Regexp

REQUIRED = _("请填写这一项。")


class LoginForm(FlaskForm):
    """Name and password."""

    username = StringField(_("账号"), [InputRequired(REQUIRED), Length(max=40)])
    password = PasswordField(_("密码"), [InputRequired(REQUIRED), Length(max=1000)])


class PasswordForm(FlaskForm):
    """The present password, and a new one twice."""

    current = PasswordField(_("当前密码"), [InputRequired(REQUIRED), Length(max=1000)])
    new_password = PasswordField(_("新密码"), [InputRequired(REQUIRED), Length(max=1000)])
    repeated = PasswordField(_("再输一次新密码"), [EqualTo("new_password", _("两次输入的新密码不一致。"))])


class AreaForm(FlaskForm):
    """A place."""

    name = StringField(_("名称"), [DataRequired(REQUIRED), Length(max=80)])
    parent = SelectField(_("上级区域"), [Optional()])


class OrganisationForm(FlaskForm):
    """An office or an enterprise."""

    name = StringField(_("单位名称"), [DataRequired(REQUIRED), Length(max=120)])
    kind = SelectField(
        _("类别"),
        choices=[
            ("department", _("部门")),
            ("township", _("乡镇（街道）")),
            ("enterprise", _("企业")),
            ("county", _("县级机关")),
        ],
    )
    area = SelectField(_("所在区域"), [InputRequired(REQUIRED)])


class AccountForm(FlaskForm):
    """A new account."""

    username = StringField(
        _("账号名"),
        [
            DataRequired(REQUIRED),
            Length(min=3, max=40),
            Regexp(r"^[A-Za-z0-9_.-]+$", message=_("账号名只能用字母、数字和 . _ -。")),
        ],
    )
    name = StringField(_("姓名"), [DataRequired(REQUIRED), Length(max=60)])
    role = SelectField(_("角色"))
    organisation = SelectField(_("所属单位"), [InputRequired(REQUIRED)])


class EditAccountForm(FlaskForm):
    """What can be changed of an account."""

    name = StringField(_("姓名"), [DataRequired(REQUIRED), Length(max=60)])
    organisation = SelectField(_("所属单位"), [InputRequired(REQUIRED)])
    enabled = BooleanField(_("可以登录"))
    areas = SelectMultipleField(_("管辖区域（主管）"))
    certificate = StringField(_("执法证号（检查员）"), [Length(max=40)])
    certified_until = DateField(_("执法证有效期至"), [Optional()])
