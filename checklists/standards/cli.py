"""Commands over documents: read a file, store it."""

import json
import re
import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from checklists.reading import Reading, read, to_json
from checklists.reading.benchmark import beside_plain, growth
from checklists.reading.comparison import Comparison, compare, got, wanted
from checklists.standards import services
from core.clock import utc_now
from core.config import ROOT
from core.db import unit_of_work
from core.errors import N_, DomainError
from core.terminal import say, sentence

documents = AppGroup("documents", help="Official documents: read them, store them.")
commands = [documents]

PAGES_DONE = N_("已读 {done}／{total} 页")
OUTCOMES = {
    "new": N_("已导入"),
    "new_version": N_("已导入新版本"),
    "new_source": N_("文字相同，已登记为同一版本的又一来源"),
    "unchanged": N_("已经导入过，没有变化"),
}


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as failure:
        _stop(f"{path}：{failure.strerror}")


def _stop(words: str):
    click.echo(words, err=True)
    sys.exit(2)


def _refuse(error: DomainError):
    # a parameter may itself be a marked word, such as the kind of a file
    params = {name: sentence(value) if isinstance(value, str) else value for name, value in error.params.items()}
    _stop(sentence(error.message, **params))


class PageRange(click.ParamType):
    """3-10, or one page."""

    name = "pages"

    def convert(self, value, param, ctx) -> tuple[int, int]:
        """(first, last) of the words."""
        found = re.fullmatch(r"([1-9]\d{0,5})(?:\s*[-–—~至]\s*([1-9]\d{0,5}))?", value.strip())
        if not found or int(found[2] or found[1]) < int(found[1]):
            _stop(sentence(N_("--pages 应写成 3-10 或 3，从 1 数起。")))
        return int(found[1]), int(found[2] or found[1])


class Progress:
    """Pages done, on one line of standard error that is written over."""

    def __init__(self):
        self.is_open = False

    def __call__(self, done: int, total: int) -> None:
        """Tell how far it is."""
        click.echo("\r" + sentence(PAGES_DONE, done=done, total=total), err=True, nl=done == total)
        self.is_open = done < total

    def close(self) -> None:
        """End the line where it stands, so that what follows has a line of its own."""
        if self.is_open:
            click.echo(err=True)


@documents.command("read")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@click.option("--pages", type=PageRange(), help="Only these pages of a PDF: 3-10 or 3.")
@click.option("--progress", is_flag=True, help="Tell the pages done on standard error.")
def read_file(file: str, as_json: bool, pages: tuple[int, int] | None, progress: bool) -> None:
    """Read FILE without storing anything."""
    told = Progress() if progress else None
    try:
        answer = read(Path(file).name, _bytes(file), pages, told)
    except DomainError as error:
        if told:
            told.close()
        _refuse(error)
    click.echo(json.dumps(to_json(answer), ensure_ascii=False)) if as_json else _table(answer)


def _table(answer: Reading) -> None:
    for document in answer.documents:
        counts = {"clauses": len(document.clauses), "requirements": len(document.requirements)}
        say(
            N_("{number}\t{title}\t条款 {clauses}\t要求 {requirements}"),
            number=document.number or "—",
            title=document.title,
            **counts,
        )
    for doubt in answer.doubts:
        say(N_("存疑：{why}"), why=sentence(doubt.message, **doubt.words))


@documents.command("compare-drafts")
@click.argument("items", default=str(ROOT / "tests/data/flagship/items.json"))
def compare_drafts(items: str) -> None:
    """Hold the drafts of a document against the rows of a checklist in ITEMS, a JSON file that names its source."""
    raw = _bytes(items)
    try:
        data = json.loads(raw)
        source, rows = Path(items).parent / data["source"], data["items"]
    except (ValueError, KeyError, TypeError):
        _stop(sentence(N_("{name} 不是用来比对的检查表数据。"), name=items))
    _print_comparison(compare(rows, read(source.name, _bytes(str(source))).documents))


def _print_comparison(found: Comparison) -> None:
    rows, proposed, right = len(found.rows), len(found.proposed), len(found.right)
    say(N_("提出 {n}/{m}（{share}）"), n=proposed, m=rows, share=f"{proposed / rows:.1%}")
    say(N_("类型和限值正确 {n}/{m}（{share}）"), n=right, m=proposed, share=f"{right / (proposed or 1):.1%}")
    for row in found.rows:
        if row.draft is None:
            say(N_("{id} 未提出：{words}"), id=row.id, words=row.words)
        elif not row.right:
            say(
                N_("{id} 应为 {wanted}，现为 {got}：{question}"),
                id=row.id,
                wanted=wanted(row),
                got=got(row),
                question=row.draft.question,
            )


@documents.command("import")
@click.argument("file")
@click.option("--number", help="Only the document with this number.")
@click.option("--all", "everything", is_flag=True, help="Every document of the file.")
def import_file(file: str, number: str | None, everything: bool) -> None:
    """Store the documents of FILE with their clauses."""
    data, store = _bytes(file), current_app.extensions["sources"]
    try:
        with unit_of_work():
            done = services.import_file(None, store, Path(file).name, data, utc_now(), number, everything)
            lines = [_line(each) for each in done]
    except DomainError as error:
        _refuse(error)
    for line in lines:
        click.echo(line)


def _line(done: services.Imported) -> str:
    document = done.version.document
    words = N_("{number} {title} 第 {version} 版：{outcome}")
    outcome = sentence(OUTCOMES[done.outcome])
    return sentence(
        words, number=document.number or "—", title=document.title, version=done.version.number, outcome=outcome
    )


@documents.command("benchmark")
@click.argument("files", nargs=-1, required=True)
def benchmark(files: tuple[str, ...]) -> None:
    """How fast FILES are read, beside a plain pass over their numbering, and as the first of them grows."""
    read_in = [(Path(file).name, _bytes(file)) for file in files]
    reader, plain = beside_plain(read_in)
    click.echo(f"reader     {reader.characters} characters, {reader.per_second:,.0f} a second")
    click.echo(f"numbering  {plain.characters} characters, {plain.per_second:,.0f} a second")
    click.echo(f"ratio      {reader.seconds / plain.seconds:.1f}")
    for grown in growth(*read_in[0]):
        click.echo(f"{grown.times:>4} ×     {grown.pace.characters} characters, {float(grown.each):.2f} µs each")
