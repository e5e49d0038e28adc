"""The command that prepares an installation and serves it."""

import contextlib
import functools
import ipaddress
import os
import signal
import socket
import ssl
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from core import hosts, private, tls
from core.bodies import allowed_body
from core.commands import prepares_itself
from core.config import security
from core.errors import N_, DomainError
from core.http_server import Server
from core.terminal import say

try:
    import resource
except ImportError:  # Windows, where a process may have thousands from the start
    resource = None

HANDLES = 4096


class CannotServe(DomainError):
    """What was asked for cannot be served, or not safely."""

    status = 500


@click.command("serve", help=N_("准备好一切并提供服务。"))
@click.option("--host", default="127.0.0.1", show_default=True, help=N_("监听地址。"))
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help=N_("端口。"))
@click.option("--no-demo", is_flag=True, help=N_("不载入示例数据。"))
@click.option("--tls-cert", type=click.Path(path_type=Path), help=N_("https 用的证书（PEM）。"))
@click.option("--tls-key", type=click.Path(path_type=Path), help=N_("证书的私钥（PEM）。"))
@with_appcontext
@prepares_itself
def serve(host: str, port: int, no_demo: bool, tls_cert: Path | None, tls_key: Path | None) -> None:
    """Prepare the installation and serve it."""
    app = current_app._get_current_object()
    password = os.environ.get("TIAOCHA_DEMO_PASSWORD")
    context = encryption(tls_cert, tls_key)
    family, address = resolve(host, port)
    refuse_unsafe(address[0], context is not None, bool(app.config.get("PROXY")), password)
    writable(Path(app.instance_path))
    trust_hosts(app, hosts.called(host, address[0], app.config.get("TRUSTED_HOSTS") or [], tls_cert))
    close_to_others(Path(app.instance_path))
    listening = listen(family, address)
    if context:
        bind_cookies_to_https(app)
    app.extensions["prepare"](app, not no_demo, password)
    say(N_("条查已启动：{address}（按 Ctrl+C 停止）"), address=shown_address(listening, https=context is not None))
    run(app, listening, context)


def encryption(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    """The settings of https, None for plain http; raises CannotServe for one file alone or unusable ones."""
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise CannotServe(N_("--tls-cert 和 --tls-key 必须同时给出。"))
    for file in (certificate, key):
        _refuse_unreadable(file)
    try:
        return tls.server_context(certificate, key)
    except OSError as failure:
        raise CannotServe(
            N_("证书 {certificate} 与私钥 {key} 无法使用：须为 PEM 格式、互相匹配、私钥不设密码。"),
            certificate=certificate,
            key=key,
        ) from failure


def _refuse_unreadable(file: Path) -> None:
    try:
        file.read_bytes()
    except OSError as failure:
        raise CannotServe(N_("无法读取 {path}：{reason}。"), path=file, reason=failure.strerror) from failure


def resolve(host: str, port: int) -> tuple[int, tuple]:
    """Address family and address of a host name."""
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as failure:
        raise CannotServe(N_("找不到地址 {host}，请检查 --host。"), host=host) from failure
    return found[0][0], found[0][4]


def refuse_unsafe(ip: str, https: bool, behind_proxy: bool, demo_password: str | None) -> None:
    """Refuse what would put passwords or a known demo password on a network."""
    loopback = ipaddress.ip_address(ip.split("%")[0]).is_loopback
    if not loopback and not https:
        raise CannotServe(
            N_(
                "手机只能通过 https 使用条查：对外地址 {ip} 请同时给出 --tls-cert 和 --tls-key，"
                "或保留 127.0.0.1 并按 README 配置代理。"
            ),
            ip=ip,
        )
    if demo_password and (behind_proxy or not loopback):
        raise CannotServe(N_("设置了 TIAOCHA_DEMO_PASSWORD 时只能在本机地址（127.0.0.1）提供服务，不能经代理对外。"))


def writable(instance: Path) -> None:
    """Refuse an instance folder in which nothing can be written."""
    probe = instance / f".probe-{os.getpid()}"
    try:
        instance.mkdir(parents=True, exist_ok=True)
        probe.touch(exist_ok=False)
        probe.unlink()
    except OSError as failure:
        raise CannotServe(
            N_("无法写入数据目录 {path}：{reason}。请检查目录权限，或用 TIAOCHA_INSTANCE 指定其他目录。"),
            path=instance,
            reason=failure.strerror,
        ) from failure


def listen(family: int, address: tuple) -> socket.socket:
    """Take the port, before anything is prepared; a second start of the same ends here."""
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        # elsewhere the option lets a restart have the port at once; on Windows it would let two share it
        option = socket.SO_EXCLUSIVEADDRUSE if os.name == "nt" else socket.SO_REUSEADDR
        listening.setsockopt(socket.SOL_SOCKET, option, 1)
        listening.bind(address)
        listening.listen(128)
    except OSError as failure:
        listening.close()
        raise CannotServe(
            N_("无法使用地址 {host} 的端口 {port}：{reason}。可能已有程序占用，请用 --port 换一个。"),
            host=address[0],
            port=address[1],
            reason=failure.strerror,
        ) from failure
    return listening


def trust_hosts(app: Flask, names: list[str]) -> None:
    """Answer to these names only; behind a proxy the setting must say which, for the address served is the proxy's."""
    if app.config.get("PROXY") and not app.config.get("TRUSTED_HOSTS"):
        raise CannotServe(N_("经代理对外时须设置 TIAOCHA_HOSTS：浏览器里使用的域名或地址，多个用逗号分隔。"))
    app.config["TRUSTED_HOSTS"] = names


def close_to_others(instance: Path) -> None:
    """Mend what an earlier version, or a copy, left open to other users of this machine."""
    if others := private.mend(instance):
        say(N_("提示：{path} 等 {count} 个文件属于其他用户，无法限制其读取权限。"), path=others[0], count=len(others))


def bind_cookies_to_https(app: Flask) -> None:
    """Cookies of a site served by https never travel without it."""
    names = ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE")
    app.config.update({name: security(https=True)[name] for name in names})


def shown_address(listening: socket.socket, https: bool) -> str:
    """The address to type into a browser."""
    host, port = listening.getsockname()[:2]
    return f"{'https' if https else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"


def take_handles() -> None:
    """Let this process open enough files: behind https each connection takes three, and 1,024 is usual."""
    if resource is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = HANDLES if hard == resource.RLIM_INFINITY else min(HANDLES, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        with contextlib.suppress(OSError, ValueError):  # macOS may promise more than it gives
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def run(app: Flask, listening: socket.socket, context: ssl.SSLContext | None) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are answered first."""
    take_handles()
    scheme = "https" if context else "http"
    server = Server(
        app,
        listening,
        scheme=scheme,
        proxy=bool(app.config.get("PROXY")),
        accepts=context is None,
        allowed_body=functools.partial(allowed_body, app),
    )
    front = tls.TlsFront(listening.dup(), context, server.adopt) if context else None
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, server.stop)
    if front:
        front.start()
    server.run()
    if front:
        front.stop()
    say(N_("已停止。"))
