"""Whether a sentence binds, forbids, allows, or none of these. Pure."""

import re

from checklists.reading.duties.contexts import Context
from checklists.reading.duties.facts import reports

TITLE = re.compile(r"《[^》]{0,80}》|<[^>]{0,80}>")
FORBIDS = re.compile(
    r"不得(?!低于|少于|小于|超过|高于|多于|大于|晚于|迟于|不)|严禁|(?<!明令)禁止(?!性|类|开发|区)"
    r"|不准(?!确)|不允许|严格限制或禁入|不许|禁行|^(?:坚决)?杜绝"
    r"|不可(?:重复|同时|再|兼|为)|(?:决|绝|一定|切)不(?:能|可|要|得|让)|不能(?:有|让|搞|把)|切忌|不要(?!求)"
    r"|不能(?:再|享受|与|以|作为|擅自|随意|重复|同时|参与|申请|领取|超过)"
    r"|(?:一律|原则上|一般|均|坚决)不(?!低|少|超|高|得低|得少|得超|要)"
    r"|不再(?:新增|核准|受理|审批|批准|安排|新建|享受|给予|重复|列入)|不重复(?:享受|救助|补贴|发放|给予)"
    r"|不予(?:受理|批准|审批|核准|备案|办理|救助|补助|补贴|通过|安排"
    r"|支持|许可|登记|验收|认定|拨付|发放|列入|考虑|晋升|评)(?!、|的|决定|裁定)"
)
STRONG = re.compile(
    r"应当|(?<![供响适相反对呼效顺])应(?=[^急用对收届付试变力邀聘税])|必须|务必"
    r"|(?<![强重主需只摘必紧概纪提首])要(?!求|点|素|件|害|么|是|领|闻|义|地|道|情|案|塞)"
    r"|(?<![必])须(?!知|要)|(?<![所急供必军内刚])需(?!求|方|额|要(?:的|[，。；]|$))|不低于|不少于|不超过"
    r"|至少|最多|最少|不得|予以配合|一律"
)
RESPONSIBLE = re.compile(r"负责(?!人|同志|解释)|负[^，责]{1,6}责任?|责任主体|责任人")
ALLOWS = re.compile(
    r"可以(?!说)|有权"
    r"|(?<![认许不方均宁])可(?!能|办|控|防|靠|持|行|见|视|再|操|追|测|比|燃|满足|节|研|回|用性|及|谓|疑[病的])"
    r"|准予|允许(?!范围)|自行(?:确定"
    r"|决定)|自主(?:确定|决定)|(?:不服|不满意|有异议)的?[^。]{0,40}(?:投诉|申诉|申请|起诉|诉讼)"
)
DEFINES = re.compile(
    r"是指|(?<![种])指[：:]|所称|以下简称“[^”]*”）?(?:是|，?指)|种类[：:]|所列范围"
    r"|^[^，将把]{2,60}作为[^，]{2,40}依据[。；]?$|^(?:不含|不包括)"
    r"|^[一-龥·]{2,4}(?:同志)?(?:为|任|作为|的)[^，。]{2,40}(?:主任|[局处科县市区镇乡厅所院校队]长|委员|秘书长|书记|职务)[^，。]{0,24}[；。]"
    r"|^[^，,。：:]{2,46}(?:既|都|就)?是(?!否|由|在|要)[^，。]"
    r"|(?:范围|对象|方式|物资|种类|内容|类型|集群|机构|资金来源|资金)(?:主要)?(?:包括|为(?!主|了|重点|核心|目标|依据|基础|载体|抓手|支撑|导向|中心|突破))"
    r"|分为|即为|^[^，,。：:]{2,30}(?:主要)?包括"
    r"|^[^，]{2,40}为[^，]{2,30}的[^，]{0,8}(?:部门|机构|单位)[。；]?$|主要适用于|由[^，]{2,60}(?:组成|构成)[。；，]?"
)
STATES = re.compile(
    r"现印发给你们|现予(?:印发|公布|公告)"
    r"|制[定订](?:了)?本(?:办法|辦法|规定|意见|方案|预案|细则|条例|法|标准|制度|实施|计划|规划|指南|规程|准则|要点)"
    r"|特制定|(?:自"
    r"|从)[^，。]{2,24}起(?:正式)?(?:施行|执行|实施)|由[^，]{2,30}负责解释|期限[^，。]{0,8}[，,]?(?:分别)?为"
    r"|^进一步[^，]*，确保|取得[^，]{0,12}成效|有效期|适用于本"
    r"|本(?:办法|规定|意见|方案|预案|细则|条例|法|标准)(?:所[^，]{0,6})?适用|执行至"
    r"|经[^，]{0,10}研究(?:决定)?[，,]|如下[：:]|同时废止|(?<!建)设在|兼任[^，。；]{0,12}[。；]|阶段[（(][^）)]*[）)][。：]?$|特此(?:通知|通报|公告)|(?:决定|现)[^。]{0,60}予以(?:通报)?表(?:彰|扬)"
    r"|授予[^。]{0,60}(?:称号|荣誉)|决定(?:成立"
    r"|建立|对|调整|授予|表彰)|不再(?:办理|提交|收取|提供"
    r"|要求)|无需|不需要?(?!的)|免予|免于|不设定|不受[^，]{0,14}(?:限制|影响)"
)
SOFT = (
    "鼓励",
    "支持",
    "倡导",
    "提倡",
    "引导",
    "建议",
    "争取",
    "力争",
    "探索",
    "积极支持",
    "积极引导",
    "积极争取",
    "积极探索",
    "优先支持",
    "大力支持",
    "研究探索",
)
VISION = re.compile(
    r"^(?:以[^，]{2,60}为(?:指导|引领|统领|宗旨|主线|根本)|(?:深入|全面|认真)?(?:贯彻|学习|落实)[^，]{0,30}(?:精神|思想|会议|决策部署)|高举|总体目标|奋斗目标|坚持以)|(?:总理|总书记|主席)[^，。]{0,12}(?:强调|指出)|^到[^。]*实现[^。]*的目标[。]?$"
)
HORIZON = re.compile(r"^(?:力争)?到20\d\d年(?!底前)")
REACHES = re.compile(r"确保|予以|完成|全部|必须|务必|要(?!求)|退出|关闭|严格控制|压减")
OTHERWISE = re.compile(r"否则[^，。；]{0,30}")
LONGEST_CALL = 14  # letters of words that only open a list: 其主要职责：
NOWHERE = Context()
TRIGGER = re.compile(r"的(?:[一二三四五六七八九十\d]{0,3})[；;。，,]?$")
NAMES = re.compile(
    r"^(?:副?总?指挥长?|副?[组主处秘][ 　]*(?:书[ 　]*)?[长任]|成[ 　]*员(?:单位)?|召集人|联络员|顾[ 　]*问)"
    r"[：: 　\t]"
)
ASIDE = re.compile(r"[（(][^（）()]{2,120}[）)][。；]?")
CASES = re.compile(
    r"情形|情况|之一|材料|证件|证明|条件|范围|对象|来源|种类|类型|包括|信息|如下|人员|支出|费用|情况|方面"
)
FOLLOWING = re.compile(r"(?:下列|以下|如下)(?P<what>[^，,。：:]{0,24})")
OPENS = re.compile(r"原则|程序|如下|以下|下列")
DUTIES = re.compile(r"职责|程序|办理|任务|工作|措施|要求|制度|义务|做到|规定(?!的)|标准")
ADVERBIAL = re.compile(
    r"^(?:以|对|为|在|围绕|聚焦|立足|按照|根据|通过|结合|针对|依据|凡|符合|经|于|因|如|若|属于|其中)"
    r"|(?:的|时|后|前|中|期间|下|方面|基础上)$"
)
DOES = re.compile(
    r"^(?:要|应|并|依法|及时|全面|切实|认真|严格|进一步|大力|加快|逐步|统一|定期)?(?:推动|推进|加强|建立|完善|落实|强化|开展|组织|实施|制定|做好|加大|健全|规范|优化"
    r"|明确|提高|提升|深化|整合|统筹|坚持|实行|执行|设立|成立|配备|督促|指导|负责|保障|安排|编制|公开|公布"
    r"|报送|发布|采取|构建)"
    r"|(?:执行|办理|实施|备案|报告|公开|推进|落实)$"
)


