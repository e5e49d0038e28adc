"""A real server process, a real browser, a demo county."""

import io
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect

expect.set_options(timeout=30000)  # the same patience for all that is awaited: a busy machine may shrink a photo slowly

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Mei-Tan-2016-qing"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _follow(process: subprocess.Popen, log, ready: threading.Event) -> None:
    """Write down what the server says; it is ready once it names its address."""
    for line in process.stdout:
        log.write(line)
        if "http://" in line:
            ready.set()
    ready.set()


@pytest.fixture
def root() -> Path:
    """The code that the server runs."""
    return ROOT


@pytest.fixture
def instance(tmp_path):
    """Where the server of this test keeps its data."""
    return tmp_path / "instance"


@contextmanager
def serving(root: Path, instance: Path):
    """A server of that code on that instance, which it prepares as far as it is not; gives its address."""
    port = _free_port()
    environment = {
        **os.environ,
        "TIAOCHA_INSTANCE": str(instance),
        "TIAOCHA_DEMO_PASSWORD": PASSWORD,
        "PYTHONPATH": str(root),
    }
    command = [sys.executable, "-P", "-m", "core.terminal", "serve", "--port", str(port)]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=instance.parent
    )
    ready, log = threading.Event(), io.StringIO()
    follower = threading.Thread(target=_follow, args=(process, log, ready))
    follower.start()
    assert ready.wait(60) and process.poll() is None, log.getvalue()
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(20)
    follower.join(20)


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """An instance with library and demo county, prepared once for all tests of the run."""
    made = tmp_path_factory.mktemp("demo") / "instance"
    with serving(ROOT, made):
        pass
    return made


@pytest.fixture
def server(instance, root, demo):
    """The address of a server with library and demo county on an instance of its own."""
    if not instance.exists():
        shutil.copytree(demo, instance)
    with serving(root, instance) as address:
        yield address


def _visits_on(instance: Path) -> list[int]:
    """How many visits, drafts of phones and photos the server of that instance has got."""
    with closing(sqlite3.connect(f"file:{instance / 'tiaocha.db'}?mode=ro", uri=True)) as database:
        tables = ("inspection", "phone_draft", "evidence")
        return [database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


@pytest.fixture(scope="session")
def shared_server(demo, tmp_path_factory):
    """The address of one server for all journeys whose visits never leave the phone: they find it as it was made."""
    made = tmp_path_factory.mktemp("shared") / "instance"
    shutil.copytree(demo, made)
    with serving(ROOT, made) as address:
        yield address
    assert _visits_on(made) == _visits_on(demo)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's Chromium instead of a download."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    return {**browser_type_launch_args, "executable_path": found, "args": QUIET}


@pytest.fixture
def person(browser, server):
    """Sign somebody in on a phone-sized screen of their own."""
    contexts = []

    def sign_in(username: str, script: bool = True, width: int = 360, height: int = 740, at: str = server):
        context = browser.new_context(
            base_url=at,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            locale="zh-CN",
            has_touch=width < 500,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30000)
        page.goto("/login")
        page.get_by_label("账号").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login" not in url)
        if page.url.endswith("/phone"):
            page.goto("/tasks")
        return page

    yield sign_in
    for context in contexts:
        context.close()
