"""The clause trees of whole documents, read by hand: every unit where a careful reader puts it."""

import pytest

from tests.checklists.reading.gazettes import document


def paths(found) -> list[str]:
    """The paths of the printed units, in order."""
    return [clause.path for clause in found.clauses if clause.label is not None]


def unfold(outline: str) -> list[str]:
    """The units of an outline: every line a parent, then how its children are numbered."""
    units = []
    for line in outline.split("\n"):
        parent, _, children = line.strip().partition(" ")
        units += [parent] if not children.startswith("+") else []
        prefix = f"{parent}/" if parent else ""
        units += [f"{prefix}{child}" for child in children.lstrip("+").split()]
    return units


PLAN = """一 （一） （二）
二
二/（一） 1 2 3 4
二/（二） 1 2 3
二/（三） 1 2 3
二/（四） 1 2 3 4 5
二/（五） 1 2 3 4 5
二/（六） 1 2 3
三 （一） （二） （三） （四） （五）
附件
附件/一 （一） （二） （三） （四） （五） （六） （六）/1 （六）/2 （六）/3 （六）/4 （七） （八） （九）
附件/二 （一） （二） （三）
附件/三 （一） （二） （三） （四） （五） （六）
附件/四
附件/四/（一） 1 2 3 4 4/（1） 4/（2）
附件/四/（二） 1 2 3 3/（1） 3/（2） 3/（3） 3/（4） 3/（5） 3/（6）
附件/五 （一） （二） （三） （四）
附件/六 （一） （二） （三）
附件/七
附件/七/（一） 1 2 3
附件/七/（二）
附件/七/（三） 1 2
附件/七/（四） 1 2 3 4 5"""

PURCHASE = """一
二
三
三/（一） 1 2
三/（二） 3 4 5 6 7 8 9
三/（三） 10 11 12
三/（四） 13 14
三/（五） 15 16 17
三/（六） 18 19
四
附件1 1 2 3
附件2 1 2 3
附件3 1 2 3 4"""

COAL = """一
二
二/（一） 1 2
二/（二） 1 2 3 4 5 6 7 8 9 10 11
三 （一） （二）
三/（三） 1 2 3
三/（四） 1 2 3
四 （一） （二）
五
五/（一） 1 2
五/（二） 1 2
五/（三）
五/（四）
六 1 2 3 4 5 6 7"""

BLACKLIST = """第一条
第二条
第三条 （一） （二） （三） （四）
第四条
第五条 （一） （二） （三） （四） （五）
第六条
第七条
第八条
第九条
第十条"""

EMERGENCY = """1 1.1 1.2 1.3 1.4 1.5
2 2.1 2.2
3 3.1 3.1/1 3.1/2 3.1/3 3.1/4 3.2 3.3
4 4.1 4.1/1 4.1/2 4.1/3 4.1/4 4.2 4.3
4/4.3 +（一） （一）/1 （一）/2 （一）/3 （一）/4 （一）/5 （二） （二）/1
4/4.3/（二）/1 +（1） （2） （3） （4） （5） （6） （7）
4/4.3 +（二）/2 （二）/3 （三） （三）/1 （三）/2 （三）/3 （四） （四）/1 （四）/1/（1） （四）/1/（2） （四）/2
4/4.3/（四）/2 +（1） （2）
4 +4.4 4.5
5 5.1 5.2 5.3
6
7
8
附件1
附件2
附件3"""

GUANXIAN, LINZI = "guanxian-2016-03.txt", "linzi-2016-02.txt"


@pytest.mark.parametrize(
    "name, number, outline",
    [
        (GUANXIAN, "冠政办发〔2016〕70号", PLAN),
        (GUANXIAN, "冠政发〔2016〕78号", PURCHASE),
        (GUANXIAN, "冠政发〔2016〕109号", COAL),
        (GUANXIAN, "冠政办发〔2016〕65号", EMERGENCY),
        (LINZI, "临政办字〔2016〕11号", BLACKLIST),
    ],
)
def test_the_units_of_a_document_are_exact(name, number, outline):
    assert paths(document(number, name)) == unfold(outline)


