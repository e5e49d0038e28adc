"""What can go wrong, in sentences for people. Pure: the edge turns them into pages and JSON."""

import re


def N_(message: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return message


class Sentence(str):
    """A marked sentence with what fills it, so that it is translated whole; as text it is the Chinese one."""

    def __new__(cls, message: str, **params):
        """The text is the sentence with its parameters filled in."""
        made = super().__new__(cls, message.format(**params))
        made.message, made.params = message, params
        return made


class DomainError(Exception):
    """A rule of the product says no. The message says what is wrong and what to do."""

    status = 400
    message = N_("无法完成这一操作。")

    def __init__(self, message: str | None = None, fields: dict | None = None, **params):
        self.message = message or type(self).message
        self.fields = fields or {}
        self.params = params
        super().__init__(self.text)

    @property
    def code(self) -> str:
        """The name of the error in JSON: its class in snake_case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    @property
    def text(self) -> str:
        """The sentence in Chinese, its parameters filled in."""
        return self.message.format(**self.params) if self.params else self.message


class NotFound(DomainError):
    """It does not exist, or not for this person; the two are never told apart."""

    status = 404
    message = N_("没有找到这一页，或者您无权查看。")


class Forbidden(DomainError):
    """The role may not do this at all."""

    status = 403
    message = N_("您的角色不能进行这一操作。")


class Conflict(DomainError):
    """The thing is in a state in which this cannot be done."""

    status = 409
    message = N_("内容已被更改，请刷新后再试。")


class Invalid(DomainError):
    """What was sent cannot be taken; `fields` says which and why."""

    status = 422
    message = N_("填写的内容有误，请按提示改正。")


class TooLarge(DomainError):
    """More bytes or pixels than are taken."""

    status = 413
    message = N_("文件太大。")


class UnsupportedMedia(DomainError):
    """A kind of file that is not taken."""

    status = 415
    message = N_("不支持这种文件。")
