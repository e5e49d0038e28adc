"""The packs of the library: whole in themselves, equal to what the reader finds, loaded once, exported as they came."""

from pathlib import Path

import pytest

from checklists.authoring.queries import find_published, get_form
from checklists.authoring.services import create_draft, publish
from checklists.library.services import export_pack, load_library, load_pack, read_packs
from checklists.reading import read, to_json
from checklists.standards.models import Document, DocumentVersion, Requirement
from checklists.standards.services import import_file
from core.blobs import BlobStore
from core.db import db
from tests.builders import NOW

GAZETTE = Path(__file__).parents[2] / "data/documents/guanxian-2016-03.txt"
PACKS = {pack["checklist"]["code"]: pack for pack in read_packs()}


@pytest.mark.parametrize("code", sorted(PACKS))
def test_every_quotation_is_in_its_clause_letter_for_letter(code):
    clauses = {clause["path"]: clause["text"] for clause in PACKS[code]["document"]["clauses"]}
    for item in PACKS[code]["items"]:
        for quoted in (item["scoring"], *item["cites"]):
            assert quoted["quote"] in clauses[quoted["path"]], item["code"]


@pytest.mark.parametrize("code", sorted(PACKS))
def test_the_document_of_a_pack_is_what_the_reader_finds_in_the_gazette(code):
    document = PACKS[code]["document"]
    answer = to_json(read(GAZETTE.name, GAZETTE.read_bytes()))
    found = next(each for each in answer["documents"] if each["number"] == document["number"])
    keys = ("path", "label", "heading", "text", "paragraphs", "table")
    assert [{key: clause[key] for key in keys} for clause in found["clauses"]] == document["clauses"]
    assert (found["title"], found["issuer"], found["issued_on"]) == (
        document["title"],
        document["issuer"],
        document["issued_on"],
    )


def test_the_points_of_the_depot_standard_add_up_to_a_hundred():
    assert sum(int(item["points"]) for item in PACKS["depot"]["items"]) == 100


@pytest.mark.parametrize(
    ("code", "model", "first", "last", "count"),
    [
        ("depot", "points", "A01", "A29", 29),
        ("hazards", "findings", "C01", "C15", 15),
        ("procurement", "gates", "B01", "B33", 11),
    ],
)
def test_each_family_has_its_own_form_of_result(code, model, first, last, count):
    codes = [item["code"] for item in PACKS[code]["items"]]
    assert (PACKS[code]["checklist"]["result_model"], codes[0], codes[-1], len(codes)) == (model, first, last, count)
    assert all(item["points_source"] == "ours" for item in PACKS[code]["items"])


def test_loading_twice_changes_nothing(any_session):
    assert len(load_library(None, NOW)) == 3
    before = [db.session.query(model).count() for model in (Document, DocumentVersion, Requirement)]
    assert load_library(None, NOW) == []
    assert [db.session.query(model).count() for model in (Document, DocumentVersion, Requirement)] == before


@pytest.mark.parametrize("code", sorted(PACKS))
def test_a_pack_comes_out_as_it_went_in(any_session, code):
    load_pack(None, PACKS[code], NOW)
    db.session.expire_all()
    assert export_pack(get_form(find_published(code).id)) == PACKS[code]


def test_the_gazette_imported_after_the_library_is_one_more_source_of_the_same_version(any_session, tmp_path):
    load_library(None, NOW)
    store = BlobStore(tmp_path)
    for pack in PACKS.values():
        (done,) = import_file(None, store, GAZETTE.name, GAZETTE.read_bytes(), NOW, pack["document"]["number"])
        assert (done.outcome, done.version.number) == ("new_source", 1)


def test_a_countys_own_later_version_does_not_stop_the_library(any_session):
    load_library(None, NOW)
    present = find_published("depot")
    pack = {**PACKS["depot"], "items": PACKS["depot"]["items"][:5]}
    own = create_draft(None, present.document_version, pack["checklist"], pack["items"])
    publish(own, None, NOW)
    assert load_library(None, NOW) == []
