"""`./tiaocha words`: bring the English catalogue up to what the code says; names what it does not yet say."""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
ENGLISH = ROOT / "translations/en/LC_MESSAGES/messages.po"
METHODS = [
    ("app.py", "python"),
    *((f"{top}/**.py", "python") for top in ("core", "accounts", "checklists", "inspections", "installation")),
    ("templates/**.html", "jinja2"),
]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "lazy_gettext": None}


def sentences() -> set[str]:
    """Every marked sentence of the product; its text is the Chinese one."""
    options = {"templates/**.html": {"encoding": "utf-8"}}
    found = extract_from_dir(str(ROOT), METHODS, keywords=KEYWORDS, options_map=options)
    return {message for name, _, message, *_ in found if message and not name.startswith(("tests", ".venv"))}


def english() -> dict[str, str]:
    """The English of each sentence, as the catalogue has it."""
    return {message.id: message.string for message in _read() if message.id}


def _read() -> Catalog:
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def brought_up() -> bytes:
    """The catalogue with every sentence of the code and no other, in their order; new ones wait for their words."""
    present, fresh = _read(), Catalog(locale="en", header_comment="# English sentences of Tiaocha.", fuzzy=False)
    fresh.mime_headers = present.mime_headers
    known = {message.id: message.string for message in present}
    for sentence in sorted(sentences()):
        fresh.add(sentence, known.get(sentence, ""))
    out = io.BytesIO()
    write_po(out, fresh, width=120, no_location=True)
    return out.getvalue()


def main(given: Sequence[str] = ()) -> int:
    """Write the catalogue and say which sentences have no English yet."""
    argparse.ArgumentParser(prog="./tiaocha words", description=__doc__).parse_args(given)
    ENGLISH.write_bytes(brought_up())
    open_ones = [sentence for sentence, words in english().items() if not words]
    print(f"{len(english())} sentences, {len(open_ones)} without English", *open_ones, sep="\n  ")
    return 1 if open_ones else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
