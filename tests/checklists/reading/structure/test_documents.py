"""A piece to documents: the notice and the measures it forwards, days in force, attachments, kinds."""

import pytest

from checklists.reading import read

HEAD = "# 某县人民政府文件\n\n某政发〔2016〕9号\n\n## 某县人民政府 {title}\n\n各部门：\n\n"


def documents(title: str, body: str):
    return read("a.txt", (HEAD.format(title=title) + body).encode()).documents


def test_the_title_is_that_of_the_measure_not_of_the_notice():
    body = "《某办法》已经研究同意，现印发给你们。\n\n某县人民政府\n2016年9月20日\n\n### 某 办 法\n\n一、要做好。"
    (found,) = documents("关于印发某办法的通知", body)
    assert (found.title, found.issuer, found.issued_on) == ("某办法", "某县人民政府", "2016-09-20")
    assert [clause.path for clause in found.clauses] == ["一"]


def test_several_measures_of_one_notice_share_number_and_day():
    body = "现印发给你们。\n\n某县人民政府\n2016年9月20日\n\n## 某甲办法\n\n一、要甲。\n\n## 某乙办法\n\n一、要乙。"
    found = documents("关于印发《某甲办法》和《某乙办法》的通知", body)
    assert [(each.title, each.number, each.issued_on) for each in found] == [
        ("某甲办法", "某政发〔2016〕9号", "2016-09-20"),
        ("某乙办法", "某政发〔2016〕9号", "2016-09-20"),
    ]
    assert [each.clauses[0].text for each in found] == ["要甲。", "要乙。"]


def test_attachments_begin_paths_of_their_own():
    end = "附件：1、甲表\n2、乙表\n\n某县人民政府\n2016年7月26日"
    forms = "附件 1:\n\n## 甲表\n\n1、填写真实；\n\n附件2：\n\n## 乙表\n\n1、一式两份。"
    body = f"一、要做好。\n\n{end}\n\n{forms}"
    (found,) = documents("关于加强管理的意见", body)
    assert [clause.path for clause in found.clauses] == ["一", "附件1", "附件1/1", "附件2", "附件2/1"]
    assert [clause.heading for clause in found.clauses if clause.path in ("附件1", "附件2")] == ["甲表", "乙表"]
    assert "attachments" in {part.part for part in found.parts}


@pytest.mark.parametrize(
    "sentence, effective, expires",
    [
        ("本办法自发布之日起施行，有效期两年。", "2016-07-26", "2018-07-25"),
        ("本办法自2016年8月1日起施行，有效期至2018年7月31日。", "2016-08-01", "2018-07-31"),
        ("本办法自 2016 年 8 月 1 日起施行,有效期 5 年。", "2016-08-01", "2021-07-31"),
        ("本意见自下发之日起执行。", "2016-07-26", None),
        ("要做好工作。", None, None),
        ("本办法自2016年13月41日起施行。", None, None),
    ],
)
def test_days_in_force_are_those_of_the_text(sentence, effective, expires):
    (found,) = documents("关于加强管理的意见", f"一、{sentence}\n\n某县人民政府\n2016年7月26日")
    assert (found.effective_on, found.expires_on) == (effective, expires)


@pytest.mark.parametrize(
    "title, kind",
    [
        ("关于重污染天气应急预案", "emergency"),
        ("关于安全生产约谈制度", "procedure"),
        ("关于专项资金管理办法", "funds"),
        ("关于责任目标考核办法", "assessment"),
        ("关于三年行动计划", "plan"),
        ("关于租赁补贴管理办法", "rules"),
        ("关于加强工作的通知", "other"),
    ],
)
def test_the_kind_follows_the_title(title, kind):
    (found,) = documents(title, "一、要做好。")
    assert found.kind == kind


def test_a_document_that_holds_a_construction_standard_is_a_standard():
    (found,) = documents("关于印发某办法的通知", "一、某中心建设标准\n\n1、面积不低于500平方米。")
    assert found.kind == "standard"


