"""A phone whose browser keeps its storage between starts and can be killed as by a dead battery."""

import contextlib
import os
import shutil
import signal
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, Response
from playwright.sync_api import Error as BrowserError

from tests.faults.server import PASSWORD

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")  # the first takes the least of the processor
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUICK = ["--process-per-site"]
SCREEN = {"width": 360, "height": 740}


def _is_sign_in(response: Response) -> bool:
    return response.request.method == "POST" and response.url.endswith("/login")


class Phone:
    """One browser with a folder of its own; what it stores survives its death."""

    def __init__(self, playwright: Playwright, folder: Path, address: str):
        self._playwright, self.folder, self.address = playwright, folder, address
        self.context: BrowserContext | None = None

    def start(self) -> Page:
        """Start the browser and open an empty page."""
        self.context = self._playwright.chromium.launch_persistent_context(
            str(self.folder),
            executable_path=next(filter(None, map(shutil.which, BROWSERS)), None),
            args=[*QUIET, *QUICK],
            base_url=self.address,
            viewport=SCREEN,
            has_touch=True,
            locale="zh-CN",
            permissions=["geolocation"],
            geolocation={"latitude": 36.4841, "longitude": 115.4428, "accuracy": 12},
        )
        self.context.set_default_timeout(20000)
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def stop(self) -> None:
        """Close the browser in its own way."""
        if self.context:
            self.context.close()
            self.context = None

    def kill(self) -> None:
        """SIGKILL to the browser and all its parts."""
        for process in self._processes():
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        with contextlib.suppress(BrowserError):  # it is gone already
            self.context.close()
        self.context = None
        for lock in self.folder.glob("Singleton*"):
            lock.unlink()

    def _processes(self) -> list[int]:
        mark = f"--user-data-dir={self.folder}".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = entry.read_bytes().split(b"\0")
            except OSError:
                continue
            if mark in words:
                found.append(int(entry.parent.name))
        return sorted(found)

    def sign_in(self, page: Page, username: str) -> None:
        """Sign in through the page, as a person does: when the page says that it is too old, once more."""
        for _ in range(3):
            page.goto("/login")
            page.get_by_label("账号").fill(username)
            page.get_by_label("密码").fill(PASSWORD)
            with page.expect_response(_is_sign_in) as answered:
                page.get_by_role("button", name="登录").click()
            if answered.value.status == 302:
                page.wait_for_url(lambda url: "/login" not in url, wait_until="commit")
                return
        raise RuntimeError(f"{username} cannot sign in: {page.inner_text('body')}")
