"""A web archive on loopback, after the public description of the Wayback Machine's servers.

Its CDX server answers with arrays and goes on from a resumption key; replay leads to the nearest
capture and says by Memento-Datetime when that was.
"""

import base64
import hashlib
import http.server
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One capture."""

    url: str
    stamp: str
    """YYYYMMDDhhmmss."""
    body: bytes = b""
    status: int = 200
    mime: str = "text/html"
    location: str = ""
    lost: bool = False
    """Whether the index lists it, and replay has none."""
    is_same: bool = False
    """Whether it is listed as a revisit of an earlier one."""

    @property
    def row(self) -> list[str]:
        digest = base64.b32encode(hashlib.sha1(self.body).digest()).decode()
        status, mime = ("-", "warc/revisit") if self.is_same else (str(self.status), self.mime)
        return [_key(self.url), self.stamp, self.url, mime, status, digest, str(len(self.body))]


@dataclass(kw_only=True)
class WebArchive:
    """What it has, how it answers, and what it was asked."""

    kept: list[Kept]
    rows: int = 10_000
    """Captures in one answer."""
    instead: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    """Answers to paths that begin so, each given once; `*` at the end of a path: always."""
    rest: tuple[int, dict[str, str], bytes] | None = None
    """What is answered instead of the rest of a list."""
    robots: bytes = b"User-agent: *\nDisallow: /save/\n"
    base: str = ""
    asked: list[str] = field(default_factory=list)
    most: int = 0
    """The most requests at a time."""

    @property
    def settings(self) -> tuple[str, str]:
        return f"ARCHIVE_CDX={self.base}/cdx", f"ARCHIVE_REPLAY={self.base}/web/"

    def answer(self, target: str) -> tuple[int, dict[str, str], bytes]:
        for start in [*self.instead]:
            if target.startswith(start.rstrip("*")):
                return self.instead[start] if start.endswith("*") else self.instead.pop(start)
        path, _, query = target.partition("?")
        if path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, self.robots
        if path == "/cdx" and "resumeKey=" in query and self.rest:
            return self.rest
        if path == "/cdx":
            return 200, {"Content-Type": "application/json"}, self._list(parse_qs(query))
        if found := re.fullmatch(r"/web/(\d{14})id_/(.+)", target):
            return self._replay(found[1], found[2])
        return 404, {}, b"<html>not archived</html>"

    def _list(self, given: dict[str, list[str]]) -> bytes:
        key, prefix = _key(given["url"][0]), given.get("matchType") == ["prefix"]
        rows = sorted(one.row for one in self.kept)
        rows = [one for one in rows if one[0].startswith(key) if prefix or one[0] == key]
        start = int(given.get("resumeKey", ["at 0"])[0].removeprefix("at "))
        most = min(self.rows, int(given["limit"][0]))
        found: list[Any] = rows[start : start + most]
        more = [[], [f"at {start + most}"]] if len(rows) > start + most else []
        return json.dumps([NAMES, *found, *more] if found else []).encode()

    def _replay(self, stamp: str, url: str) -> tuple[int, dict[str, str], bytes]:
        found = [one for one in self.kept if _key(one.url) == _key(url) and not one.lost]
        if not found:
            return 404, {"Content-Type": "text/html"}, b"<html>no capture</html>"
        one = min(found, key=lambda one: (abs(int(one.stamp) - int(stamp)), one.url != url))
        if one.stamp != stamp:
            return 302, {"Location": f"{self.base}/web/{one.stamp}id_/{one.url}"}, b""
        moment = datetime.strptime(stamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        headers = {
            "Content-Type": one.mime,
            "Memento-Datetime": format_datetime(moment, usegmt=True),
            "x-archive-orig-server": "nginx",
            "Server": "the archive's own",
        }
        if one.location:
            headers["Location"] = f"{self.base}/web/{stamp}id_/{one.location}"
        return one.status, headers, one.body


def _key(url: str) -> str:
    parts = urlsplit(url)
    host = ",".join(reversed(parts.netloc.lower().removeprefix("www.").split(".")))
    return f"{host}){parts.path.lower()}" + (f"?{parts.query}" if "?" in url else "")


@contextmanager
def serving_archive(archive: WebArchive) -> Iterator[WebArchive]:
    """Serve an archive; its `base` is then where it is."""
    lock, now = threading.Lock(), 0

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            nonlocal now
            with lock:
                now += 1
                archive.most = max(archive.most, now)
                archive.asked.append(self.path)
                status, headers, body = archive.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            with lock:
                now -= 1

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        archive.base = f"http://127.0.0.1:{server.server_port}"
        yield archive
        server.shutdown()
