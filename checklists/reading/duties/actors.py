"""Who must, may or must not, by the beginning of a sentence. Pure."""

import re

ACTOR = re.compile(
    r"^(?:对[^，]{2,40}，)?(?P<actor>[一-龥（）()、“”]{2,40}?)(?=应当|应(?!急)|必须|须|(?<![需主重必])要(?!求)|可以|可(?!能)|有权|不得|负责|在\d)"
)
ORGANISATIONS = re.compile(r"[局办委会府院部厅人员位司业家构心点）)道镇]$|单位|企业|部门|机关")


def actor(sentence: str) -> str | None:
    """Who must, may or must not, where the sentence names somebody at its beginning."""
    found = ACTOR.match(sentence)
    who = re.sub(r"(?<=[一-龥]{2})对[^，]+$", "", found["actor"]) if found else ""
    return who if ORGANISATIONS.search(who) else None
