"""What the phone does with a photo, and what it says while the network is away."""

import io
import re

import pytest
from PIL import ExifTags, Image
from playwright.sync_api import expect

from core.blobs import BlobStore

pytestmark = pytest.mark.browser


def _large() -> bytes:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:18 09:42:11"
    out = io.BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def _open(page) -> None:
    page.goto("/tasks")
    page.get_by_role("link", name="辛集镇配送点").click()
    page.get_by_role("button", name="开始或继续检查").click()
    page.wait_for_selector("[data-ready]")


def test_a_large_photo_is_made_small_on_the_phone_and_keeps_its_exif(person, instance):
    page = person("jiancha")
    _open(page)
    large = _large()
    page.set_input_files('[name="A11-photos"]', {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": large})
    page.wait_for_selector('[data-saved][data-state="received"]')
    sha256 = page.locator('[data-photos="A11"] li.photo').first.get_attribute("data-photo")
    stored = BlobStore(instance / "evidence").get(sha256)
    picture = Image.open(io.BytesIO(stored))
    assert max(picture.size) == 1600 and len(stored) < len(large)
    assert picture.getexif().get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] == "2026:11:18 09:42:11"


def test_kept_on_the_phone_and_received_are_two_words(person):
    page = person("jiancha")
    _open(page)
    page.context.set_offline(True)
    page.fill('[name="A05-reading"]', "520")
    page.locator('[name="A05-reading"]').blur()
    page.wait_for_selector('[data-saved][data-state="saved"]')
    expect(page.locator("[data-saved]")).to_have_text("本机已存")
    page.context.set_offline(False)
    page.wait_for_selector('[data-saved][data-state="received"]')
    expect(page.locator("[data-saved]")).to_have_text("已收到")
    page.reload()
    page.wait_for_selector("[data-ready]")
    assert page.input_value('[name="A05-reading"]') == "520"


def test_a_number_that_is_none_is_answered_at_its_field(person):
    page = person("jiancha")
    _open(page)
    page.fill('[name="A05-reading"]', "五百")
    page.locator('[name="A05-reading"]').blur()
    page.locator('[data-box="A05"] [data-error]').get_by_text("请只填写数字").wait_for()


def test_a_condition_switches_items_on_and_off(person):
    page = person("jiancha")
    _open(page)
    expect(page.locator('[data-box="A09"]')).to_be_visible()
    page.locator('label:has([name="attribute-new_shed"][value="no"])').click()
    page.locator('[data-box="A09"]').wait_for(state="hidden")
    page.locator("[data-next]").click()
    expect(page.locator("[data-next]")).to_have_text(re.compile("^下一未答项"))


def test_the_first_visit_without_script_and_with_an_empty_cache_is_small(person):
    page = person("jiancha", script=False)
    page.goto("/tasks")
    page.get_by_role("link", name="辛集镇配送点").click()
    page.get_by_role("button", name="开始或继续检查").click()
    page.wait_for_selector("[data-fill]")
    address, sizes = page.url, []
    page.goto("about:blank")
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    page.on("requestfinished", lambda request: sizes.append(request.sizes()))
    page.goto(address, wait_until="networkidle")
    total = sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)
    print(f"{len(sizes)} answers, {total} bytes")
    assert len(sizes) >= 3 and 10_000 < total <= 150_000


def _begun_without_script(person) -> str:
    """The address of a visit that was begun, and got a first answer, on the server's own form."""
    page = person("jiancha", script=False)
    page.goto("/tasks")
    page.get_by_role("link", name="辛集镇配送点").click()
    page.get_by_role("button", name="开始或继续检查").click()
    page.fill('[name="A05-reading"]', "520")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/inspections/*/form")
    return page.url


def test_the_server_s_form_leads_to_the_phone_s_where_there_is_script(person):
    page = person("jiancha")
    page.goto(_begun_without_script(person))
    page.wait_for_selector("[data-ready]")
    assert "/forms/" in page.url and page.input_value('[name="A05-reading"]') == "520"


def test_what_was_typed_on_the_server_s_form_before_the_script_came_stays_there(person):
    page = person("jiancha")
    typed = "(field) => field && (field.value = '777')"
    field = "document.querySelector('[name=\"A05-reading\"]')"
    page.add_init_script(
        f"new MutationObserver(() => ({typed})({field})).observe(document, {{childList: true, subtree: true}})"
    )
    page.goto(_begun_without_script(person), wait_until="load")
    assert page.url.endswith("/form") and page.input_value('[name="A05-reading"]') == "777"
