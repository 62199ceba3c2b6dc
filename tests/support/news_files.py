"""Common Crawl's news files on loopback: a list of a month, and files with two pages each."""

import gzip
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.support.warcs import ferry, ferry_url, packed, record

LISTS = "/crawl-data/CC-NEWS/2025/03/warc.paths.gz"
PIECE = 32 * 2**20


@dataclass
class CommonCrawl:
    """Serves files as an object store does: with ranges, and a tag for each state of a file."""

    files: dict[str, bytes]
    base: str = ""
    ranges: bool = True
    broken: dict[str, int] = field(default_factory=dict)
    """Statuses of files that cannot be had, by a part of their names."""
    slow: threading.Event | None = None
    """Pieces after the first wait for it."""
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str, wanted: str) -> tuple[int, dict[str, str], bytes]:
        body = self.files.get(path)
        if status := next((self.broken[part] for part in self.broken if part in path), None):
            return status, {}, b"<html>not now</html>"
        if body is None:
            return 404, {}, b"<html>no such key</html>"
        tag = {"ETag": f'"{hash(body)}"', "Accept-Ranges": "bytes"}
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", wanted)
        if not (found and self.ranges):
            return 200, tag, body
        first, last = int(found[1]), min(int(found[2]), len(body) - 1)
        if first >= len(body):
            return 416, {**tag, "Content-Range": f"bytes */{len(body)}"}, b""
        if first and self.slow:
            self.slow.wait(30)
        told = f"bytes {first}-{last}/{len(body)}"
        return 206, {**tag, "Content-Range": told}, body[first : last + 1]


@contextmanager
def serving_files(store: CommonCrawl) -> Iterator[CommonCrawl]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            store.asked.append(f"{self.path.rpartition('/')[2]} {wanted}".strip())
            status, headers, body = store.answer(self.path, wanted)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        store.base = f"http://127.0.0.1:{server.server_port}"
        yield store
        server.shutdown()


def name_of(day: int, number: int) -> str:
    return f"crawl-data/CC-NEWS/2025/03/CC-NEWS-202503{day:02}010203-{number:05}.warc.gz"


def month(*more: bytes) -> CommonCrawl:
    """Return a month of four files, two of them of the window, with two pages each."""
    files = {}
    for number, day in enumerate((1, 14, 15, 28)):
        pages = [(ferry_url(n), ferry(n)) for n in (number, number + 4)]
        records = [record(url, body) for url, body in pages]
        records += [record("https://other.example/", b"<p>another")]
        files[f"/{name_of(day, number)}"] = packed([*records, *(more if day == 14 else ())])
    names = [name.removeprefix("/") for name in files]
    files[LISTS] = gzip.compress("\n".join(names).encode())
    return CommonCrawl(files)
