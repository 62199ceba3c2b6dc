"""One answer, as an archive holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from newscrawl.clock import stamp
from newscrawl.items import ArchiveRecord
from newscrawl.net.ranges import part_of
from newscrawl.page import Page

CAPTURE = "capture"
"""What a request carries whose answer is from an archive: the capture."""
AS_OF = "as_of"
"""What a request carries that an archived page leads to: when that was captured."""

RECORD = "warc_record"
"""What a request carries whose answer the run keeps: its record."""

RENDERED = "urn:newscrawl:rendered:"
"""What stands before the address of a page in the record of what a browser drew of it."""
RENDERING = "urn:newscrawl:rendering:"
"""What stands before the engine and the address in the record of how that came about."""
SCREENSHOT = "urn:fullPage:"
"""What stands before the address of a page in the record of its screenshot, as Browsertrix has
it."""

FILE_NAME = "WARC-Refers-To-Filename"
"""Header of a `revisit` record, an extension: which file has the payload, if it is another one."""
UNDRAWN = "not opened in the browser: the archive has nothing drawn of it"
"""Why a thread of which nothing tells is `skipped`."""
LACKING = "archive/elsewhere"
"""Counter of a run: the names of files that hold payloads of what it reads, and are not there."""


class Reference(NamedTuple):
    """Which record has a payload; what is not told is empty."""

    record_id: str
    url: str
    moment: datetime | None
    """When that was captured, in UTC."""


@dataclass(frozen=True, kw_only=True)
class Capture:
    """An answer that an archive holds."""

    url: str
    moment: datetime
    """When it was captured, in UTC."""
    status: int
    headers: tuple[tuple[str, str], ...]
    """As served, but for encodings: they are undone."""
    body: bytes | None
    """None if it is the same as an earlier one's: see `same_as`."""
    record_id: str
    same_as: str
    """Digest of the payload."""
    source: str
    """The file it is from."""
    in_file: str = ""
    """The name of the file that has the body, if it is another one."""
    refers_to: Reference | None = None
    """What a record without the body says of the one that has it."""
    concurrent_to: tuple[str, ...] = ()
    torn: str = ""
    """Why its body is not all that was answered; "" if nothing says so."""
    method: str = "GET"
    """Of the request; what a browser made of a page has the name of its record's kind."""
    fetched: bool = False
    """Whether a page's own script asked for it, in a browser of ours: it is read with that page."""


class Record(NamedTuple):
    """The record of an answer that the run keeps."""

    record_id: str
    moment: datetime
    """When it was answered, to the second: what is read again later is read as of then, too."""


class Posted(NamedTuple):
    """What was sent for a capture, if it was not asked for by GET."""

    record_ids: tuple[str, ...]
    """Its own, and those of the records it belongs to."""
    method: str
    body: bytes


def rendering_of(engine: str, url: str) -> str:
    """Return the address of the record of how a browser opened a page for an engine."""
    return f"{RENDERING}{engine}:{url}"


def page_address(url: str) -> str:
    """Return the address of the page that a record is about.

    >>> page_address("urn:newscrawl:rendering:disqus:https://paper.example/a")
    'https://paper.example/a'
    """
    if url.startswith(RENDERING):
        return url.removeprefix(RENDERING).partition(":")[2]
    return url.removeprefix(RENDERED)


def kept(page: Page) -> str | None:
    """Return the id of the record that holds a page: of the run, or of the archive that is read."""
    record: Record | Capture | None = page.carried.get(RECORD) or page.carried.get(CAPTURE)
    return record.record_id if record else None


def answered_at(meta: Mapping[str, Any]) -> datetime | None:
    """Return when an answer was captured or kept, by its request's `meta`; None if neither."""
    record: Record | Capture | None = meta.get(CAPTURE) or meta.get(RECORD)
    return record.moment if record else None


def torn(page: Page) -> str:
    """Return why an archive, or the answer of a site, has not all of a page; "" if it has."""
    capture: Capture | None = page.carried.get(CAPTURE)
    if capture:
        return capture.torn
    return part_of(page.status, page.headers.get("content-range", ""))


def archived(page: Page) -> ArchiveRecord | None:
    """Return where an archive holds a page; None for a page of the site itself."""
    capture: Capture | None = page.carried.get(CAPTURE)
    if capture is None:
        return None
    return ArchiveRecord(
        source=capture.source,
        record_id=capture.record_id,
        date_captured=stamp(capture.moment),
    )
