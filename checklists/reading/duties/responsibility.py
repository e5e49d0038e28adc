"""Who answers for a sentence by the brackets behind it: （市财政局负责）, （牵头单位：县环保局；…）. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARK = re.compile(
    r"(?:责任|牵头|配合|负责)(?:单位|部门|主体|分工)[：:]|(?:负责|牵头|落实|承办)(?:[，,；;。]|$)|不再列出"
)
LABEL = re.compile(r"^(?:责任|牵头|负责)(?:单位|部门|主体|分工)[：:]")
LINE = re.compile(r"(?:责任|牵头|负责)(?:单位|部门|主体|分工)[：:][^\n。]{2,300}")
ENDS = re.compile(r"[；;。]|[，,](?!各县)[^，,；;。]{2,80}(?:配合|参与|具体实施)|[，,]?配合(?:单位|部门)[：:]")
ROLE = re.compile(
    r"(?:等)?(?:相?有?关?(?:部门|单位))?(?:按照?|根据|依据)?(?:各自)?(?:职责|职能)?(?:分工)?(?:分别|分头|共同|具体)?(?:牵头|负责|落实|承办)+$"
)
INHERITED = re.compile(
    r"(?:以下[^，,。；;]{0,10}均[需由])?(?P<bodies>[^，,。；;]{2,80}?)(?:负责|组织)?(?:落实|实施)?[，,；;](?:以下)?不再列出"
)
ONCE = "不再列出"
LONGEST = 300  # letters in such a bracket


@dataclass(frozen=True)
class Responsible:
    """The bodies that answer, and where in the clause's text they are named."""

    place: int
    bodies: str


def responsible(text: str) -> list[Responsible]:
    """The bodies that brackets or lines of the text name, in order of print."""
    found = [(start, text[start + 1 : end]) for start, end in _brackets(text) if MARK.search(text[start + 1 : end])]
    found += [(match.start(), match[0]) for match in LINE.finditer(text) if not _inside(match.start(), text)]
    named = [Responsible(start, _bodies(words)) for start, words in sorted(found)]
    return [each for each in named if each.bodies]


def inherited(text: str) -> str | None:
    """The bodies that answer for all that follows and are named only once: …负责落实，不再列出."""
    end = text.find(ONCE)
    found = INHERITED.search(text, max(0, end - LONGEST), end + len(ONCE)) if end >= 0 else None
    return found["bodies"] if found else None


def answers_for(place: int, named: list[Responsible], always: str | None) -> str | None:
    """Who answers for the sentence that begins there: the bodies named next in the text, and those that always do."""
    bodies = next((each.bodies for each in named if each.place >= place), None)
    return f"{bodies}、{always}" if bodies and always and always not in bodies else bodies


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Where the outer brackets of the text stand."""
    depth = start = 0
    for place, letter in enumerate(text):
        if letter in "（(":
            start, depth = (place, 1) if depth == 0 or place - start > LONGEST else (start, depth + 1)
        elif letter in "）)" and depth:
            depth -= 1
            if depth == 0:
                yield start, place


def _inside(place: int, text: str) -> bool:
    return text[max(0, place - 1) : place] in ("（", "(", "；", ";")


def _bodies(words: str) -> str:
    """The bodies alone: without the label before them, their role behind them, and those who only help."""
    words = LABEL.sub("", words)
    stop = ENDS.search(words)
    words = words[: stop.start()] if stop else words
    words = re.split(r"(?<=牵头)[，,]", words)[0]
    return ROLE.sub("", words).strip("，,、 ")
