"""Many wrong passwords: exactly the allowed number is looked at, and nobody else is kept out."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import delete, event, func, select, text

from accounts import allowances, known_devices, limits, logins, passwords
from accounts.models import Allowance, AuditEntry, UnknownLogins
from accounts.roles import Role
from core.db import db, unit_of_work
from tests.builders import PASSWORD, make_account

OFFICE, ELSEWHERE = "10.1.1.1", "10.9.9.9"


@pytest.fixture
def people(any_app):
    with any_app.app_context(), unit_of_work():
        for name in ("jiancha", "tongshi", "zhuguan"):
            make_account(name, Role.INSPECTOR)


@pytest.fixture
def still():
    with time_machine.travel(datetime(2026, 11, 18, 8, tzinfo=UTC), tick=False) as clock:
        yield clock


def _login(app, username, password=PASSWORD, address=OFFICE, browser=None):
    data = {"username": username, "password": password}
    browser = browser or app.test_client()
    return browser.post("/login", data=data, environ_overrides={"REMOTE_ADDR": address})


def _known_browser(app, username, address=OFFICE):
    """One in which that person signed in and out again."""
    browser = app.test_client()
    assert _login(app, username, address=address, browser=browser).status_code == 302
    browser.post("/logout")
    return browser


def _empty(app, *purses):
    """Strangers have taken all turns."""
    with app.app_context(), unit_of_work():
        for purse in purses:
            spent = limits.milliseconds(datetime.now(UTC) + purse.limit.at_once * purse.limit.every)
            db.session.merge(Allowance(key=purse.key, spent_until=spent))


def _audited(app, *actions):
    with app.app_context():
        return db.session.scalar(select(func.count()).where(AuditEntry.action.in_(actions)))


@pytest.mark.parametrize("username", ["jiancha", "nobody"])
def test_of_24_guesses_at_once_exactly_the_allowed_number_is_looked_at(any_app, people, still, username):
    start = threading.Barrier(24)

    def _guess(number):
        start.wait()
        return _login(any_app, username, f"wrong-{number}").status_code

    with ThreadPoolExecutor(24) as pool:
        statuses = sorted(pool.map(_guess, range(24)))
    assert statuses == [200] * limits.PLACE.at_once + [429] * (24 - limits.PLACE.at_once)
    if username == "jiancha":
        assert _audited(any_app, "login.failed", "login.locked") == limits.PLACE.at_once


def test_the_refusal_is_429_and_says_when_to_come_again_and_then_lets_in(any_app, people, still):
    for _ in range(limits.PLACE.at_once):
        assert _login(any_app, "jiancha", "wrong").status_code == 200
    refused = _login(any_app, "jiancha")
    assert refused.status_code == 429 and refused.headers["Retry-After"] == "180"
    assert "请在 3 分钟后再试" in refused.text
    still.shift(timedelta(seconds=180))
    assert _login(any_app, "jiancha").status_code == 302


def test_a_colleague_behind_the_same_address_locks_nobody_out(any_app, people, still):
    browser = _known_browser(any_app, "zhuguan")
    for _ in range(limits.PLACE.at_once + 1):
        _login(any_app, "tongshi", "wrong")
    assert _login(any_app, "jiancha").status_code == 302, "has never signed in here"
    for number in range(limits.NETWORK.at_once):
        last = _login(any_app, f"fremder{number}", "wrong")
    assert last.status_code == 429, "the address is hot"
    assert _login(any_app, "zhuguan", browser=browser).status_code == 302, "the browser is known"


def test_guesses_from_everywhere_end_at_the_limit_of_the_name_and_leave_known_browsers_open(any_app, people, still):
    browser = _known_browser(any_app, "jiancha")
    statuses = [_login(any_app, "jiancha", "wrong", f"10.2.0.{each}").status_code for each in range(1, 31)]
    assert statuses.count(200) == limits.NAME.at_once and set(statuses[limits.NAME.at_once :]) == {429}
    assert _login(any_app, "jiancha", address=ELSEWHERE).status_code == 429
    assert _login(any_app, "jiancha", address=ELSEWHERE, browser=browser).status_code == 302


def test_while_strangers_have_emptied_the_purse_of_all_who_is_known_gets_in(any_app, people, still):
    browser = _known_browser(any_app, "jiancha")
    _empty(any_app, limits.Purse("all", limits.ALL))
    stranger = _login(any_app, "jiancha", address=ELSEWHERE)
    assert stranger.status_code == 429 and int(stranger.headers["Retry-After"]) <= limits.ALL.every.total_seconds()
    assert _login(any_app, "jiancha", address=ELSEWHERE, browser=browser).status_code == 302
    browser.post("/logout")
    assert _login(any_app, "tongshi").status_code == 302, "somebody signed in from this address lately"
    assert _login(any_app, "tongshi", address="10.4.4.4", browser=browser).status_code == 429, "known for another"
    still.shift(logins.TRUSTED_FOR)
    _empty(any_app, limits.Purse("all", limits.ALL))
    assert _login(any_app, "tongshi").status_code == 429, "that was long ago"
    assert _login(any_app, "jiancha", address=ELSEWHERE, browser=browser).status_code == 302


def test_a_known_browser_has_a_limit_too_and_its_mark_cannot_be_made_up(any_app, people, still):
    browser = _known_browser(any_app, "jiancha")
    statuses = [_login(any_app, "jiancha", "wrong", f"10.3.0.{each}", browser).status_code for each in range(1, 9)]
    assert statuses == [200] * limits.DEVICE.at_once + [429] * (8 - limits.DEVICE.at_once)
    _empty(any_app, limits.Purse("all", limits.ALL))
    mark = browser.get_cookie("tiaocha_known").value
    for forged in (mark[:-2], mark[2:], "x"):
        other = any_app.test_client()
        other.set_cookie("tiaocha_known", forged)
        assert _login(any_app, "jiancha", address=ELSEWHERE, browser=other).status_code == 429
    still.shift(known_devices.KNOWN_FOR + timedelta(minutes=1))
    _empty(any_app, limits.Purse("all", limits.ALL))
    assert _login(any_app, "jiancha", address=ELSEWHERE, browser=browser).status_code == 429


def test_a_browser_is_known_to_all_who_signed_in_there(any_app, people, still):
    browser = _known_browser(any_app, "jiancha")
    assert _login(any_app, "tongshi", browser=browser).status_code == 302
    browser.post("/logout")
    _empty(any_app, limits.Purse("all", limits.ALL))
    for name in ("jiancha", "tongshi"):
        assert _login(any_app, name, address=ELSEWHERE, browser=browser).status_code == 302
        browser.post("/logout")


def test_guesses_from_elsewhere_do_not_hinder_who_is_asked_for_the_password_again(any_app, people, still):
    browser = any_app.test_client()
    _login(any_app, "jiancha", browser=browser)
    name = limits.purses("jiancha", OFFICE)
    _empty(any_app, *name)
    assert browser.post("/api/session/password", json={"password": PASSWORD}).status_code == 200


SITUATIONS = {
    "at first": [],
    "the address is hot": ["network"],
    "the name is hot": ["name"],
    "the place is hot": ["place"],
    "everything is hot": ["all"],
}


@pytest.mark.parametrize("hot", SITUATIONS.values(), ids=SITUATIONS)
@pytest.mark.parametrize("address", [OFFICE, ELSEWHERE], ids=["where both worked", "elsewhere"])
def test_neither_answers_nor_questions_to_the_database_tell_whether_a_name_exists(any_app, people, still, address, hot):
    _known_browser(any_app, "jiancha")
    _known_browser(any_app, "tongshi")
    _login(any_app, "noch-keiner", "wrong", address)
    told = []
    for name in ("jiancha", "keiner"):
        _empty(any_app, *(each for each in limits.purses(name, address) if each.key.partition(":")[0] in hot))
        told.append([_told(any_app, name, address) for _ in range(limits.PLACE.at_once + 1)])
        with any_app.app_context(), unit_of_work():
            db.session.execute(delete(Allowance))
    assert told[0] == told[1]


def _told(app, name, address) -> tuple:
    """What an attempt shows: the status, when to come again, and which statements it made."""
    made = []
    with app.app_context():
        engine = db.engine

    def _note(connection, cursor, statement, *more):
        if "SAVEPOINT" not in statement:
            made.append(statement)

    event.listen(engine, "before_cursor_execute", _note)
    answer = _login(app, name, "wrong", address)
    event.remove(engine, "before_cursor_execute", _note)
    return answer.status_code, answer.headers.get("Retry-After"), made


def test_one_ipv6_line_is_one_network(any_app, people, still):
    statuses = [_login(any_app, "jiancha", "wrong", f"2001:db8::{each:x}").status_code for each in range(1, 9)]
    assert statuses.count(200) == limits.PLACE.at_once


def test_right_passwords_use_no_turn_up(any_app, people, still):
    assert {_login(any_app, "jiancha").status_code for _ in range(limits.PLACE.at_once * 2)} == {302}
    with any_app.app_context():
        now = limits.milliseconds(datetime.now(UTC))
        assert not db.session.scalar(select(func.count()).where(Allowance.spent_until > now))


def test_names_that_nobody_bears_are_counted_and_leave_no_rows_behind(any_app, people, still):
    before = _audited(any_app, "login.unknown")
    for number in range(limits.NETWORK.at_once):
        assert _login(any_app, f"fremder{number}", "wrong").status_code == 200
    with any_app.app_context():
        assert db.session.scalars(select(UnknownLogins.count)).all() == [limits.NETWORK.at_once]
        names = "".join(db.session.scalars(select(AuditEntry.body)))
    assert _audited(any_app, "login.unknown") - before == 2, "at the 1st and the 10th"
    assert "fremder" not in names
    still.shift(timedelta(days=2))
    _login(any_app, "noch-einer", "wrong")
    with any_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Allowance)) == 4
        assert db.session.scalar(select(func.count()).select_from(UnknownLogins)) == 1


def test_no_more_than_two_passwords_are_looked_at_at_once():
    looked = threading.Event()

    def _look():
        passwords.matches(None, "x")
        looked.set()

    with passwords.turn(), passwords.turn():
        waiting = threading.Thread(target=_look)
        waiting.start()
        assert not looked.wait(0.5)
    waiting.join()
    assert looked.is_set()


def test_whoever_waits_too_long_for_a_turn_is_asked_to_come_again(any_app, people, still):
    with passwords.turn(), passwords.turn():
        refused = _login(any_app, "jiancha")
    assert refused.status_code == 429 and refused.headers["Retry-After"] == str(passwords.PATIENCE)
    with any_app.app_context():
        now = limits.milliseconds(datetime.now(UTC))
        assert not db.session.scalar(select(func.count()).where(Allowance.spent_until > now)), "no turn was used up"


def test_others_write_while_a_password_waits_to_be_looked_at(any_app, people):
    with ThreadPoolExecutor(1) as pool:
        with passwords.turn(), passwords.turn():
            waiting = pool.submit(_login, any_app, "jiancha")
            while not waiting.done() and not _spent(any_app):
                pass
            with any_app.app_context(), unit_of_work():
                make_account("neuer", Role.INSPECTOR)
            assert not waiting.done()
        assert waiting.result().status_code == 302


def _spent(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Allowance))


BLOCKED = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")


@pytest.mark.postgres
@pytest.mark.parametrize("any_app", ["postgres"], indirect=True)
def test_two_attempts_never_wait_for_one_another(any_app, still):
    now = datetime.now(UTC)
    everybody, network = limits.Purse("all", limits.ALL), limits.Purse("network:10.1.1.1", limits.NETWORK)

    def _spend(purses):
        with any_app.app_context(), unit_of_work():
            allowances.spend(purses, now)

    def _leave_a_full_purse():
        with any_app.app_context(), unit_of_work():
            db.session.add(Allowance(key=network.key, spent_until=limits.milliseconds(now) - 1))

    with ThreadPoolExecutor(1) as pool:
        with any_app.app_context(), unit_of_work():
            allowances.spend([everybody], now)
            pool.submit(_leave_a_full_purse).result()
            other = pool.submit(_spend, [network, everybody])
            while not db.session.scalar(BLOCKED) and not other.done():
                pass
            allowances.spend([network], now)
        other.result()
    with any_app.app_context():
        spent = dict(db.session.execute(select(Allowance.key, Allowance.spent_until)).all())
    turns = {
        purse.key: (spent[purse.key] - limits.milliseconds(now)) / limits.milliseconds(purse.limit.every)
        for purse in (everybody, network)
    }
    assert turns == {"all": 2, "network:10.1.1.1": 2}
