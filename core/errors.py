"""What can go wrong, in sentences for people. Pure: the edge turns them into pages and JSON."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any


def N_(message: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is shown."""
    return message


def in_chinese(value: Any) -> Any:
    """What fills a sentence, as the Chinese one says it: a day in words, several things in a row."""
    if isinstance(value, tuple):
        return ("；" if has_sentences(value) else "、").join(str(in_chinese(each)) for each in value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日"
    return value


def has_sentences(several: tuple[Any, ...]) -> bool:
    """Whether what stands in a row is sentences, which are set apart more clearly than names."""
    return any(isinstance(each, Sentence) for each in several)


def _filled(message: str, params: dict[str, Any]) -> str:
    return message.format(**{name: in_chinese(value) for name, value in params.items()}) if params else message


class Sentence(str):
    """A marked sentence with what fills it, so that it is translated whole; as text it is the Chinese one.

    What fills it may be a sentence, a day, or a tuple of several: each is said in the reader's language.
    """

    message: str
    params: dict[str, Any]

    def __new__(cls, message: str, **params: Any) -> "Sentence":
        """The text is the sentence with its parameters filled in; of a sentence it is the sentence itself."""
        if isinstance(message, Sentence):
            return message
        made = super().__new__(cls, _filled(message, params))
        made.message, made.params = message, params
        return made


def in_row(parts: Iterable[str]) -> str:
    """The parts with commas between, as one sentence: each is said in the reader's language; one part is itself."""
    first, *rest = parts
    return Sentence(N_("{first}，{rest}"), first=first, rest=in_row(rest)) if rest else first


class DomainError(Exception):
    """A rule of the product says no. The message says what is wrong and what to do."""

    status = 400
    message = N_("无法完成这一操作。")
    retry_after: int | None = None  # seconds, where waiting helps
    at_terminal: str | None = None  # the sentence for who runs the server, where others are told less

    def __init__(self, message: str | None = None, fields: dict[str, Any] | None = None, **params: Any):
        self.message = message or type(self).message
        self.fields = fields or {}
        self.params = params
        super().__init__(self.text)

    @property
    def code(self) -> str:
        """The name of the error in JSON: its class in snake_case."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    @property
    def text(self) -> Sentence:
        """The sentence, its parameters filled in."""
        return Sentence(self.message, **self.params)


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


class NotPossible(DomainError):
    """The system does not let us read or write."""

    message = N_("无法读写 {path}：{reason}。")
