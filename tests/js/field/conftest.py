"""A small page that serves static/ with the headers of the product, and a phone with a pretended camera."""

import base64
import functools
import http.server
import io
import shutil
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from core.headers import HEADERS
from inspections.filling import script_words
from tests.journeys.conftest import QUIET

ROOT = Path(__file__).resolve().parents[3]
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
THEMES = ("light", "dark", "sunlight")
SCAN = {  # no page offers it yet
    "scan_title": "扫码",
    "scan_look": "将二维码放入画面。",
    "scan_video": "相机画面",
    "no_detector": "此浏览器不能扫码，请手工输入编号。",
    "no_camera": "不能使用相机，请允许使用相机或手工输入编号。",
}
WORDS = {**script_words.FORM, **SCAN}
PAGE = (
    """<!doctype html><html lang="zh-CN" data-theme="light"><head><meta charset="utf-8"><title>条查</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/css/tiaocha.css"></head><body class="fill"><main class="column"><h1>检查</h1>
<section class="card item" id="card"><div class="item-head"><span class="code">A06</span>
<h2 class="question">厂房高度</h2></div>
<div class="choices"><label class="choice"><input type="radio" name="s" value="fail"><span>不符合</span></label></div>
<div class="note"><label for="note">说明</label><textarea id="note">甲乙</textarea></div></section>
<button class="button" id="opener" type="button">打开</button>
"""
    + "<p class='card'>别的检查项</p>" * 12
    + """
<div class="action-bar"><button class="button primary" type="button" id="next">下一未答项</button></div>
</main></body></html>"""
)


class _Answering(http.server.SimpleHTTPRequestHandler):
    def end_headers(self):
        for name, value in HEADERS.items():
            hears = name == "Permissions-Policy" and self.path.startswith("/hearing")
            self.send_header(name, value if hears else value.replace("microphone=(self)", "microphone=()"))
        super().end_headers()

    def do_GET(self):
        if self.path.startswith("/static/"):
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def static_server():
    """The address of the small page."""
    serving = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Answering, directory=str(ROOT)))
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()


@pytest.fixture(scope="session")
def chromium(playwright):
    """Chromium whose camera shows a moving test picture."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    browser = playwright.chromium.launch(executable_path=found, args=QUIET + CAMERA)
    yield browser
    browser.close()


@pytest.fixture
def phone(chromium, static_server):
    """The small page on a phone-sized touch screen."""
    room = chromium.new_context(
        base_url=static_server,
        viewport={"width": 360, "height": 740},
        has_touch=True,
        device_scale_factor=2,
        timezone_id="Asia/Shanghai",
    )
    screen = room.new_page()
    screen.set_default_timeout(8000)
    faults = []
    screen.on("pageerror", lambda error: faults.append(str(error)))
    screen.goto("/")
    yield screen
    room.close()
    assert not faults


def begin(screen, module: str, call: str, **given) -> None:
    """Call a function of a field module; its result is awaited by `result`."""
    screen.evaluate(
        f"""async ({{given, words}}) => {{
          const tool = await import('/static/js/field/{module}.js');
          const bytes = given.bytes && Uint8Array.from(atob(given.bytes), (each) => each.charCodeAt(0)).buffer;
          window.given = given;
          window.done = Promise.resolve((async () => ({call}))())
            .catch((error) => ({{error: error.name, file: error.file, empty: error.empty}}));
        }}""",
        {"given": {name: _text(value) for name, value in given.items()}, "words": WORDS},
    )


def _text(value):
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def result(screen):
    """What the function resolved to; byte strings as Python bytes."""
    found = screen.evaluate(
        """async () => {
          const signs = (bytes) => Array.from(new Uint8Array(bytes), (each) => String.fromCharCode(each));
          const text = (bytes) => ({base64: btoa(signs(bytes).join(''))});
          const plain = (value) => value instanceof ArrayBuffer ? text(value) : value;
          const value = plain(await window.done);
          if (!value || value.base64 || typeof value !== 'object') return value;
          return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]));
        }"""
    )
    return _bytes({name: _bytes(each) for name, each in found.items()} if isinstance(found, dict) else found)


def _bytes(value):
    return base64.b64decode(value["base64"]) if isinstance(value, dict) and "base64" in value else value


def image(data: bytes) -> Image.Image:
    """Bytes as a picture."""
    return Image.open(io.BytesIO(data))


def stroke(screen, selector: str, *points) -> None:
    """Draw on an element with the mouse; points are shares of its width and height."""
    screen.locator(selector).scroll_into_view_if_needed()
    box = screen.locator(selector).bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    screen.mouse.move(*places[0])
    screen.mouse.down()
    for place in places[1:]:
        screen.mouse.move(*place, steps=5)
    screen.mouse.up()


def finger(screen, selector: str, *points) -> None:
    """Draw on an element with a finger."""
    screen.locator(selector).scroll_into_view_if_needed()
    box = screen.locator(selector).bounding_box()
    places = [{"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]} for x, y in points]
    hand = screen.context.new_cdp_session(screen)
    hand.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": places[:1]})
    for place in places[1:]:
        hand.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
    hand.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def until(screen, condition: str) -> None:
    """Wait for an expression to hold (the page's own policy forbids Playwright's way)."""
    screen.evaluate(
        f"""() => new Promise((done, late) => {{
          setTimeout(late, 8000, 'late');
          const look = () => ({condition}) ? done(true) : setTimeout(look, 20);
          look();
        }})"""
    )


def accessible(screen) -> None:
    """Nothing for axe in any theme, no target under 48 px, nothing that scrolls sideways."""
    for theme in THEMES:
        screen.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        screen.evaluate("() => Promise.all(document.getAnimations().map(each => each.finished))")
        found = Axe().run(screen).response["violations"]
        assert not found, (theme, [(each["id"], [n["html"][:120] for n in each["nodes"][:3]]) for each in found])
    small = """() => [...document.querySelectorAll('dialog :is(button, input, a), .previous a')]
      .map((each) => ['radio', 'checkbox'].includes(each.type) ? each.closest('label') : each)
      .filter((each) => each.getBoundingClientRect().height < 47.5).map((each) => each.outerHTML)"""
    assert screen.evaluate(small) == []
    assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")
