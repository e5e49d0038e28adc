"""Lists: which are counted, which are asked one by one, which are neither."""

import pytest

from checklists.reading.drafting.lists import counted, installed, named


@pytest.mark.parametrize(
    "words, names",
    [
        ("场院、煤堆、进出口等重要场所设置视频监控", ["场院", "煤堆", "进出口"]),
        ("做到《甲办法》《乙要求》和《丙承诺书》等制度上墙", ["《甲办法》", "《乙要求》", "《丙承诺书》"]),
        ("真实登记购煤者姓名、身份证号、户口簿号等信息", ["购煤者姓名", "身份证号", "户口簿号"]),
        ("应具备土地、立项、环评、城乡规划许可等完备的建设手续", ["土地", "立项", "环评", "城乡规划许可"]),
        ("评标报告、采购合同、验收报告等须交采购办备案", ["评标报告", "采购合同", "验收报告"]),
        ("重点对标段划分、资质要求、评标办法进行审批", ["标段划分", "资质要求", "评标办法"]),
        ("采购人、代理机构、监理单位三方联合制定方案", ["采购人", "代理机构", "监理单位"]),
        ("采购人、监理单位经办人对结果签字确认", ["采购人", "监理单位经办人"]),
        ("检查项目经理、技术人员、施工设备等是否与投标文件相符", ["项目经理", "技术人员", "施工设备"]),
        ("提供社会救助、社会组织法人登记、婚姻登记等信息", ["社会救助", "社会组织法人登记", "婚姻登记"]),
    ],
)
def test_things_that_are_ticked_off_are_counted_by_name(words, names):
    assert counted(words).names == names


@pytest.mark.parametrize(
    "words",
    [
        "具备营业执照、税务登记证或三证合一",  # one of them is enough
        "办公用房干净、整洁、明亮",
        "对资质、人员、设备等情况进行审核",
        "符合政策规定的技术、服务、安全等要求",
        "提供财务账簿、凭证等资料",  # two are asked as one
        "财政局、审计局、监察局要建立联络制度",  # bodies that each have the duty
        "持审批表、备案表及其他相关资料登记",
        "加强检查、指导、督促",
        "设置排水沟",
    ],
)
def test_choices_qualities_and_open_classes_are_not_counted(words):
    assert counted(words) is None


@pytest.mark.parametrize(
    "words, names",
    [
        ("设置排水沟及沉淀池", ["排水沟", "沉淀池"]),
        ("场院设置视频监控和粉尘传感器", ["视频监控", "粉尘传感器"]),
        ("制定应急预案、现场处置方案和操作规程", ["应急预案", "现场处置方案", "操作规程"]),
    ],
)
def test_two_or_three_things_set_up_are_asked_one_by_one(words, names):
    assert installed(words).names == names


@pytest.mark.parametrize(
    "words",
    [
        "安装固定式或移动式喷淋设施",
        "配备2名专职和兼职人员",
        "建立调查、核实的工作规范和责任制度",
        "设置视频监控等设施",
        "建立安全风险和事故隐患数据库",
        "设置排水沟",
        "地面全部硬化",
    ],
)
def test_what_shares_its_words_stays_together(words):
    assert installed(words) is None


@pytest.mark.parametrize(
    "words, found",
    [
        ("做到“六落实”", ("“六落实”", 6)),
        ("信息“六公开”制度", ("“六公开”", 6)),
        ("“三合一”场所", None),
        ("“十三五”规划", None),
    ],
)
def test_a_numbered_name_stands_for_so_many_things(words, found):
    assert named(words) == found
