"""What is said before anything is served."""

import pytest

from installation.preparing import faulty_sqlite


@pytest.mark.parametrize(
    ("version", "warned"), [((3, 40, 1), True), ((3, 51, 2), True), ((3, 51, 3), False), ((3, 53, 0), False)]
)
def test_a_faulty_release_of_sqlite_is_named(version, warned):
    assert bool(faulty_sqlite(version)) is warned
