"""Lighthouse's marks for the phone's pages, in so many rounds.

It needs the command `lighthouse` (npm install --global lighthouse). A fresh browser is started for each mark, as
Lighthouse does by itself: in one that has shown other pages before, their scripts are read once more for Lighthouse
when it attaches, some 100 ms on the page's own thread, which it then counts as the page's.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.faults.phone import QUIET
from tests.measure.served import ITEMS, open_form, served

BARS = {"performance": 95, "accessibility": 100, "best-practices": 100}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def _begin_visit(profile: Path, address: str, made: dict) -> tuple[dict[str, str], str]:
    """Sign in on that profile and begin a visit: the addresses of the pages by their names, and the cookies."""
    with sync_playwright() as playwright:
        phone = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=CHROMIUM, args=QUIET, base_url=address, locale="zh-CN"
        )
        page = phone.new_page()
        open_form(page, made)
        page.wait_for_url("**/forms/*#0*")
        pages = {"form": page.url, "list": "/tasks", "start": "/phone", "outbox": "/phone/outbox"}
        page.goto(pages["start"])
        page.wait_for_selector("html[data-ready]")
        cookies = "; ".join(f"{each['name']}={each['value']}" for each in phone.cookies())
        phone.close()
    return {name: address + place.removeprefix(address) for name, place in pages.items()}, cookies


def _mark(url: str, profile: Path, cookies: str) -> dict:
    """What Lighthouse says of the page on a phone, in a fresh browser.

    It is read from a file: down a pipe Lighthouse may end before all of its JSON is through.
    """
    report = profile.with_name("lighthouse.json")
    report.write_text("{}")
    flags = ["--headless=new", *QUIET, "--accept-lang=zh-CN", f"--user-data-dir={profile}"]
    command = ["lighthouse", url, "--form-factor=mobile", "--disable-storage-reset", "--quiet", "--output=json"]
    command += [f"--output-path={report}"]
    command += [f"--only-categories={','.join(BARS)}", f"--extra-headers={json.dumps({'Cookie': cookies})}"]
    command += [f"--chrome-flags={' '.join(flags)}"]
    said = subprocess.run(command, env={**os.environ, "CHROME_PATH": CHROMIUM}, capture_output=True, text=True)
    found = json.loads(report.read_text())
    if found.get("finalDisplayedUrl") != url:
        raise SystemExit(f"{url} was not marked, but {found.get('finalDisplayedUrl')}: {said.stderr}")
    return found


def _unmarked(said: dict) -> str:
    """Why a mark is missing, by Lighthouse's own words; empty when all are there."""
    if all(said["categories"][kind]["score"] is not None for kind in BARS):
        return ""
    return next(each["errorMessage"] for each in said["audits"].values() if "errorMessage" in each)


def _marked(name: str, url: str, profile: Path, cookies: str) -> dict:
    """The first of three reports that has all its marks; why another had none is printed."""
    for _ in range(3):
        said = _mark(url, profile, cookies)
        if not (reason := _unmarked(said)):
            return said
        print(f"{name:7} has no mark, measured again: {reason}", flush=True)
    raise SystemExit(f"{name} could not be marked")


def _show(name: str, said: dict) -> dict[str, int]:
    """One line for one page; gives the marks."""
    marks = {kind: round(said["categories"][kind]["score"] * 100) for kind in BARS}
    facts = {each: said["audits"][each]["numericValue"] for each in ("total-blocking-time", "cumulative-layout-shift")}
    index = said["environment"]["benchmarkIndex"]
    print(f"{name:7} {marks} blocked {facts['total-blocking-time']:.0f} ms", end=", ")
    print(f"shifted {facts['cumulative-layout-shift']:.3f}, benchmark index {index:.0f}", flush=True)
    return marks


def _conclude(found: dict[str, list[dict[str, int]]]) -> None:
    for name, rounds in found.items():
        middle = {kind: statistics.median(marks[kind] for marks in rounds) for kind in BARS}
        held = all(middle[kind] >= bar for kind, bar in BARS.items())
        print(f"{name:7} median of {len(rounds)}: {middle}: {'held' if held else 'NOT held'}")


def main(rounds: int = 5) -> None:
    """Print every round and the medians beside the bars."""
    if not shutil.which("lighthouse"):
        raise SystemExit("lighthouse is not installed: npm install --global lighthouse")
    print(f"{ITEMS} items, a visit begun; bars {BARS}")
    with served(tasks=3) as (folder, address, made):
        pages, cookies = _begin_visit(folder / "profile", address, made)
        found = {name: [] for name in pages}
        for _ in range(rounds):
            for name, url in pages.items():
                found[name].append(_show(name, _marked(name, url, folder / "profile", cookies)))
    _conclude(found)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
