"""`serve` as a process: what it refuses, in one sentence, and how it starts and ends."""

import http.client
import json
import os
import re
import signal
import socket
import ssl
from contextlib import closing, contextmanager

import pytest

from core.config import ROOT
from core.serving import HANDLES, take_handles
from tests.core.serving_app import start

CERTIFICATE = ROOT / "tests/data/localhost.pem"
KEY = ROOT / "tests/data/localhost-key.pem"
HTTPS = ("--tls-cert", str(CERTIFICATE), "--tls-key", str(KEY))


def refusal(instance, *words, **variables) -> str:
    """The one sentence with which `serve` ends."""
    process = start(instance, *words, **variables)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 1, err
    assert out == ""
    assert err.count("\n") == 1, err
    return err


@contextmanager
def serving(instance, *words, **variables):
    """A running server: its lines before the address, the address and the process."""
    process = start(instance, "--port", "0", *words, **variables)
    try:
        lines = []
        while not lines or "://" not in lines[-1]:
            lines.append(process.stdout.readline())
            assert lines[-1], process.stderr.read()
        yield lines[:-1], re.search(r"(https?)://([\d.]+):(\d+)", lines[-1]).groups(), process
    finally:
        process.kill()
        process.communicate()


def test_plain_http_for_others_is_refused(tmp_path):
    assert "https" in refusal(tmp_path, "--host", "0.0.0.0", "--port", "0")


def test_a_known_demo_password_is_refused_for_others_even_with_https(tmp_path):
    said = refusal(tmp_path, "--host", "0.0.0.0", "--port", "0", *HTTPS, TIAOCHA_DEMO_PASSWORD="known-to-scripts")
    assert "TIAOCHA_DEMO_PASSWORD" in said


def test_a_known_demo_password_is_refused_behind_a_proxy(tmp_path):
    assert "TIAOCHA_DEMO_PASSWORD" in refusal(tmp_path, TIAOCHA_PROXY="1", TIAOCHA_DEMO_PASSWORD="known-to-scripts")


def test_a_taken_port_is_named(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = str(other.getsockname()[1])
        assert port in refusal(tmp_path, "--port", port)


def test_an_instance_folder_that_cannot_be_written_is_named(tmp_path):
    blocked = tmp_path / "file"
    blocked.touch()
    assert str(blocked) in refusal(blocked / "instance", "--port", "0")


def test_an_unknown_host_is_named(tmp_path):
    assert "no-such-host.invalid" in refusal(tmp_path, "--host", "no-such-host.invalid")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--tls-cert", str(CERTIFICATE)], "--tls-key"),
        (["--tls-cert", "/nowhere/cert.pem", "--tls-key", str(KEY)], "/nowhere/cert.pem"),
        (["--tls-cert", str(KEY), "--tls-key", str(KEY)], "PEM"),
    ],
    ids=["without its key", "missing", "not a certificate"],
)
def test_an_unusable_certificate_is_refused(tmp_path, words, named):
    assert named in refusal(tmp_path, "--port", "0", *words)


def test_serving_prepares_first_and_ends_with_0_at_sigterm(tmp_path):
    with serving(tmp_path, "--no-demo", TIAOCHA_DEMO_PASSWORD="known") as (lines, (_scheme, host, port), process):
        assert lines == ["prepared demo=False password=known\n"]
        connection = http.client.HTTPConnection(host, int(port), timeout=10)
        connection.request("POST", "/", body=b"x" * 50_000)
        assert json.load(connection.getresponse()) == {"scheme": "http", "address": "127.0.0.1", "bytes": 50_000}
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0


def test_https_is_served_with_the_given_certificate(tmp_path):
    with serving(tmp_path, *HTTPS) as (_, (scheme, _host, port), process):
        assert scheme == "https"
        trusting = ssl.create_default_context(cafile=CERTIFICATE)
        connection = http.client.HTTPSConnection("localhost", int(port), timeout=10, context=trusting)
        connection.request("POST", "/", body=b"x" * 60_000)
        assert json.load(connection.getresponse()) == {"scheme": "https", "address": "127.0.0.1", "bytes": 60_000}
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0


def test_a_large_body_of_a_stranger_is_not_waited_for(tmp_path):
    with (
        serving(tmp_path) as (_, (_scheme, host, port), _process),
        socket.create_connection((host, int(port)), 10) as one,
    ):
        one.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        assert one.recv(1000).split()[1] == b"400"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_as_many_connections_may_be_open_as_the_system_lets_us_have():
    import resource

    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    try:
        take_handles()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= min(HANDLES, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
