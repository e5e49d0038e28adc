"""A request names one of our hosts, or is refused."""

import http.client
import socket
import ssl

import pytest

from core.config import settings
from core.hosts import LOOPBACK, called, names_in
from tests.conftest import make_app
from tests.core.test_serving import CERTIFICATE, HTTPS, refusal, serving


@pytest.mark.parametrize(
    ("host", "ip", "named", "expected"),
    [
        ("127.0.0.1", "127.0.0.1", [], []),
        ("0.0.0.0", "0.0.0.0", ["tiaocha.example"], ["tiaocha.example"]),
        ("intern.example", "10.0.0.5", [], ["intern.example", "10.0.0.5"]),
        ("::1", "::1", [], ["::1"]),
        ("fe80::1%eth0", "fe80::1%eth0", [], ["fe80::1%eth0", "[fe80::1]"]),
    ],
)
def test_a_site_is_called_by_its_address_and_by_what_the_setting_says(host, ip, named, expected):
    assert called(host, ip, named, None) == [*LOOPBACK, *expected]


def test_a_site_is_called_by_the_names_of_its_certificate():
    assert names_in(CERTIFICATE) == ["localhost", "127.0.0.1"]


def test_the_setting_takes_several_names(tmp_path, monkeypatch):
    monkeypatch.setenv("TIAOCHA_HOSTS", "a.example, b.example")
    assert settings(tmp_path)["TRUSTED_HOSTS"] == ["a.example", "b.example"]


@pytest.mark.parametrize(("host", "status"), [("a.example", 302), ("evil.example", 400), ("a.example:80", 302)])
def test_a_foreign_host_is_refused_and_nothing_is_written_for_it(tmp_path, host, status):
    client = make_app(tmp_path, TRUSTED_HOSTS=["a.example"]).test_client()
    answer = client.get("/tasks", headers={"Host": host})
    assert answer.status_code == status
    assert "evil.example" not in answer.text and "nosniff" in answer.headers["X-Content-Type-Options"]
    assert client.get("/static//x", headers={"Host": host}).status_code in (400, 308)
    assert "evil.example" not in client.get("/static//x", headers={"Host": host}).headers.get("Location", "")


def test_a_foreign_host_gets_the_one_shape_of_the_api(tmp_path):
    client = make_app(tmp_path, TRUSTED_HOSTS=["a.example"]).test_client()
    answer = client.post("/api/session/password", headers={"Host": "evil.example"}, json={})
    assert (answer.status_code, answer.json["error"]) == (400, "unknown_host")


def test_serving_answers_to_its_own_address_only(tmp_path):
    with serving(tmp_path, *HTTPS) as (_, (_scheme, _host, port), _process):
        trusting = ssl.create_default_context(cafile=CERTIFICATE)
        for name, status in (("localhost", 200), ("evil.example", 400)):
            connection = http.client.HTTPSConnection("localhost", int(port), timeout=10, context=trusting)
            connection.request("GET", "/", headers={"Host": name})
            assert connection.getresponse().status == status


@pytest.mark.parametrize("hosts", [b"", b"Host: localhost\r\nHost: evil.example\r\n", b"Host: a\tb\r\n"])
def test_no_host_or_two_is_refused(tmp_path, hosts):
    with (
        serving(tmp_path) as (_, (_scheme, host, port), _process),
        socket.create_connection((host, int(port))) as client,
    ):
        client.settimeout(10)
        client.sendall(b"GET / HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n")
        assert client.makefile("rb").readline().split()[1] == b"400"


def test_behind_a_proxy_the_setting_must_name_the_hosts(tmp_path):
    assert "TIAOCHA_HOSTS" in refusal(tmp_path, "--port", "0", TIAOCHA_PROXY="1")
