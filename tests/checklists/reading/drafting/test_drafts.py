"""Drafts: the items a sentence suggests, with answer, limit, proof, condition and what is critical."""

import pytest

from checklists.reading import read, to_json
from checklists.reading.answer import Draft, Proof
from checklists.reading.drafting.drafts import LONGEST, drafts
from checklists.reading.duties.limits import limits
from tests.checklists.reading.gazettes import NAMES, reading


def made(sentence: str, modality: str = "obligation", heading: str | None = None) -> list[Draft]:
    return drafts(sentence, modality, limits(sentence), heading)


@pytest.mark.parametrize(
    "sentence, answers",
    [
        ("储煤厂房要全封闭，建设面积不低于500平方米，高度不低于6米。", ["verdict", "number", "number"]),
        ("至少配备2辆车，并统一标识。", ["count", "verdict"]),
        ("采购人在3个工作日内作出答复；", ["interval"]),
        ("于次月5日前报县经济开发区审核。", ["date"]),
        ("外墙颜色为深灰或浅灰色，规划设计要与周边环境相适应。", ["choice", "verdict"]),
        ("具备企业法人营业执照、税务登记证或三证合一。", ["document"]),
        ("设置排水沟及沉淀池，回收煤堆渗出的煤泥水。", ["verdict", "verdict", "verdict"]),
        ("场院、煤堆、进出口等重要场所设置视频监控和粉尘传感器。", ["count", "count"]),
        ("每批次送检样本，并提供检验检测报告。", ["count", "document"]),
        ("建立煤炭购销台账（最少留存两年）。", ["document", "interval"]),
        ("企业1—3年不得参与采购活动。", ["number"]),
    ],
)
def test_every_fact_has_its_kind_of_answer(sentence, answers):
    assert [draft.answer for draft in made(sentence)] == answers


@pytest.mark.parametrize(
    "sentence, quotes",
    [
        ("设置排水沟及沉淀池，回收煤泥水。", ["设置排水沟", "沉淀池", "回收煤泥水"]),
        ("对供应商提出的询问，采购人在3个工作日内作出答复；", ["对供应商提出的询问，采购人在3个工作日内作出答复"]),
        ("至少配备2辆车，并统一标识。", ["至少配备2辆车", "统一标识"]),
    ],
)
def test_a_draft_quotes_the_stretch_it_stands_on(sentence, quotes):
    assert [draft.quote for draft in made(sentence)] == quotes


def test_every_limit_goes_to_the_fact_that_prints_it():
    area, height = made("建设面积不低于500平方米，高度不低于6米。")
    assert (area.limit.value, area.limit.unit, height.limit.value, height.limit.unit) == (500, "平方米", 6, "米")


@pytest.mark.parametrize(
    "sentence",
    ["作业场所超过10人的企业应当做到一企一档。", "对投资50亿元以上的大项目，按一事一议的方式确定扶持政策。"],
)
def test_a_figure_of_a_condition_is_no_limit_of_the_item(sentence):
    assert [draft.limit for draft in made(sentence)] == [None]


def test_a_day_that_leads_to_a_fact_is_its_limit():
    (draft,) = made("2019年12月底前，各县完成监测站点建设。")
    assert (draft.answer, draft.limit.op, draft.limit.value) == ("date", "before", "2019年12月底")


def test_a_printed_list_is_counted_with_its_members_and_no_invented_unit():
    (draft,) = made("应具备土地、立项、环评、城乡规划许可等完备的建设手续。")
    assert draft.members == ["土地", "立项", "环评", "城乡规划许可"]
    assert (draft.limit.op, draft.limit.value, draft.limit.unit, draft.limit.quote) == (
        "=", 4, "", "土地、立项、环评、城乡规划许可",
    )  # fmt: skip


def test_the_heading_names_the_number_of_a_list_only_for_the_first_fact():
    first, second = made("代理机构要及时公开信息，采购办负责监督检查。", heading="严格执行“六公开”制度。")
    assert (first.limit.value, second.limit) == (6, None)


