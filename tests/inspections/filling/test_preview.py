"""The form page carries what its script needs to judge as the server does, and little more."""

import ast
import gzip
import json
import re
from html import unescape
from pathlib import Path

import pytest

from accounts.roles import Role
from checklists.authoring.answer_kinds import KINDS
from checklists.authoring.queries import find_published
from checklists.library.services import load_library
from core.clock import utc_now
from core.db import unit_of_work
from core.working_days import CalendarUnlisted, CalendarUnpublished
from inspections.filling import script_words, shapes
from inspections.filling.sync import bundles
from inspections.visits.scores import standard_of
from tests.builders import make_account, make_inspection, make_task

ROOT = Path(__file__).parents[3]
MOST_BYTES = 17 * 1024  # each kind is a file of its own, which packs worse; the page has its own bounds in test_budget
SAYING = (
    "inspections/visits/entries.py",
    *(
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "checklists/authoring/answer_kinds").rglob("*.py"))
        if path.stem not in ("seeing", "params")  # said by findings; said to the author of a checklist
    ),
    "core/numbers.py",
    "core/working_days.py",
)
# For the author of a checklist, words of the inputs themselves, and what no answer can lead to.
NOT_SAID = {
    "缺少选项。",
    "缺少要逐项查看的内容。",
    "缺少步骤。",
    "期限须从必填的步骤起算。",
    "参数 {name} 只能写 required，或不写。",
    "选项须各有不同的值和不同的名称，并写明所属的判定。",
    "建议须写明低于哪个正整数时给出，以及建议的文字。",
    "须附照片 {count} 张；未提供资料的，须有说明或照片",
    "须附照片 {count} 张；全部没有的，须有说明或照片",
    "期限须从前面的步骤起算。",
    "文件名称或编号",
    "有效期至",
    "限值写得不对。",
    "不认识的参数：{names}",
    "有",
    "没有",
    "结束日期早于开始日期，请检查。",
}


def _sentences_in(path: str) -> set[str]:
    calls = [node for node in ast.walk(ast.parse((ROOT / path).read_text())) if isinstance(node, ast.Call)]
    said = {node.args[0].value for node in calls if getattr(node.func, "id", "") == "N_"}
    return said - NOT_SAID - {kind.label for kind in KINDS.values()}


@pytest.mark.parametrize("path", SAYING)
def test_the_page_has_every_sentence_that_a_judgement_or_a_refusal_can_say(path):
    assert _sentences_in(path) - {CalendarUnpublished.message, CalendarUnlisted.message} <= set(
        script_words.SCORING.values()
    )  # said as 待确认


@pytest.fixture
def made(app):
    with app.app_context(), unit_of_work():
        inspector = make_account("jiancha", Role.INSPECTOR)
        load_library(None, utc_now())
        found = find_published("depot")
        visit = make_inspection(make_task(found, inspectors=[inspector]))
        return found.id, visit.id


def _carried(html: str, name: str) -> list:
    parts = html.split(f' {name}="')[1:]
    return [json.loads(unescape(part.split('"')[0])) for part in parts]


def test_the_shell_carries_every_rule_and_the_sentences_of_its_language(app, made, sign_in):
    client = sign_in("jiancha")
    for language, unanswered in (("zh-CN", "还没有作答"), ("en", "not answered yet")):
        html = client.get(f"/forms/{made[0]}", headers={"Accept-Language": language}).text
        [words] = _carried(html, "data-words")
        assert words["scoring"]["unanswered"] == unanswered
        rules = _carried(html, "data-rule")
        with app.app_context():
            items = find_published("depot").items
            assert rules == [shapes.item_of(item) for item in items]


def test_an_item_for_scripts_says_what_the_scorer_of_the_server_is_told(app, made):
    with app.app_context():
        found = find_published("depot")
        for item, rule in zip(found.items, standard_of(found).items, strict=True):
            data = shapes.item_of(item)
            method = "info" if data["slot"] else data["method"]
            seen = (method, data["veto"], data["severity"], data["clause"]["path"], data["points"] or "0")
            assert seen == (rule.method, rule.veto, rule.severity, rule.clause, str(rule.points))


def test_what_is_taken_along_of_an_item_is_the_shape_of_the_form_and_its_words(app, made):
    with app.app_context():
        version = find_published("depot")
        taken = bundles.version_bundle(version)["version"]
        assert taken["scoring"] == shapes.scoring_of(version)
        for item, along in zip(version.items, taken["items"], strict=True):
            shape = shapes.item_of(item)
            assert {name: along[name] for name in shape} == shape | {"clause": along["clause"]}
            assert along["clause"].items() >= shape["clause"].items()
            assert along.keys() - shape.keys() == {"question", "failed_words"}


def test_the_form_without_script_carries_none_of_it(app, made, sign_in):
    html = sign_in("jiancha").get(f"/inspections/{made[1]}/form").text
    assert not any(f"data-{name}" in html for name in ("judging", "rule", "words"))


def test_the_scoring_modules_are_small_on_the_wire():
    files = sorted((ROOT / "static/js/scoring").rglob("*.js"))
    sizes = {file.name: len(gzip.compress(file.read_bytes())) for file in files}
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_no_module_of_the_scoring_says_a_word_of_its_own():
    for file in (ROOT / "static/js/scoring").rglob("*.js"):
        assert not any("一" <= letter <= "龥" for letter in file.read_text()), file.name
        assert not re.search(r"\bdocument\.(?!js\b)", file.read_text())
