"""How long a tap takes to its painted result on a slow phone, beside a tap on nothing on the same page."""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.faults import county
from tests.faults.server import PASSWORD, Server

SLOWER = 6
ITEMS = 100
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]

# The browser itself says how long each tap took from the finger to the next painted frame, in steps of 8 ms.
WATCH = """() => {
  window.taps = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'click') window.taps.push(entry.duration);
  }).observe({ type: 'event', durationThreshold: 16 });
  const nothing = Object.assign(document.createElement('button'), { id: 'nothing', type: 'button', textContent: '.' });
  nothing.style.cssText = 'position:fixed;top:50%;left:0;z-index:9;width:48px;height:48px';
  nothing.addEventListener('click', () => {});
  document.body.append(nothing);
}"""


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _tap(page: Page, selectors: list[str]) -> list[float]:
    """Tap one after another; a tap that the browser does not report took less than 16 ms."""
    page.evaluate("() => { window.taps.length = 0 }")
    for selector in selectors:
        page.locator(selector).first.scroll_into_view_if_needed()
        page.locator(selector).first.tap()
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    reported = page.evaluate("() => window.taps")
    return reported + [16.0] * (len(selectors) - len(reported))


def measure() -> dict[str, float]:
    """The 50th and 95th percentile, in milliseconds, of a tap on an answer and of a tap on nothing."""
    folder = Path(tempfile.mkdtemp(prefix="tiaocha-taps-"))
    made = county.build(folder / "instance", ITEMS)
    server = Server(folder / "instance")
    server.start()
    try:
        with sync_playwright() as playwright:
            return _measure(playwright, server.address, made)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _measure(playwright, address: str, made: dict) -> dict[str, float]:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
    phone = browser.new_context(
        base_url=address, viewport={"width": 360, "height": 740}, has_touch=True, locale="zh-CN"
    )
    page = phone.new_page()
    page.goto("/login")
    page.get_by_label("账号").fill("jiancha")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(f"/forms/{made['version']}#task={made['tasks'][0]}")
    page.wait_for_selector("[data-ready]")
    page.evaluate(WATCH)
    phone.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    codes = [code for code in made["items"] if int(code[1:]) % 5]
    nothing = _tap(page, ["#nothing"] * len(codes))
    answers = _tap(page, [f'[data-box="{code}"] label:has([value="pass"])' for code in codes])
    browser.close()
    return {
        name: percentile(values, share)
        for name, values, share in (
            ("nothing 50", nothing, 0.5),
            ("nothing 95", nothing, 0.95),
            ("answer 50", answers, 0.5),
            ("answer 95", answers, 0.95),
        )
    }


def main() -> None:
    """Print the figures and their ratio."""
    found = measure()
    print(f"{ITEMS} items, processor slowed {SLOWER} times; tap to painted frame in milliseconds (steps of 8)")
    print(f"tap on nothing  median {found['nothing 50']:.0f}  95th {found['nothing 95']:.0f}")
    print(f"tap on answer   median {found['answer 50']:.0f}  95th {found['answer 95']:.0f}")
    print(f"ratio of the 95th percentiles {found['answer 95'] / found['nothing 95']:.2f}")


if __name__ == "__main__":
    main()
