"""The checks that need no run of the product: each can fail."""

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
