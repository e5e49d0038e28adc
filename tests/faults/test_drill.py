"""The drill: a backup while phones send, the machine is gone, a new one goes on where the backup was taken."""

import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import pytest

from core.ids import new_id
from tests.faults.client import Client
from tests.faults.county import build
from tests.faults.places import lose, schema
from tests.faults.server import ROOT, Server
from tests.phone import Phone, sha256
from tests.world import jpeg

PEOPLE = ("jiancha", "jiancha1")
ENOUGH = 3  # records that each phone has a receipt for before the backup begins, and again while it runs


@dataclass
class Handed:
    """A record that the server has received: how it was sent, what was answered, which photo it named."""

    body: bytes
    key: str
    answer: bytes
    receipt: dict
    photo: bytes
    at: float


@dataclass
class Inspector:
    """Somebody who goes on answering and photographing until the server is gone."""

    name: str
    phone: Phone
    items: list[str]
    shades: range
    handed: list[Handed] = field(default_factory=list)
    more: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def work(self) -> None:
        """One record after the other."""
        for number, shade in enumerate(self.shades):
            try:
                self._record(self.items[number % len(self.items)], jpeg(shade))
            except (OSError, HTTPException):
                return
            self.more.release()

    def _record(self, item: str, photo: bytes) -> None:
        self.phone.answer(item, state="fail", note=f"破损 {sha256(photo)[:6]}")
        self.phone.photo(item, photo)
        self.phone.hand_in()
        body, key = self.phone.packet(), new_id()
        answer = self.phone.put(body, key)
        said = answer.get_json()
        self.phone.learn(said)
        self.handed.append(Handed(body, key, answer.data, said["receipt"], photo, time.monotonic()))

    def wait_for(self, records: int) -> None:
        """Until so many more were received."""
        for _ in range(records):
            assert self.more.acquire(timeout=60), f"{self.name} gets no receipts"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def machine(request, tmp_path, monkeypatch):
    """Where the installation is, and how all of it is lost."""
    instance = tmp_path / "instance"
    if request.param == "sqlite":
        yield instance, lambda: shutil.rmtree(instance)
        return
    with schema() as url:
        monkeypatch.setenv("TIAOCHA_DATABASE", url)
        yield instance, lambda: (shutil.rmtree(instance), lose(url))


@pytest.fixture
def server(machine):
    """The server there; it is ended."""
    made = Server(machine[0])
    yield made
    made.stop()


def command(instance: Path, *words: str) -> str:
    """What one of our commands says; it succeeds."""
    result = subprocess.run(
        [sys.executable, "-P", "-m", "core.terminal", *words],
        env={**os.environ, "TIAOCHA_INSTANCE": str(instance), "PYTHONPATH": str(ROOT), "LC_ALL": "zh_CN.UTF-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def signed_in(server: Server, name: str) -> Client:
    """A phone's connection to the server as it stands now."""
    client = Client(server.address)
    client.sign_in(name)
    return client


def test_what_was_acknowledged_before_the_backup_is_there_after_the_machine_is_gone(machine, server, tmp_path):
    instance, lose_machine = machine
    made = build(instance, tasks=len(PEOPLE))
    server.start()
    inspectors = [
        Inspector(name, Phone(signed_in(server, name), made["version"], task), list(made["items"].values()), shades)
        for name, task, shades in zip(PEOPLE, made["tasks"], (range(0, 250, 2), range(1, 250, 2)), strict=True)
    ]
    working = [threading.Thread(target=each.work) for each in inspectors]
    for thread in working:
        thread.start()
    for each in inspectors:
        each.wait_for(ENOUGH)
    begun = time.monotonic()
    command(instance, "backup", str(tmp_path / "backup"))
    taken = time.monotonic()
    for each in inspectors:
        each.wait_for(ENOUGH)
    server.kill()
    for thread in working:
        thread.join(60)
    assert any(begun < handed.at < taken for each in inspectors for handed in each.handed), "no load during the backup"

    lose_machine()
    command(instance, "restore", str(tmp_path / "backup"))
    server.start()
    for each in inspectors:
        each.phone.client = signed_in(server, each.name)
        before = [handed for handed in each.handed if handed.at < begun]
        assert len(before) >= ENOUGH
        assert all(each.phone.believes(handed.receipt) for handed in each.handed)
        assert each.phone.lacking([sha256(handed.photo) for handed in before]).get_json() == {"lacking": []}
        assert [each.phone.put(handed.body, handed.key).data for handed in before] == [
            handed.answer for handed in before
        ]
    assert "审计记录完整" in command(instance, "accounts", "verify-audit")
