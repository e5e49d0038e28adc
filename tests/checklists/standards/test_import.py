"""Importing documents on both databases: once, by wording, with lineage."""

from datetime import date
from pathlib import Path

import pytest

from checklists.reading.formats.encoding import CutOff, EmptyFile, NotText, TooLong
from checklists.standards import services
from checklists.standards.models import DocumentVersion, SourceFile
from checklists.standards.queries import list_clauses
from checklists.standards.validity import Term, in_force
from core.blobs import BlobStore
from core.db import db
from tests.builders import NOW
from tests.checklists.reading.formats.build import blocks, web_page, word_file

GAZETTE = Path(__file__).parents[2] / "data/documents/guanxian-2016-03.txt"
NUMBER = "冠政发〔2016〕109号"


@pytest.fixture
def take(any_session, tmp_path):
    store = BlobStore(tmp_path)

    def _take(data=None, name=GAZETTE.name, number=NUMBER, everything=False):
        return services.import_file(None, store, name, data or GAZETTE.read_bytes(), NOW, number, everything)

    return _take


def test_a_document_is_stored_with_clauses_dates_and_source(take):
    (done,) = take()
    version, clauses = done.version, list_clauses(done.version)
    assert (done.outcome, version.issued_on, version.effective_from) == ("new", date(2016, 9, 20), date(2016, 9, 20))
    assert version.effective_basis == "issue_day" and len(clauses) == 48
    assert all(services.text_hash(clause.text) == clause.text_hash for clause in clauses)
    area = next(clause for clause in clauses if clause.path == "二/（二）/1")
    assert area.requirements[0].limits[0]["quote"].endswith("500平方米")


def test_the_same_bytes_again_change_nothing(take):
    take()
    (again,) = take()
    assert again.outcome == "unchanged" and db.session.query(SourceFile).count() == 1


def test_the_same_wording_in_another_file_is_one_more_source(take):
    (first,) = take()
    (other,) = take(GAZETTE.read_bytes() + b"\n\n", "copy.txt")
    assert (other.outcome, other.version.id) == ("new_source", first.version.id)
    assert db.session.query(DocumentVersion).count() == 1


def test_another_wording_is_the_next_version_and_clauses_keep_their_identity(take):
    (first,) = take()
    changed = GAZETTE.read_text().replace("高度不低于6米", "高度不低于7米").encode()
    (second,) = take(changed, "neu.txt")
    assert (second.outcome, second.version.number) == ("new_version", 2)
    one, two = ({c.path: c.lineage_id for c in list_clauses(v.version)} for v in (first, second))
    assert one["二/（二）/2"] == two["二/（二）/2"] and one["二/（二）/1"] != two["二/（二）/1"]


def test_a_number_that_is_not_there_is_answered_with_those_that_are(take):
    with pytest.raises(services.NumberNotFound) as refused:
        take(number="冠政发〔2016〕1号")
    assert NUMBER in refused.value.text


def test_several_documents_ask_for_a_choice(take):
    with pytest.raises(services.ChooseNumber):
        take(number=None)
    assert len(take(number=None, everything=True)) >= 9


@pytest.mark.parametrize("name", ["a.html", "a.docx"])
def test_the_same_wording_in_another_format_is_one_more_source(take, name):
    (first,) = take()
    text = blocks(GAZETTE.read_text(encoding="utf-8"))
    data = web_page(text, lists=False).encode() if name == "a.html" else word_file(text, automatic=False)
    (other,) = take(data, name)
    assert (other.outcome, other.version.id) == ("new_source", first.version.id)


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.txt", b"", EmptyFile),
        ("a.txt", b"   \n ", EmptyFile),
        ("a.txt", b"\x00\x01\x02" * 500, NotText),
        ("a.txt", b"%PDF-1.7 text", NotText),
        ("a.exe", "第一条 内容".encode(), NotText),
        ("a.txt", "一、内容。".encode() * 100 + "末".encode()[:2], CutOff),
        ("a.txt", b"x" * (21 * 1024 * 1024), TooLong),
    ],
    ids=["empty", "white", "binary", "pdf", "ending", "cut", "long"],
)
def test_what_cannot_be_read_gets_its_sentence_and_leaves_nothing(take, name, data, error):
    with pytest.raises(error) as refused:
        take(data or b"", name) if data else services.import_file(None, None, name, data, NOW, NUMBER)
    assert name in refused.value.text and db.session.query(DocumentVersion).count() == 0


def test_a_file_without_a_document_is_refused_and_not_kept(take, tmp_path):
    with pytest.raises(services.NoDocument, match=r"README\.md"):
        take(b"# Tiaocha\n\nA readme.\n", "README.md", number=None)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and len(path.name) == 64]


@pytest.mark.parametrize(
    ("day", "kept", "applies"),
    [
        (date(2016, 8, 31), [], False),
        (date(2016, 9, 1), [], True),
        (date(2018, 8, 31), [], True),
        (date(2018, 9, 1), [], False),
        (date(2018, 9, 1), [date(2018, 12, 31)], True),
        (date(2019, 1, 1), [date(2018, 12, 31)], False),
    ],
)
def test_a_version_applies_from_its_first_day_until_before_its_end(day, kept, applies):
    assert in_force(Term(date(2016, 9, 1), date(2018, 9, 1)), day, kept) is applies
