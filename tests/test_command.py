"""The one command, run for real in a copy of its folder: what it makes, what it leaves alone, what it says."""

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from core.config import ROOT

ECHO = """import json, os, sys
told = {'words': sys.argv[1:], 'folder': os.getcwd()}
print(json.dumps({**told, **{name: os.environ[name] for name in os.environ if name == 'TIAOCHA_DATABASE'}}))
"""

LISTS = ("requirements.txt", "requirements-postgres.txt", "requirements-dev.txt")

# Stands before the real module on the path: an installation without ensurepip, as a bare Debian has it.
VENV_WITHOUT_ENSUREPIP = """
import os, runpy, sys
if "--without-pip" not in sys.argv:
    sys.exit("ensurepip is not available")
sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
sys.modules.pop("venv", None)
runpy.run_module("venv", run_name="__main__", alter_sys=True)
"""


def require(folder: Path, *pins: str, digest: str = "0" * 64) -> None:
    """Let the product need these packages, by list and by lock."""
    (folder / "requirements.txt").write_text("".join(f"{pin}\n" for pin in pins))
    (folder / "requirements.lock").write_text("".join(f"{pin} --hash=sha256:{digest}\n" for pin in pins))


def make_wheel(folder: Path, name: str) -> str:
    """A package of version 1 without anything in it; returns its SHA-256."""
    wheel, info = folder / f"{name}-1-py3-none-any.whl", f"{name}-1.dist-info"
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        packed.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{info}/RECORD", "")
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


@pytest.fixture
def folder(tmp_path):
    """A fresh clone in small: the command, empty lists of packages, a product that repeats its words."""
    clone = tmp_path / "clone"
    (clone / "core").mkdir(parents=True)
    shutil.copy(ROOT / "tiaocha", clone / "tiaocha")
    for name in (*LISTS, *(name.replace(".txt", ".lock") for name in LISTS[:2]), "core/__init__.py"):
        (clone / name).touch()
    (clone / "core/terminal.py").write_text(ECHO)
    return clone


