"""By which names a site is called. Pure but for the certificate, which is read."""

import ipaddress
from pathlib import Path

from cryptography import x509

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


def called(host: str, ip: str, named: list[str], certificate: Path | None) -> list[str]:
    """The hosts that a request may name: loopback, the address served, those of the setting and of the certificate."""
    address = ipaddress.ip_address(ip.split("%")[0])
    served = [] if address.is_unspecified else [host, _written(address)]
    return list(dict.fromkeys([*LOOPBACK, *served, *named, *(names_in(certificate) if certificate else ())]))


def names_in(certificate: Path) -> list[str]:
    """Names and addresses that the certificate (PEM) is made out to; `*.a.cn` becomes `.a.cn`."""
    first = x509.load_pem_x509_certificates(certificate.read_bytes())[0]
    try:
        names = first.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    hosts = [name.removeprefix("*") for name in names.get_values_for_type(x509.DNSName)]
    return hosts + [_written(address) for address in names.get_values_for_type(x509.IPAddress)]


def _written(address) -> str:
    return f"[{address}]" if address.version == 6 else str(address)
