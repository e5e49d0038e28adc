"""How a law came about: issuer, order, days."""

import pytest

from checklists.reading.structure.adoption import Adoption, adoption


@pytest.mark.parametrize(
    "history, issuer, number, issued, effective",
    [
        (
            "2015年12月27日第十二届全国人民代表大会常务委员会第十八次会议通过",
            "全国人民代表大会常务委员会",
            None,
            "2015-12-27",
            None,
        ),
        (
            "2003年9月5日 北京市第十二届人民代表大会常务委员会第六次会议通过",
            "北京市人民代表大会常务委员会",
            None,
            "2003-09-05",
            None,
        ),
        (
            "2022年4月14日 国家市场监督管理总局令第56号公布\n2022年7月1日 施行",
            "国家市场监督管理总局",
            "国家市场监督管理总局令第56号",
            "2022-04-14",
            "2022-07-01",
        ),
        ("1995年7月28日 国务院发布\n1995年9月1日 施行", "国务院", None, "1995-07-28", "1995-09-01"),
        (
            "2006年12月8日 国务院第159次常务会议通过\n2006年12月19日 中华人民共和国国务院令第481号公布",
            "国务院",
            "国务院令第481号",
            "2006-12-19",
            None,
        ),
        (
            "(1991年3月26日济南市人民政府令19号发布)",
            "济南市人民政府",
            "济南市人民政府令第19号",
            "1991-03-26",
            None,
        ),
        ("某省人民政府令\n第82号", "某省人民政府", "某省人民政府令第82号", None, None),
        ("来源：中国人大网", None, None, None, None),
        ("2019年13月41日某部发布", "某部", None, None, None),
    ],
)
def test_the_lines_under_the_title_tell_who_and_when(history, issuer, number, issued, effective):
    assert adoption(history) == Adoption(issuer, number, issued, effective)
