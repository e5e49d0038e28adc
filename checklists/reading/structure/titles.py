"""How papers are numbered and titled in print, and how titles are compared. Pure."""

import re

from checklists.reading.structure.lines import Line

NUMBER = re.compile(
    r"(?P<open>[（(])?(?P<number>[一-龥][一-龥 　]{1,40}公告[ 　]?\d{4}[ 　]?年[ 　]?第[ 　]?\d{1,4}[ 　]?号|"
    r"[^\s，。；：（(]{1,14}[ 　]?"
    r"[〔\[（(][ 　]?\d{4}[ 　]?[〕\]）)][ 　]?第?\d{1,5}[ 　]?号)[）)]?"
)


def squash(text: str) -> str:
    """Letters only, brackets in one form: how titles are compared."""
    text = re.sub(r"[\s　*#《》〈〉<>]", "", text)
    return text.translate(str.maketrans("[]()“”,;:", '〔〕（）""，；：'))


def printed_title(lines: list[Line]) -> str:
    """The title as printed; only the white space that sets it is left out."""
    return re.sub(r"[\s　]", "", "".join(line.text for line in lines))
