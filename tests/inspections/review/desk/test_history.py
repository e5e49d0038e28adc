"""What was decided stays to be seen as it was then: both sides, photos, devices, who, when, why. On both databases."""

import io
import re
from dataclasses import replace

import pytest
from sqlalchemy import event

from accounts.roles import Role
from core import context, paging
from core.db import db, unit_of_work
from core.ids import new_id
from core.paging import Asked
from inspections.review import services as review
from inspections.review.desk import conflicts, history, queries, rescue
from inspections.review.desk.devices import device_words
from inspections.visits import queries as visits
from tests.builders import make_account, make_task
from tests.inspections.review.desk.conftest import County
from tests.inspections.review.desk.rescuing import PASSPHRASE, contents, record, seal
from tests.world import jpeg

WHY = "现场复核，以檐口为准"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; ALN-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1"


@pytest.fixture
def visit(county):
    county.disagree()
    return county.visit()


def _settle(county, key, choice, reason=WHY):
    visit = county.visit()
    if choice == conflicts.TAKE:
        choice = next(each for each in conflicts.disputes(visit) if each.key == key).others[0].id
    conflicts.settle(county.chief, visit, key, choice, reason, county.now)


def _decided(county):
    return history.decided_of(county.visit())


def test_what_was_taken_and_what_it_replaced_are_both_shown(county, visit):
    _settle(county, county.a02, conflicts.TAKE)
    (one,) = _decided(county)
    assert [(side.who.username, side.card.shown, side.card.entry.note) for side in one.shown.sides] == [
        ("jia", "6.2 米", "甲测"),
        ("yi", "5.6 米", "乙测"),
    ]
    assert [one.stands(side) for side in one.shown.sides] == [False, True] and one.taken.who.username == "yi"
    assert [len(side.photos) for side in one.shown.sides] == [0, 1]
    assert all(side.answered_at and side.kept_at and side.draft for side in one.shown.sides)
    told = one.settlement
    assert (told.decided_by_id, told.decided_at, told.reason) == (county.chief.id, county.now, WHY)


def test_what_was_kept_stands(county, visit):
    _settle(county, county.a02, conflicts.KEEP)
    _settle(county, "new", conflicts.TAKE)
    attribute, item = _decided(county)
    assert [item.stands(side) for side in item.shown.sides] == [True, False]
    assert (attribute.shown.label, [side.value for side in attribute.shown.sides]) == ("是否新建", ["是", "否"])
    assert [attribute.stands(side) for side in attribute.shown.sides] == [False, True]
    assert history.subject_of(attribute.settlement) == "是否新建"
    assert history.subject_of(item.settlement) == "A02 高度是多少？"


def test_of_a_returned_item_neither_stands_and_what_came_later_changes_nothing(county):
    phones = county.disagree()
    _settle(county, county.a02, conflicts.RETURN)
    review.return_visit(county.chief, county.visit(), county.now)
    phones.second.withdraw(county.a02, jpeg(3))
    phones.second.answer(county.a02, base=1, reading="5.9", note="一起测")
    phones.second.photo(county.a02, jpeg(8))
    county.send(county.yi, phones.second)
    assert visits.answers_of(county.visit())[county.a02].note == "一起测"
    (one,) = _decided(county)
    assert [side.card.entry.note for side in one.shown.sides] == ["甲测", "乙测"]
    assert one.taken is None and [side.in_force for side in one.shown.sides] == [True, False]
    assert [each.sha256 for each in one.shown.sides[1].photos] == [
        each.sha256 for each in county.visit().evidence if each.withdrawn_at
    ]


def test_several_edits_of_the_other_phone_are_one_decision(county):
    county.disagree_again()
    _settle(county, county.a02, conflicts.KEEP)
    (one,) = _decided(county)
    assert [side.card.entry.note for side in one.shown.sides] == ["甲测", "乙再测"]
    assert [row.id for row in queries.page_settled(county.chief).rows] == [one.settlement.id]


def test_every_side_says_from_which_device_it_came(county):
    first, second = county.phone(), county.phone()
    for who, phone, device, reading in ((county.jia, first, ANDROID, "6.2"), (county.yi, second, IPHONE, "5.6")):
        token = context.set_origin(replace(context.NOWHERE, device=device))
        phone.attribute("new", "yes" if phone is first else "no")
        phone.answer(county.a01, state="pass")
        phone.answer(county.a02, reading=reading, note="x")
        phone.done()
        county.send(who, phone, submit=phone is second)
        context.reset_origin(token)
    for key in (county.a02, "new"):
        _settle(county, key, conflicts.TAKE)
    for one in _decided(county):
        assert [one.device(side) for side in one.shown.sides] == ["Android · Chrome", "iPhone · Safari"]


def test_of_a_side_that_came_in_a_rescue_file_its_bringer_is_named_and_not_his_device(county):
    first, second = county.phone(), county.phone()
    first.attribute("new", "yes")
    first.answer(county.a01, state="pass")
    first.answer(county.a02, reading="6.2", note="甲测")
    county.send(county.jia, first)
    second.answer(county.a02, reading="5.6", note="乙测")
    sealed = io.BytesIO(seal(contents(county.yi.id, [record(new_id(), second.packet())])))
    token = context.set_origin(replace(context.NOWHERE, device=ANDROID))
    opened = rescue.open_file(sealed, PASSPHRASE, io.BytesIO())
    other = make_account("fuzhuguan", Role.SUPERVISOR, county.chief.organisation, county.chief.areas)
    list(rescue.bring_in(other, opened, county.store, county.signer, county.now))
    context.reset_origin(token)
    first.done()
    county.send(county.jia, first, submit=True)
    _settle(county, county.a02, conflicts.KEEP)
    (one,) = _decided(county)
    with county.app.test_request_context():
        assert [one.device(side) for side in one.shown.sides] == ["—", "fuzhuguan某 从救援文件导入"]


