"""What the database promises: whole or not at all, through crashes, a full disk and a connection lost."""

import time

import pytest

from tests.js.offline.stand_in import LAN, MEI, sha256

pytestmark = pytest.mark.browser
DAY = 24 * 3600 * 1000
ANSWER = "const visit = await visits.load(given); await visits.setAnswer(visit, 'i1', { v: '1' });"
PHOTO = """const visit = await visits.load(given[0]);
await visits.addPhoto(visit, 'i2', { bytes: picture(given[1], given[2]), type: 'image/jpeg', name: 'a.jpg',
  taken_at: '2026-11-21T10:00:00.000+08:00', place: null });"""
BUSY = """async ([draft, seed]) => {
  const visits = await import('/static/js/offline/visits.js');
  const visit = await visits.load(draft);
  const bytes = (n) => crypto.getRandomValues(new Uint8Array(60000)).buffer;
  (async () => {
    for (let n = 1; ; n += 1) {
      if (n % 2) await visits.addPhoto(visit, 'i1', { bytes: bytes(n), type: 'image/jpeg', name: 'x', taken_at: 't' });
      else await visits.setAnswer(visit, `i${n}`, { n: String(n) });
      console.log(`saved ${visit.seq}`);
    }
  })();
}"""


def is_whole(phone, draft) -> int:
    """The last change; visit, chain and bytes say the same of it."""
    stored = phone.stored(draft)
    entries, visit = stored["entries"], stored["visit"]
    assert [entry["seq"] for entry in entries] == list(range(1, visit["seq"] + 1))
    assert not entries or entries[-1]["hash"] == visit["head"]
    assert phone.run("return chain.verify((await db.all('entries')).map(({ draft, ...each }) => each))")
    photos = [entry["content"] for entry in entries if entry["kind"] == "photo"]
    assert sorted((each["sha256"], each["size"], each["size"]) for each in photos) == sorted(
        map(tuple, stored["bytes"])
    )
    assert [each["sha256"] for each in visit["items"].get("i1", {"photos": []})["photos"]] == [
        each["sha256"] for each in photos
    ]
    return visit["seq"]


@pytest.mark.parametrize("how", ["close", "crash"])
@pytest.mark.parametrize("changes", [1, 4, 9, 14])
def test_a_page_killed_in_the_middle_of_changes_keeps_every_change_it_called_saved(phone, changes, how):
    draft = phone.begin()
    said = []
    phone.tab.on("console", lambda message: said.append(message.text))
    with phone.tab.expect_console_message(lambda message: message.text == f"saved {changes}"):
        phone.tab.evaluate(BUSY, [draft, changes])
    if how == "crash":
        with phone.tab.expect_event("crash"):
            crash(phone.tab)
    else:
        phone.tab.close()
    phone.tab = phone.open()
    assert is_whole(phone, draft) >= max(int(text.split()[1]) for text in said) >= changes
    phone.run(ANSWER, draft)


def crash(tab):
    try:
        tab.goto("chrome://crash")
    except Exception as gone:
        assert "crash" in str(gone).lower()


def test_a_change_whose_transaction_fails_leaves_nothing_behind(phone):
    draft = phone.begin()
    phone.run(ANSWER, draft)
    before = phone.stored(draft)
    spoil = """const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (row) {
      if (this.name === 'visits') throw new DOMException('spoilt', 'DataError');
      return put.call(this, row);
    };"""
    assert phone.refused(spoil + PHOTO, [draft, 3, 1000]) == "StoreBroken"
    assert phone.stored(draft) == before
    phone.tab.reload()
    phone.run(PHOTO, [draft, 3, 1000])


def test_done_is_said_only_on_complete(phone):
    draft = phone.begin()
    order = phone.run(
        """const order = [];
        const transaction = IDBDatabase.prototype.transaction;
        IDBDatabase.prototype.transaction = function (...all) {
          const made = transaction.apply(this, all);
          if (all[1] === 'readwrite') made.addEventListener('complete', () => order.push('complete'));
          return made;
        };
        const visit = await visits.load(given);
        const change = visits.setAnswer(visit, 'i1', { v: '1' }).then(() => order.push(`said ${visit.seq}`));
        order.push(`before ${visit.seq}`);
        await change;
        return order""",
        draft,
    )
    assert order == ["before 0", "complete", "said 1"]


