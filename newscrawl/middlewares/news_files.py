"""The files of Common Crawl's news collection: listed by month, fetched piece by piece, dropped.

A file has about a gigabyte and some hours of the news of the whole world. Its list is
`crawl-data/CC-NEWS/<year>/<month>/warc.paths.gz` below the root.
"""

import gzip
import io
import logging
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from newscrawl import clock
from newscrawl.archive.captures import Captures
from newscrawl.archive.cdx import read_timestamp
from newscrawl.discovery.base import Window
from newscrawl.net.failures import ArchiveFailed, Silent, Stopped, silence_of, word_of

PIECE = 32 * 2**20
"""Bytes that are asked for at a time."""
LIST_BYTES = 16 * 2**20
"""Unpacked; a month has some 400 files, whose names take 30 kB."""
FILE = re.compile(r"crawl-data/CC-NEWS/[\w/-]+/CC-NEWS-(\d{14})-\d+\.warc\.gz")
RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+)")
BEFORE, AFTER = timedelta(days=1), timedelta(days=2)
"""How long before an article a file may begin that has it, and how long after."""
YOUNG = timedelta(days=2)
"""How long after a month has begun its list may not be there yet."""
SECONDS = 600
SHOWN = 80
CHANGES = 3
"""Times that a file may become another one while it is fetched."""

logger = logging.getLogger(__name__)


class Names(NamedTuple):
    """What lists of files name, and what cannot be read of them, in words."""

    files: list[str]
    problems: list[str]


class NewsFiles:
    """Fetches the files of a window, one after the other, into a folder."""

    def __init__(self, crawler: Crawler, captures: Captures) -> None:
        self.crawler, self.captures = crawler, captures
        self.root = f"{str(crawler.settings['ARCHIVE_CC']).rstrip('/')}/"
        self.folder = captures.path.parent

    async def names(self, window: Window) -> "Names":
        """Return the files that may have what was published in a window. Raises IgnoreRequest."""
        since, until = window.since - BEFORE, window.until + AFTER
        found, problems = list[str](), list[str]()
        for month in months(since.date(), until.date()):
            begins = datetime.combine(month, time(), UTC)
            optional = begins >= window.until or begins + YOUNG > clock.now()
            try:
                listed = await self._listed(f"{month:%Y/%m}", optional=optional)
            except ArchiveFailed as problem:
                problems.append(str(problem))
            else:
                found += listed.files
                problems += listed.problems
        wanted = (name for name in found if (at := _moment(name)) and since <= at <= until)
        return Names([*dict.fromkeys(wanted)], problems)

    async def _listed(self, month: str, *, optional: bool) -> "Names":
        url = f"{self.root}crawl-data/CC-NEWS/{month}/warc.paths.gz"
        answer = await self._ask(url)
        if answer.status == 404 and optional:
            return Names([], [])
        if answer.status != 200:
            raise ArchiveFailed(f"{self._name} answers {answer.status} to its files of {month}")
        found = read_list(answer.body)
        problems = [f"{url} {problem}" for problem in found.problems]
        if not (found.files or problems or optional):
            problems = [f"{url} names no file"]
        return Names(found.files, problems)

    async def fetch(self, name: str) -> Path:
        """Return a file, fetched on where a run was stopped. Raises ArchiveFailed, OSError."""
        path, tag = self.folder / name.rpartition("/")[2], self.captures.place_in(f"tag {name}")
        for _ in range(CHANGES):
            done = False
            while not done:
                place = path.stat().st_size if path.exists() else 0
                answer = await self._ask(f"{self.root}{name}", place)
                now = (answer.headers.get("ETag") or b"").decode("latin-1")
                if place and now != tag:
                    path.unlink()
                    break
                tag = now
                self.captures.note_place(f"tag {name}", tag)
                done = self._append(path, place, answer)
            if done:
                return path
        raise ArchiveFailed(f"{self._name}: {name} changes while it is fetched")

    def _append(self, path: Path, place: int, answer: Response) -> bool:
        """Write a piece; return whether it was the last."""
        told = (answer.headers.get("Content-Range") or b"").decode("latin-1")
        there = RANGE.fullmatch(told)
        total = int(there[2]) if there else None
        if answer.status == 416 and place and total == place:
            return True
        if answer.status == 200 and not place:
            path.write_bytes(answer.body)
            return True
        if answer.status != 206 or not there or there[1] != str(place) or not answer.body:
            raise ArchiveFailed(f"{self._name} answers {answer.status} to a piece of {path.name}")
        with path.open("ab") as file:
            file.write(answer.body)
        got = place + len(answer.body)
        logger.info("%s: %d of %s MiB", path.name, got >> 20, total and total >> 20)
        return got == total

    @property
    def _name(self) -> str:
        return urlsplit(self.root).netloc

    async def _ask(self, url: str, place: int | None = None) -> Response:
        assert self.crawler.engine  # noqa: S101
        headers = {"Accept-Encoding": "identity"}
        if place is not None:
            headers["Range"] = f"bytes={place}-{place + PIECE - 1}"
        meta = {"download_maxsize": 2 * PIECE, "download_timeout": SECONDS}
        request = Request(url, headers=headers, meta=meta, dont_filter=True)
        try:
            return await self.crawler.engine.download_async(request)
        except AssertionError:  # the engine's: it was closed meanwhile
            raise Stopped from None
        except Exception as error:
            if silence := silence_of(error, url):
                raise Silent(*silence) from None
            if word_of(error) == "too_large":
                raise ArchiveFailed(f"{self._name} gives no pieces of {url} (Range)") from None
            raise


def months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of each month from one day's to another's.

    >>> [f"{one:%Y-%m}" for one in months(date(2024, 12, 31), date(2025, 2, 1))]
    ['2024-12', '2025-01', '2025-02']
    """
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


def read_list(packed: bytes) -> Names:
    """Return what a packed list names, as far as it can be read.

    >>> read_list(gzip.compress(b"crawl-data/a.txt"))
    Names(files=[], problems=["has lines that name no file, the first: 'crawl-data/a.txt'"])
    """
    text, problem = _unpacked(packed)
    lines = [line for line in text.decode("ascii", "replace").splitlines() if line.strip()]
    problems = [problem] if problem else []
    if problem and lines and not FILE.fullmatch(lines[-1].strip()):
        lines.pop()  # half of a name
    strange = [line for line in lines if not FILE.fullmatch(line.strip())]
    if strange:
        problems.append(f"has lines that name no file, the first: {strange[0][:SHOWN]!r}")
    return Names([line.strip() for line in lines if FILE.fullmatch(line.strip())], problems)


def _unpacked(packed: bytes) -> tuple[bytes, str]:
    """Return what all members of a gzip file hold, and what is wrong with it, or ""."""
    text = bytearray()
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(packed)) as file:
            while piece := file.read1(PIECE):
                text += piece
                if len(text) > LIST_BYTES:
                    return bytes(text[:LIST_BYTES]), f"has more than {LIST_BYTES >> 20} MiB"
    except EOFError:
        return bytes(text), "is cut off"
    except (OSError, zlib.error):
        return bytes(text), "is damaged" if text else "is no packed list of files"
    return bytes(text), "" if packed else "is empty"


def _moment(name: str) -> datetime | None:
    found = FILE.fullmatch(name)
    return read_timestamp(found[1]) if found else None