def test_a_paper_that_is_only_a_table_keeps_its_rows():
    (found,) = documents("关于公布名单的通知", "姓名\t单位\n\n张某\t某局\n\n以上人员自即日起履职。")
    (clause,) = found.clauses
    assert (clause.table, clause.text) == ([["姓名", "单位"], ["张某", "某局"]], "以上人员自即日起履职。")


def test_the_paragraphs_of_a_notice_without_numbers_are_its_clauses():
    body = "为贯彻\n\n上级要求，经研究决定。\n\n请于2016年8月30日前报送。\n\n某县人民政府\n2016年8月15日"
    (found,) = documents("关于承接事项的通知", body)
    assert [(clause.path, clause.label, clause.text) for clause in found.clauses] == [
        ("", None, "为贯彻上级要求，经研究决定。"),
        ("", None, "请于2016年8月30日前报送。"),
    ]
    assert {part.part for part in found.parts} == {"title", "number", "addressee", "signature", "date"}
    assert [limit.value for need in found.requirements for limit in need.limits] == ["2016年8月30日"]


def test_all_who_sign_are_the_issuer():
    end = "某市财政局\n\n某市民政局\n\n某市税务局\n\n2019年5月9日"
    text = f"# 关于加强管理的意见\n\n某财社〔2019〕69号\n\n各部门：\n\n一、要做好。\n\n{end}"
    (found,) = read("a.txt", text.encode()).documents
    assert found.issuer == "某市财政局、某市民政局、某市税务局"


def test_an_attachment_printed_by_its_title_takes_its_number_from_the_list():
    end = "附件：1. 计分标准\n\n2. 联系表\n\n## 计分标准\n\n名称\t分值\n甲\t5\n\n## 联系表\n\n单位名称："
    (found,) = documents("关于加强管理的意见", f"一、要做好。\n\n{end}")
    assert [(clause.path, clause.label, clause.heading) for clause in found.clauses[1:]] == [
        ("附件1", None, "计分标准"),
        ("附件2", None, "联系表"),
    ]
    assert found.clauses[1].table == [["名称", "分值"], ["甲", "5"]]


def test_what_stands_below_the_signature_belongs_to_no_clause():
    body = (
        "一、甲：\n（一）乙。\n特此通知。\n附件：1.检查表\n2.责任书\n某县人民政府\n2020年5月20日\n"
        "（此件公开发布）\n抄送：县委办公室。\n附件1\n检查表\n一、丙\n附件2\n责任书\n第一条 丁。"
    )
    (document,) = documents("关于做好工作的通知", body)
    clauses = [(clause.path, clause.heading, clause.text) for clause in document.clauses]
    assert clauses == [
        ("一", None, "甲："),
        ("一/（一）", None, "乙。"),
        ("", None, "特此通知。"),
        ("附件1", "检查表", ""),
        ("附件1/一", "丙", ""),
        ("附件2", "责任书", ""),
        ("附件2/第一条", None, "丁。"),
    ]


def test_a_number_in_brackets_after_the_title_is_the_number_and_not_the_title():
    page = "关于公开工作的意见（某办发〔2017〕2号）\n各部门：\n一、甲。"
    (document,) = read("a.txt", page.encode()).documents
    assert (document.title, document.number) == ("关于公开工作的意见", "某办发〔2017〕2号")


@pytest.mark.parametrize(
    "end, paths",
    [
        (
            "附件一：甲表\n\n一、填写真实。\n\n附件二：乙表\n\n一、一式两份。",
            ["附件1", "附件1/一", "附件2", "附件2/一"],
        ),
        ("附件1：甲表\n\n附件2：乙表\n\n某县人民政府\n2016年7月26日", []),
        ("附件1：甲表\n\n附件1：甲表\n\n一、填写真实。", ["附件1", "附件1/一"]),
        ("附：\n\n某说明\n\n（一）填写真实。", ["附件", "附件/（一）"]),
    ],
)
def test_an_attachment_whose_title_stands_on_its_line_begins_or_is_only_listed(end, paths):
    (found,) = documents("关于加强管理的意见", f"一、要做好。\n\n{end}")
    assert [clause.path for clause in found.clauses] == ["一", *paths]
