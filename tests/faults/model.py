"""What the phones said, in plain rows: the model that the server's holdings are held against."""

from collections import Counter
from dataclasses import dataclass, field

KEPT = ("saved", "sending", "received")  # the words that say that it is on the phone


@dataclass
class Answer:
    """An answer that the page said it keeps."""

    draft: str
    item: str
    inputs: dict[str, str]


@dataclass
class Photo:
    """A photo that the page said it keeps; `withdrawn` is None while nobody knows."""

    draft: str
    item: str
    sha256: str
    account: str
    withdrawn: bool | None = False


@dataclass
class Model:
    """One run: the task, and what was said of the work on it."""

    task: str
    answers: list[Answer] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    submitted: set[str] = field(default_factory=set)  # drafts that the phone said are handed in
    tried: Counter = field(default_factory=Counter)  # (draft, item, kind) → how often a hand did it
    owners: dict[str, str] = field(default_factory=dict)  # draft → account
    broken: list[str] = field(default_factory=list)  # what was found wrong while the run went on

    def answered(self, draft: str, done: dict, word: str) -> None:
        """A hand answered an item and the page said a word."""
        self.tried[draft, done["item"], "answer"] += 1
        if word in KEPT:
            self.answers.append(Answer(draft, done["item"], done["inputs"]))

    def photographed(self, draft: str, item: str, sha256: str, account: str, word: str, shown: bool) -> None:
        """A hand chose a photo; it counts as kept when the page shows it."""
        self.tried[draft, item, "photo"] += 1
        if shown and word in KEPT:
            self.photos.append(Photo(draft, item, sha256, account))

    def withdrew(self, draft: str, item: str, sha256: str | None, gone: bool | None) -> None:
        """A hand took a photo out; without a word it may or may not be."""
        self.tried[draft, item, "withdraw"] += 1
        for photo in self.photos:
            if photo.draft == draft and photo.item == item and sha256 in (None, photo.sha256):
                photo.withdrawn = True if gone else photo.withdrawn or None

    def kept_of(self, draft: str) -> tuple[list[Answer], list[Photo]]:
        """What was said to be kept of that draft."""
        return [a for a in self.answers if a.draft == draft], [p for p in self.photos if p.draft == draft]
