"""The halves of a document that the print parts: 下转 and 上接."""

import pytest

from checklists.reading import read
from tests.checklists.reading.gazettes import document, reading, unowned

CONTENTS = "目 录\n" + "".join(
    f"关于{name}事项的意见\n某政发〔2018〕{number}号 {page}\n"
    for number, name, page in [(1, "甲", 2), (2, "乙", 4), (3, "丙", 8)]
)


def paper(number: int, name: str, *lines: str) -> str:
    return (
        "\n\n".join([f"某市人民政府文件\n\n某政发〔2018〕{number}号", f"关于{name}事项的意见", "各部门：", *lines])
        + "\n\n"
    )


def texts(source: str) -> dict[str, list[str]]:
    answer = read("a.txt", source.encode())
    assert unowned(answer) == ("", "")
    return {found.title: [clause.text for clause in found.clauses] for found in answer.documents}


def test_a_sentence_goes_on_on_the_page_that_the_mark_names():
    source = CONTENTS + paper(1, "甲", "一、各地，一律不准（下转第 4 页）")
    source += paper(2, "乙", "一、要做好工作。", "(上接第3页)开工建设。") + paper(3, "丙", "一、要办好。")
    assert texts(source) == {
        "关于甲事项的意见": ["各地，一律不准开工建设。"],
        "关于乙事项的意见": ["要做好工作。"],
        "关于丙事项的意见": ["要办好。"],
    }


def test_of_two_tails_on_one_page_each_finds_its_own_head():
    source = (
        CONTENTS + paper(1, "甲", "一、各地，甲的前半（下转第5页）") + paper(2, "乙", "一、各地，乙的前半（下转第8页）")
    )
    source += paper(3, "丙", "一、丙。", "（上接第7页）乙的后半。", "（上接第3页）甲的后半。")
    source = source.replace("下转第5页", "下转第8页")
    assert texts(source)["关于甲事项的意见"] == ["各地，甲的前半甲的后半。"]
    assert texts(source)["关于乙事项的意见"] == ["各地，乙的前半乙的后半。"]


def test_a_tail_may_stand_before_its_head():
    source = (
        CONTENTS
        + paper(1, "甲", "一、甲。", "（上接第6页）乙的后半。")
        + paper(2, "乙", "一、各地，乙的前半（下转第3页）")
    )
    assert texts(source) == {"关于甲事项的意见": ["甲。"], "关于乙事项的意见": ["各地，乙的前半乙的后半。"]}


def test_a_mark_fused_with_a_heading_is_taken_off():
    source = CONTENTS + paper(1, "甲", "一、甲。（下转第4页）")
    source += paper(2, "乙", "一、乙。", "#### (上接第3页) 二、服务水平")
    answer = read("a.txt", source.encode())
    assert [clause.path for clause in answer.documents[0].clauses] == ["一", "二"]


@pytest.mark.parametrize(
    "lines, why",
    [(["一、各地，前半（下转第9页）"], "下转"), (["一、甲。", "（上接第9页）后半。"], "上接")],
)
def test_a_half_alone_stays_where_it_is_printed_and_is_a_doubt(lines, why):
    answer = read("a.txt", (CONTENTS + paper(1, "甲", *lines)).encode())
    assert [why in doubt.why for doubt in answer.doubts] == [True]
    assert answer.documents[0].clauses[-1].text.endswith(("前半", "后半。"))


@pytest.mark.parametrize(
    "name, number, joint",
    [
        ("liaocheng-2018-07.txt", "聊政发〔2018〕34号", "一律不准开工建设"),
        ("liaocheng-2018-07.txt", "聊政办发〔2018〕14号", "造成的人数众多或者伤亡较重"),
        ("liaocheng-2018-07.txt", "聊政办发〔2018〕15号", "申请家庭不如实提供相关情况"),
        ("liaocheng-2019-04.txt", "聊财社〔2019〕69号", "将上年度福彩公益金使用情况报市民政局"),
        ("liaocheng-2019-04.txt", "聊政发〔2019〕4号", "公共就业服务"),
        ("liaocheng-2019-11.txt", "聊政办发〔2019〕11号", "严肃问责相关责任人"),
        ("liaocheng-2019-11.txt", "聊政字〔2019〕14号", "践成果及时总结和宣传推广"),
    ],
)
def test_the_gazettes_are_rejoined(name, number, joint):
    found = document(number, name)
    assert any(joint in (clause.heading or "") + clause.text for clause in found.clauses)


def test_the_diary_whose_tail_stands_before_its_head_is_rejoined():
    diary = reading("liaocheng-2018-07.txt").documents[-1]
    assert len(diary.spans) == 2 and diary.spans[1][0] < diary.spans[0][0]