def test_what_was_in_force_before_revisions_were_kept_is_not_invented(county, visit, monkeypatch):
    _settle(county, county.a02, conflicts.TAKE)
    whole = queries.revisions_of(county.visit())
    first = next(row for row in whole if row.item_id == county.a02 and row.number == 1 and not row.beside)
    monkeypatch.setattr(queries, "revisions_of", lambda _: [row for row in whole if row is not first])
    (one,) = _decided(county)
    assert [side.who.username for side in one.shown.sides] == ["yi"]


def test_the_list_is_of_the_area_only_and_goes_on_where_the_page_ends(county, visit, monkeypatch):
    _settle(county, county.a02, conflicts.KEEP)
    _settle(county, "new", conflicts.KEEP)
    newest, oldest = queries.page_settled(county.chief).rows
    assert (newest.revision.attribute, oldest.revision.item_id) == ("new", county.a02)
    assert queries.page_settled(county.stranger).rows == []
    monkeypatch.setattr(paging, "PAGE", 1)
    assert queries.page_settled(county.chief).rows == [newest]
    assert queries.page_settled(county.chief, Asked(after=newest.id)).rows == [oldest]
    assert queries.page_settled(county.chief, Asked(after=newest.id)).next is None


def _statements(act) -> int:
    count = 0

    def note(*_):
        nonlocal count
        count += 1

    db.session.expire_all()
    event.listen(db.engine, "before_cursor_execute", note)
    act()
    event.remove(db.engine, "before_cursor_execute", note)
    return count


def test_as_many_statements_for_many_decisions_as_for_one(county, visit):
    def listed():
        rows = queries.page_settled(county.chief)
        return [(history.subject_of(each), each.chosen.account.name) for each in rows]

    counts = []
    for key in (county.a02, "new"):
        _settle(county, key, conflicts.KEEP)
        counts.append((_statements(lambda: _decided(county)), _statements(listed)))
    county.task = make_task(county.version, county.site, [county.jia, county.yi], county.chief)
    county.disagree()
    _settle(county, county.a02, conflicts.TAKE)
    _settle(county, "new", conflicts.TAKE)
    counts.append((_statements(lambda: _decided(county)), _statements(listed)))
    assert len({listing for _, listing in counts}) == 1, counts
    assert len({page for page, _ in counts}) == 1, counts


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (ANDROID, "Android · Chrome"),
        (IPHONE, "iPhone · Safari"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0", "Windows · Edge"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Gecko/20100101 Firefox/127.0", "macOS · Firefox"),
        ("Mozilla/5.0 (Linux; Android 12) Chrome/116 MicroMessenger/8.0", "Android · WeChat"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) ArkWeb/4.1", "HarmonyOS"),
        ("Werkzeug/3.1", ""),
        ("-", ""),
    ],
)
def test_a_device_is_named_as_people_know_it(user_agent, words):
    assert device_words(user_agent) == words


@pytest.fixture
def desk(app, sign_in):
    """A visit with one decision made and one to make, and the people signed in."""
    with app.app_context():
        with unit_of_work():
            county = County(app)
            county.disagree()
            _settle(county, county.a02, conflicts.TAKE)
            address = f"/review/{county.visit().id}"
        db.engine.dispose()
    return sign_in("zhuguan"), sign_in("tazhuguan"), sign_in("jia"), address


def test_the_pages_show_what_was_decided_and_are_found_from_where_one_looks(desk):
    chief, _, _, visit = desk
    for page in ("/review", visit, f"{visit}/conflicts"):
        assert "/settled" in chief.get(page).text, page
    listed = chief.get("/review/settled").text
    assert "A02 高度是多少？" in listed and "改为采用yi某的记录" in listed and f"{visit}/settled#decided-" in listed
    page = chief.get(f"{visit}/settled").text
    for words in (
        "jia某",
        "yi某",
        "6.2 米",
        "5.6 米",
        WHY,
        "zhuguan某",
        "高度不低于6米",
        "采用",
        "未采用",
        "手机时间",
        "设备",
    ):
        assert words in page, words
    assert page.count("<img") == 1


def test_english_readers_read_english(desk):
    page = desk[0].get(f"{desk[3]}/settled", headers={"Accept-Language": "en"}).text
    said = re.sub("<[^>]+>", "", page)  # names are quotations of the record, marked as Chinese
    assert "Decided conflicts" in said and "The record of yi某 was taken instead" in said


def test_others_find_nothing_of_it(desk):
    _, stranger, jia, visit = desk
    assert stranger.get(f"{visit}/settled").status_code == 404
    assert "高度是多少" not in stranger.get("/review/settled").text
    assert "还没有核定过不同的记录" in stranger.get("/review/settled").text
    for page in (f"{visit}/settled", "/review/settled"):
        assert jia.get(page).status_code == 403


def test_a_visit_without_decisions_says_so(app, sign_in):
    with app.app_context():
        with unit_of_work():
            county = County(app)
            county.disagree()
            visit = county.visit().id
        db.engine.dispose()
    chief = sign_in("zhuguan")
    assert "这次检查没有核定过不同的记录" in chief.get(f"/review/{visit}/settled").text
    assert f"{visit}/settled" not in chief.get(f"/review/{visit}").text
