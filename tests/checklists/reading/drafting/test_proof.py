"""Proof: papers for what is done on paper, photos for what stands there, nothing for conduct."""

import pytest

from checklists.reading.answer import Proof
from checklists.reading.drafting.proof import proof

PAPER, PHOTO = Proof("document", 1), Proof("photo", 1)


@pytest.mark.parametrize(
    "words, wanted",
    [
        ("具备企业法人营业执照", PAPER),
        ("工作组成员报领导小组审批", PAPER),
        ("有符合标准的煤炭计量设备", PAPER),
        ("必须符合规划、环保等部门总体利用要求", PAPER),
        ("采购办负责监督", PAPER),
        ("设置安全生产管理机构", PAPER),
        ("出口处设置固定的车辆冲洗装置", PHOTO),
        ("地面要全部硬化", PHOTO),
        ("不得危及电力线路安全", PHOTO),
        ("严格按照领导小组批准的《项目验收方案》组织验收", None),
        ("严格遵守《煤炭法》《大气污染防治法》等法律法规", None),
        ("专家应当配合采购人答复质疑", None),
        ("单位一把手任组长", None),
    ],
)
def test_the_words_call_for_their_proof(words, wanted):
    assert proof(words) == wanted


def test_listed_places_want_a_photo_each():
    assert proof("场院、煤堆、进出口设置视频监控", 3) == Proof("photo", 3)
