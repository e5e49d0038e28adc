"""What every measurement needs: the demo county with a long checklist, served, and a phone signed in to it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from tests.faults import county
from tests.faults.server import PASSWORD, Server

ITEMS = 100


@contextmanager
def served(tasks: int = 1) -> Iterator[tuple[Path, str, dict]]:
    """A folder for what is made meanwhile, the server's address, and the ids of version, tasks and sites."""
    folder = Path(tempfile.mkdtemp(prefix="tiaocha-measure-"))
    made = county.build(folder / "instance", ITEMS, tasks)
    server = Server(folder / "instance")
    server.start()
    try:
        yield folder, server.address, made
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def open_form(page: Page, made: dict, task: int = 0) -> None:
    """Sign in and open the form of a task with its visit begun."""
    page.goto("/login")
    page.get_by_label("账号").fill("jiancha")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: "/login" not in url)
    page.goto(f"/forms/{made['version']}#task={made['tasks'][task]}")
    page.wait_for_selector("[data-ready]")