def test_paths_follow_the_numbers_whatever_level_the_print_gave_a_heading():
    found = {clause.path: clause for clause in document("冠政办发〔2016〕70号").clauses}
    assert found["附件/三"].heading == "危险化学品领域"
    assert found["附件/四/（一）/2"].heading == "强化监管人员业务培训。"
    assert found["附件/四/（一）/2"].text.startswith("加大烟花爆竹法规标准宣贯培训力度")


@pytest.mark.parametrize(
    "path, words",
    [
        ("二/（二）/1", "满足重型车辆完全进出"),
        ("三/（三）/1", "监督管理工作办公室审核汇总"),
        ("四/（二）", "土地、立项、环评、城乡规划许可"),
        ("五/（四）", "对各项指标进行认定。煤质检验报告应一式三份"),
    ],
)
def test_a_sentence_broken_by_the_page_is_joined(path, words):
    (clause,) = (clause for clause in document("冠政发〔2016〕109号").clauses if clause.path == path)
    assert words in clause.text


def test_unnumbered_paragraphs_of_a_unit_can_be_cited_one_by_one():
    (duties,) = (clause for clause in document("冠政发〔2016〕78号").clauses if clause.path == "一")
    begins = [duties.text[start : start + 4] for start, _ in duties.paragraphs]
    assert begins == [
        "采购人是",
        "主管预算",
        "供应商是",
        "工程监理",
        "采购代理",
        "县公共资",
        "财政局是",
        "审计局做",
        "监察局对",
    ]


def test_a_table_keeps_its_rows_and_cells():
    (form,) = (clause for clause in document("冠政发〔2016〕78号").clauses if clause.path == "附件1")
    assert form.heading == "采购方案审批表（工程类）"
    assert ["项目批复预算", "万元", "本次采购预算", "万元"] in form.table


def test_two_measures_of_one_notice_are_two_documents_that_share_its_number():
    from tests.checklists.reading.gazettes import reading

    titles = [found.title for found in reading(LINZI).documents if found.number == "临政办字〔2016〕10号"]
    assert titles == ["临淄区安全生产约谈制度", "临淄区重大安全生产隐患挂牌督办办法"]


@pytest.mark.parametrize(
    "name, number, issuer, issued, effective, expires, kind",
    [
        (GUANXIAN, "冠政发〔2016〕78号", "冠县人民政府", "2016-07-26", "2016-07-26", None, "procedure"),
        (GUANXIAN, "冠政发〔2016〕109号", "冠县人民政府", "2016-09-20", None, None, "standard"),
        (GUANXIAN, "冠政办发〔2016〕70号", "冠县人民政府办公室", "2016-09-12", None, None, "plan"),
        (GUANXIAN, "冠政办发〔2016〕69号", "冠县人民政府办公室", "2016-09-09", "2016-09-09", "2018-09-08", "funds"),
        (LINZI, "临政办字〔2016〕11号", "临淄区人民政府办公室", "2016-02-25", "2016-04-01", "2018-03-31", None),
        (LINZI, "临政办字〔2016〕12号", "临淄区人民政府办公室", None, "2016-03-25", "2020-12-31", None),
    ],
)
def test_issuer_and_days_are_those_of_the_print(name, number, issuer, issued, effective, expires, kind):
    found = document(number, name)
    assert (found.issuer, found.issued_on, found.effective_on, found.expires_on) == (issuer, issued, effective, expires)
    assert kind in (None, found.kind)


def test_the_parts_around_the_clauses_are_named():
    parts = {part.part for part in document("冠政发〔2016〕109号").parts}
    assert parts == {"title", "number", "addressee", "preamble", "signature", "date"}
