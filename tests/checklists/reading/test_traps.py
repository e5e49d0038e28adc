"""What scans and prints do to a reader: each kind of trap, at the places where the five gazettes set it."""

import re

import pytest

from checklists.reading.structure.titles import squash
from tests.checklists.reading.gazettes import FOLDER, document, reading

GUANXIAN, LINZI = "guanxian-2016-03.txt", "linzi-2016-02.txt"
Y2018, Y2019A, Y2019N = "liaocheng-2018-07.txt", "liaocheng-2019-04.txt", "liaocheng-2019-11.txt"


def clause(name: str, number: str, path: str):
    return next(each for each in document(number, name).clauses if each.path == path)


def letters(text: str) -> str:
    return re.sub(r"[ 　*#\t]", "", text)


def line(name: str, number: int) -> str:
    return letters((FOLDER / name).read_text("utf-8").split("\n")[number - 1]).lstrip("-")


def units(name: str) -> list[str]:
    return [letters((each.heading or "") + each.text) for found in reading(name).documents for each in found.clauses]


@pytest.mark.parametrize(
    "name, before, after",
    [
        (GUANXIAN, 437, 439),
        (GUANXIAN, 521, 523),
        (GUANXIAN, 128, 130),
        (GUANXIAN, 495, 497),
        (GUANXIAN, 132, 134),  # after a false full stop
        (Y2019N, 96, 98),
        (Y2019N, 260, 262),
        (Y2019A, 92, 94),
        (Y2019A, 195, 197),
        (Y2018, 541, 543),
        (LINZI, 149, 153),
        (LINZI, 569, 571),
        *((Y2019N, row, row + 1) for row in (427, 428, 434, 435, 438)),  # hard-wrapped lines
    ],
)
def test_a_page_break_or_a_wrapped_line_parts_no_sentence(name, before, after):
    joint = line(name, before)[-6:] + line(name, after)[:6]
    assert any(joint in unit for unit in units(name))


def test_a_document_number_in_the_preamble_goes_over_the_page():
    preamble = next(part for part in document("冠政办发〔2016〕66号").parts if part.part == "preamble")
    text = "".join(reading(GUANXIAN).text[slice(*span)] for span in preamble.spans)
    assert "（鲁政办字〔2016〕7" in re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    "name, number, path, heading",
    [
        (GUANXIAN, "冠政发〔2016〕109号", "三", None),
        (LINZI, "临政办字〔2016〕13号", "一", None),
        (Y2019A, "聊政发〔2019〕4号", "四", "提升公共就业服务水平"),  # fused with the mark of a jump
        (Y2018, "聊政发〔2018〕34号", "二", "严守耕地红线"),  # no mark-up at all
    ],
)
def test_a_heading_is_one_whatever_its_mark_up(name, number, path, heading):
    found = clause(name, number, path)
    assert found.heading and (heading is None or found.heading == heading)


def test_numbers_that_run_on_stay_under_their_own_parents():
    paths = [each.path for each in document("冠政发〔2016〕78号").clauses]
    steps = [path for path in paths if re.fullmatch(r"三/（.）/\d+", path)]
    assert [path.rpartition("/")[2] for path in steps] == [str(number) for number in range(1, 20)]
    assert len({path.rpartition("/")[0] for path in steps}) == 6


def test_numbers_that_restart_give_clauses_of_their_own():
    speech = reading(GUANXIAN).documents[0]
    assert len({each.id for each in speech.clauses}) == len(speech.clauses)
    assert len({each.path for each in speech.clauses}) < len(speech.clauses)


def test_a_notice_and_its_plan_both_begin_at_one():
    paths = [each.path for each in document("聊政发〔2019〕5号", Y2019A).clauses if each.label]
    assert paths.count("一") == 2


def test_an_inner_table_of_contents_repeats_no_unit():
    found = document("聊政办发〔2018〕14号", Y2018)
    assert "contents" in {part.part for part in found.parts}
    assert [each.path for each in found.clauses].count("1/1.1") == 1


@pytest.mark.parametrize(
    "name, number, paths",
    [
        (GUANXIAN, "冠政办发〔2016〕70号", ["附件/四/（一）/4/（1）", "附件/四/（一）/4/（2）"]),
        (LINZI, "临政字〔2016〕27号", ["三/（五）/1", "三/（五）/2", "三/（五）/3"]),
    ],
)
def test_lists_inside_a_line_are_units(name, number, paths):
    assert set(paths) <= {each.path for each in document(number, name).clauses}


def test_dashes_are_paragraphs_that_can_be_cited():
    article = clause(Y2019A, "聊财社〔2019〕70号", "第一章/第三条")
    assert [article.text[start : start + 2] for start, _ in article.paragraphs][1:] == ["——"] * 3


def test_paragraphs_without_a_number_belong_to_the_unit_that_they_close():
    assert "通过全面加强耕地“三位一体”保护" in "".join(
        each.text for each in document("聊政发〔2018〕34号", Y2018).clauses if each.path.startswith("二")
    )
    duties = clause(Y2018, "聊政办发〔2018〕14号", "2/2.3")
    assert len(duties.paragraphs) > 20 and duties.text.startswith("市卫计委")


@pytest.mark.parametrize(
    "name, number, path",
    [(GUANXIAN, "冠政发〔2016〕78号", "三/（三）/10"), (GUANXIAN, "冠政发〔2016〕78号", "附件1/1")],
)
def test_half_and_full_width_marks_number_alike(name, number, path):
    assert clause(name, number, path).text