def test_a_connection_closed_by_the_system_is_opened_again(phone):
    draft = phone.begin()
    phone.tab.reload()
    phone.tab.evaluate(
        """() => {
          globalThis.made = [];
          const open = indexedDB.open.bind(indexedDB);
          indexedDB.open = (...all) => {
            const request = open(...all);
            request.addEventListener('success', () => globalThis.made.push(request.result));
            return request;
          };
        }"""
    )
    phone.run(ANSWER, draft)
    closed = "globalThis.made.at(-1).close();"
    phone.run(closed + ANSWER, draft)
    phone.run(
        f"const visit = await visits.load(given); {closed} await visits.setAnswer(visit, 'i1', {{ v: '3' }})", draft
    )
    lost = "globalThis.made.at(-1).close(); globalThis.made.at(-1).onclose();"
    phone.run(lost + ANSWER, draft)
    assert is_whole(phone, draft) == 4 and len(phone.tab.evaluate("globalThis.made.map(() => 1)")) == 4


def test_a_transaction_that_was_complete_is_not_done_twice_when_its_answer_was_lost(phone):
    draft = phone.begin()
    phone.run(
        """const transaction = IDBDatabase.prototype.transaction;
        let once = true;
        IDBDatabase.prototype.transaction = function (...all) {
          const made = transaction.apply(this, all);
          if (all[1] === 'readwrite' && once) {
            once = false;
            Object.defineProperty(made, 'oncomplete', {
              set: () => made.addEventListener('complete', () => made.onabort()),
            });
          }
          return made;
        };
        const visit = await visits.load(given);
        await visits.setAnswer(visit, 'i1', { v: '1' });
        if (visit.seq !== 1) throw new Error(visit.seq)""",
        draft,
    )
    assert is_whole(phone, draft) == 1


def test_a_full_disk_is_said_and_nothing_is_half_stored(phone, server):
    session = phone.browser.new_cdp_session(phone.tab)  # the limit holds as long as the session
    session.send("Storage.overrideQuotaForOrigin", {"origin": server.address, "quotaSize": 1_000_000})
    draft = phone.begin()
    phone.run(ANSWER, draft)
    before = phone.stored(draft)
    assert phone.refused(PHOTO, [draft, 5, 3_000_000]) == "StorageFull"
    assert phone.run("return (await visits.load(given)).seq", draft) == 1
    assert phone.stored(draft) == before
    phone.run(PHOTO, [draft, 6, 1000])
    session.send("Storage.overrideQuotaForOrigin", {"origin": server.address})
    phone.run(PHOTO, [draft, 5, 3_000_000])
    assert len(phone.stored(draft)["bytes"]) == 2


RECEIVED = """const visit = await db.get('visits', given[0]);
await db.put('visits', { ...visit, acked_seq: visit.seq, state: 'received' });
await db.put('receipts', { id: 'R' + visit.id, draft: visit.id, account: visit.account, entries: visit.seq,
  evidence: given[1], receipt: { sequence: 1, received_at: new Date(given[2]).toISOString() } });
await clock.heard(new Date());"""


def test_old_received_photos_give_way_when_the_disk_is_full(phone, server):
    old, new = phone.begin("T1"), phone.begin("T2")
    phone.run(PHOTO, [old, 5, 1000])
    sha = phone.stored(old)["bytes"][0][0]
    phone.run(RECEIVED, [old, [sha], int(time.time() * 1000) - 8 * DAY])
    spoil = """const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (row) {
      const full = row?.bytes?.byteLength === 2000 && globalThis.full !== false;
      globalThis.full = false;
      if (full) throw new DOMException('full', 'QuotaExceededError');
      return put.call(this, row);
    };"""
    phone.run(spoil + PHOTO, [new, 7, 2000])
    assert [size for _, size, _ in phone.stored(new)["bytes"]] == [2000]


