"""Web pages: what a visitor reads, whatever the page says about its own charset. Pure."""

import re

from lxml import etree

from checklists.reading.formats.encoding import CutOff, EmptyFile, NotText, by_mark, guesses, looks_binary, plausible
from checklists.reading.formats.markup.flow import Flow
from checklists.reading.formats.refusals import Broken
from checklists.reading.formats.sheet import SourceText

ASCII = re.compile(r"[\x00-\x7f]+")
GARBLED = 0.3  # share of characters in daily use below which a page is no Chinese text
TOO_DEEP = re.compile(r"depth|too long|huge", re.IGNORECASE)


def read(name: str, data: bytes) -> SourceText:
    """The page's text: blocks as lines, tables as rows, list numbers as printed."""
    text, encoding = decode_page(name, data)
    flow = Flow()
    for event, element in etree.iterwalk(_tree(name, text), events=("start", "end", "comment", "pi")):
        flow.take(event, element)
    return flow.sheet.source(encoding, flowing=True)


def decode_page(name: str, data: bytes) -> tuple[str, str]:
    """The page and its encoding. A byte order mark or sound UTF-8 is believed, a declared charset never."""
    text, encoding = by_mark(name, data) or _utf8(name, data) or _best(name, data)
    if looks_binary(text):
        raise NotText(name=name)
    return text, encoding


def _utf8(name: str, data: bytes) -> tuple[str, str] | None:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as wrong:
        sound = data[: wrong.start].decode("utf-8")
        if wrong.reason == "unexpected end of data" and plausible(ASCII.sub("", sound)) > GARBLED:
            raise CutOff(name=name) from wrong
        return None


def _best(name: str, data: bytes) -> tuple[str, str]:
    # mark-up is ASCII in every encoding, so only the other characters tell one from another
    scored = [(plausible(ASCII.sub("", text)), text, encoding) for text, encoding in guesses(data)]
    score, text, encoding = max(scored, default=(0, "", ""), key=lambda guess: guess[0])
    if score >= GARBLED:
        return text, encoding
    cut = any(plausible(ASCII.sub("", text)) >= GARBLED for n in (1, 2, 3) for text, _ in guesses(data[:-n]))
    raise (CutOff if cut else NotText)(name=name)


def _tree(name: str, text: str):
    # our own UTF-8 and a parser told so: neither the page's charset nor its XML declaration counts any more
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as wrong:
        raise Broken(name=name) from wrong
    if root is None:
        raise EmptyFile(name=name)
    if any(TOO_DEEP.search(entry.message) for entry in parser.error_log):
        raise Broken(name=name)  # the parser drops what lies deeper
    return root
