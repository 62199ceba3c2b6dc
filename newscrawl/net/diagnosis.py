"""What a failed connection does not say by itself: which check of a certificate, which proxy."""

import asyncio
import ssl
from contextlib import suppress

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
)
from service_identity import VerificationError

from newscrawl.net.addresses import target
from newscrawl.net.failures import NoAnswerError
from newscrawl.net.forward import CONNECT_SECONDS, Call, connect, through
from newscrawl.net.gate import Gate
from newscrawl.net.upstream import Upstream

CONNECTING = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    TunnelError,
)
"""Errors that may hide more than they say."""
HANDSHAKE = {
    "protocol version": "offers no TLS of 1.2 or later, which alone is safe",
    "unsupported protocol": "offers no TLS of 1.2 or later, which alone is safe",
    "wrong version number": "answers with something else than TLS: is it http, or another port?",
    "record layer failure": "answers with something else than TLS: is it http, or another port?",
    "packet length too long": "answers with something else than TLS: is it http, or another port?",
    "handshake failure": "and newscrawl find no common way to encrypt",
}
"""What OpenSSL says of a connection that could not be made safe, and what it means of a host."""
LOGIN = 407
"""Proxy Authentication Required."""


async def diagnosed(error: Exception, url: str, gate: Gate) -> Exception:
    """Return the error that a failed request means: it names a proxy, or a certificate's fault."""
    host, port = target(url)
    scheme = url.partition(":")[0]
    upstream = gate.upstream(scheme, host)
    if upstream and (fault := _of_proxy(error)):
        return of_proxy(upstream, scheme, fault)
    if fault := _of_handshake(error):
        return NoAnswerError("tls", f"{host}:{port} {fault}")
    if _of_certificate(error):
        fault = await _failed_check(host, port, upstream, gate)
        return NoAnswerError("certificate", f"the certificate of {host} is not valid: {fault}")
    return error


def of_proxy(upstream: Upstream, scheme: str, fault: str) -> NoAnswerError:
    """Return the error of a proxy, which is named without its login."""
    name = f"http://{upstream.host}:{upstream.port}"
    return NoAnswerError("proxy", f"the proxy {name} {fault}: see {scheme}_proxy and no_proxy")


def _of_proxy(error: Exception) -> str | None:
    if isinstance(error, TunnelError):
        if f"'status': {LOGIN}" in str(error):
            return f"does not take our login ({LOGIN})"
        return f"opens no tunnel {str(error)[str(error).find('[') :]}"
    if isinstance(error, CannotResolveHostError):
        return "has no address (DNS)"
    return "refuses the connection" if isinstance(error, DownloadConnectionRefusedError) else None


def _of_handshake(error: Exception) -> str | None:
    said = " ".join(map(str, _causes(error)))
    return next((meant for words, meant in HANDSHAKE.items() if words in said), None)


def _of_certificate(error: Exception) -> bool:
    return any(
        isinstance(one, VerificationError) or "certificate verify failed" in str(one)
        for one in _causes(error)
    )


def _causes(error: Exception) -> list[object]:
    failures = getattr(error.__cause__, "reasons", ())
    return [getattr(one, "value", one) for one in failures]


async def _failed_check(host: str, port: int, upstream: Upstream | None, gate: Gate) -> str:
    """Return which check a certificate fails: Twisted does not keep it, so it is shown again."""
    with suppress(OSError, EOFError, ValueError, TimeoutError):
        async with asyncio.timeout(CONNECT_SECONDS):
            addresses, _ = await gate.resolve(host, port, elsewhere=upstream is not None)
            if upstream:
                server, _ = await through(upstream, Call("CONNECT", host, port, "", []))
            else:
                server = await connect(addresses, port)
            try:
                await server[1].start_tls(ssl.create_default_context(), server_hostname=host)
            except ssl.SSLCertVerificationError as fault:
                return fault.verify_message.rstrip(".")
            finally:
                server[1].close()
    return "it fails a check"