def run(folder: Path, *words: str, cwd: Path | None = None, **variables: str) -> subprocess.CompletedProcess:
    """The command with these words, speaking English, with nothing of this machine's pip settings."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "TIAOCHA"))}
    environ.update(LC_ALL="en_US.UTF-8", PIP_CONFIG_FILE=os.devnull, PYTHONUTF8="1", **variables)
    return subprocess.run(
        [sys.executable, str(folder / "tiaocha"), *words],
        env=environ,
        cwd=cwd or folder,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def said(result: subprocess.CompletedProcess) -> str:
    """The last line of a run that was refused; it says one thing, without a traceback."""
    assert result.returncode == 1, result
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    return result.stderr.splitlines()[-1]


@pytest.fixture
def without_ensurepip(tmp_path):
    """A folder of stand-in modules for the path of Python; gives the variables that use it."""
    stubs = tmp_path / "stubs"
    stubs.mkdir()
    (stubs / "venv.py").write_text(VENV_WITHOUT_ENSUREPIP)
    return stubs


def test_old_pythons_can_read_the_command():
    source = (ROOT / "tiaocha").read_text(encoding="utf-8")
    assert ast.parse(source, feature_version=(3, 6))


def test_an_unsupported_python_is_told_what_is_needed(folder):
    script = str(folder / "tiaocha")
    pretend = f"import runpy, sys; sys.version_info = (3, 9, 2); runpy.run_path({script!r}, run_name='__main__')"
    result = subprocess.run([sys.executable, "-c", pretend], capture_output=True, encoding="utf-8", timeout=60)
    assert "3.11" in said(result)
    assert "3.9.2" in said(result)
    assert not (folder / ".venv").exists()


def test_help_needs_no_environment(folder):
    result = run(folder, "-h")
    assert result.returncode == 0
    assert "./tiaocha serve" in result.stdout
    assert not (folder / ".venv").exists()


def test_words_reach_the_product_and_a_second_start_does_no_work_twice(folder, tmp_path):
    first = run(folder, "documents", "read", "a.txt", "--json", cwd=tmp_path)
    assert json.loads(first.stdout) == {"words": ["documents", "read", "a.txt", "--json"], "folder": str(tmp_path)}
    assert "Installing" in first.stderr
    log = (folder / ".venv/install.log").stat().st_mtime_ns
    second = run(folder, "documents", "list")
    assert json.loads(second.stdout)["words"] == ["documents", "list"]
    assert second.stderr == ""
    assert (folder / ".venv/install.log").stat().st_mtime_ns == log


def test_without_ensurepip_the_outer_pip_fills_the_environment(folder, without_ensurepip):
    result = run(folder, "routes", PYTHONPATH=str(without_ensurepip))
    assert json.loads(result.stdout)["words"] == ["routes"]
    assert not list((folder / ".venv").glob("lib/*/site-packages/pip"))


def test_with_neither_venv_nor_pip_the_package_is_named(folder, without_ensurepip):
    (without_ensurepip / "pip.py").write_text("raise SystemExit('No module named pip')")
    assert "python3-venv" in said(run(folder, "serve", PYTHONPATH=str(without_ensurepip)))
    assert not (folder / ".venv").exists()


def test_a_pip_too_old_to_fill_another_environment_is_not_used(folder, without_ensurepip):
    (without_ensurepip / "pip.py").write_text("print('pip 20.3.4 from /usr/lib')")
    assert "22.3" in said(run(folder, "serve", PYTHONPATH=str(without_ensurepip)))


def test_no_network_is_said_and_the_next_start_tries_again(folder, without_ensurepip):
    require(folder, "no-such-package==1")
    closed = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1", "PYTHONPATH": str(without_ensurepip)}
    assert "index is not reachable" in said(run(folder, "serve", **closed))
    require(folder)
    assert run(folder, "routes", PYTHONPATH=str(without_ensurepip)).returncode == 0


def test_a_package_that_does_not_exist_is_said_with_the_reason(folder, without_ensurepip):
    require(folder, "no-such-package==1")
    sentence = said(run(folder, "serve", PIP_NO_INDEX="1", PYTHONPATH=str(without_ensurepip)))
    assert "no-such-package" in sentence
    assert "install.log" in sentence


def test_changed_requirements_are_installed_before_the_next_command(folder, without_ensurepip):
    run(folder, "routes", PYTHONPATH=str(without_ensurepip))
    require(folder, "no-such-package==1")
    assert "no-such-package" in said(run(folder, "routes", PIP_NO_INDEX="1", PYTHONPATH=str(without_ensurepip)))


@pytest.mark.parametrize(
    ("words", "variables"),
    [
        (["--database", "postgresql://a:b@db/tiaocha"], {}),
        (["--database=postgresql://a:b@db/tiaocha"], {}),
        ([], {"TIAOCHA_DATABASE": "postgresql://a:b@db/tiaocha"}),
    ],
)
def test_postgresql_is_named_at_any_command_and_gets_its_driver(folder, without_ensurepip, words, variables):
    path = {"PYTHONPATH": str(without_ensurepip)}
    plain = json.loads(run(folder, "serve", "--no-demo", **path).stdout)
    assert plain == {"words": ["serve", "--no-demo"], "folder": str(folder)}
    with_it = json.loads(run(folder, "serve", *words, "--no-demo", **path, **variables).stdout)
    assert with_it == {**plain, "TIAOCHA_DATABASE": "postgresql://a:b@db/tiaocha"}
    (folder / "requirements-postgres.txt").write_text("no-such-driver==1\n")
    (folder / "requirements-postgres.lock").write_text(f"no-such-driver==1 --hash=sha256:{'0' * 64}\n")
    assert run(folder, "serve", "--no-demo", **path).returncode == 0
    assert "no-such-driver" in said(run(folder, "serve", *words, PIP_NO_INDEX="1", **path, **variables))


def test_a_database_option_without_an_address_is_not_taken_for_none(folder, without_ensurepip):
    result = run(folder, "serve", "--database", PYTHONPATH=str(without_ensurepip))
    assert json.loads(result.stdout)["TIAOCHA_DATABASE"] == "--database"


def test_a_lock_that_does_not_match_its_list_is_refused_before_anything_is_installed(folder, without_ensurepip):
    require(folder, "one==1")
    (folder / "requirements.txt").write_text("one==1\nTwo_packages[extra]==2  # why\n")
    sentence = said(run(folder, "serve", PYTHONPATH=str(without_ensurepip)))
    assert "requirements.lock" in sentence and "two-packages==2" in sentence and "one==1" not in sentence
    assert not (folder / ".venv").exists()


def test_a_package_with_another_hash_than_the_lock_is_refused_and_the_right_one_installed(
    folder, tmp_path, without_ensurepip
):
    digest = make_wheel(tmp_path, "honest")
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PYTHONPATH": str(without_ensurepip)}
    require(folder, "honest==1")
    sentence = said(run(folder, "serve", **offline))
    assert "honest==1" in sentence and "not the one" in sentence
    require(folder, "honest==1", digest=digest)
    assert json.loads(run(folder, "serve", **offline).stdout)["words"] == ["serve"]
    assert list((folder / ".venv").glob("lib/*/site-packages/honest-1.dist-info"))


def test_what_an_interrupted_set_up_left_is_made_anew(folder, without_ensurepip):
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/python").symlink_to(sys.executable + "-gone")
    (folder / ".venv/installed.json.part").write_text('{"requirements.txt": ')
    result = run(folder, "routes", PYTHONPATH=str(without_ensurepip))
    assert json.loads(result.stdout)["words"] == ["routes"]
    assert not (folder / ".venv/installed.json.part").exists()


def test_a_place_that_cannot_be_written_is_named(folder):
    (folder / ".venv").touch()  # also the superuser cannot make a folder of a file
    assert str(folder / ".venv") in said(run(folder, "serve"))


def test_the_sentences_are_chinese_at_a_chinese_terminal(folder):
    (folder / ".venv").touch()
    environ = {**os.environ, "LC_ALL": "zh_CN.UTF-8", "PYTHONUTF8": "1"}
    result = subprocess.run([str(folder / "tiaocha"), "serve"], env=environ, capture_output=True, encoding="utf-8")
    assert "无法写入" in said(result)