def modality(sentence: str, context: Context = NOWHERE) -> str:
    """prohibition, obligation, permission or none.

    Prohibition goes over obligation, obligation over permission. A sentence of an official document binds
    unless it defines, states a fact, names an aim, only encourages, or is an item in a list of cases or papers.
    """
    plain = OTHERWISE.sub("", TITLE.sub("", sentence))
    if FORBIDS.search(plain):
        return "none" if HORIZON.search(plain) or _is_forbidden_case(plain) else "prohibition"
    if _tells(plain) or _aims(plain, context):
        return _besides(plain)
    if ALLOWS.search(plain):
        return "obligation" if _duty_besides_permission(plain) else "permission"
    if _is_case(plain, context.lead) and not (_binds(plain) and not plain.startswith("其他")):
        return "none"
    return "none" if _only_encourages(plain) else "obligation"


def _binds(sentence: str) -> bool:
    return bool(STRONG.search(sentence) or RESPONSIBLE.search(sentence))


def _tells(sentence: str) -> bool:
    """Whether the sentence defines, states, reports or envisions."""
    aside = (ASIDE.fullmatch(sentence) and not STRONG.search(sentence)) or NAMES.match(sentence) or "\t" in sentence
    return bool(aside) or any(pattern.search(sentence) for pattern in (DEFINES, STATES, VISION)) or reports(sentence)


