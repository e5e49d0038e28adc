"""When an administrator needs another one, and who is another: a table of cases."""

from datetime import timedelta

import pytest

from accounts.two_people import Administrator, has_second, may_confirm
from tests.builders import NOW


def ago(days: float):
    return NOW - timedelta(days=days)


A, B = Administrator("a"), Administrator("b")
OLD_B = Administrator("b", made_by="a", made_at=ago(30))
BY_A = Administrator("b", made_by="a", made_at=ago(29.9))
GONE = Administrator("b", enabled=False, disabled_at=ago(29.9))
LONG_GONE = Administrator("b", enabled=False, disabled_at=ago(30))
NEVER_STOOD = Administrator("b", enabled=False)
MADE_AND_GONE = Administrator("b", enabled=False, disabled_at=ago(1), made_by="a", made_at=ago(2))
C = Administrator("c")
C_BY_B = Administrator("c", made_by="b", made_at=ago(1))

SECONDS = [
    ("nobody else", "a", [A], False),
    ("another stands", "a", [A, B], True),
    ("another stood until lately", "a", [A, GONE], True),
    ("another stood long ago", "a", [A, LONG_GONE], False),
    ("another was made and waits to be confirmed", "a", [A, NEVER_STOOD], False),
    ("the only other was made by the asker", "a", [A, BY_A], False),
    ("the only other was made by the asker and disabled", "a", [A, MADE_AND_GONE], False),
    ("the only other was made by the asker long ago", "a", [A, OLD_B], True),
    ("whoever made the asker is another", "b", [A, BY_A], True),
    ("made by one whom the asker made", "a", [A, BY_A, C_BY_B], False),
    ("made by somebody else", "a", [A, B, C_BY_B], True),
]
CONFIRMS = [
    ("the asker", "a", "a", [A, B], False),
    ("another", "b", "a", [A, B], True),
    ("made by the asker", "b", "a", [A, BY_A, C], False),
    ("made by the asker long ago", "b", "a", [A, OLD_B, C], True),
    ("a third beside them", "c", "a", [A, BY_A, C], True),
    ("the maker, while there is a third", "a", "b", [A, BY_A, C], False),
    ("the maker, who may do it alone", "a", "b", [A, BY_A], True),
    ("made by one whom the asker made", "c", "a", [A, BY_A, C_BY_B], False),
]
TWINS = [A, BY_A, Administrator("c", made_by="a", made_at=ago(1)), Administrator("d")]


@pytest.mark.parametrize(("asker", "known", "second"), [row[1:] for row in SECONDS], ids=[row[0] for row in SECONDS])
def test_another_is_whoever_stands_or_stood_until_lately_and_was_not_made_by_the_asker(asker, known, second):
    assert has_second(asker, known, NOW) == second


@pytest.mark.parametrize(
    ("actor", "asker", "known", "may"), [row[1:] for row in CONFIRMS], ids=[row[0] for row in CONFIRMS]
)
def test_nobody_confirms_alone_what_takes_two(actor, asker, known, may):
    assert may_confirm(actor, asker, known, NOW) == may


def test_two_whom_one_made_do_not_confirm_for_each_other():
    assert not may_confirm("b", "c", TWINS, NOW) and may_confirm("d", "c", TWINS, NOW)


def test_who_made_each_other_ends_somewhere():
    pair = [Administrator("a", made_by="b", made_at=NOW), Administrator("b", made_by="a", made_at=NOW)]
    assert not has_second("a", pair, NOW) and not may_confirm("a", "b", pair, NOW)
