"""How a finding is put into words. Pure but for the rows it reads."""

from checklists.authoring.answer_kinds import KINDS, show_limit


def seen_words(item, answer) -> str:
    """What was seen at the site: the reading with its limit, then the note."""
    kind = KINDS[item.kind]
    value = kind.show(answer.value, item.params) if answer and answer.value else ""
    limit = show_limit(item.params.get("limit")) if item.kind in ("number", "count") else ""
    measured = f"实测 {value}" if value and item.kind in ("number", "count") else value
    parts = [measured, f"限值 {limit}" if measured and limit else "", answer.note if answer else ""]
    return "，".join(part for part in parts if part) or "不符合"


def headline(item, seen: str) -> str:
    """A finding in one line: the question without its mark, then what was seen."""
    return f"{item.question.rstrip('？?')}：{seen}"
