"""The manifest, the worker and its list: everything that pages without a network reach, under one hash."""

import hashlib
import json
import re

import pytest
from PIL import Image, ImageChops

from accounts.roles import Role
from core import icons, pwa
from tests.builders import make_account

PHONE = ["/phone", "/phone/outbox", "/phone/receipts", "/phone/ready", "/phone/result"]


def _listed(worker: str) -> list[str]:
    return list(_hashes(worker))


def _hashes(worker: str) -> dict[str, str]:
    return json.loads(re.search(r"^const KEPT = (.*);$", worker, re.M)[1])


def _version(client, language: str = "zh") -> str:
    worker = client.get("/sw.js", headers={"Accept-Language": language}).text
    return re.search(r'^const VERSION = "([0-9a-f]{16})";$', worker, re.M)[1]


def test_the_worker_may_serve_every_address_and_is_asked_for_anew_after_some_minutes(client):
    answer = client.get("/sw.js")
    assert answer.status_code == 200 and answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "private, max-age=600"
    assert answer.headers["Service-Worker-Allowed"] == "/"


def test_a_worker_in_one_language_is_not_kept_for_another(client):
    assert {"cookie", "accept-language"} <= {each.lower() for each in client.get("/sw.js").vary}


def test_nothing_that_the_browser_keeps_goes_stale_by_a_cookie_made_anew_each_time(session, sign_in):
    make_account("jiancha", Role.INSPECTOR)
    session.commit()
    assert "Set-Cookie" not in sign_in("jiancha").get("/sw.js").headers


def test_the_list_holds_the_phones_pages_and_no_other(client):
    listed = _listed(client.get("/sw.js").text)
    assert [each for each in listed if not each.startswith("/static/")] == PHONE


def test_everything_in_the_list_can_be_had_by_anybody(client):
    for address in _listed(client.get("/sw.js").text):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Set-Cookie" not in answer.headers, address


def test_every_file_in_the_list_stands_with_the_hash_of_its_bytes_and_a_page_with_none(client):
    for address, expected in _hashes(client.get("/sw.js").text).items():
        assert expected == (hashlib.sha256(client.get(address).data).hexdigest()[:12] if address not in PHONE else "")


def test_the_list_holds_exactly_what_imports_reach(app, client):
    listed = {each.removeprefix("/static/") for each in _listed(client.get("/sw.js").text)}
    scripts = {each for each in listed if each.endswith(".js")}
    assert {"js/main.js", "js/look.js", "js/pages/phone/tasks.js", "js/pages/form.js", "js/offline/db.js"} <= scripts
    assert "js/pages/review.js" not in scripts and {"css/tiaocha.css", "icons/tiaocha.svg"} <= listed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('import { a } from "./b.js";', ["js/b.js"]),
        ("import * as b from '../b.js'", ["b.js"]),
        ('import "./x/b.js";', ["js/x/b.js"]),
        ('export * from "./b.js";', ["js/b.js"]),
        ('(await import("./b.js")).run()', ["js/b.js"]),
        ('new Worker(new URL("./b.js", import.meta.url))', ["js/b.js"]),
        ('const from = "b.js"; fetch("/api/session")', []),
    ],
)
def test_every_way_to_reach_a_script_is_followed(tmp_path, text, found):
    (tmp_path / "js").mkdir()
    (tmp_path / "js/a.js").write_text(text)
    assert pwa._imported(tmp_path, "js/a.js") == found


def test_scripts_that_import_each_other_are_walked_once(tmp_path):
    (tmp_path / "a.js").write_text('import "./b.js";')
    (tmp_path / "b.js").write_text('import "./a.js";')
    assert pwa.reachable(tmp_path, {"a.js"}) == {"a.js", "b.js"}


def test_a_script_that_is_not_there_stops_the_worker_from_being_given(tmp_path):
    (tmp_path / "a.js").write_text('import "./gone.js";')
    with pytest.raises(FileNotFoundError):
        pwa.reachable(tmp_path, {"a.js"})


def test_the_same_content_has_the_same_version(client, sign_in):
    assert _version(client) == _version(client)


def test_another_language_is_another_version(client):
    assert _version(client, "zh") != _version(client, "en")


def test_one_byte_of_one_file_is_another_version(app, tmp_path):
    folder = tmp_path / "static"
    (folder / "js").mkdir(parents=True)
    (folder / "sw.js").write_text("1")
    (folder / "js/a.js").write_text("1")
    app.static_folder = str(folder)
    with app.test_request_context():
        first = pwa.version(app, ["js/a.js"])
        (folder / "js/a.js").write_text("2")
        assert pwa.version(app, ["js/a.js"]) != first


def test_the_manifest_opens_the_phones_page_and_names_its_icons(client):
    answer = client.get("/manifest.webmanifest")
    found = answer.get_json()
    assert answer.mimetype == "application/manifest+json"
    assert (found["start_url"], found["scope"], found["display"]) == ("/phone", "/", "standalone")
    assert {icon["purpose"] for icon in found["icons"]} == {"any", "maskable"}
    for icon in found["icons"]:
        assert client.get(icon["src"]).mimetype == icon["type"] == "image/png"


@pytest.mark.parametrize("name", icons.ICONS)
def test_the_icons_are_drawn_from_our_own_picture(name):
    drawn, kept = icons.pictures()[name], Image.open(icons.FOLDER / name).convert("RGBA")
    assert drawn.size == kept.size
    far = ImageChops.difference(drawn, kept).point(lambda value: 255 if value > 48 else 0)
    assert sum(far.convert("L").histogram()[1:]) < drawn.width * drawn.height / 100
    assert (icons.FOLDER / name).stat().st_size < 5000


def test_a_maskable_icon_fills_its_square_and_keeps_its_marks_in_the_safe_circle():
    picture = icons.pictures()["tiaocha-maskable-512.png"]
    ground = picture.getpixel((0, 0))
    assert ground[3] == 255
    marks = ImageChops.difference(picture, Image.new("RGBA", picture.size, ground)).convert("RGB").getbbox()
    assert all((x - 256) ** 2 + (y - 256) ** 2 <= (0.4 * 512) ** 2 for x in marks[::2] for y in marks[1::2])


@pytest.mark.parametrize("address", PHONE)
def test_a_page_of_the_phone_is_the_same_for_everybody(client, session, address):
    answer = client.get(address)
    assert "csrf" not in answer.text and answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("address", PHONE)
def test_a_page_of_the_phone_names_itself_also_when_it_has_not_changed(client, session, address):
    answer = client.get(address)
    again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (answer.status_code, again.status_code) == (200, 304)
    assert answer.headers["Tiaocha-Page"] == again.headers["Tiaocha-Page"] == address


@pytest.mark.parametrize(("given", "days"), [(None, 30), ("7", 7), ("365", 365)])
def test_the_offline_term_is_set_by_the_administrator(tmp_path, monkeypatch, given, days):
    from core import config

    if given:
        monkeypatch.setenv("TIAOCHA_OFFLINE_DAYS", given)
    assert config.settings(tmp_path)["OFFLINE_DAYS"] == days


@pytest.mark.parametrize("given", ["0", "366", "-1", "many", "７"])
def test_an_offline_term_that_is_none_is_refused(tmp_path, monkeypatch, given):
    from core import config

    monkeypatch.setenv("TIAOCHA_OFFLINE_DAYS", given)
    with pytest.raises(config.BadSettings):
        config.settings(tmp_path)