@pytest.mark.parametrize(
    "sentence, modality, critical",
    [
        ("洁净煤配送中心（点）必须使用建设用地，地面要全部硬化。", "obligation", [True, False]),
        ("不得危及电力线路安全，严禁在保护区内施工作业。", "prohibition", [False, True]),
        ("新建装置要装备自动化控制系统，否则不予审批。", "obligation", [True]),
        ("必须使用统一印制的单据，真实登记姓名，经办人要签字。", "obligation", [True, True, False]),
        ("设置排水沟。", "obligation", [False]),
    ],
)
def test_the_text_itself_makes_an_item_critical(sentence, modality, critical):
    assert [draft.critical for draft in made(sentence, modality)] == critical


def test_a_sanction_asks_whom_it_strikes_and_who_imposes_it():
    strikes, imposes = made("未通过验收，整改后仍未达到标准要求的取消配送资格。")[-2:]
    assert (strikes.question, strikes.critical) == ("整改后是否达到标准要求？", True)
    assert (imposes.condition, imposes.critical) == ("整改后仍未达到标准要求", False)


def test_what_another_sentence_punishes_is_critical():
    source = "一、严禁套取补贴。不得弄虚作假。\n二、发现弄虚作假的，停止发放补贴并取消配送资格。"
    (found,) = read("a.txt", f"某办法\n\n{source}".encode()).documents
    critical = {need.text: [draft.critical for draft in need.drafts] for need in found.requirements}
    assert critical["不得弄虚作假。"] == [True]


def test_an_article_is_critical_where_its_breach_is_punished_with_a_stop():
    punished = "第三条 违反本办法第一条规定的，责令停产停业；违反第二条规定的，通报批评。"
    source = f"第一条 企业应当登记。\n第二条 企业应当公示。\n{punished}"
    (found,) = read("a.txt", f"某办法\n\n{source}".encode()).documents
    critical = [draft.critical for need in found.requirements[:2] for draft in need.drafts]
    assert critical == [True, False]


@pytest.mark.parametrize(
    "sentence, modality",
    [
        ("采购人可以授权代表参加。", "permission"),
        ("管理期限为3年。", "none"),
        ("政府发放的廉租住房补贴；", "obligation"),
        ("（责任单位：市财政局）", "obligation"),
    ],
)
def test_what_binds_nobody_asks_nothing(sentence, modality):
    assert made(sentence, modality) == []


@pytest.mark.parametrize(
    "sentence, question",
    [
        ("15个工作日内可以向财政局投诉。", "15个工作日内是否向财政局投诉？"),
        ("可以直接进行处分，并及时通报财政局。", "是否及时通报财政局？"),
    ],
)
def test_of_a_permission_its_limit_and_what_must_follow_are_asked(sentence, question):
    assert [draft.question for draft in made(sentence, "permission")] == [question]


def test_a_damaged_line_without_end_is_not_asked():
    assert made("设置排水沟，" * LONGEST) == []


def test_prohibitions_are_verdicts_even_about_papers():
    (draft,) = made("严禁伪造检验报告、合格证书、购销台账。", "prohibition")
    assert (draft.answer, draft.proof) == ("verdict", Proof("document", 1))


def test_json_has_the_first_draft_by_itself_and_all_of_them():
    source = "一、新建厂房高度不低于6米，设置排水沟。"
    (need,) = to_json(read("a.txt", f"某办法\n\n{source}".encode()))["documents"][0]["requirements"]
    assert need["draft"] == {"question": "新建厂房高度是否不低于6米？", "answer": "number", "critical": False}
    height, ditch = need["drafts"]
    limit = {"quote": "不低于6米", "op": ">=", "value": 6, "unit": "米", "kind": "quantity"}
    assert height["limit"] == limit
    assert ditch == {
        "question": "是否设置排水沟？",
        "answer": "verdict",
        "critical": False,
        "limit": None,
        "members": [],
        "proof": {"kind": "photo", "count": 1},
        "condition": "新建厂房",
        "quote": "设置排水沟",
    }


@pytest.mark.parametrize("name", NAMES)
def test_drafts_quote_their_sentence_and_invent_no_figure(name):
    for found in reading(name).documents:
        for need in found.requirements:
            for draft in need.drafts:
                assert draft.quote in need.text and draft.question.endswith("？") and "是否" in draft.question
                printed = draft.limit is None or draft.limit in need.limits or draft.limit.unit == ""
                assert printed, draft
