"""What the supervisor of a new county does: the first site, the first task."""

from sqlalchemy import ColumnElement, select

from accounts import scope
from accounts.models import Account
from accounts.roles import Role
from accounts.steps import Step, add, wait
from core.errors import N_
from inspections.planning.models import Site, Task


def _seen(model: type):
    """Whether there is one that the supervisor sees; for the administrator, one at all."""

    def done(actor: Account) -> ColumnElement[bool]:
        rows = scope.visible(actor, model) if actor.role == Role.SUPERVISOR else select(model)
        return rows.with_only_columns(model.id).exists()

    return done


add(
    Step(
        "sites",
        N_("登记检查对象"),
        N_("登记被检查单位的场所或项目。"),
        N_("尚未登记检查对象。"),
        "sites.new",
        _seen(Site),
    ),
    Step(
        "tasks",
        N_("下达首个检查任务"),
        N_("选择检查对象、检查表和检查员。"),
        N_("尚未下达检查任务。"),
        "tasks.new",
        _seen(Task),
    ),
)
wait("sites.index", "jurisdictions", "organisations")
wait("sites.new", "jurisdictions", "organisations")
wait("tasks.index", "jurisdictions", "certificates", "sites")
wait("tasks.new", "jurisdictions", "certificates", "sites")
wait("review.index", "tasks")