def _aims(sentence: str, context: Context) -> bool:
    """Whether it names an aim: by its heading, or because it only says what will be by some year."""
    if context.vision:
        return True
    if context.goals or HORIZON.search(sentence):
        return not (REACHES.search(sentence) or any(DOES.search(segment) for segment in _segments(sentence)))
    return False


def _besides(sentence: str) -> str:
    """What a sentence that defines, states or aims lays on somebody besides."""
    plain = re.sub(r"由[^，]{2,30}负责解释|[（(][^）)]{0,40}[）)]", "", sentence)
    if VISION.search(plain) or re.search(r"是指|所称|指[：:]|适用", plain):
        return "none"
    if _binds(plain) and not plain.startswith(("为", "本")):
        return "obligation"
    return "permission" if re.search(r"期限[^，。]{0,8}为|不受", plain) and ALLOWS.search(plain) else "none"


def _is_forbidden_case(sentence: str) -> bool:
    """Whether it is a case in a list (不予批准的；), not a prohibition of its own."""
    return bool(TRIGGER.search(sentence)) and not re.search(r"不得|严禁|禁止|不准", sentence)


def _is_case(sentence: str, lead: str) -> bool:
    """Whether it is an item in a list of cases, conditions, papers or people, or announces one."""
    acts = any(DOES.search(segment) for segment in _segments(sentence))
    listed = _opens_cases(lead) and not acts
    single = sentence.endswith(("：", ":")) and len(_segments(sentence)) == 1
    announces = single and (CASES.search(sentence) or OPENS.search(sentence) or len(sentence) <= LONGEST_CALL)
    return bool(TRIGGER.search(sentence) or listed or announces)


def _opens_cases(lead: str) -> bool:
    """Whether the words open a list of cases, things or papers (有下列情形之一的：), not of duties (履行下列职责：)."""
    named = FOLLOWING.search(lead)
    words = named["what"] if named else re.split(r"[，,]", lead)[-1]
    return bool((named or CASES.search(words)) and not DUTIES.search(words))


def _segments(sentence: str) -> list[str]:
    return [segment.strip() for segment in re.split(r"[，,：:；;。]", sentence) if segment.strip()]


def _duty_besides_permission(sentence: str) -> bool:
    """Whether a duty stands beside what is allowed; a condition before it is none."""
    segments = _segments(sentence)
    allowed = [n for n, segment in enumerate(segments) if ALLOWS.search(segment)]
    first = allowed[0] if allowed else 0
    before = [segment for segment in segments[:first] if not ADVERBIAL.search(segment)]
    others = [*before, *(segment for segment in segments[first:] if not ALLOWS.search(segment))]
    return any(STRONG.search(segment) for segment in others) or any(DOES.search(segment) for segment in before)


def _only_encourages(sentence: str) -> bool:
    """Whether its first words that are no adverbial encourage, and nothing after them binds."""
    main = next((segment for segment in _segments(sentence) if not ADVERBIAL.search(segment)), sentence)
    hopes = "，力争" in sentence and not REACHES.search(sentence)
    return (hopes or main.startswith(SOFT) or sentence.startswith(SOFT)) and not STRONG.search(sentence)


def goes_on(fragment: str) -> bool:
    """Whether words after a semicolon go on with the sentence before: they have no subject and no duty of their own."""
    return not STRONG.search(fragment) and not re.match(r"对|凡|各|[^，]{2,16}(?:负责|部门|单位|企业|机构)", fragment)


def speaks_of_duty(sentence: str) -> bool:
    """Whether a word of duty, prohibition or permission stands in the sentence."""
    return any(pattern.search(sentence) for pattern in (STRONG, FORBIDS, ALLOWS))
