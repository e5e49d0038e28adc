"""What the place of a clause says of its sentences: the words that open its list, the heading above. Pure."""

import re
from dataclasses import dataclass

from checklists.reading.answer import Clause

VISION = re.compile(
    r"(?:指导思想|总体(?:要求|思路)|(?:编制|制定|制订)?(?:目的|依据)|目的(?:和|与|及)依据|适用范围|面临的(?:问题|形势)|形势|重要意义|基本原则)[。：]?$"
)
GOALS = re.compile(r"(?:总体|工作|主要|发展|奋斗|基本|具体|预期|阶段|总|重点|任务)目标[。：]?$")
LISTED = re.compile(r"(?:情形|材料|范围|条件|对象|来源|种类|信息|内容)$")


@dataclass(frozen=True)
class Context:
    """The words that open the list in which a clause stands (“” for none), and whether its heading names aims.

    `vision`: its heading says why and in what spirit; `goals`: it says what is to be reached.
    """

    lead: str = ""
    vision: bool = False
    goals: bool = False


def contexts(clauses: list[Clause]) -> list[Context]:
    """The context of each clause, in their order."""
    known: dict[str, Context] = {"": Context()}
    leads: dict[str, str] = {}
    found = []
    for clause in clauses:
        parent, heading = clause.path.rpartition("/")[0], clause.heading or _run_in(clause)
        above = known.get(parent, Context())
        in_list = clause.label and not clause.label.startswith("第")
        lead = leads.get(parent, "") if in_list else ""
        goals = bool(GOALS.search(heading))
        vision = bool(VISION.search(heading)) or (above.vision and not goals)
        context = Context(lead, vision, goals or above.goals)
        known[clause.path], leads[clause.path] = context, _lead(clause)
        found.append(context)
    return found


def _run_in(clause: Clause) -> str:
    """The heading that stands in the line: （一）主要目标。推进…"""
    found = re.match(r"[^，；：。]{2,12}。(?=.)", clause.text)
    return found[0] if found else ""


def _lead(clause: Clause) -> str:
    """The words with which the clause announces a list; its heading where it says what kind of list it has."""
    if not clause.text:
        return clause.heading if clause.heading and LISTED.search(clause.heading) else ""
    last = re.split(r"[。；\n]", clause.text)[-1]
    return last if last.endswith(("：", ":")) else ""
