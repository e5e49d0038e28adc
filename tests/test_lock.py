"""What runs is locked: every package with its version and hashes, the same as the lists name and as is installed."""

import importlib.util
import re
from importlib.machinery import SourceFileLoader
from importlib.metadata import version

import pytest

from core.config import ROOT

LISTS = ["requirements.txt", "requirements-postgres.txt"]


@pytest.fixture(scope="module")
def launcher():
    """The one command as a module."""
    loader = SourceFileLoader("launcher", str(ROOT / "tiaocha"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("launcher", loader))
    loader.exec_module(module)
    return module


def entries(name: str) -> list[str]:
    """The packages of a lock, each with its hashes."""
    return re.split(r"\n(?=\w)", (ROOT / name).read_text())[1:]


@pytest.mark.parametrize("name", LISTS)
def test_the_lock_matches_its_list(launcher, name):
    assert launcher.pins(launcher.read(name))
    assert launcher.unlocked(name) == []


@pytest.mark.parametrize("name", LISTS)
def test_every_locked_package_has_a_version_and_hashes_and_the_lock_names_no_index(launcher, name):
    lock = launcher.LOCKS[name]
    for entry in entries(lock):
        assert re.match(r"[\w.-]+(\[\w,]+\])?==\S+", entry) and "--hash=sha256:" in entry, entry
    assert "://" not in (ROOT / lock).read_text() and "--index" not in (ROOT / lock).read_text()


def test_what_is_installed_here_is_what_the_locks_name(launcher):
    for name in LISTS:
        everywhere = [entry for entry in entries(launcher.LOCKS[name]) if ";" not in entry.splitlines()[0]]
        for pin in launcher.pins("\n".join(everywhere)):
            package, _, locked = pin.partition("==")
            assert version(package) == locked


def test_the_locks_agree_where_they_name_the_same_package(launcher):
    one, other = (dict(pin.split("==") for pin in launcher.pins(launcher.read(launcher.LOCKS[name]))) for name in LISTS)
    both = one.keys() & other.keys()
    assert {package: one[package] for package in both} == {package: other[package] for package in both}
