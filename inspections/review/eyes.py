"""Who may not review a visit: whoever made its records, or may have made them."""

from accounts.models import Account
from core.errors import N_, Conflict
from inspections.review.models import Rescue
from inspections.review.rescued.queries import brought_to
from inspections.visits.models import Inspection


class OwnVisit(Conflict):
    """The reviewer is one of the inspectors."""

    message = N_("不能审核自己参加的检查。")


class BroughtByYou(Conflict):
    """The reviewer imported records that their inspector has not confirmed: nobody judges what he may have made."""

    message = N_("{names}的记录由您从离线数据包导入，您不能审核。请由另一位主管审核，或请检查员登录确认后再审核。")


class BroughtAndDenied(BroughtByYou):
    """The inspector says that they are not his."""

    message = N_("{names}的记录由您从离线数据包导入，检查员已否认，您不能审核。请由另一位主管审核。")


def require_other_eyes(actor: Account, inspection: Inspection) -> None:
    """Raises OwnVisit for one of the inspectors, BroughtByYou for whoever imported what is not confirmed."""
    inspectors = {inspection.inspector_id, *(each.id for each in inspection.task.inspectors)}
    if actor.id in inspectors:
        raise OwnVisit()
    require_other_hands(actor, brought_to(inspection))


def require_other_hands(actor: Account, rescues: list[Rescue]) -> None:
    """Raises BroughtByYou, or BroughtAndDenied, for whoever imported something of it that is not confirmed."""
    own = [each for each in rescues if each.imported_by_id == actor.id and not each.confirmed]
    if own:
        names = tuple(dict.fromkeys(each.packet.draft.account.name for each in own))
        raise (BroughtAndDenied if any(each.word for each in own) else BroughtByYou)(names=names)


def find_bar(actor: Account, inspection: Inspection) -> Conflict | None:
    """Why the actor may not review the visit, if so."""
    try:
        require_other_eyes(actor, inspection)
    except Conflict as bar:
        return bar
    return None
