"""What the text itself makes of a failure: a ban, a stop, the loss of a qualification. Pure."""

import re

OWN_WORDS = re.compile(r"必须|务必|严禁|禁止(?!性)|一律(?=不|禁|严禁)|杜绝|不得不")
SANCTION = re.compile(
    r"取消[^，。；]{0,14}(?:资格|许可)|停产|停业|停工|停运|停止(?:发放|营运|使用|施工|生产|供)|"
    r"吊销|注销|撤销[^，]{0,8}(?:许可|资格)"
    r"|不予(?:审批|验收|办理|备案|准入|通过|发放|许可|受理|核准)|暂停审批|予以关闭|依法关闭|"
    r"取缔|列入[^，]{0,6}“?黑名单"
)
OTHERWISE = re.compile(r"[，,](?:否则|未|逾期|达不到|违反|仍)[^。；]*")
BROKEN = re.compile(
    r"违反(?:了)?(?:本(?:办法|规定|条例|法|细则|制度|意见|"
    r"标准))?(?P<articles>第[^，。；]{1,60}?)(?:的?规定|之规定|的|，)"
)
ARTICLE = re.compile(r"第[一二三四五六七八九十百零〇\d]+条(?:之[一二三四五六七八九十]+)?")


def is_sanction(words: str) -> bool:
    """Whether the words take a qualification away, stop the work or close the place."""
    return bool(SANCTION.search(words))


def is_absolute(words: str) -> bool:
    """Whether the words bind with 必须, which goes on for what follows under it."""
    return bool(re.search(r"必须|务必", words))


def is_critical(words: str, after: str) -> bool:
    """Whether failing is fatal by the text: 必须, 严禁 and the like, or a sanction right behind (否则…, 逾期未…的…)."""
    otherwise = OTHERWISE.match(after)
    return bool(OWN_WORDS.search(words)) or bool(otherwise and SANCTION.search(otherwise[0]))


def act(case: str) -> str | None:
    """What a sanction is for, in the words that another clause would forbid it with: 发现弄虚作假的 → 弄虚作假."""
    found = re.search(r"(?:发现(?:有|存在)?|存在|出现)?(?P<act>[^，的未不]{4,12})(?:行为)?的?$", case)
    return found["act"] if found and "未" not in case else None


def articles(sentence: str) -> list[str]:
    """The articles whose breach the sentence punishes with a stop or the loss of a qualification, as printed."""
    broken = BROKEN.search(sentence)
    return ARTICLE.findall(broken["articles"]) if broken and SANCTION.search(sentence, broken.end()) else []
