"""Other people's hosts on loopback: a proxy whose every tunnel ends at our own stand-ins.

The crawler is told of it as any program is, by `https_proxy` and `SSL_CERT_FILE`, so what an
engine asks `https://disqus.com` for leaves with that name, is encrypted, has its certificate
checked and its host's robots.txt asked, and only then is answered by us instead of them.
"""

import ssl
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.standins.scenario import Handler
from tests.standins.server import Handle, Origin


@contextmanager
def hosts(
    routes: Mapping[str, Handler],
    folder: Path,
    patch: pytest.MonkeyPatch,
    login: str = "",
    silent: Collection[str] = (),
) -> Iterator[Origin]:
    """Answer for the hosts of `routes` (`/disqus.com/embed/...`) while the block lasts.

    The `silent` ones never get as far as encryption, as where a country blocks a name.
    With a login (`name:password`) the proxy is the only one for http too, and wants to see it.
    """
    names = sorted({route.partition(" ")[2] or route for route in routes})
    tls, certificate = self_signed({name.split("/")[1] for name in names}, folder)

    class Tunnel(_Tunnel):
        context = tls
        mute = frozenset(silent)
        wanted = login and f"Basic {b64encode(login.encode()).decode()}"

    proxy = Origin("127.0.0.1", handle=Tunnel)
    proxy.routes.update(routes)
    address = proxy.url.replace("//", f"//{quote(login, safe=':')}@") if login else proxy.url
    for name in ("https_proxy", "http_proxy") if login else ("https_proxy",):
        patch.setenv(name, address)
    patch.setenv("SSL_CERT_FILE", str(certificate))
    with proxy:
        yield proxy


class _Tunnel(Handle):
    """Takes `CONNECT host:443`, and answers for the host inside."""

    context: ssl.SSLContext
    mute: frozenset[str]
    wanted = host = ""

    def _is_known(self) -> bool:
        if self.headers.get("Proxy-Authorization", "") == self.wanted:
            return True
        self.origin.asked.append(f"407 {self.path}")
        self._send(b"", "text/plain", HTTPStatus.PROXY_AUTHENTICATION_REQUIRED)
        return False

    def do_CONNECT(self) -> None:  # noqa: N802  (the name in the base)
        if not self._is_known():
            return
        self.host = urlsplit(f"//{self.path}").hostname or ""
        self.send_response_only(200)
        self.end_headers()
        self.close_connection = True
        if self.host in self.mute:
            while self.connection.recv(2**12):
                pass
            return
        with suppress(OSError):  # a caller that does not trust us hangs up
            self.connection: Any = self.context.wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile("rb")
            self.wfile: Any = self.connection.makefile("wb", 0)
            self.close_connection = False

    def _serve(self, method: str) -> None:
        if not self.host and not self._is_known():
            return
        asked = urlsplit(self.path)
        self.path = f"/{self.host or asked.hostname}{asked.path}?{asked.query}"
        super()._serve(method)

    def finish(self) -> None:
        super().finish()
        self.connection.close()


def self_signed(names: set[str], folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Return what a server shows for all these names, and the file by which it is trusted."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stand-ins of newscrawl")])
    now = datetime.now(UTC)
    alternatives = x509.SubjectAlternativeName([x509.DNSName(one) for one in sorted(names)])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(alternatives, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(pem, private, serialization.NoEncryption())
    certificate, both = folder / "certificate.pem", folder / "server.pem"
    certificate.write_bytes(built.public_bytes(pem))
    both.write_bytes(secret + built.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context, certificate
