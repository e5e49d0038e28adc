"""The command that serves: refuses what is unsafe, prepares the installation, opens the door."""

import ipaddress
import os
import signal
import socket
import ssl

import click
from cheroot import wsgi
from cheroot.ssl.builtin import BuiltinSSLAdapter
from flask import Flask, current_app

from core import config
from core.errors import N_, DomainError
from core.terminal import say

THREADS = 8
SLOWEST = 60  # seconds that a silent client may hold a thread
QUEUE = 64


class CannotServe(DomainError):
    """Serving would be unsafe or is impossible; the message says what to do."""

    status = 500


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check(host: str, certificate: str | None, key: str | None, demo_password: str | None) -> None:
    """Raise CannotServe for plain http or known passwords on an address that others reach, or a broken certificate."""
    if bool(certificate) != bool(key):
        raise CannotServe(N_("--tls-cert 和 --tls-key 须同时给出。"))
    if not is_loopback(host) and not certificate:
        raise CannotServe(
            N_(
                "手机访问须用 https：请用 --tls-cert 和 --tls-key 指定证书，或按 README 在本机前面设置反向代理；不能在 {host} 上用 http。"
            ),
            host=host,
        )
    if not is_loopback(host) and demo_password:
        raise CannotServe(N_("设置了 TIAOCHA_DEMO_PASSWORD 时只能在本机地址上服务，不能用 {host}。"), host=host)
    if certificate:
        _check_certificate(certificate, key)


def _check_certificate(certificate: str, key: str) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError) as wrong:
        raise CannotServe(N_("无法读取证书或私钥：{reason}。"), reason=wrong.strerror or str(wrong)) from wrong


def check_port(host: str, port: int) -> None:
    """Raise CannotServe when nothing can listen there."""
    try:
        with socket.create_server((host, port)):
            return
    except OSError as taken:
        sentence = N_("端口 {port} 已被占用或不能使用：{reason}。请用 --port 换一个端口。")
        raise CannotServe(sentence, port=port, reason=taken.strerror or str(taken)) from taken


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-demo", is_flag=True, help="Without the demo county.")
@click.option("--tls-cert", type=click.Path(path_type=str), help="Certificate, for https.")
@click.option("--tls-key", type=click.Path(path_type=str), help="Its private key.")
def serve(host: str, port: int, no_demo: bool, tls_cert: str | None, tls_key: str | None) -> None:
    """Prepare the installation and serve it."""
    password = os.environ.get("TIAOCHA_DEMO_PASSWORD")
    check(host, tls_cert, tls_key, password)
    check_port(host, port)
    app = current_app._get_current_object()
    if tls_cert:
        app.config.update(config.security(https=True))
    app.extensions["prepare"](app, not no_demo, password)
    _run(app, host, port, tls_cert, tls_key)


def _run(app: Flask, host: str, port: int, certificate: str | None, key: str | None) -> None:
    server = wsgi.Server((host, port), app, numthreads=THREADS, max=THREADS, request_queue_size=QUEUE, timeout=SLOWEST)
    server.max_request_body_size = app.config["MAX_CONTENT_LENGTH"]
    if certificate:
        server.ssl_adapter = BuiltinSSLAdapter(certificate, key)
    _stop_politely()
    try:
        server.prepare()  # from here on it listens
        say(N_("条查已启动：{scheme}://{host}:{port}"), scheme="https" if certificate else "http", host=host, port=port)
        server.serve()
    except KeyboardInterrupt:
        server.stop()
    say(N_("已停止。"))


def _stop_politely() -> None:
    def stop(*_):
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
