"""Slips of a scan or a print: shown at their place, never mended."""

import pytest

from checklists.reading import read


def whys(text: str) -> list[str]:
    return [doubt.why for doubt in read("a.txt", f"某办法\n\n一、{text}".encode()).doubts]


NAMED = "洁净煤配送中心应当登记。洁净煤配送中心应当公示。洁净煤配送中心应当备案。"


@pytest.mark.parametrize(
    "text, words",
    [
        ("全面加强总体布局 and 数量控制。", "“and”：疑为扫描识别错误"),
        ("处l000元罚款，上缴国库。", "“l000”：疑为扫描识别错误"),
        ("按照管理辦法执行，不得变更。", "“辦”不是规范的简化字"),
        (NAMED + "洁煤送中心应当整改。", "“洁煤送中心”与文中多次出现的“洁净煤配送中心”不一致"),
        ("受害面积不超过0.4%，成灾面积不超过0.4‰。", "既作 % 又作 ‰"),
        ("大力发展产业镇和特色产业。集群。广泛开展培训。", "前一个句号疑为误印"),
    ],
)
def test_a_slip_is_a_doubt(text, words):
    assert any(words in why for why in whys(text))


@pytest.mark.parametrize(
    "text",
    ["处1000元罚款，上缴国库。", NAMED, "受害面积不超过0.4%，成灾面积不超过2‰。", "使用PM2.5监测设备，联网运行。"],
)
def test_sound_print_raises_no_doubt(text):
    assert whys(text) == []
