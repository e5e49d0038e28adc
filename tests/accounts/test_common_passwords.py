"""Passwords that everybody tries first."""

import pytest

from accounts.common_passwords import LIST, SHORTEST, is_common
from accounts.passwords import check_strength, one_time_password
from core.errors import Invalid
from tests.builders import PASSWORD

COMMON = [
    "Password123!",
    "Passw0rd!!",
    "P@ssw0rd2026",
    "Admin@12345",
    "1qaz@WSX3edc",
    "Qwertyuiop1!",
    "Iloveyou-2026",
    "Woaini5201314",
    "!QAZ2wsx3edc",
]


@pytest.mark.parametrize("password", COMMON)
def test_a_common_password_is_refused_however_it_is_dressed_up(password):
    with pytest.raises(Invalid) as refused:
        check_strength(password, "jiancha", "监管办", [])
    assert refused.value.fields["new_password"] == "密码过于常见，容易被猜中，请换一个。"


@pytest.mark.parametrize("password", [PASSWORD, "Xin-Mi-Ma-2026", "dragon-hat-neun-84-Katzen", "冠县煤场Liu米2026", ""])
def test_a_password_that_holds_more_than_a_common_word_is_taken(password):
    assert not is_common(password)


def test_a_one_time_password_is_never_a_common_one():
    assert not any(is_common(one_time_password()) for _ in range(200))


def test_the_list_names_its_source_and_is_of_the_size_it_says():
    lines = LIST.read_text("utf-8").splitlines()
    words = [line for line in lines if not line.startswith("# ")]
    assert "zxcvbn 4.5.0" in "".join(lines[:4]) and len(words) > 25_000
    assert all(len(word) >= SHORTEST and word == word.casefold() for word in words)
