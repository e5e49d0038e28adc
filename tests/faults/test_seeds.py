"""Twelve seeds of the fault run in every run of the tests; a thousand are `./tiaocha faults --runs 1000`."""

import pytest

from tests.faults.__main__ import main
from tests.faults.totals import ENDS


@pytest.mark.browser
def test_twelve_seeds_lose_nothing_and_say_nothing_false(capfd):
    code = main(["--runs", "12", "--seed", "1", "--jobs", "2"])
    printed = capfd.readouterr().out
    assert code == 0, printed
    rows = {line.rsplit(None, 1)[0]: line.split()[-1] for line in printed.splitlines() if line.startswith(ENDS)}
    assert (rows["lost"], rows["duplicated"], rows["falsely received"]) == ("0", "0", "0")
    assert rows["conflicts made"] == rows["conflicts visible"]
