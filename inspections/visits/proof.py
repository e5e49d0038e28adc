"""What an item wants as proof: printed on its card and asked for at the submission, both from here. Pure."""

from dataclasses import dataclass
from typing import Any

from checklists.authoring.answer_kinds import KINDS
from core.errors import N_, Sentence


@dataclass(frozen=True)
class Proof:
    """Photos and words that an item wants."""

    always: int = 0  # photos, whatever the result
    failed: int = 0  # photos where it is not met, or only half
    absent: str = ""  # the same sentence, where what is not there cannot be photographed
    may_fail: bool = True
    may_be_partial: bool = False

    @property
    def words(self) -> Sentence | None:
        """What is wanted, as the card says it."""
        if self.always:
            return Sentence(self.absent or N_("须附照片 {count} 张"), count=self.always)
        if self.failed:
            half = N_("不符合或部分符合时须附照片 {count} 张")
            return Sentence(half if self.may_be_partial else N_("不符合时须附照片 {count} 张"), count=self.failed)
        return Sentence(N_("不符合时须有说明或照片")) if self.may_fail else None


def proof_of(item: Any) -> Proof:
    """What the item wants as proof, by its rule and by the results that it can have."""
    rule, kind = item.photo_rule, KINDS[item.kind]
    states = kind.results(item.params)
    wanted = rule.get("min", 1)
    return Proof(
        always=wanted if rule.get("when") == "always" else 0,
        failed=wanted if rule.get("when") == "fail" else 0,
        absent=kind.absent_photos if kind.may_be_absent else "",
        may_fail="fail" in states,
        may_be_partial="partial" in states,
    )
