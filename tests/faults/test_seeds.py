"""Twelve seeds of the fault run in every run of the tests; a thousand are `./tiaocha faults --runs 1000`."""

import pytest

from tests.conftest import POSTGRES
from tests.faults.__main__ import main
from tests.faults.totals import ENDS

FEW = ["--runs", "3", "--seed", "1920", "--database", POSTGRES]  # one of them has no visit on the server


@pytest.mark.browser
@pytest.mark.parametrize(
    "words", [["--runs", "12", "--seed", "1", "--jobs", "2"], pytest.param(FEW, marks=pytest.mark.postgres)]
)
def test_seeds_lose_nothing_and_say_nothing_false(capfd, words):
    code = main(words)
    printed = capfd.readouterr().out
    assert code == 0, printed
    rows = {line.rsplit(None, 1)[0]: line.split()[-1] for line in printed.splitlines() if line.startswith(ENDS)}
    assert (rows["lost"], rows["duplicated"], rows["falsely received"]) == ("0", "0", "0")
    assert rows["conflicts made"] == rows["conflicts visible"]
