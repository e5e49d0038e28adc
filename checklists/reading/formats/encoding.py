"""Bytes to text: which encoding, and whether it is text at all. Pure."""

import codecs
import unicodedata

from core.errors import N_, Invalid, TooLarge, UnsupportedMedia

LARGEST = 20 * 1024 * 1024
SUFFIXES = (".txt", ".md")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
OTHERS = ("gb18030", "big5", "utf-16-le", "utf-16-be")
PLAUSIBLE = 0.6  # share of characters that official texts are made of
BINARY = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x7fELF")


class NotText(UnsupportedMedia):
    """The file is no text."""

    message = N_("{name} 不是文本文件，无法读取。请另存为 .txt 或 .md 后再试。")


class EmptyFile(Invalid):
    """There is nothing in the file."""

    message = N_("{name} 是空文件，没有可读的内容。")


class CutOff(Invalid):
    """The file ends inside a character."""

    message = N_("{name} 不完整：文件在一个字的中间结束。请重新复制或下载后再试。")


class TooLong(TooLarge):
    """More than we read at once."""

    message = N_("{name} 有 {size} MB，超过 {limit} MB 的上限。请拆分后再试。")


def decode(name: str, data: bytes) -> tuple[str, str]:
    """The text of the file and the name of its encoding.

    Raises EmptyFile, TooLong, NotText or CutOff with the file's name; the name's ending must be .txt or .md.
    """
    if len(data) > LARGEST:
        raise TooLong(name=name, size=-(-len(data) // 1024 // 1024), limit=LARGEST // 1024 // 1024)
    if not name.lower().endswith(SUFFIXES) or data.startswith(BINARY):
        raise NotText(name=name)
    if not data.strip():
        raise EmptyFile(name=name)
    text, encoding = by_mark(name, data) or _by_trial(name, data)
    if looks_binary(text):
        raise NotText(name=name)
    if not text.strip():
        raise EmptyFile(name=name)
    return text, encoding


def by_mark(name: str, data: bytes) -> tuple[str, str] | None:
    """The text by its byte order mark; None where it has none."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as wrong:
                raise (CutOff if wrong.end >= len(data) else NotText)(name=name) from wrong
    return None


def _by_trial(name: str, data: bytes):
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as wrong:
        broken = wrong
    best = max(guesses(data), key=lambda guess: plausible(guess[0]), default=None)
    if broken.reason == "unexpected end of data" and plausible(data[: broken.start].decode("utf-8")) > 0.5:
        raise CutOff(name=name)
    if best is None or plausible(best[0]) < PLAUSIBLE:
        raise (CutOff if _cut_gb18030(data) else NotText)(name=name)
    return best


def guesses(data: bytes) -> list[tuple[str, str]]:
    """The text in each encoding, other than UTF-8, in which the bytes are sound."""
    return [guess for encoding in OTHERS if (guess := _try(data, encoding))]


def _cut_gb18030(data: bytes) -> bool:
    """Whether all but the last few bytes are sound GB 18030."""
    return any(
        (guess := _try(data[:-cut], "gb18030")) is not None and plausible(guess[0]) > PLAUSIBLE for cut in (1, 2, 3)
    )


def _try(data: bytes, encoding: str):
    try:
        return data.decode(encoding), encoding
    except UnicodeDecodeError:
        return None


def plausible(text: str) -> float:
    """The share of characters that an official text is made of: common Han, ASCII, Chinese marks."""
    sample = text[:20000]
    good = sum(
        ("\u4e00" <= letter <= "\u9fa5" and _common(letter))
        or (letter < "\x7f" and letter.isprintable())
        or letter in "\n\r\t，。、；：“”（）《》〔〕—…·　！？‘’"
        for letter in sample
    )
    return good / max(1, len(sample))


def _common(letter: str) -> bool:
    # the first level of GB 2312 holds the characters in daily use
    try:
        first = letter.encode("gb2312")[0]
    except UnicodeEncodeError:
        return False
    return first <= 0xD7


def looks_binary(text: str) -> bool:
    """Whether there are more control characters than any text has."""
    sample = text[:20000]
    control = sum(unicodedata.category(letter) == "Cc" and letter not in "\n\r\t\f\v" for letter in sample)
    return "\x00" in sample or control > len(sample) // 100
