"""A page that the browser freezes lets go of the store and of its locks, and goes on when it is back."""

import pytest

pytestmark = pytest.mark.browser

LEFT, BACK = "pagehide", "pageshow"
TURN = "turn => dispatchEvent(new PageTransitionEvent(turn, { persisted: true }))"
HOLDS = "return (await navigator.locks.query()).held.length"
FREE = "await leaving.present(); return navigator.locks.request(given, { ifAvailable: true }, (lock) => Boolean(lock))"

# A transaction that stays open for good, in the store of settings; `begun` and `ended` are how often it was.
HELD_OPEN = """Object.assign(window, { begun: 0, ended: 0, go: false });
const work = async (tx) => {
  window.begun += 1;
  while (!window.go) await db.asked(tx.objectStore('settings').get('x'));
  await db.asked(tx.objectStore('settings').put({ name: 'x', value: window.begun }));
};
db.transact(['settings'], 'readwrite', work).then(() => (window.ended += 1));
while (!window.begun) await new Promise((done) => setTimeout(done, 5));"""


def _turn(tab, turn: str) -> None:
    tab.evaluate(TURN, turn)


def _pause(tab) -> None:
    tab.wait_for_timeout(150)


def test_an_open_transaction_ends_at_once_and_is_done_again_when_the_page_is_back(phone):
    phone.run(HELD_OPEN)
    _turn(phone.tab, LEFT)
    other = phone.open()
    phone.run("await db.remember('y', 1)", tab=other)  # would wait for ever
    phone.tab.evaluate("window.go = true")
    _pause(phone.tab)
    assert phone.tab.evaluate("[begun, ended]") == [1, 0]
    assert phone.run("return (await db.setting('x')) ?? null", tab=other) is None
    _turn(phone.tab, BACK)
    phone.tab.wait_for_function("window.ended === 1")
    assert phone.run("return db.setting('x')", tab=other) == 2


def test_nothing_is_begun_while_the_page_is_left(phone):
    draft = phone.begin()
    _turn(phone.tab, LEFT)
    phone.tab.evaluate(
        """async draft => {
        window.kept = false;
        const visits = await import('/static/js/offline/visits.js');
        const change = async () => visits.setAnswer(await visits.load(draft), 'i1', { v: '1' });
        change().then(() => (window.kept = true)); }""",
        draft,
    )
    _pause(phone.tab)
    assert not phone.tab.evaluate("window.kept") and phone.run(HOLDS, tab=phone.open()) == 0
    _turn(phone.tab, BACK)
    phone.tab.wait_for_function("window.kept")
    assert phone.stored(draft)["visit"]["items"]["i1"]["inputs"] == {"v": "1"}


def test_a_page_may_be_left_again_and_again(phone):
    phone.run(HELD_OPEN)
    for count in (2, 3, 4):
        _turn(phone.tab, LEFT)
        _turn(phone.tab, LEFT)
        _turn(phone.tab, BACK)
        phone.tab.wait_for_function("count => window.begun === count", arg=count)
    phone.tab.evaluate("window.go = true")
    phone.tab.wait_for_function("window.ended === 1")


def test_a_lock_goes_to_others_at_once_and_the_work_ends_without_it(phone):
    phone.run(
        """window.done = leaving.locked('one', () => new Promise((done) => (window.finish = done)));
        while (!window.finish) await new Promise((done) => setTimeout(done, 5));"""
    )
    other = phone.open()
    assert phone.run(FREE, "one", other) is False
    _turn(phone.tab, LEFT)
    assert phone.run(FREE, "one", other) is True
    _turn(phone.tab, BACK)
    phone.tab.evaluate("window.finish('value')")
    assert phone.tab.evaluate("window.done") == "value"


# A browser in which leaving and the lock's coming cross: the signal has no effect on a request that is on its way.
CROSSING = """const request = navigator.locks.request;
LockManager.prototype.request = function (name, options, work) { return request.call(this, name, {}, work); };"""


@pytest.mark.parametrize("browser_does", ["", CROSSING], ids=["in time", "too late"])
def test_who_waits_for_a_lock_waits_no_longer_when_the_page_is_left(phone, browser_does):
    holder = phone.open()
    hold = """navigator.locks.request('one', () => new Promise((done) => (window.finish = done)));
    while (!window.finish) await new Promise((done) => setTimeout(done, 5));"""
    phone.run(hold, tab=holder)
    phone.run(browser_does)
    phone.run("window.got = false; void leaving.locked('one', () => 7).then((value) => (window.got = value))")
    _turn(phone.tab, LEFT)
    holder.evaluate("window.finish()")
    _pause(holder)
    assert phone.run(FREE, "one", holder) is True and phone.tab.evaluate("window.got") is False
    _turn(phone.tab, BACK)
    phone.tab.wait_for_function("window.got === 7")


def test_a_page_that_is_closed_for_good_goes_on_to_the_end(phone):
    phone.run(HELD_OPEN)
    phone.tab.evaluate(
        "window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false })); window.go = true"
    )
    phone.tab.wait_for_function("window.ended === 1")
    assert phone.tab.evaluate("window.begun") == 1


def test_what_the_work_throws_is_thrown_and_the_lock_is_free(phone):
    throwing = "leaving.locked('one', async () => { throw new TypeError('x') })"
    assert phone.refused(f"await {throwing}") == "TypeError"
    assert phone.run(FREE, "one") is True


def test_a_write_that_another_page_has_overtaken_is_refused_and_not_put_over_it(phone):
    draft = phone.begin()
    phone.run(
        """const visit = await visits.load(given);
        const get = IDBObjectStore.prototype.get;
        window.first = new Promise((done) => {
          IDBObjectStore.prototype.get = function (...key) {
            IDBObjectStore.prototype.get = get;
            dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
            done();
            return get.apply(this, key);
          };
        });
        window.outcome = visits.setAnswer(visit, 'i1', { v: 'mine' }).catch((error) => error.name);
        await window.first;""",
        draft,
    )
    other = phone.open()
    phone.run("await visits.setAnswer(await visits.load(given), 'i2', { v: 'theirs' })", draft, other)
    _turn(phone.tab, BACK)
    assert phone.tab.evaluate("window.outcome") == "ChangedElsewhere"
    assert set(phone.stored(draft)["visit"]["items"]) == {"i2"}
