"""A gazette to its pieces: openings, titles, numbers, and what is furniture."""

import pytest

from checklists.reading.structure.gazette import pieces
from checklists.reading.structure.lines import split
from checklists.reading.structure.titles import squash

COVER = "# 某县人民政府公报\n2016\n第3期\n## 目 录\n"


def read_pieces(text: str):
    furniture, found = pieces(split(text))
    return [line.text for line in furniture], found


@pytest.mark.parametrize(
    "opening, number, title",
    [
        (
            "# 某县人民政府文件\n\n某政发〔2016〕78号\n\n---\n\n## 关于加强采购的意见\n",
            "某政发〔2016〕78号",
            "关于加强采购的意见",
        ),
        (
            "# 某区人民政府\n\n## 关于印发某办法的通知\n\n(某政发〔2016〕4号)\n",
            "某政发〔2016〕4号",
            "关于印发某办法的通知",
        ),
        ("## 关于印发某办法的通知\n\n(某政办字[2016]10号)\n", "某政办字〔2016〕10号", "关于印发某办法的通知"),
        ("# 关于印发某办法的通知\n\n某财社〔2019〕69号\n", "某财社〔2019〕69号", "关于印发某办法的通知"),
        (
            "某市人民政府文件\n某政发〔2018〕34 号\n某市人民政府\n关于严格管理的意见\n",
            "某政发〔2018〕34号",
            "某市人民政府关于严格管理的意见",
        ),
        (
            "某市人民政府\n关于促进发展的若干措施\n某政发〔2018〕34号\n",
            "某政发〔2018〕34号",
            "关于促进发展的若干措施",
        ),
        ("关于印发某办法的函\n某政函〔2018〕34号\n", "某政函〔2018〕34号", "关于印发某办法的函"),
        ("某某省气象管理规定\n政府令〔2010〕第15号\n", "政府令〔2010〕第15号", "某某省气象管理规定"),
        (
            "关于税收征管的公告\n某省国家税务局公告2016年第6号\n",
            "某省国家税务局公告2016年第6号",
            "关于税收征管的公告",
        ),
        (
            "某政发〔2018〕34号关于加强管理的意见\n关于加强管理的意见\n某政发〔2018〕34号\n",
            "某政发〔2018〕34号",
            "关于加强管理的意见",
        ),
    ],
)
def test_a_document_opens_at_its_number_wherever_the_title_stands(opening, number, title):
    _, (piece,) = read_pieces(opening + "\n各部门：\n\n要做好工作。")
    assert (piece.number, piece.title) == (number, title)
    assert [line.text for line in piece.body] == ["各部门：", "要做好工作。"]


def test_cover_contents_and_rules_are_furniture():
    contents = "关于加强采购管理工作的意见 某政发〔2016〕78号\t12\n关于印发某某办法的通知..... 19\n"
    text = COVER + contents + "# 某县人民政府文件\n某政发〔2016〕78号\n---\n## 关于加强采购管理工作的意见\n各部门：\n"
    furniture, (piece,) = read_pieces(text)
    assert furniture[:3] == ["某县人民政府公报", "2016", "第3期"]
    assert furniture[-2:] == ["某县人民政府文件", "---"]
    assert piece.head == "某县人民政府文件"


def test_a_piece_without_number_opens_at_its_title_in_the_contents():
    text = COVER + "张某同志在全县会议上的讲话 1\n# 张某同志 在全县会议上的 讲话\n同志们：\n今天开会。"
    _, (piece,) = read_pieces(text)
    assert (piece.number, squash(piece.title)) == (None, "张某同志在全县会议上的讲话")


def test_a_file_without_openings_is_one_document():
    furniture, (piece,) = read_pieces("某办法\n\n一、总则\n\n要做好。")
    assert furniture == []
    assert (piece.title, [line.text for line in piece.body]) == ("某办法", ["一、总则", "要做好。"])


def test_a_comment_of_the_mark_up_is_furniture():
    furniture, (piece,) = read_pieces("# 某办法\n\n<!-- INFO END -->\n\n第一条 甲。")
    assert (furniture, [line.text for line in piece.body]) == (["<!-- INFO END -->"], ["第一条 甲。"])


def test_lines_of_mark_up_alone_are_furniture():
    furniture, (piece,) = read_pieces("##\n\n某办法\n\n---\n\n一、要做好。\n\n# ")
    assert len(furniture) == 3
    assert [line.text for line in piece.body] == ["一、要做好。"]


def test_a_number_printed_twice_opens_one_document():
    _, found = read_pieces("某政发〔2019〕6号\n\n某政发〔2019〕6号\n\n## 关于加强采购的意见\n\n要做好。")
    assert [piece.title for piece in found if piece.title] == ["关于加强采购的意见"]


def test_a_number_inside_a_sentence_opens_nothing():
    _, found = read_pieces("某办法\n\n一、按照某政发〔2016〕4号文件执行。")
    assert len(found) == 1


def test_titles_are_compared_by_their_letters():
    assert squash("《某 办法（试行）》") == squash("某办法(试行)")
