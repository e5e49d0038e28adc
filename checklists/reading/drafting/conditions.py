"""When an item is asked at all, as far as the text says so: 新建厂房, 发现弄虚作假. Pure."""

import re

from checklists.reading.drafting.facts import Fact

HEAD = re.compile(
    r"^(?:新建|改建|扩建|改扩建|新上|迁建|重大|大型|公共|重点|"
    r"[^，的、]{2,6}类)[^，。的（]{0,10}?(?:项目|厂房|企业|工程|装置|单位|场所|设施|活动|车辆)"
)
INLINE = re.compile(
    r"^(?:对于?)?(?P<case>[^，的]{2,24})的(?=立即|直接|及时|由|应|要|须|需|限期|移交|移送|依法|"
    r"取消|通报|给予|予以|不予|不得|仅|一律|责令|按|可)"
)
EDGES = re.compile(r"^(?:对于?|凡是?|如果?|若|当)|(?:的|，)+$")


def condition(fact: Fact) -> str | None:
    """The condition in the words of the text: what the fact's lead or its own beginning names."""
    for pattern, group in ((INLINE, "case"), (HEAD, 0)):
        if found := pattern.match(fact.words):
            return found[group]
    if fact.case is None:
        return None
    return EDGES.sub("", re.sub(r"（[^）]*）", "", fact.case) if len(fact.case) > 40 else fact.case) or None
