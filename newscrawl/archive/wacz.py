"""WARC files with their index and a list of pages as one file: WACZ 1.1.1 (specs.webrecorder.net).

It is made for ReplayWeb.page, which asks a server for no more of it than a page needs. The package
`wacz` makes such files too, but it takes `surt` along, whose licence (AGPL) is not for everybody.
"""

import gzip
import hashlib
import json
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, NamedTuple

from newscrawl.agent import VERSION
from newscrawl.archive.cdxj import indexed
from newscrawl.clock import stamp

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE capture (id TEXT, url TEXT, moment TEXT, status TEXT, line BLOB NOT NULL);
CREATE TABLE page (id TEXT PRIMARY KEY, title TEXT NOT NULL);
"""
PAGES = """
SELECT DISTINCT capture.id, url, moment, title FROM page JOIN capture USING (id)
WHERE status LIKE '2%' ORDER BY moment, url
"""
LINES = 1000
"""Lines of the index that are packed, and fetched, together."""
PIECE = 2**20
"""Bytes that are copied at a time."""
INDEX = "index.cdx.gz"


class Described(NamedTuple):
    """A record that holds an article's page."""

    record_id: str
    title: str


class Made(NamedTuple):
    """What a package holds."""

    captures: int
    pages: int


class _Package:
    """Adds files to a package, and describes them in it."""

    def __init__(self, package: zipfile.ZipFile, now: datetime) -> None:
        self.package, self.now = package, now
        self.resources: list[dict[str, Any]] = []

    def add(self, path: str, pieces: Iterable[bytes], length: int = 0) -> dict[str, Any]:
        """Write a file; return its description. What is packed is not packed again.

        `length`, in bytes, is needed of one that may be longer than ZIP's own bound. Others have no
        fields for more in the head before them: ReplayWeb.page looks for a file's first byte as
        if there were none, where the list at the end of the package has none.
        """
        info = zipfile.ZipInfo(path, self.now.timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if path.endswith(".gz") else zipfile.ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self.package.open(info, "w", force_zip64=length > zipfile.ZIP64_LIMIT) as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
        name = path.rpartition("/")[2]
        found = {"name": name.lower(), "path": path, "hash": f"sha256:{digest.hexdigest()}"}
        self.resources.append({**found, "bytes": size})
        return found

    def end(self, title: str, description: str) -> None:
        """Write what describes the package."""
        moment = stamp(self.now)
        about = {
            "profile": "data-package",
            "wacz_version": "1.1.1",
            "title": title,
            "description": description,
            "created": moment,
            "modified": moment,
            "software": f"newscrawl/{VERSION}",
            "resources": self.resources,
        }
        text = json.dumps(about, indent=2, ensure_ascii=False).encode("utf-8", "replace")
        hashed = self.add("datapackage.json", [text])["hash"]
        digest = {"path": "datapackage.json", "hash": hashed}
        self.add("datapackage-digest.json", [json.dumps(digest).encode()])


def write_wacz(
    file: IO[bytes], warcs: Iterable[Path], pages: Iterable[Described], title: str, now: datetime
) -> Made:
    """Write WARC files as one package. Raises OSError, sqlite3.Error.

    Of `pages` those are listed whose records are there and are answers; the last title of one
    holds. `now` is the moment of the package. The index is sorted on the disk.
    """
    with closing(sqlite3.connect("")) as found, zipfile.ZipFile(file, "w") as zipped:
        found.executescript(SCHEMA)
        found.executemany("INSERT OR REPLACE INTO page VALUES (?, ?)", pages)
        package = _Package(zipped, now)
        for path in warcs:
            found.executemany("INSERT INTO capture VALUES (?, ?, ?, ?, ?)", indexed(path))
            package.add(f"archive/{path.name}", _pieces(path), path.stat().st_size)
        found.execute("CREATE INDEX capture_id ON capture (id)")
        places = [_place(b"!meta 0", {"format": "cdxj-gzip-1.0", "filename": INDEX})]
        lines = (line for (line,) in found.execute("SELECT line FROM capture ORDER BY line"))
        package.add(f"indexes/{INDEX}", _packed(lines, places))
        package.add("indexes/index.idx", places)
        (captures,) = found.execute("SELECT count(*) FROM capture").fetchone()
        listed = [*_listed(found)]
        package.add("pages/pages.jsonl", listed)
        package.end(title, f"{len(listed) - 1} pages of articles, with what was fetched for them")
    return Made(captures, len(listed) - 1)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def _packed(lines: Iterator[bytes], places: list[bytes]) -> Iterator[bytes]:
    """Yield the lines, packed many at a time; note where those lie, and how they begin."""
    offset = 0
    while together := [*islice(lines, LINES)]:
        packed = gzip.compress(b"".join(together), mtime=0)
        digest = f"sha256:{hashlib.sha256(packed).hexdigest()}"
        place = {"offset": offset, "length": len(packed), "digest": digest}
        places.append(_place(together[0].partition(b" {")[0], place))
        offset += len(packed)
        yield packed


def _place(key: bytes, fields: dict[str, Any]) -> bytes:
    return key + f" {json.dumps(fields)}\n".encode()


def _listed(found: sqlite3.Connection) -> Iterator[bytes]:
    yield b'{"format": "json-pages-1.0", "id": "pages", "title": "Articles"}\n'
    for record_id, url, moment, title in found.execute(PAGES):
        page = {"id": record_id.strip("<>"), "url": url, "ts": moment, "title": title}
        yield f"{json.dumps(page)}\n".encode()