def test_formulas_left_by_the_print_are_read():
    bands = [limit for need in document("冠政办发〔2016〕65号").requirements for limit in need.limits if not limit.unit]
    values = [limit.value for limit in bands if limit.op in ("range", "=")]
    assert (200, 500) in values and (200, 300) in values and 500 in values
    dust = next(
        need for need in document("聊政发〔2019〕5号", Y2019A).requirements if "PM<sub>2.5</sub> 平均" in need.text
    )
    assert [(limit.op, limit.value, limit.unit) for limit in dust.limits][:1] == [("<=", 60, "微克/立方米")]


def test_bold_marks_are_no_print():
    for name in (GUANXIAN, LINZI, Y2019A):
        assert not any("**" in unit for unit in units(name))


def test_two_persons_in_a_row_are_cells_of_their_own():
    rows = clause(GUANXIAN, "冠政办发〔2016〕65号", "附件1").table
    row = next(row for row in rows if row[0] == "王 峰")
    assert len(row) == 4 and row[2] == "杨春林"


def test_a_table_in_four_pieces_is_one():
    rows = clause(GUANXIAN, "冠政办发〔2016〕65号", "附件2").table
    assert len(rows) == 20 and rows[0][0] == "单位名称"
    assert [row[0] for row in rows].count("单位名称") == 1


def test_a_scoring_table_keeps_the_row_in_words():
    rows = next(each for each in document("临政办字〔2016〕8号", LINZI).clauses if each.path == "附件1").table
    assert ["国务院、省、市、区领导批示信息", "按刊用分值双倍计分"] in rows
    assert ["未按时限和质量要求报送的约稿信息", "-10"] in rows


def test_cover_imprint_contents_and_rules_are_furniture():
    for name in (GUANXIAN, LINZI, Y2018, Y2019A, Y2019N):
        answer = reading(name)
        start, end = answer.furniture[0]
        assert not answer.text[:start].strip() and "目" in answer.text[start:end]
        numbers = {found.number for found in answer.documents if found.number}
        furniture = "\n".join(answer.text[slice(*span)] for span in answer.furniture[1:])
        assert not any(squash(row) in numbers for row in furniture.split("\n"))


def test_one_number_covers_a_notice_and_what_it_forwards():
    found = [each for each in reading(LINZI).documents if each.number == "临政办字〔2016〕10号"]
    assert [each.title for each in found] == ["临淄区安全生产约谈制度", "临淄区重大安全生产隐患挂牌督办办法"]
    plans = [each for each in reading(Y2019A).documents if each.number == "聊政办字〔2019〕13号"]
    assert [len(each.clauses) > 20 for each in plans] == [True, True]


def test_an_attachment_that_is_left_out_stays_in_the_list():
    attachments = next(part for part in document("聊政字〔2019〕13号", Y2019N).parts if part.part == "attachments")
    text = "".join(reading(Y2019N).text[slice(*span)] for span in attachments.spans)
    assert "（略）" in text


def test_the_title_is_that_of_the_text_where_the_contents_differ():
    assert document("冠政办发〔2016〕65号").title == "冠县重污染天气监测预警和应急处置预案"
    assert document("冠政办发〔2016〕69号").title == "冠县县级财政专项资金管理暂行办法"


def test_validity_outside_the_numbering_is_found():
    found = document("临政办字〔2016〕12号", LINZI)
    assert (found.effective_on, found.expires_on) == ("2016-03-25", "2020-12-31")
    assert found.clauses[-1].label is None


@pytest.mark.parametrize(
    "name, row, words",
    [
        (GUANXIAN, 449, "自相矛盾"),
        (GUANXIAN, 451, "疑有漏字"),
        (GUANXIAN, 1356, "共用端点"),
        (GUANXIAN, 298, "只有名称"),
        (GUANXIAN, 1396, "只有名称"),
        (LINZI, 381, "又作"),
        (LINZI, 403, "又作"),
        (Y2018, 221, "识别错误"),
        (Y2018, 745, "识别错误"),
        (Y2018, 1849, "识别错误"),
        (Y2018, 553, "没有归入任何一档"),
        (Y2019A, 902, "简化字"),
        (GUANXIAN, 132, "误印"),
    ],
)
def test_slips_and_contradictions_are_doubts_at_their_place(name, row, words):
    answer = reading(name)
    rows = {answer.text.count("\n", 0, doubt.spans[0][0]) + 1 for doubt in answer.doubts if words in doubt.why}
    assert row in rows


def test_a_slip_is_never_mended():
    assert any("洁煤送中心" in unit for unit in units(GUANXIAN))


@pytest.mark.parametrize(
    "name, number, quote",
    [
        (GUANXIAN, "冠政发〔2016〕109号", "六严禁"),
        (GUANXIAN, "冠政发〔2016〕78号", "公开招标限额"),
    ],
)
def test_what_is_named_and_not_printed_gets_no_value(name, number, quote):
    needs = [need for found in reading(name).documents for need in found.requirements if quote in need.text]
    assert needs and all(quote not in limit.quote for need in needs for limit in need.limits)


@pytest.mark.parametrize(
    "name, words",
    [(LINZI, "7211070"), (GUANXIAN, "同比增长6.93%"), (Y2019A, "0635"), (Y2018, "鲁办发〔2015〕35号")],
)
def test_figures_that_bind_nobody_are_no_limits(name, words):
    limits = [limit for found in reading(name).documents for need in found.requirements for limit in need.limits]
    assert not any(words in limit.quote for limit in limits)
