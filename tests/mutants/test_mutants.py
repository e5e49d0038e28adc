"""What is drawn for mutation testing, and what is not."""

import pytest

from tests.mutants.__main__ import known, table
from tests.mutants.known import KNOWN
from tests.mutants.making import Mutant, draw, find_places
from tests.mutants.rooms import ROOMS, ROOT


def _named(source: str) -> set[str]:
    changes = (change for each in find_places(source + "\n").values() for change in each)
    return {type(operator).__name__ for operator, _ in changes}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("if a < b: pass", {"ReplaceComparisonOperator_Lt_LtE", "ReplaceComparisonOperator_Lt_GtE", "AddNot"}),
        ("found = a in b", {"NotIn"}),
        ("_require(a)", {"DropCall"}),
        ("def f(a: int | None = None) -> str | None: ...", set()),
        ("@dataclass(frozen=True)\nclass A:\n    b: int | None", set()),
        ('message = N_("还有 {count} 项" + "1")', set()),
        ('def f():\n    """So many: 1 + 1."""', set()),
        ("db.session.flush()", set()),
    ],
)
def test_rules_are_changed_and_what_says_none_is_left_alone(source, names):
    assert _named(source) == names


def test_a_seed_draws_the_same_mutants_again_and_each_room_in_turn():
    once, again, other = (draw(ROOMS, 12, seed) for seed in (1, 1, 2))
    assert once == again != other and len({mutant.code for mutant in once}) == 12
    assert [mutant.room for mutant in once] == [*ROOMS, *ROOMS]


def test_every_file_with_rules_and_every_test_of_a_room_is_there():
    for room in ROOMS.values():
        assert all((ROOT / file).exists() for file in (*room.files(), *room.trials()))


@pytest.mark.parametrize(("file", "before", "after"), KNOWN)
def test_a_known_survivor_is_still_a_change_of_its_file(file, before, after):
    lines = " ".join(line.strip() for line in (ROOT / file).read_text().splitlines())
    assert before in lines and before != after and KNOWN[file, before, after]


def test_each_room_has_its_line_and_each_survivor_its_reason_or_the_word_that_there_is_none():
    (file, before, after), reason = next(iter(KNOWN.items()))
    mutants = [Mutant("sync", file, 7, before, after, "1"), Mutant("sync", file, 8, "a", "b", "2")]
    lines = table([*mutants, Mutant("scope", file, 9, "c", "d", "3")], mutants).splitlines()
    assert lines[0] == "sync: 2 mutants, 0 killed, 2 survived" and reason in lines[2]
    assert lines[3:] == [f"  {file}:8: a  =>  b", "    no reason is known", "scope: 1 mutants, 1 killed, 0 survived"]
    assert known(mutants[0]) == reason and known(mutants[1]) is None
