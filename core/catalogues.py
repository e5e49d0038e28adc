"""The catalogues of both languages as gettext reads them: compiled from what stands in `translations/`.

A sentence's key is its Chinese, so Chinese readers need no catalogue; what is there for them are click's own words.
"""

import io
import os
import tempfile
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from core.config import ROOT

WRITTEN = ROOT / "translations"


@cache
def folder() -> Path:
    """Where the compiled catalogues stand: beside the written ones, or where only others may write there, apart."""
    try:
        return compile_into(WRITTEN)
    except OSError:
        return compile_into(Path(tempfile.mkdtemp(prefix="tiaocha-words-")))


def compile_into(place: Path) -> Path:
    """Compile what is newer than its compiled form; several at once end with the same."""
    for written in sorted(WRITTEN.rglob("*.po")):
        compiled = place / written.relative_to(WRITTEN).with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < written.stat().st_mtime:
            compiled.parent.mkdir(parents=True, exist_ok=True)
            _replace(compiled, compile_words(written.read_bytes()))
    return place


def compile_words(written: bytes) -> bytes:
    """A catalogue as gettext reads it."""
    out = io.BytesIO()
    write_mo(out, read_po(io.BytesIO(written)))
    return out.getvalue()


def _replace(file: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    os.chmod(name, 0o644)
    os.replace(name, file)
