"""Units and figures that do not go together."""

import pytest

from checklists.reading import read


def whys(text: str) -> list[str]:
    return [doubt.why for doubt in read("a.txt", f"某办法\n\n{text}".encode()).doubts]


def test_a_gap_in_the_numbering_names_what_is_missing():
    (why,) = whys("一、甲事，要办好。\n\n二、乙事，要办好。\n\n五、丙事，要办好。")
    assert "缺第 3、4 项" in why


def test_bands_that_share_an_end_are_doubted_at_each_joint():
    assert len(whys("一、超员20%至50%的，停运3个月；超员50%至80%的，停运6个月；超员80%至90%的，停运9个月。")) == 2


def test_a_case_that_no_band_takes_is_doubted():
    (why,) = whys("一、分级\n\n（一）食物中毒人数超过100人的，为重大。\n\n（二）食物中毒人数30-99人的，为较大。")
    assert "正好 100 人" in why


@pytest.mark.parametrize(
    "text",
    [
        "一、甲事，要办好。\n\n二、乙事，要办好。\n\n三、丙事，要办好。",
        "一、超员20%至49%的，停运3个月；超员50%至80%的，停运6个月。",
        "一、食物中毒人数超过100人的，上报；从业人数30-99人的，登记。",
        "一、食物中毒人数超过99人的，上报；食物中毒人数30-99人的，登记。",
    ],
)
def test_what_goes_together_raises_no_doubt(text):
    assert whys(text) == []
