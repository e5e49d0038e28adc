"""Whether a sentence binds, forbids, allows, or none of these. Pure."""

import re

FORBIDS = re.compile(
    r"不得(?!低于|少于|小于|超过|高于|多于|大于|晚于|迟于)|严禁|禁止(?!性)|不准(?!确)|不允许|严格限制或禁入|不许|不能再"
)
STRONG = re.compile(
    r"应当|(?<![供响适相反对呼效])应(?=[^急用对收届付试变力邀])|必须|务必|(?<!强)(?<!重)(?<!主)(?<!需)(?<!只)(?<!摘)(?<!必)要(?!求|点|素|件|害|么|是|领)"
    r"|须|(?<!所)(?<!急)(?<!供)(?<!必)需(?!求|要)|需要|负责|不低于|不少于|不超过|至少|负.{0,6}责任?|予以配合|一律"
)
ALLOWS = re.compile(
    r"可以(?!说)|有权|(?<!认)(?<!许)(?<!不)(?<!方)(?<!均)可(?!能|控|防|靠|持|行|见|视|再|操|追|测|比|燃|满足|节)|不满意的.{0,40}投诉|自行确定"
)
DEFINES = re.compile(
    r"是指|所称|以下简称“[^”]*”）?(?:是|，?指)|^[^，]{2,16}是[^，。]{4,}(?:的|组织|自然人|部门|工作)[。；]?$|种类[：:]|所列范围|作为[^，]{2,8}依据[。；]?$"
)
STATES = re.compile(
    r"现印发给你们|现予(?:印发|公布|公告)|制定本|特制定|(?:自|从)[^，。]{2,20}起(?:施行|执行|实施)|由[^，]{2,20}负责解释|期限[^，。]{0,8}[，,]?(?:分别)?为"
    r"|^进一步[^，]*，确保|取得[^，]{0,12}成效|有效期|适用于本|本(?:办法|规定|意见|方案|预案)适用"
)
AIMS = re.compile(r"^(?:鼓励|支持|引导|力争|倡导)|总体目标|奋斗目标|^到20\d\d年")
TRIGGER = re.compile(r"的[；;。，,]?$")


def modality(sentence: str) -> str:
    """prohibition, obligation, permission or none.

    Prohibition goes over obligation, obligation over permission. A sentence of an official document binds
    unless it defines, states a fact, names an aim, or is an item in a list of cases.
    """
    if FORBIDS.search(sentence):
        return "prohibition"
    if DEFINES.search(sentence) or STATES.search(sentence) or AIMS.search(sentence):
        return "obligation" if _strong_besides(sentence) else "none"
    if TRIGGER.search(sentence) and not STRONG.search(sentence):
        return "none"
    if ALLOWS.search(sentence) and not STRONG.search(sentence):
        return "permission"
    return "obligation"


def _strong_besides(sentence: str) -> bool:
    """Whether a sentence that defines or states also lays a duty on somebody."""
    plain = re.sub(r"由[^，]{2,20}负责解释", "", sentence)
    stated = DEFINES.search(plain) and not re.search(r"(?<!可)(?:是指|所称)", plain)
    return bool(stated and STRONG.search(plain)) and not plain.startswith(("为", "本"))
