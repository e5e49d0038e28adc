"""A sentence is kept as what it is made of, and read by each in his language; what people wrote stays as it is."""

from datetime import date

import pytest
from flask_babel import force_locale
from sqlalchemy import Column, MetaData, Table, create_engine, select

from core.db import Spoken
from core.errors import Invalid, Sentence, in_row
from core.i18n import quoted, spoken, translate

MEASURED = Sentence("实测 {value}，限值 {limit}", value="5.6 米", limit="≥ 6 米")
WORDS = [
    MEASURED,
    in_row([MEASURED, "檐口", Sentence("经审核认定为{state}", state=Sentence("不符合"))]),
    Sentence("{wrong}：{seen}", wrong="高度{不足}", seen=MEASURED),
    Sentence("审核通过前：{names}", names=("甲", Sentence("符合"))),
    "檐口，见照片",
    "",
    None,
]


@pytest.mark.parametrize("words", WORDS)
def test_what_is_kept_comes_back_as_it_was(words):
    engine, table = create_engine("sqlite://"), Table("said", MetaData(), Column("words", Spoken))
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(table.insert(), {"words": words})
        back = connection.execute(select(table.c.words)).scalar()
    assert back == words and type(back) is type(words)
    assert getattr(back, "params", None) == getattr(words, "params", None)


def test_every_part_of_a_sentence_is_said_in_the_readers_language(app):
    held = Sentence("经审核认定为{state}", state=Sentence("不符合"))
    with app.test_request_context(), force_locale("en"):
        assert translate(in_row([MEASURED, "檐口", held])) == (
            "measured 5.6 米, limit ≥ 6 米, 檐口, held on review to be: " + translate("不符合")
        )
        several = Sentence("不能认可：{codes}", codes=("A01", "A02"))
        assert translate(several).endswith("A01, A02")
        assert "18 November 2026" in translate(Sentence("执法证有效期至{until}", until=date(2026, 11, 18)))
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        assert translate(in_row([MEASURED, "檐口"])) == "实测 5.6 米，限值 ≥ 6 米，檐口"


def test_what_people_wrote_is_not_translated(app):
    with app.test_request_context(), force_locale("en"):
        assert spoken("符合") == "符合" and spoken(Sentence("符合")).isascii()


def test_the_text_of_an_error_is_its_sentence(app):
    with app.test_request_context(), force_locale("en"):
        assert translate(Invalid("执法证有效期至{until}", until="2026").text) == "certificate valid until 2026"


def test_quotations_are_marked_where_the_page_is_not_chinese(app):
    marked = 'A01 <span lang="zh-CN">高度不足</span>: &lt;5.6'
    with app.test_request_context(), force_locale("en"):
        assert quoted("A01 高度不足: <5.6") == marked and quoted("plain & simple") == "plain &amp; simple"
    with app.test_request_context(), force_locale("zh_Hans_CN"):
        assert quoted("高度不足<") == "高度不足&lt;"
