"""Why a file cannot be read: one sentence each, what is wrong and what to do. Pure."""

from checklists.reading.formats.encoding import NotText
from core.errors import N_, Invalid, TooLarge, UnsupportedMedia


class UnknownFormat(NotText):
    """The ending is none that we read."""

    message = N_("{name} 不是可以读取的格式。可读取 .txt .md .html .docx .pdf .jpg .png，请另存为其中一种后再试。")


class WrongEnding(NotText):
    """The content is of another kind than the name says, and we could read it."""

    message = N_("{name} 的内容是{kind}，与后缀不符。请把后缀改为 {ending} 后再试。")


class WrongContent(NotText):
    """The name says one of our formats; the content is no such thing."""

    message = N_("{name} 的内容不是{kind}，文件可能已损坏。请重新下载或另存后再试。")


class SaveAsWord(NotText):
    """An older or other word processor's file."""

    message = N_("{name} 是{kind}，不能直接读取。请用 Word 或 WPS 打开，另存为 .docx 后再试。")


class SaveAsPdf(NotText):
    """A file of fixed pages that is no PDF, or a table or slides."""

    message = N_("{name} 是{kind}，不能直接读取。请用相应的软件打开，另存（导出）为 .pdf 后再试。")


class SaveAsPicture(NotText):
    """A picture that we do not take."""

    message = N_("{name} 是{kind}，不能直接读取。请另存为 .jpg 或 .png 后再试。")


class Unpack(NotText):
    """An archive of files."""

    message = N_("{name} 是{kind}，请先解压，再逐个读取其中的文件。")


class Encrypted(UnsupportedMedia):
    """Nobody reads it without its password."""

    message = N_("{name} 设有密码，无法读取。请去掉密码另存后再试。")


class Broken(UnsupportedMedia):
    """The file is of the right kind and damaged."""

    message = N_("{name} 已损坏，无法读取。请重新下载，或用原软件打开后另存再试。")


class Bomb(TooLarge):
    """It unpacks to far more than any document holds."""

    message = N_("{name} 解压后的内容异常庞大，已停止读取。请用 Word 或 WPS 打开，另存后再试。")


class TooMuchText(TooLarge):
    """More characters than any document holds."""

    message = N_("{name} 的文字过多，已停止读取。请拆分后再试。")


class TooHeavy(TooLarge):
    """A page that unpacks to more than any document draws."""

    message = N_("{name} 第 {page} 页的内容异常庞大，已停止读取。请用原软件重新导出为 PDF 后再试。")


class TooManyPixels(TooLarge):
    """A picture too large to be recognised."""

    message = N_("{name} 的图像有 {millions} 百万像素，超过 {limit} 百万的上限。请缩小后再试。")


class NoSuchPages(Invalid):
    """The range names no page of the file."""

    message = N_("{name} 共 {count} 页，没有第 {first}—{last} 页。请改正 --pages 后再试。")


class NoPages(Invalid):
    """A page range for a file that has no pages."""

    message = N_("{name} 不分页，--pages 只用于 .pdf。请去掉 --pages 后再试。")


class NeedsOcr(UnsupportedMedia):
    """A scan, and nothing installed that could recognise it."""

    message = N_(
        "{name} 第 {page} 页是扫描图像，没有可读的文字。"
        "请先安装文字识别组件（.venv/bin/python -m pip install -r requirements-ocr.txt），或改用带文字的文件。"
    )


class Illegible(UnsupportedMedia):
    """A scan in which hardly a word can be made out."""

    message = N_("{name} 第 {page} 页的图像无法辨认。请摆正、重新扫描（不低于 200 dpi）后再试。")
