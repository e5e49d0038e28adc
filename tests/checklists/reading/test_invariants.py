"""What holds for every file that can be read: nothing lost, nothing twice, every quotation letter for letter."""

import pytest

from checklists.reading import read
from tests.checklists.reading.gazettes import NAMES, reading, unowned

every_gazette = pytest.mark.parametrize("name", NAMES)


def test_five_gazettes_are_there():
    assert len(NAMES) == 5


@every_gazette
def test_every_character_lies_in_exactly_one_place(name):
    assert unowned(reading(name)) == ("", "")


@every_gazette
def test_spans_stay_inside_the_source(name):
    answer = reading(name)
    spans = [*answer.furniture, *(span for doubt in answer.doubts for span in doubt.spans)]
    for found in answer.documents:
        spans += found.spans
        spans += [span for thing in [*found.parts, *found.clauses, *found.requirements] for span in thing.spans]
    assert all(0 <= start < end <= len(answer.text) for start, end in spans)


@every_gazette
def test_a_clause_maps_every_letter_back_to_the_source(name):
    answer = reading(name)
    for clause in (clause for found in answer.documents for clause in found.clauses):
        assert len(clause.at) == len(clause.text)
        pairs = zip(clause.text, clause.at, strict=True)
        assert all(answer.text[place] == letter for letter, place in pairs if letter not in "\n ")


@every_gazette
def test_the_text_of_a_clause_comes_from_its_own_spans(name):
    for clause in (clause for found in reading(name).documents for clause in found.clauses):
        inside = {place for start, end in clause.spans for place in range(start, end)}
        assert inside.issuperset(clause.at)


@every_gazette
def test_requirements_quote_their_clause_letter_for_letter(name):
    for found in reading(name).documents:
        texts = {clause.id: clause.text for clause in found.clauses}
        assert len(texts) == len(found.clauses), "ids are unique within the document"
        for requirement in found.requirements:
            assert requirement.text in texts[requirement.clause]
            assert all(limit.quote in requirement.text for limit in requirement.limits)


@every_gazette
def test_paragraphs_cover_the_text(name):
    for clause in (clause for found in reading(name).documents for clause in found.clauses):
        joined = "\n".join(clause.text[start:end] for start, end in clause.paragraphs)
        assert joined == clause.text


@every_gazette
def test_the_spans_of_a_document_are_the_union_of_its_parts_and_clauses(name):
    answer = reading(name)
    for found in answer.documents:
        pieces = [span for thing in [*found.parts, *found.clauses] for span in thing.spans]
        assert printed(found.spans, answer.text) == printed(pieces, answer.text)


def printed(spans, text):
    return {place for start, end in spans for place in range(start, end) if not text[place].isspace()}


LONG = 30_000
DAMAGED = {
    "dots of a table of contents": "目录\n" + "." * LONG + "x",
    "contents without an end": "目录\n" + "".join(f"关于第{n}号事项的通知\n" for n in range(4000)),
    "a run of digits": "一、不低于" + "1" * LONG + "平方米",
    "a run of numerals": "一、不低于" + "一" * LONG + "平方米",
    "unclosed brackets": "一、" + "（" * LONG,
    "reasons without an end": "一、为" + "，根据" * (LONG // 3) + "。",
    "stars": "一、" + "** " * (LONG // 3),
    "blank bold": "** ** " + " " * LONG + "x",
    "lists in a row": "一、" + "责任、" * (LONG // 3) + "“五落实”",
    "labels in a row": "\n".join(f"{n}、甲" for n in range(1, 8000)),
}


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_lines_are_read_and_nothing_of_them_is_lost(text):
    answer = read("a.txt", text.encode())
    assert unowned(answer) == ("", "")
