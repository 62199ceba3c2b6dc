"""A newspaper that means harm, on loopback, and a listener beside it that nobody may reach.

Half of its articles are healthy; the others lead to addresses no crawl may open, have no end, or
print what could break a line of output. `forbidden.met` counts who came to the forbidden port.
"""

import gzip
import json
import re
import selectors
import socket
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self
from urllib.parse import parse_qs, quote, urlsplit

from tests.hostile.pages import NASTY, SCRIPTS, article, endless
from tests.support.large_pages import rows

HEALTHY = 4
WRITES = re.compile(r"/(?:vote|like|%76ote)|_vote&|likeComment|r=comments/like")
"""Addresses of the paper at which a GET writes."""
MIB = 2**20


class Forbidden:
    """Listens on TCP and UDP, IPv4 and IPv6; `met` counts what arrived."""

    def __init__(self) -> None:
        self.met: list[str] = []
        self._chosen = selectors.DefaultSelector()
        first = socket.create_server(("127.0.0.1", 0))
        self.port: int = first.getsockname()[1]
        self._open(first)
        with suppress(OSError):  # a machine without IPv6
            self._open(socket.create_server(("::1", self.port), family=socket.AF_INET6))
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", self.port))
        self._open(udp)
        self._stop, self._wake = socket.socketpair()
        self._chosen.register(self._stop, selectors.EVENT_READ)
        self._thread = Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._wake.send(b".")
        self._thread.join()
        for key in list(self._chosen.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
        self._wake.close()
        self._chosen.close()

    def _open(self, server: socket.socket) -> None:
        self._chosen.register(server, selectors.EVENT_READ)

    def _listen(self) -> None:
        while True:
            for key, _ in self._chosen.select():
                if key.fileobj is self._stop:
                    return
                server: Any = key.fileobj
                if server.type == socket.SOCK_DGRAM:
                    self.met.append(f"udp {server.recvfrom(2048)}")
                else:
                    caller, address = server.accept()
                    self.met.append(f"tcp {address}")
                    caller.close()


class Hostile:
    """`with Hostile() as lab: crawl(url=lab.url)`. All words are invented."""

    def __init__(self) -> None:
        self.forbidden = Forbidden()
        self.asked: list[str] = []
        self.written: list[str] = []
        """What came by another method than GET, or by GET to an address that writes."""
        self.read: list[str] = []
        """What came to addresses that only read, below `/read/`."""
        self.agents: set[str] = set()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.lab = self
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self.healthy = [f"{self.url}/2026/03/healthy-{n}.html" for n in range(HEALTHY)]

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self.forbidden.close()

    def targets(self) -> list[str]:
        """Return forbidden addresses in every form: by name, IP, decimal, hex, IPv6."""
        port = self.forbidden.port
        loopback = ("127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1")
        more = ("[::1]", "[::ffff:127.0.0.1]", "0", "a.localhost", "localhost.")
        return [
            *(f"http://{host}:{port}/secret" for host in (*loopback, *more)),
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/",
            "http://[fd00:ec2::254]/",
            "https://192.168.0.1/",
        ]

    def pages(self) -> list[str]:
        """Return the path of every article in the sitemap."""
        redirects = [f"/2026/03/redirect-{n}.html" for n in range(len(self.targets()))]
        names = (
            *SCRIPTS,
            *NASTY,
            "boasts",
            "meta",
            "large",
            "chunked",
            "nodes",
            "endless",
            "bomb",
            "round",
            "leads-on",
            "slow",
        )
        healthy = [urlsplit(url).path for url in self.healthy]
        return [*healthy, *redirects, *(f"/2026/03/{name}.html" for name in names)]

    def answer(self, target: str) -> "Reply":
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append(parts.path)
        if parts.path.startswith("/2026/03/"):
            return self._page(parts.path.removeprefix("/2026/03/").removesuffix(".html"))
        return self._other(parts.path, query)

    def _page(self, name: str) -> "Reply":
        if there := self._there(name):
            return Reply(302, location=there)
        if name in {"large", "chunked"}:
            return Reply(200, _much(), length=100 * MIB if name == "large" else None)
        if name == "bomb":
            return Reply(200, [_bomb()], encoding="gzip")
        if f"/2026/03/{name}.html" not in self.pages():
            return Reply(404)
        slow = name == "slow"
        page = rows(40_000) if slow else article(name, self.targets(), self.forbidden.port)
        reply = Reply(200, [page.encode("utf-8", "surrogatepass")])
        if name == "speculates":
            reply.headers["Speculation-Rules"] = '"/rules.json"'
            reply.headers["Link"] = "</speculative?header>; rel=prefetch"
        return reply

    def _there(self, name: str) -> str | None:
        """Return where a page redirects to, if it does."""
        kind, _, number = name.partition("-")
        if kind == "redirect":
            return self.targets()[int(number)]
        found = {"round": "/2026/03/round.html?again", "leads-on": "/like?id=3"}
        return f"{self.url}{found[name]}" if name in found else None

    def _other(self, path: str, query: dict[str, str]) -> "Reply":
        if path == "/robots.txt":
            maps = ("sitemap.xml", "self.xml", "calendar.xml?day=1", "bomb.xml.gz", "laughs.xml")
            lines = [f"Sitemap: {self.url}/{one}" for one in maps]
            return Reply(200, [b"User-agent: *\nAllow: /\n\n", "\n".join(lines).encode()])
        if path == "/hop":
            return Reply(302, location=query.get("to", "/"))
        if path in FIXED:
            return FIXED[path]
        if path == "/comments":
            return Reply(200, [json.dumps(endless(int(query.get("page", "1")))).encode()], "json")
        if path in {"/worker.js", "/sw.js"}:
            first = self.targets()[0]
            hop = f"/hop?to={quote(first, safe='')}"
            body = "".join(f"fetch('{to}', {{mode: 'no-cors'}});" for to in (first, hop))
            return Reply(200, [body.encode()], "javascript")
        return Reply(200, [self._map(path, query).encode()], "xml")

    def _map(self, path: str, query: dict[str, str]) -> str:
        if path == "/sitemap.xml":
            inner = "".join(f"<url><loc>{self.url}{one}</loc></url>" for one in self.pages())
            return f"<urlset>{inner}</urlset>"
        if path == "/self.xml":
            names = (f"{self.url}/self.xml", f"{self.url}/self.xml?x", f"{self.url}/./self.xml")
            return _index(names)
        if path == "/calendar.xml":
            return _index([f"{self.url}/calendar.xml?day={int(query.get('day', '1')) + 1}"])
        if path == "/laughs.xml":
            return _laughs(self.url)
        return "<html></html>"


def _index(urls: Any) -> str:
    inner = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"<sitemapindex>{inner}</sitemapindex>"


def _laughs(url: str) -> str:
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return (
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{names}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        f"<urlset><url><loc>{url}/2026/03/&l11;&f;.html</loc></url></urlset>"
    )


def _bomb() -> bytes:
    return gzip.compress(b"<p>" + b" " * (200 * MIB), 9)


def _much() -> Iterator[bytes]:
    for _ in range(100):
        yield b"<p>word " * (MIB // 8)


class Reply:
    """What the paper answers; `length` None and several pieces are sent in chunks."""

    def __init__(
        self,
        status: int,
        body: Any = (),
        kind: str = "html",
        *,
        location: str = "",
        length: int | None = -1,
        encoding: str = "",
    ) -> None:
        self.status, self.body = status, body
        self.length = sum(map(len, body)) if length == -1 else length
        group = "text" if kind in {"html", "xml", "javascript"} else "application"
        self.headers = {"Content-Type": f"{group}/{kind}"}
        self.headers |= {"Location": location} if location else {}
        self.headers |= {"Content-Encoding": encoding} if encoding else {}


RULES = (
    b'{"prefetch": [{"source": "list", "urls": ["/speculative?rules"], "eagerness": "immediate"}]}'
)
FIXED = {
    "/rules.json": Reply(200, [RULES], "speculationrules+json"),
    "/write-hop": Reply(307, location="/api/vote"),
    "/writer.js": Reply(200, [b"fetch('/api/vote', {method: 'POST'})"], "javascript"),
    "/file": Reply(200, [b"MZ" * 500], "octet-stream"),
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    lab: Hostile

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: who hangs up on 100 MB does right."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        self._note()
        if self.path.startswith("/bomb.xml.gz"):
            reply = Reply(200, [_bomb()], "x-gzip")
        else:
            reply = self.server.lab.answer(self.path)
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.length is None:
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(reply.length))
        self.end_headers()
        with suppress(OSError):
            for piece in reply.body:
                self.wfile.write(piece)
        self.close_connection = self.close_connection or reply.length is None

    def _note(self) -> None:
        """Note who asks, and what only looks like reading."""
        lab, path = self.server.lab, self.path.partition("?")[0]
        lab.agents.add(self.headers.get("User-Agent", ""))
        if path.startswith("/read/"):
            lab.read.append(f"{self.command} {path}")
        elif self.command == "GET" and (WRITES.search(self.path) or "Upgrade" in self.headers):
            lab.written.append(f"GET {self.path}")

    def do_POST(self) -> None:
        if not self.path.startswith("/read/"):
            self.server.lab.written.append(f"{self.command} {self.path}")
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.do_GET()

    do_DELETE = do_POST  # noqa: N815  (the name in the base)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by the base class
        """Say nothing: `asked` has it all."""
