"""Working days across holidays, make-up Saturdays, the county's own days and years not yet published."""

from datetime import date, timedelta

import pytest

from core.errors import Invalid
from core.numbers import parse_decimal, round_half_up, show_fraction
from core.working_days import (
    LONGEST,
    CalendarUnlisted,
    CalendarUnpublished,
    add_working_days,
    deadline_after,
    deadlines_between,
    is_working_day,
    known_until,
    unpublished_years,
    working_days_between,
)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2026, 9, 29), date(2026, 9, 29), 0),
        (date(2026, 9, 29), date(2026, 9, 30), 1),
        (date(2026, 9, 29), date(2026, 10, 7), 1),
        (date(2026, 9, 29), date(2026, 10, 8), 2),
        (date(2026, 9, 29), date(2026, 10, 10), 4),
        (date(2026, 2, 13), date(2026, 2, 28), 6),
    ],
)
def test_the_first_day_is_not_counted_and_holidays_are_left_out(start, end, days):
    assert working_days_between(start, end, {}) == days


def test_adding_is_the_inverse_of_counting():
    for count in range(1, 30):
        assert working_days_between(date(2026, 9, 1), add_working_days(date(2026, 9, 1), count, {}), {}) == count


@pytest.mark.parametrize("working", [True, False])
def test_the_countys_word_goes_over_the_calendar(working):
    assert is_working_day(date(2026, 10, 1), {date(2026, 10, 1): working}) is working
    assert is_working_day(date(2031, 1, 1), {date(2031, 1, 1): working}) is working


@pytest.mark.parametrize("act", [is_working_day, lambda day, own: add_working_days(date(2026, 12, 30), 5, own)])
def test_a_year_that_is_not_published_is_never_guessed(act):
    with pytest.raises(CalendarUnpublished) as unknown:
        act(date(2027, 3, 1), {})
    assert unknown.value.year == 2027 and unknown.value.text.startswith("2027 年")


def test_a_year_before_the_calendar_is_not_called_unpublished():
    with pytest.raises(CalendarUnlisted) as unknown:
        is_working_day(date(2003, 12, 31), {})
    assert unknown.value.text == "2003 年的放假安排没有收录，期限待确认。"
    assert is_working_day(date(2003, 12, 31), {date(2003, 12, 31): True})


@pytest.mark.parametrize(
    ("start", "ends"),
    [
        (date(2003, 12, 20), (date(2003, 12, 25), date(2004, 1, 8))),
        (date(2003, 12, 30), (date(2004, 1, 7), date(2004, 1, 8))),
        (date(2003, 12, 31), (date(2004, 1, 8), date(2004, 1, 8))),
        (date(1949, 10, 1), (date(1949, 10, 6), date(2004, 1, 8))),
    ],
)
def test_of_days_before_the_calendar_all_may_have_been_working_days_or_none(start, ends):
    assert deadlines_between(start, 5, "工作日", {}) == ends


@pytest.mark.parametrize("count", [0, -1])
def test_no_working_days_later_is_the_day_itself(count):
    assert add_working_days(date(2026, 10, 1), count, {}) == date(2026, 10, 1)


def test_a_term_that_does_not_end_within_ten_years_is_refused():
    start = date(2026, 1, 1)
    own = {start + timedelta(days=step): True for step in range(LONGEST + 1)}
    assert LONGEST == 3660
    assert add_working_days(start, LONGEST - 1, own) == start + timedelta(days=LONGEST - 1)
    with pytest.raises(Invalid):
        add_working_days(start, LONGEST, own)


@pytest.mark.parametrize(
    ("start", "count", "known"),
    [
        (date(2026, 12, 30), 0, None),
        (date(2026, 12, 30), 1, None),
        (date(2026, 12, 30), 2, (date(2026, 12, 31), 1)),
        (date(2026, 12, 24), 250, (date(2026, 12, 31), 5)),
        (date(2026, 12, 31), 1, (date(2026, 12, 31), 0)),
    ],
)
def test_how_far_the_calendar_goes_and_how_many_working_days_that_is(start, count, known):
    assert known_until(start, count, {}) == known


@pytest.mark.parametrize(
    ("count", "years"), [(0, []), (2, []), (3, [2027]), (263, [2027]), (264, [2027, 2028]), (524, [2027, 2028, 2029])]
)
def test_the_years_that_a_term_may_reach_before_they_are_published(count, years):
    assert unpublished_years(date(2026, 12, 30), count, {}) == years


def test_a_unit_that_is_none_is_refused():
    with pytest.raises(Invalid) as refused:
        deadline_after(date(2026, 1, 31), 1, "周", {})
    assert "周" in refused.value.text


def test_an_end_before_the_start_is_refused():
    with pytest.raises(Invalid):
        working_days_between(date(2026, 1, 2), date(2026, 1, 1), {})


@pytest.mark.parametrize(
    ("amount", "unit", "last"),
    [
        (1, "个月", date(2026, 2, 28)),
        (13, "个月", date(2027, 2, 28)),
        (3, "月", date(2026, 4, 30)),
        (11, "个月", date(2026, 12, 31)),
        (12, "个月", date(2027, 1, 31)),
        (1, "年", date(2027, 1, 31)),
        (2, "年", date(2028, 1, 31)),
        (10, "天", date(2026, 2, 10)),
        (10, "日", date(2026, 2, 10)),
        (1, "工作日", date(2026, 2, 2)),
    ],
)
def test_terms_of_every_unit(amount, unit, last):
    assert deadline_after(date(2026, 1, 31), amount, unit, {}) == last


@pytest.mark.parametrize(
    ("typed", "shown"), [("520", "520"), (" ５．６ ", "5.6"), ("5。6", "5.6"), ("007", "7"), ("0.1250", "0.125")]
)
def test_numbers_as_people_type_them(typed, shown):
    assert show_fraction(parse_decimal(typed)) == shown


@pytest.mark.parametrize(
    "typed", ["", "五百", "500㎡", "1e9", "-1", "NaN", "Infinity", "1,000", "1.", ".5", "٣", "1" * 10, "0.12345"]
)
def test_what_is_no_number(typed):
    with pytest.raises(Invalid):
        parse_decimal(typed)


@pytest.mark.parametrize(("value", "shown"), [("8/3", "8/3"), ("5/2", "2.5"), ("-1/4", "-0.25"), ("7", "7")])
def test_fractions_are_printed_exactly(value, shown):
    from fractions import Fraction

    assert show_fraction(Fraction(value)) == shown and round_half_up(Fraction(7), 0) == "7"
