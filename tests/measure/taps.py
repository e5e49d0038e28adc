"""How long a tap takes to its painted result on a slow phone, beside a tap on nothing; how scrolling holds up there."""

import shutil
import time

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.faults.phone import QUIET
from tests.measure.served import ITEMS, open_form, served

SLOWER = 6
BAR = 100

# The browser itself says how long a tap took from the lifted finger to the next painted frame, in steps of 8 ms; a tap
# is the longer of its pointerup and its click. What stands in the document when that frame is made is what it paints;
# asking there for computed styles would itself take part of the frame, so that is done once it is over: a style without
# a transition is the one that was painted.
WATCH = """() => {
  window.taps = new Map();
  window.shown = [];
  window.frames = [];
  new PerformanceObserver((list) => {
    for (const { name, interactionId: tap, duration } of list.getEntries()) {
      if (!tap || !['pointerup', 'click'].includes(name)) continue;
      window.taps.set(tap, Math.max(window.taps.get(tap) || 0, duration));
    }
  }).observe({ type: 'event', durationThreshold: 16 });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.frames.push(duration);
  }).observe({ type: 'long-animation-frame' });
  document.addEventListener('click', ({ target }) => {
    const item = target.closest('[data-item]');
    const mark = item && document.querySelector(`[data-mark="${item.dataset.item}"]`);
    const isShown = () => target.checked && item.dataset.state === 'pass' && mark.dataset.state === 'pass';
    if (item) requestAnimationFrame(() => window.shown.push(isShown()));
  }, true);
  const nothing = Object.assign(document.createElement('button'), { id: 'nothing', type: 'button', textContent: '.' });
  nothing.style.cssText = 'position:fixed;top:50%;left:0;z-index:9;width:48px;height:48px';
  nothing.addEventListener('click', () => {});
  document.body.append(nothing);
}"""

PLACE = """async (selector) => {
  const target = document.querySelector(selector);
  target.scrollIntoView({ block: 'center', behavior: 'instant' });
  await window.still();
  const { x, y, width, height } = target.getBoundingClientRect();
  return [x + width * 0.7, y + height / 2];
}"""

# A finger comes down on a page that has come to rest.
STILL = """() => { window.still = async () => {
  for (let left = 3; left; left -= 1) await new Promise((done) => requestAnimationFrame(done));
  await new Promise((done) => requestIdleCallback(done, { timeout: 2000 }));
} }"""

# Whether the answer that was tapped last looks chosen, and got this look at once.
IS_CHOSEN = """(selector) => {
  const label = document.querySelector(selector + ' span');
  const item = label.closest('[data-item]');
  const mark = document.querySelector(`[data-mark="${item.dataset.item}"]`);
  const styles = [label, item, mark].map((each) => getComputedStyle(each));
  const isSudden = styles.every((each) => each.transitionDuration === '0s' && each.animationName === 'none');
  const others = [...item.querySelectorAll('input:not(:checked) + span')].map((each) => getComputedStyle(each));
  return isSudden && others.length > 0 && others.every((each) => each.backgroundColor !== styles[0].backgroundColor);
}"""

COUNT_FRAMES = """() => {
  window.painted = window.frames.length = 0;
  const count = () => { window.painted += 1; requestAnimationFrame(count); };
  requestAnimationFrame(count);
}"""


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def calibration() -> float:
    """Milliseconds that a fixed loop takes here and now, to read the other figures by."""
    start = time.perf_counter()
    sum(number * number for number in range(1_000_000))
    return (time.perf_counter() - start) * 1000


def _tap(page: Page, selector: str) -> float:
    """One tap; one that the browser does not report took less than 16 ms."""
    x, y = page.evaluate(PLACE, selector)
    page.evaluate("() => window.taps.clear()")
    page.touchscreen.tap(x, y)
    page.evaluate("() => window.still()")
    return max(page.evaluate("() => [...window.taps.values()]"), default=16.0)


def _taps(page: Page, codes: list[str]) -> dict[str, list[float]]:
    """Tap on nothing and on an answer by turns, so that both meet the same machine."""
    times = {"nothing": [], "answer": [], "chosen": []}
    for code in codes:
        answer = f'[data-box="{code}"] label:has([value="pass"])'
        times["answer"].append(_tap(page, answer))
        times["chosen"].append(page.evaluate(IS_CHOSEN, answer))
        times["nothing"].append(_tap(page, "#nothing"))
    return times


def _swipe(cdp: CDPSession) -> None:
    """The finger pushes the page up by two thirds of the screen and lets go, so that it runs on."""
    cdp.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": 350, "y": 640}]})
    for height in range(600, 120, -40):
        cdp.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": 350, "y": height}]})
    cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def _scroll(page: Page, cdp: CDPSession) -> dict:
    """Push the whole form through by finger: how many frames were painted, how many took over 50 ms, the longest."""
    page.evaluate("() => { scrollTo({ top: 0, behavior: 'instant' }); document.querySelector('#nothing').remove(); }")
    page.evaluate("() => window.still()")
    page.evaluate(COUNT_FRAMES)
    for _ in range(2 * ITEMS):
        _swipe(cdp)
        if page.evaluate("() => scrollY + innerHeight >= document.documentElement.scrollHeight - 2"):
            break
    page.evaluate("() => window.still()")
    return page.evaluate("() => ({ far: scrollY, painted: window.painted, long: window.frames })")


def measure() -> dict:
    """Every time in milliseconds: taps on nothing and on answers, whether each was painted at once, and scrolling."""
    with served() as (_folder, address, made), sync_playwright() as playwright:
        return _measure(playwright, address, made)


def _measure(playwright, address: str, made: dict) -> dict:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
    phone = browser.new_context(
        base_url=address, viewport={"width": 360, "height": 740}, has_touch=True, locale="zh-CN"
    )
    page = phone.new_page()
    open_form(page, made)
    page.evaluate(STILL)
    page.evaluate(WATCH)
    cdp = phone.new_cdp_session(page)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    codes = [code for code in made["items"] if int(code[1:]) % 5]
    found = {**_taps(page, codes), "shown": page.evaluate("() => window.shown"), "scroll": _scroll(page, cdp)}
    browser.close()
    return found


def main() -> None:
    """Print the figures and their ratio."""
    before = calibration()
    found = measure()
    ninety = {name: percentile(found[name], 0.95) for name in ("nothing", "answer")}
    print(
        f"{ITEMS} items, processor slowed {SLOWER} times; lifted finger to painted frame in milliseconds (steps of 8)"
    )
    for name in ("nothing", "answer"):
        middle = percentile(found[name], 0.5)
        print(f"tap on {name:8} median {middle:.0f}  95th {ninety[name]:.0f}  of {len(found[name])}")
    print(f"ratio of the 95th percentiles {ninety['answer'] / ninety['nothing']:.2f}; bar {BAR} ms: ", end="")
    print("held" if ninety["answer"] <= BAR else "NOT held")
    at_once = [shown and chosen for shown, chosen in zip(found["shown"], found["chosen"], strict=True)]
    print(f"answers painted in the frame of their own tap: {sum(at_once)} of {len(at_once)}")
    scroll = found["scroll"]
    print(f"scrolled {scroll['far']:.0f} px by finger, {scroll['painted']} frames: ", end="")
    print(f"{len(scroll['long'])} over 50 ms, the longest {max(scroll['long'], default=0):.0f} ms")
    print(f"calibration loop {before:.0f} ms before, {calibration():.0f} ms after")


if __name__ == "__main__":
    main()