@pytest.mark.parametrize(
    "listed, age, stays",
    [(True, 8, False), (True, 6, True), (False, 8, True)],
    ids=["listed and 7 days over", "listed lately", "never listed"],
)
def test_bytes_stay_until_the_receipt_lists_them_and_7_days_longer(phone, listed, age, stays):
    draft = phone.begin()
    phone.run(PHOTO, [draft, 5, 1000])
    sha = phone.stored(draft)["bytes"][0][0]
    phone.run(RECEIVED, [draft, [sha] if listed else [], int(time.time() * 1000) - age * DAY])
    freed = phone.run("return visits.purge()")
    assert (freed, len(phone.stored(draft)["bytes"])) == ((0, 1) if stays else (1000, 0))
    remove = "await visits.remove(given)"
    if stays:
        assert phone.refused(remove, draft) == "NotReceived"
        assert phone.stored(draft)["entries"]
    else:
        phone.run(remove, draft)
        assert phone.stored(draft) == {"visit": None, "entries": [], "bytes": [], "packets": []}


def test_a_phone_whose_clock_jumps_keeps_the_bytes_for_7_days_of_the_server(phone):
    draft = phone.begin()
    phone.run(PHOTO, [draft, 5, 1000])
    sha = phone.stored(draft)["bytes"][0][0]
    phone.run(RECEIVED, [draft, [sha], int(time.time() * 1000)])
    later = "Date.now = () => 4e12;"
    assert phone.run(later + "return visits.purge()") == 0
    assert phone.refused(later + "await visits.remove(given)", draft) == "NotReceived"
    assert len(phone.stored(draft)["bytes"]) == 1


def test_bytes_that_another_draft_needs_stay(phone):
    first, second = phone.begin("T1"), phone.begin("T2")
    phone.run(PHOTO, [first, 5, 1000])
    phone.run(PHOTO, [second, 5, 1000])
    assert len(phone.stored(first)["bytes"]) == 1
    phone.run("await visits.remove(given, { confirmed: true })", first)
    assert len(phone.stored(second)["bytes"]) == 1
    phone.run("await visits.remove(given, { confirmed: true })", second)
    assert phone.run("return db.all('bytes')") == []


def test_an_unsent_visit_is_removed_only_when_confirmed(phone):
    draft = phone.begin()
    phone.run(ANSWER, draft)
    assert phone.refused("await visits.remove(given)", draft) == "NotReceived"
    held = phone.open()
    phone.run("globalThis.visit = await visits.load(given)", draft, tab=held)
    phone.run("await visits.remove(given, { confirmed: true })", draft)
    assert phone.refused("await visits.setAnswer(globalThis.visit, 'i1', { v: '2' })", tab=held) == "Gone"


def test_storage_says_how_much_is_free(phone):
    told = phone.run("return storage.estimate()")
    assert told["free"] == told["quota"] - told["usage"] and told["persisted"] in (True, False)
    assert phone.run("return storage.persist()") in (True, False)


def test_signing_out_with_unsent_work_needs_the_pin_and_drafts_stay(phone):
    draft = phone.begin()
    phone.run("await account.leave()")
    phone.sign_in()
    phone.run(ANSWER, draft)
    assert phone.refused("await account.leave()") == "WorkUnsent"
    phone.run("await pin.set('246810')")
    assert phone.refused("await account.leave('111111')") == "WorkUnsent"
    assert phone.refused("await account.leave('', true)") == "WorkUnsent"
    phone.run("await account.leave('246810')")
    assert phone.run("return account.signedIn()") is None and phone.run("return visits.load(given)", draft) is None
    phone.sign_in()
    assert phone.run("return visits.load(given)", draft)["seq"] == 1


def test_signing_out_with_unsent_work_on_a_phone_without_a_pin_is_for_the_person_to_confirm(phone):
    phone.run(ANSWER, phone.begin())
    assert phone.refused("await account.leave('246810')") == "WorkUnsent"
    phone.run("await account.leave('', true)")
    assert phone.run("return account.signedIn()") is None


