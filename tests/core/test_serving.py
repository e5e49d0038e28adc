"""What `serve` refuses, and https over loopback."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from core.serving import CannotServe, check, check_port, is_loopback

ROOT = Path(__file__).parents[2]
CERTIFICATE, KEY = (str(ROOT / "tests/data/tls" / name) for name in ("certificate.pem", "key.pem"))


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True),
        ("localhost", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("192.168.1.5", False),
        ("county.gov", False),
    ],
)
def test_which_addresses_only_this_machine_reaches(host, loopback):
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("host", "certificate", "key", "password", "says"),
    [
        ("0.0.0.0", None, None, None, "https"),
        ("0.0.0.0", CERTIFICATE, KEY, "Geheim-12345", "TIAOCHA_DEMO_PASSWORD"),
        ("127.0.0.1", CERTIFICATE, None, None, "同时给出"),
        ("127.0.0.1", "/nowhere.pem", "/nowhere.key", None, "无法读取证书"),
        ("127.0.0.1", KEY, KEY, None, "无法读取证书"),
    ],
)
def test_what_is_unsafe_is_refused_with_one_sentence(host, certificate, key, password, says):
    with pytest.raises(CannotServe) as refused:
        check(host, certificate, key, password)
    assert says in refused.value.text and "\n" not in refused.value.text


def test_a_taken_port_is_refused():
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(CannotServe) as refused:
        check_port("127.0.0.1", taken.getsockname()[1])
    assert "--port" in refused.value.text


def _serve(tmp_path, *words, **environment):
    command = [sys.executable, "-P", "-m", "core.terminal", "serve", *words]
    variables = {
        **os.environ,
        "TIAOCHA_INSTANCE": str(tmp_path / "instance"),
        "PYTHONPATH": str(ROOT),
        "LANG": "zh_CN.UTF-8",
    }
    return subprocess.Popen(
        command,
        env={**variables, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=tmp_path,
    )


def _port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _until(process, words: str) -> str:
    seen = ""
    for line in process.stdout:
        seen += line
        if words in line:
            return seen
    raise AssertionError(seen)


def test_https_over_loopback_with_cookies_bound_to_it(tmp_path):
    port = _port()
    process = _serve(tmp_path, "--port", port, "--tls-cert", CERTIFICATE, "--tls-key", KEY, "--no-demo")
    _until(process, "已启动：https://")
    trusting = ssl.create_default_context(cafile=CERTIFICATE)
    trusting.check_hostname = False
    with urllib.request.urlopen(f"https://127.0.0.1:{port}/api/session", context=trusting, timeout=10) as answer:
        assert answer.headers["Strict-Transport-Security"] and "__Host-tiaocha" in answer.headers["Set-Cookie"]
    process.send_signal(signal.SIGTERM)
    assert process.wait(15) == 0


def test_a_second_start_does_no_work_twice(tmp_path):
    said = []
    for _ in range(2):
        process = _serve(tmp_path, "--port", _port())
        said.append(_until(process, "已启动"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    assert "已载入检查表" in said[0] and said[0].count("检查员") >= 2
    assert "已载入" not in said[1] and "示例县" not in said[1]


def test_the_one_time_passwords_are_shown_and_work_once(tmp_path):
    process = _serve(tmp_path, "--port", _port())
    said = _until(process, "已启动")
    process.send_signal(signal.SIGTERM)
    process.wait(15)
    names = {line.split()[0] for line in said.splitlines() if line.startswith("  ")}
    assert names == {"bianzhi", "bianzhi2", "jiancha", "jiancha2", "zhuguan", "qiye", "qiye2", "guanli", "shenji"}


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "instance").write_text("a file stands where the folder should be")
    process = _serve(tmp_path)
    said, _ = process.communicate(timeout=20)
    assert process.returncode == 1 and "TIAOCHA_INSTANCE" in said and "Traceback" not in said
