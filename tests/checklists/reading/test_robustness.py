"""Scans go wrong in every way: whatever is done to a gazette, nothing is lost and nothing breaks."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from checklists.reading import read
from core.errors import DomainError
from tests.checklists.reading.gazettes import FOLDER, NAMES, unowned

EXCERPT = 120  # lines
MARKS = "。，；：、！？（）()“”《》〔〕[]1一.·—-*# \t　"
EXCERPTS = [
    lines[start : start + EXCERPT]
    for name in NAMES
    for lines in [(FOLDER / name).read_text(encoding="utf-8").split("\n")]
    for start in range(0, len(lines), EXCERPT)
]


def _drop(lines, place, letter):
    del lines[place]


def _merge(lines, place, letter):
    lines[place] += lines.pop(place + 1) if place + 1 < len(lines) else ""


def _swap(lines, place, letter):
    lines[place] = lines[place].replace("。", letter).replace("、", letter, 1)


def _split(lines, place, letter):
    half = len(lines[place]) // 2
    lines[place : place + 1] = [lines[place][:half], letter + lines[place][half:]]


def _double(lines, place, letter):
    lines.insert(place, lines[place])


changes = st.tuples(
    st.sampled_from([_drop, _merge, _swap, _split, _double]), st.integers(0, EXCERPT), st.sampled_from(MARKS)
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(EXCERPTS) - 1), st.lists(changes, max_size=12))
@example(next(n for n, lines in enumerate(EXCERPTS) if lines[0].endswith("号")), [(_double, 0, "。")])
def test_a_damaged_excerpt_loses_no_character(number, damage):
    lines = list(EXCERPTS[number])
    for change, place, letter in damage:
        if lines:
            change(lines, place % len(lines), letter)
    text = "\n".join(lines)
    try:
        answer = read("a.txt", text.encode())
    except DomainError:
        assert not text.strip()
    else:
        assert answer.text == text
        assert unowned(answer) == ("", "")
        _quotations_hold(answer)


def _quotations_hold(answer):
    for found in answer.documents:
        texts = {clause.id: clause.text for clause in found.clauses}
        assert all(requirement.text in texts[requirement.clause] for requirement in found.requirements)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_read_or_refused_with_a_sentence(data):
    try:
        answer = read("a.txt", data)
    except DomainError as error:
        assert "a.txt" in error.text
    else:
        assert unowned(answer) == ("", "")


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=MARKS + "第条章附件：年月日号文件通知办法要不得\n", max_size=300))
def test_any_mixture_of_marks_is_read_without_loss(text):
    try:
        answer = read("a.txt", text.encode())
    except DomainError:
        assert not text.strip()
    else:
        assert unowned(answer) == ("", "")