def test_the_account_is_known_for_the_offline_term_only(phone):
    phone.run("await account.remember(given)", {"account": MEI, "offline_days": 2})
    assert phone.run("return account.signedIn()")["id"] == MEI["id"]
    phone.run(f"const now = Date.now; Date.now = () => now() + {2 * DAY + 1000}")
    assert phone.run("return account.signedIn()") is None
    phone.run("await account.remember(given)", {"account": None})
    assert phone.run("return db.setting('account')")["id"] == MEI["id"]
    phone.run("await account.remember(given)", {"account": LAN})
    assert phone.run("return account.signedIn()")["id"] == LAN["id"]


def test_five_wrong_pins_make_one_wait_longer_and_longer(phone):
    phone.run("await pin.set('246810'); await lock.lock()")
    assert phone.run("return lock.locked()") and "246810" not in str(phone.run("return db.setting('pin')"))
    for _ in range(5):
        assert phone.run("return pin.check('000000')") is False
    assert phone.refused("return pin.check('246810')") == "WrongPin"
    phone.run("const now = Date.now; let ahead = 31000; Date.now = () => now() + ahead")
    assert phone.run("return pin.check('000000')") is False
    assert phone.refused("return pin.check('246810')") == "WrongPin"
    phone.tab.reload()
    assert phone.refused("return pin.check('246810')") == "WrongPin"
    phone.run("const now = Date.now; Date.now = () => now() + 100000")
    assert phone.run("return pin.check('246810')") is True and not phone.run("return lock.locked()")


def test_the_clock_tells_the_last_contact_and_what_ran_since(phone):
    assert phone.run("return clock.reading()")["server_seen_at"] is None
    told = phone.run("await clock.heard('2026-11-21T03:00:00Z'); return clock.reading()")
    assert told["server_seen_at"] == "2026-11-21T03:00:00.000Z" and 0 <= told["elapsed_ms"] < 5000
    assert told["device_seen_at"][-6] in "+-" and told["device_now"] >= told["device_seen_at"]
    other = phone.open()
    assert phone.run("return clock.reading()", tab=other)["elapsed_ms"] is None


def test_ids_sort_by_time_and_differ(phone):
    made = phone.run("return Array.from({ length: 500 }, (_, n) => ulid.ulid(1700000000000 + n))")
    assert made == sorted(set(made)) and all(len(each) == 26 and each < "8" for each in made)
    assert len(set(phone.run("return Array.from({ length: 500 }, () => ulid.ulid())"))) == 500


def test_sha256_is_that_of_the_bytes(phone):
    assert phone.run("return canonical.sha256('煤')") == sha256("煤")


FULL = """IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };"""
OTHER = "{ account: { id: 'OTHER', name: '另一人', role: 'inspector' }, offline_days: 30 }"


@pytest.mark.parametrize("name", ["UnknownError", "InvalidStateError", "AbortError", "DataError"])
def test_a_store_that_does_not_work_is_told_from_one_that_is_full(phone, name):
    draft = phone.begin()
    broken = f"IDBObjectStore.prototype.put = () => {{ throw new DOMException('said', '{name}'); }};"
    assert phone.refused(broken + "await clock.heard(new Date())") == "StoreBroken"
    assert phone.stored(draft)["visit"]


def test_signing_out_needs_no_room(phone):
    draft = phone.begin()
    phone.run(FULL + "await account.leave()")
    assert phone.run("return account.signedIn()") is None and phone.stored(draft)["visit"]


@pytest.mark.parametrize("learns", ["remember", "renew"])
def test_without_room_for_the_name_of_another_nobody_is_here(phone, learns):
    phone.begin()
    assert phone.refused(FULL + f"await account.{learns}({OTHER})") == "StorageFull"
    assert phone.run("return account.signedIn()") is None


@pytest.mark.parametrize("learns", ["remember", "renew"])
def test_without_room_the_same_person_stays(phone, learns):
    phone.begin()
    known = phone.run("return account.signedIn()")
    answer = "{ account: await account.signedIn(), offline_days: 30 }"
    phone.run(FULL + f"await account.{learns}({answer}); await clock.heard(new Date())")
    assert phone.run("return account.signedIn()") == known
