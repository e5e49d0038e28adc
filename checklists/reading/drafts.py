"""From a requirement to the question that an inspector could be asked. Pure; a person decides."""

import re

from checklists.reading.answer import Draft, Limit

COUNTED = {"个", "名", "人", "家", "户", "辆", "台", "套", "份", "处", "项", "件", "所", "次"}
COMPARES = re.compile(r"(?:不得)?(?:不低于|不少于|低于|少于|不超过|超过|不高于|至少|最少|最多|最高)")
DUTY = re.compile(
    r"应当|必须|(?<!必)须|(?<=[^主重需必])要(?![求点素件害])|(?<![供响适相反对呼效])应(?![急用对收届付试变])|(?<![所急供必])需(?![求要])"
)
TERM = re.compile(r"(?<=[一-龥）)])(?:在|于)(?=\d)")
CRITICAL = re.compile(r"必须|严禁|取消[^，。]{0,12}资格|停产|停业|吊销|一律")
ACTOR = re.compile(
    r"^(?:对[^，]{2,40}，)?(?P<actor>[一-龥（）()、“”]{2,40}?)(?=应当|应(?!急)|必须|须|要(?!求)|可以|可(?!能)|有权|不得|负责|在\d)"
)
ORGANISATIONS = re.compile(r"[局办委会府院部厅人员位司业家构心点）)道镇]$|单位|企业|部门|机关")


def actor(sentence: str) -> str | None:
    """Who must, may or must not, where the sentence names somebody at its beginning."""
    found = ACTOR.match(sentence)
    return found["actor"] if found and ORGANISATIONS.search(found["actor"]) else None


def draft(sentence: str, modality: str, limits: list[Limit]) -> Draft | None:
    """A question in which 符合 is the good answer, with an answer kind; none for what binds nobody."""
    if modality in ("none", "permission"):
        return None
    return Draft(_question(sentence.rstrip("。；;"), modality), _answer(limits), bool(CRITICAL.search(sentence)))


def _question(sentence: str, modality: str) -> str:
    if modality == "prohibition":
        return _turned(sentence)
    for pattern in (COMPARES, DUTY, TERM):
        found = pattern.search(sentence)
        if found:
            keep = "" if pattern is DUTY else found[0]
            return f"{sentence[: found.start()]}是否{keep}{sentence[found.end() :]}？"
    return f"是否{sentence}？"


def _turned(sentence: str) -> str:
    found = re.search(r"不得|严禁|禁止|不准", sentence)
    if not found:
        return f"是否{sentence}？"
    return f"{sentence[: found.start()]}是否没有{sentence[found.end() :]}？"


def _answer(limits: list[Limit]) -> str:
    if not limits:
        return "verdict"
    first = limits[0]
    if first.kind == "duration":
        return "interval"
    if first.kind == "calendar":
        return "date"
    return "count" if first.unit in COUNTED else "number"
