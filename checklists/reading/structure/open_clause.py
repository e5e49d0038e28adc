"""A clause while its lines come in: how they join on, what turns out to be its title. Pure."""

import re
from dataclasses import dataclass, field

from checklists.reading.answer import Clause, Span
from checklists.reading.structure.lines import FINAL, Line
from checklists.reading.structure.spans import merge

TAIL = re.compile(r"[一-龥]{2,3}。")  # the end of a sentence that a page break closed too early
HEADING_TAIL = re.compile(r"[^，,；;：:。\n]{1,25}。(?!\n)")


@dataclass
class OpenClause:
    """A clause while its lines come in."""

    path: str
    label: str | None
    heading: str | None = None
    letters: list[str] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)  # where a new paragraph begins in the text
    spans: list[Span] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    may_be_broken: list[int] = field(default_factory=list)  # places of a title that may be half a sentence
    may_be_titled: bool = False  # its only line can be a title, if a new paragraph follows

    @property
    def unfinished(self) -> bool:
        """Whether its text stops in the middle of a sentence."""
        return bool(self.letters) and self.letters[-1] not in FINAL + "：:”）)"

    @property
    def announces(self) -> bool:
        """Whether its text ends with the colon before a list."""
        return bool(self.letters) and self.letters[-1] in "：:"

    def mend(self, line: Line) -> None:
        """What looked like a title was half a sentence: the next line goes on with it."""
        if self.may_be_broken and not line.begins:
            self.letters, self.at, self.heading = list(self.heading), self.may_be_broken, None
        self.may_be_broken = []

    def settle(self, line: Line) -> None:
        """What stood on its only line was a title: the next line begins a paragraph."""
        if self.may_be_titled and line.begins:
            self.heading = "".join(self.letters)
            self.letters, self.at = [], []
        self.may_be_titled = False

    def add(self, text: str, at: list[int]) -> None:
        """Take in a line: joined on where the sentence goes on, as a paragraph of its own otherwise."""
        if not text:
            return
        if self.letters and not self.unfinished and not TAIL.match(text):
            self.letters.append("\n")
            self.at.append(self.at[-1])
            self.breaks.append(len(self.letters))
        elif (
            self.letters
            and self.letters[-1].isascii()
            and self.letters[-1].isalpha()
            and text[0].isascii()
            and text[0].isalpha()
        ):
            self.letters.append(" ")
            self.at.append(self.at[-1])
        self.letters += text
        self.at += at

    def complete_heading(self) -> None:
        """Take in the rest of a heading that the page broke: its siblings end with a full stop, it in the next line."""
        tail = HEADING_TAIL.match("".join(self.letters))
        if tail:
            self.heading += tail[0]
            del self.letters[: tail.end()], self.at[: tail.end()]
            self.breaks = [place - tail.end() for place in self.breaks if place > tail.end()]

    def closed(self, number: int) -> Clause:
        """The clause as it stands when nothing more comes in; `number` is its place in the document."""
        text = "".join(self.letters)
        starts = [0, *self.breaks]
        ends = [start - 1 for start in self.breaks] + [len(text)]
        return Clause(
            id=f"c{number}",
            path=self.path,
            label=self.label,
            heading=self.heading,
            text=text,
            paragraphs=list(zip(starts, ends, strict=True)) if text else [],
            spans=merge(self.spans),
            table=self.rows or None,
            at=self.at,
        )
