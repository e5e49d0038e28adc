"""The states of an inspection and what leads from one to the next. Pure."""

from core.errors import N_, Conflict

MOVES = {
    ("draft", "submit"): "submitted",
    ("returned", "submit"): "submitted",
    ("submitted", "return"): "returned",
    ("submitted", "approve"): "approved",
    ("approved", "issue"): "issued",
}
OPEN = ("draft", "returned")
NAMES = {
    "draft": N_("检查中"),
    "submitted": N_("待审核"),
    "returned": N_("已退回"),
    "approved": N_("已认可，待下发"),
    "issued": N_("已下发"),
    "withdrawn": N_("任务已撤回"),
}


class WrongState(Conflict):
    """The inspection is past, or not yet at, the point where this can be done."""

    message = N_("这次检查现在是“{state}”，不能进行这一操作。请刷新页面查看最新情况。")


def advance(state: str, act: str) -> str:
    """The state after the act; raises WrongState when the act has no place there."""
    try:
        return MOVES[state, act]
    except KeyError as impossible:
        raise WrongState(state=NAMES[state]) from impossible


def require_open(state: str) -> None:
    """Answers change only while the visit is a draft or was returned; raises WrongState."""
    if state not in OPEN:
        raise WrongState(state=NAMES[state])
