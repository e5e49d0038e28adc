"""Taking a task back: what becomes of the visit that was begun."""

from accounts.appending import wait_for_turn
from accounts.models import Account
from core.db import db
from core.errors import N_, Conflict, Invalid
from inspections.planning.models import Task
from inspections.planning.services import withdraw_task
from inspections.visits import queries
from inspections.visits.models import Inspection
from inspections.visits.states import OPEN

CHOICES = {"keep": True, "close": False}


class AlreadySubmitted(Conflict):
    """Work that was handed in is reviewed, not taken back."""

    message = N_("检查已提交审核，任务不能撤回。需要补正的，请在审核时退回检查项。")


def begun_visit(task: Task) -> Inspection | None:
    """The visit of the task that the inspector has begun and not handed in. Raises AlreadySubmitted."""
    visit = queries.find_of_task(task.id)
    if visit and visit.state not in OPEN:
        raise AlreadySubmitted()
    return visit


def withdraw(actor: Account, task: Task, reason: str, choice: str | None) -> None:
    """Take the task back; a visit that was begun is kept, to be finished, or closed, as chosen.

    Raises AlreadySubmitted, Conflict where the task is over, or Invalid naming the field.
    """
    wait_for_turn()
    db.session.refresh(task)
    visit = begun_visit(task)
    if visit and choice not in CHOICES:
        asked = N_("检查员已开始检查，请选择保留或关闭本次检查。")
        raise Invalid(asked, fields={"visit": asked})
    withdraw_task(actor, task, reason, CHOICES[choice] if visit else None)
