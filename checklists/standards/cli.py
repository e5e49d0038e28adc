"""Commands over documents: read a file, store it."""

import json
import re
import sys
from contextlib import nullcontext
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from checklists.reading import Reading, read, to_json
from checklists.reading.benchmark import beside_plain, growth
from checklists.reading.drafting.comparison import Comparison, compare, got, wanted
from checklists.reading.formats import kinds
from checklists.reading.formats.registry import FORMATS
from checklists.standards import services
from core.clock import utc_now
from core.commands import prepares_itself
from core.db import unit_of_work
from core.errors import N_, DomainError
from core.terminal import bar, refusal, say, sentence, telling

documents = AppGroup("documents", help=N_("文件：读取、导入。"))
commands = [documents]

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
    _stop(refusal(error))


class PageRange(click.ParamType):
    """3-10, or one page."""

    name = "pages"

    def convert(self, value, param, ctx) -> tuple[int, int]:
        """(first, last) of the words."""
        found = re.fullmatch(r"([1-9]\d{0,5})(?:\s*[-–—~至]\s*([1-9]\d{0,5}))?", value.strip())
        if not found or int(found[2] or found[1]) < int(found[1]):
            _stop(sentence(N_("--pages 应写成 3-10 或 3，从 1 数起。")))
        return int(found[1]), int(found[2] or found[1])


@documents.command("read", help=N_("读取文件，不保存。"))
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help=N_("以 JSON 显示全部内容。"))
@click.option("--pages", type=PageRange(), help=N_("只读 PDF 的这几页：3-10 或 3。"))
@click.option("--progress", is_flag=True, help=N_("显示已读页数。"))
@prepares_itself
def read_file(file: str, as_json: bool, pages: tuple[int, int] | None, progress: bool) -> None:
    """Read FILE without storing anything."""
    try:
        with telling(N_("已读页数")) if progress else nullcontext() as told:
            answer = read(Path(file).name, _bytes(file), pages, told)
    except DomainError as error:
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


@documents.command("compare-drafts", help=N_("将自动草拟的检查项与人工编制的检查表比对。"))
@click.argument("items")
@prepares_itself
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


@documents.command("import", help=N_("导入文件及其条款；可列多个文件或目录。"))
@click.argument("paths", nargs=-1, required=True)
@click.option("--number", help=N_("只导入该文号的文件。"))
@click.option("--all", "everything", is_flag=True, help=N_("导入其中的全部文件。"))
def import_files(paths: tuple[str, ...], number: str | None, everything: bool) -> None:
    """Store the documents of files and folders with their clauses; a file that is refused keeps none of the others."""
    files, lines, refused = _files(paths), [], []
    with bar(files, N_("正在导入")) as shown:
        for file in shown:
            try:
                lines += _import(file, number, everything)
            except DomainError as error:
                refused.append(f"{file}：{refusal(error)}" if len(files) > 1 else refusal(error))
    for line in lines:
        click.echo(line)
    if refused:
        _stop("\n".join(refused))


def _files(paths: tuple[str, ...]) -> list[str]:
    found = []
    for path in paths:
        if not Path(path).exists():
            _bytes(path)  # says so before anything is stored
        inside = sorted(str(file) for file in Path(path).rglob("*") if kinds.ending_of(file.name) in FORMATS)
        if Path(path).is_dir() and not inside:
            _stop(sentence(N_("目录 {path} 中没有可以读取的文件。"), path=path))
        found += inside if Path(path).is_dir() else [path]
    return found


def _import(file: str, number: str | None, everything: bool) -> list[str]:
    data, store = _bytes(file), current_app.extensions["sources"]
    with unit_of_work():
        done = services.import_file(None, store, Path(file).name, data, utc_now(), number, everything)
        return [_line(each) for each in done]


def _line(done: services.Imported) -> str:
    document = done.version.document
    words = N_("{number} {title} 第 {version} 版：{outcome}")
    outcome = sentence(OUTCOMES[done.outcome])
    return sentence(
        words, number=document.number or "—", title=document.title, version=done.version.number, outcome=outcome
    )


@documents.command("benchmark", help=N_("测量读取速度。"))
@click.argument("files", nargs=-1, required=True)
@prepares_itself
def benchmark(files: tuple[str, ...]) -> None:
    """How fast FILES are read, beside a plain pass over their numbering, and as the first of them grows."""
    read_in = [(Path(file).name, _bytes(file)) for file in files]
    with bar([lambda: beside_plain(read_in), lambda: list(growth(*read_in[0]))], N_("正在测量")) as shown:
        (reader, plain), growing = (measure() for measure in shown)
    click.echo(f"reader     {reader.characters} characters, {reader.per_second:,.0f} a second")
    click.echo(f"numbering  {plain.characters} characters, {plain.per_second:,.0f} a second")
    click.echo(f"ratio      {reader.seconds / plain.seconds:.1f}")
    for grown in growing:
        click.echo(f"{grown.times:>4} ×     {grown.pace.characters} characters, {float(grown.each):.2f} µs each")
