"""What an inspector would take along as proof: a paper, or photos of the place. Pure."""

import re

from checklists.reading.answer import Proof
from checklists.reading.drafting.words import FORBIDS

YARDSTICK = re.compile(
    r"(?:严格)?(?:按照|依据|依照|根据|按|遵守|执行|落实|贯彻|"
    r"符合)(?:[^，《》]{0,24}(?:《[^》]*》[、和及与]?)+(?:等[^，]{0,6})?|[^，]{0,24}?(?:规定|"
    r"要求|标准|程序|规范|法规)(?=[^、]|$))"
)
OF_AUTHORITY = re.compile(r"符合[^，]*(?:部门|规划|产业政策|用地)[^，]*要求")
HELPS = re.compile(r"^[^，]{0,20}?(?:配合|协助|服从|接受)")
SETS_UP = re.compile(r"设置|安装|配备|配置|修建|张贴|悬挂|上墙|硬化|覆盖|喷淋")
STAFF = re.compile(r"机构|人员|队伍|岗位|专职|兼职|制度|机制")
PAPERS = re.compile(
    r"(?:机构|人员|队伍|岗位)$|报(?=[^，]{0,40}(?:审批|批准|备案|审核|审查|领导小组|局|办|委|"
    r"政府|部门|机关|汇总))|上报|"
    r"报送|报告|汇报|填写|填报|登记|备案|审批|审核|审查|审定|复核|核对|核查|核实|认定|评估|评审|"
    r"评价|鉴定"
    r"|检验|检测|检定|计量|抽查|抽检|送检|检查|监督|监管|指导|督导|督促|考核|审计|调研|调查|"
    r"分析|签订|签字|签署|盖章|出具|编制|制定|拟定|印发|修订|制度|负责制|机制|责任|成立|组建|"
    r"聘请|邀请|委托"
    r"|公示|公开|公告|公布|通报|办理|手续|证(?=$|[、和及，书照件])|执照|许可|资质|资格|合同|"
    r"协议|记录|台账|档案|账簿|凭证|发票|单据|报表|审批表|备案表|预案|方案|计划|培训|演练|用地|"
    r"财务|资金|保证金|拨付|发放|支付|缴纳"
    r"|书面|文件|清单|预算|测算|特长|能力|熟悉|职称|学历|留存|存档|归档|移交|移送|追究|处罚|"
    r"告知|通知|答复|处理决定|纪要|承诺|名单|目录|规程|细则|办法|意见$|申请|受理|名录|数据库"
)
PLACES = re.compile(
    r"厂房|设施|设备|装置|车辆|地面|外墙|围墙|大门|防火门|沟|池|标识|标志|监控|传感器|封闭|密闭|"
    r"场地|场所|现场|仓库|库房|煤堆|料堆|扬尘|除尘|污水|废水|废气|绿化|隔离带|消防|通道|标牌|"
    r"线路|建筑物|构筑物"
    r"|外观|颜色|钢|瓦|道路|管道|管网|机械|护栏|用房|宿舍|食堂|包装"
)


def proof(words: str, members: int = 0) -> Proof | None:
    """The proof that the words call for; of listed places a photo each. None where looking or asking is enough."""
    plain = YARDSTICK.sub("", words)
    if SETS_UP.search(plain) and not STAFF.search(plain):
        return Proof("photo", max(members, 1))
    if OF_AUTHORITY.search(words) or (PAPERS.search(plain) and not HELPS.match(plain)):
        return Proof("document", 1)
    if PLACES.search(words) and (PLACES.search(plain) or FORBIDS.search(words)):
        return Proof("photo", max(members, 1))
    return None
