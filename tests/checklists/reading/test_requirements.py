"""Requirements: which sentences are listed, and where they stand in the source."""

from checklists.reading import read, to_json


def answer(text: str):
    return read("a.txt", f"某办法\n\n{text}".encode())


def test_every_binding_sentence_is_listed_in_order():
    (found,) = answer("一、应当登记。为便于管理，制定本办法。严禁弄虚作假；可以补报。").documents
    assert [(need.text, need.modality) for need in found.requirements] == [
        ("应当登记。", "obligation"),
        ("严禁弄虚作假；", "prohibition"),
        ("可以补报。", "permission"),
    ]


def test_what_binds_nobody_is_listed_only_where_it_holds_a_limit():
    (found,) = answer("一、抽检结果作为执法依据。管理期限为3年。").documents
    assert [(need.text, need.modality, need.draft) for need in found.requirements] == [
        ("管理期限为3年。", "none", None)
    ]


def test_a_sentence_broken_by_the_page_has_a_span_on_each_side():
    source = answer("一、高度不低于6米，满足重型\n\n车辆**完全**进出。")
    (need,) = source.documents[0].requirements
    assert need.text == "高度不低于6米，满足重型车辆完全进出。"
    pieces = [source.text[start:end] for start, end in need.spans]
    assert pieces == ["高度不低于6米，满足重型", "车辆", "完全", "进出。"]


def test_figures_become_plain_numbers_in_json():
    (found,) = to_json(answer("一、总额不低于1.5万元，确定1—3名候选人，于次月5日前报送。"))["documents"]
    limits = [limit["value"] for need in found["requirements"] for limit in need["limits"]]
    assert limits == [1.5, [1, 3], "次月5日"]


def test_a_clause_without_sentences_has_no_requirements():
    (found,) = answer("一、总则").documents
    assert (found.requirements, found.clauses[0].heading) == ([], "总则")
