"""Looking on while photos are decoded."""

import sqlite3
from contextlib import closing

from inspections.evidence import attaching
from inspections.evidence.photos import read_photo


def could_write_while_decoding(app, monkeypatch) -> list[bool]:
    """Filled, for each photo that is decoded from now on, with whether somebody else could write meanwhile."""
    noted = []

    def read(name, data):
        with closing(sqlite3.connect(f"{app.instance_path}/tiaocha.db", timeout=0, isolation_level=None)) as other:
            try:
                other.execute("BEGIN IMMEDIATE")
                noted.append(True)
            except sqlite3.OperationalError:
                noted.append(False)
        return read_photo(name, data)

    monkeypatch.setattr(attaching, "read_photo", read)
    return noted
