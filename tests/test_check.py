"""The checks that need no run of the product: each can fail."""

import shutil

import pytest

from tests import check, words

CASES = [
    ("Found 3 errors in 2 files (checked 9 source files)", 3, None),
    ("Found 4 errors in 2 files (checked 9 source files)", 3, "4 errors, 3 are known"),
    ("Found 1 error in 1 file (checked 9 source files)", 3, "lower TYPE_ERRORS in tests/check.py to 1"),
    ("Success: no issues found in 9 source files", 0, None),
    ("Success: no issues found in 9 source files", 3, "lower TYPE_ERRORS in tests/check.py to 0"),
    ("mypy: error: unrecognized arguments", 3, "unrecognized"),
]


@pytest.mark.parametrize(("said", "known", "fault"), CASES)
def test_the_number_of_type_errors_may_only_fall(said, known, fault):
    found = check.judge_types(said, known)
    assert found is None if fault is None else fault in found


def test_a_name_that_nothing_uses_is_found(tmp_path, monkeypatch):
    (tmp_path / "plain.py").write_text("def left_over():\n    return 1\n")
    monkeypatch.setattr(check, "PRODUCT", [str(tmp_path / "plain.py")])
    assert "unused function 'left_over'" in check.dead_names()


TYPE_FAULTS = {
    'import { START } from "./chain.js";': "'START' is declared but its value is never read",
    "nowhere();": "Cannot find name 'nowhere'",
    "ulid(1, 2, 3);": "Expected 0-1 arguments, but got 3",
    "Math.foor(1);": "'foor' does not exist",
    "const wait = async () => 1; if (wait()) ulid();": "'Promise<number>' is always defined",
    "export const last = () => { return 1; ulid(); };": "Unreachable code",
}
EXPORTS = {
    "export const leftOver = 1;": "imported by no script: ulid.leftOver",
    "export async function undone() {}": "imported by no script: ulid.undone",
    'export { START as first } from "./chain.js";': "imported by no script: ulid.first",
}
SCRIPT_FAULTS = [
    (check.script_types, TYPE_FAULTS),
    (check.script_lint, {"if (ulid() == 1) ulid();": "(eqeqeq)", "let never = 1; ulid(never);": "(prefer-const)"}),
    (check.dead_exports, EXPORTS),
]


@pytest.mark.parametrize(("find", "faults"), SCRIPT_FAULTS, ids=["types", "lint", "exports"])
def test_faults_in_a_script_are_found(find, faults, tmp_path, monkeypatch):
    shutil.copytree(check.STATIC / "js", tmp_path / "js")
    with (tmp_path / "js/offline/ulid.js").open("a") as script:
        script.write("\n".join(faults))
    monkeypatch.setattr(check, "STATIC", tmp_path)
    found = find()
    assert [said for said in faults.values() if said not in found] == []


def test_a_checker_of_scripts_that_does_not_run_is_no_success(monkeypatch):
    monkeypatch.setattr(check, "TOLD", "--config=nowhere.json")
    assert "nowhere.json" in check.script_types() and "nowhere.json" in check.script_lint()


def test_what_is_exported_for_tests_alone_is_named_as_such(monkeypatch):
    monkeypatch.setattr(check, "EXPORTED_FOR_TESTS", check.EXPORTED_FOR_TESTS | {"ulid.ulid"})
    assert check.dead_exports() == "not for tests alone: ulid.ulid"


def test_a_sentence_without_english_is_named(monkeypatch):
    monkeypatch.setattr(words, "sentences", lambda: {"登录", "新的一句"})
    assert "run ./tiaocha words" in check.sentences()
    monkeypatch.setattr(words, "brought_up", words.ENGLISH.read_bytes)
    monkeypatch.setattr(words, "english", lambda: {"登录": "Sign in", "新的一句": ""})
    assert check.sentences() == "without English:\n  新的一句"


def test_what_is_wrong_is_printed_and_ends_with_1(monkeypatch, capsys):
    monkeypatch.setattr(check, "CHECKS", {"one": lambda: None, "other": lambda: "line 3\n"})
    assert check.main() == 1 and capsys.readouterr().out == "one: holds\nother: line 3\n"
    monkeypatch.setattr(check, "CHECKS", {"one": lambda: None})
    assert check.main() == 0
