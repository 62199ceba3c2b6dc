"""The records of WARC files, one after the other; what is broken is counted, the rest is read."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from newscrawl import clock
from newscrawl.archive.capture import (
    FILE_NAME,
    RENDERED,
    RENDERING,
    Capture,
    Posted,
    Reference,
    page_address,
)
from newscrawl.archive.digest import differs
from newscrawl.archive.ends import MAGIC, PACKED, ends_whole
from newscrawl.archive.files import Part
from newscrawl.archive.moment import read_moment
from newscrawl.archive.others import Others
from newscrawl.archive.payload import Payload, TooLarge, joined, read_payload
from newscrawl.archive.secrets import without_login
from newscrawl.net.ranges import part_of

KINDS = frozenset({"response", "resource", "revisit"})
"""Types of records that hold an answer."""
HTTP = "application/http"
TYPE = re.compile(rb"(?im)^content-type:[ \t]*([^\r\n]+)")
MOST_BYTES = 64 * 2**20
"""Bytes of a record that is read; a page or an answer is shorter."""
LOOK = 2**16
DIGESTS = ("sha1:", "sha256:", "sha512:", "md5:")
"""Those that can be checked; a record with another one is no worse for it."""
OTHER = "its digest is another"
Headers = tuple[tuple[str, str], ...]
IsOurs = Callable[[str], bool]
TEXT = ("html", "xml", "json", "javascript", "text/plain")
"""Types of what a site's own host serves for us to read."""
WEB = re.compile(r"https?:", re.IGNORECASE)
DATA = ("json", "javascript")
"""Types of what a comment system's host answers."""


class Reader:
    """Reads one WARC file, beginning again behind what is broken.

    `is_ours` says whether an address is the site's: its pages are read, and of other hosts what a
    script asks for. `told` counts what could not be read, `others` pages of other hosts.
    """

    def __init__(self, part: Part, is_ours: IsOurs, told: Counter[str], others: Others) -> None:
        self.part, self.is_ours, self.told, self.others = part, is_ours, told, others
        self.place = 0
        """Where the last record began."""
        self.number = 0
        """Of records that were read."""
        self.latest = clock.now() + timedelta(days=1)
        """Nothing was captured later, whatever a record says."""
        self.fetched = set[str]()
        """Ids of records with what a browser fetched for a page that was read."""
        self.loaded = set[str]()
        """Ids of records with what else it loaded for one: no visit of a page."""
        self.empty = list[set[str]]()
        """Ids of answers, each with those beside it, that have nothing of what they promise."""
        self.heads = set[str]()
        """Ids of records of requests for the head of an answer alone, and of those beside them."""

    def __iter__(self) -> Iterator[Capture | Posted]:
        """Yield what is there. Raises ValueError for a file of its own without any record."""
        before, was_cut, start = self.told.total(), self.told["cut_off"], 0
        bad = 0
        while True:
            self.place, number = start, self.number
            try:
                self.part.file.seek(start)
                yield from self._read()
                break
            except OSError:  # FastWARC's word for whatever is no WARC
                # What only looked like a record's beginning is a part of the last one's damage.
                if start == 0 or self.number > number:
                    self.told["broken"] += 1
                    bad = self.place
                if (found := self._next_record()) is None:
                    if self._is_cut_off(bad):
                        self.told["broken"] -= 1
                        self.told["cut_off"] += 1
                    break
                start = found
        self.told["truncated"] -= sum(not ids.isdisjoint(self.heads) for ids in self.empty)
        if not self.number and self.told["cut_off"] == was_cut:
            self._tell_none(before)

    def _tell_none(self, before: int) -> None:
        """Tell that there is no record: raise ValueError, or count a part of a WACZ."""
        if self.part.is_packaged and self.told.total() > before:
            return
        self.part.file.seek(0)
        is_empty = not self.part.file.read(1)
        if not self.part.is_packaged:
            raise ValueError("the file is empty" if is_empty else "no WARC or WACZ file")
        self.told["unreadable"] += not is_empty

    def _read(self) -> Iterator[Capture | Posted]:
        """Yield what whole records hold, up to where the file ends or is cut off.

        Raises OSError at the first that is broken, or longer than the rest of the file.
        """
        records = ArchiveIterator(
            self.part.file, record_types=WarcRecordType.any_type, parse_http=False
        )
        for record in records:
            self.place = record.stream_pos
            if not record.headers.get("Content-Length"):
                continue  # it is cut off in its head, or broken: what comes behind it tells
            self.number += 1
            kind = (record.headers.get("WARC-Type") or "").lower()
            if record.content_length > MOST_BYTES:
                self._pass(record, kind)
                continue
            self._check(record)
            if kind == "request":
                if posted := _posted(record):
                    if posted.method == "HEAD":
                        self.heads.update(filter(None, posted.record_ids))
                    yield posted
            elif found := self._found(record, kind):
                yield found
        self.told["cut_off"] += not ends_whole(self.part.file, self.place)

    def _check(self, record: WarcRecord) -> None:
        """Raise OSError for a record that is broken, or not there to its end."""
        block = record.reader.read()
        if len(block) < record.content_length:
            raise OSError("it ends too early")
        record.set_bytes_content(block)
        digest = (record.headers.get("WARC-Block-Digest") or "").lower()
        is_ours = self.is_ours(page_address(_address(record)))
        if is_ours and digest.startswith(DIGESTS) and not record.verify_block_digest():
            raise OSError("its digest is another")

    def _pass(self, record: WarcRecord, kind: str) -> None:
        """Leave out a record that is too large; it is a loss if it may be a page.

        Raises OSError if it is not there to its end.
        """
        head = record.reader.read(LOOK)
        left = record.content_length - len(head)
        while left and (piece := record.reader.read(LOOK)):
            left -= len(piece)
        if left:
            raise OSError("it ends too early")
        told = record.headers.get("Content-Type") or ""
        if told.lower().startswith(HTTP):
            named = TYPE.search(head)
            told = named[1].decode("latin-1") if named else ""
        url = _address(record)
        if kind in KINDS and self.is_ours(url):
            self.told["too_large"] += self._is_wanted(url, 200, (("Content-Type", told),))

    def _is_cut_off(self, place: int) -> bool:
        try:
            return not ends_whole(self.part.file, place)
        except OSError:  # of what it is packed in
            return False

    def _found(self, record: WarcRecord, kind: str) -> Capture | None:
        url = _address(record)
        if url.startswith((RENDERED, RENDERING)):
            return self._of_browser(record, url)
        return self._capture(record, kind) if kind in KINDS else None

    def _of_browser(self, record: WarcRecord, url: str) -> Capture | None:
        """Return what a browser made of a page of the site: its document, or how it came about."""
        if not self.is_ours(page_address(url)) or (moment := self._moment(record)) is None:
            return None
        body, is_drawn = record.reader.read(), url.startswith(RENDERED)
        if not is_drawn:
            with suppress(ValueError, TypeError, KeyError):
                told = json.loads(body)
                self.fetched |= {one["record"] for one in told["answers"]}
                self.loaded |= {*told.get("loaded", ())}
        return Capture(
            url=url,
            moment=moment,
            status=200,
            headers=(),
            body=body,
            record_id=record.record_id or "",
            same_as="",
            source=self.part.name,
            method="RENDERED" if is_drawn else "RENDERING",
        )

    def _moment(self, record: WarcRecord) -> datetime | None:
        moment = read_moment(record.headers.get("WARC-Date") or "")
        if moment is None or moment > self.latest:
            self.told["undated"] += 1
            return None
        return moment

    def _capture(self, record: WarcRecord, kind: str) -> Capture | None:
        url, status = _address(record), 200
        http: Headers = (("Content-Type", record.headers.get("Content-Type") or ""),)
        # FastWARC knows the names of headers in one case only.
        record.is_http = record.is_http or http[0][1].lower().startswith(HTTP)
        if record.is_http:
            try:
                record.parse_http(quirks_mode=True)
                status = int(record.http_headers.status_code or 0)
            except (OSError, TypeError, ValueError):
                self.told["no_http"] += self.is_ours(url)
                return None
            http = tuple(record.http_headers.items())
        fetched = record.record_id in self.fetched
        if not (fetched or self._is_wanted(url, status, http)):
            self._note_other(url, status, http)
            return None
        if (moment := self._moment(record)) is None:
            return None
        payload = None
        if kind != "revisit":
            try:
                payload = self._payload(record, status, http)
            except ValueError as problem:
                word = "too_large" if isinstance(problem, TooLarge) else "no_http"
                self.told[word] += self.is_ours(url)
                return None
            self._note_torn(record, payload)
        same_as = record.headers.get("WARC-Payload-Digest") or ""
        if payload and payload.torn == OTHER:
            same_as = ""  # it stands for another payload
        return Capture(
            url=url,
            moment=moment,
            status=status,
            headers=http,
            body=payload.body if payload else None,
            record_id=record.record_id or "",
            same_as=same_as,
            source=self.part.name,
            in_file=record.headers.get(FILE_NAME) or "",
            refers_to=_reference(record) if kind == "revisit" else None,
            concurrent_to=_concurrent(record),
            torn=payload.torn if payload else "",
            fetched=fetched or record.record_id in self.loaded,
        )

    def _note_torn(self, record: WarcRecord, payload: Payload) -> None:
        # A comment system's answer is told of in the thread that asks for it.
        if not (payload.torn and self.is_ours(_address(record))):
            return
        self.told["truncated"] += 1
        if not payload.body:
            self.empty.append({record.record_id or "", *_concurrent(record)})

    def _payload(self, record: WarcRecord, status: int, http: Headers) -> Payload:
        """Return what was answered. Raises ValueError, TooLarge."""
        raw = record.reader.read()
        # An answer to HEAD, an error: their length is not always that of what comes with them.
        found = read_payload(raw, http) if record.is_http else Payload(raw, "")
        if self._is_other(record, raw, found.body):
            return found._replace(torn=OTHER)
        if cut := record.headers.get("WARC-Truncated"):
            return found._replace(torn=f"cut short when it was kept: {cut}")
        if status not in range(200, 300):
            return found._replace(torn="")
        told = "".join(value for name, value in http if name.lower() == "content-range")
        return found._replace(torn=found.torn or part_of(status, told))

    def _is_other(self, record: WarcRecord, raw: bytes, body: bytes) -> bool:
        """Return whether a payload of the site is not what its digest says.

        One that is a part of a block whose digest was checked is what it was.
        """
        if record.headers.get("WARC-Block-Digest") or not self.is_ours(_address(record)):
            return False
        digest = record.headers.get("WARC-Payload-Digest") or ""
        return bool(digest) and differs(digest, (raw, joined(raw).body, body))

    def _is_wanted(self, url: str, status: int, http: Headers) -> bool:
        if not WEB.match(url):
            return False  # what a crawler noted of a page, by an address of its own
        kind = _kind(http)
        if self.is_ours(url):
            return not kind or status >= 300 or any(one in kind for one in TEXT)
        return any(one in kind for one in DATA) or url.endswith("/robots.txt")

    def _note_other(self, url: str, status: int, http: Headers) -> None:
        if status == 200 and "html" in _kind(http) and not self.is_ours(url):
            self.others.note(url)

    def _next_record(self) -> int | None:
        """Return where the next record may begin behind the last one; None at the file's end.

        It is read forward only: to go back in a packed file is to unpack it from its beginning.
        """
        file, place, last = self.part.file, self.place + 1, b""
        longest = max(map(len, MAGIC))
        try:
            file.seek(self.place)
            # What cannot be packed stands there as it is: with the head of a record that was read.
            packed = file.read(1) in {one[:1] for one in PACKED}
            marks = PACKED if packed else MAGIC
            while piece := file.read(LOOK):
                both, start = last + piece, place - len(last)
                if found := [at for magic in marks if (at := both.find(magic)) >= 0]:
                    return start + min(found)
                place += len(piece)
                last = both[1 - longest :]
        except OSError:  # of what it is packed in
            return None
        return None


def _address(record: WarcRecord) -> str:
    url = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
    if ("@" in url or "#" in url) and WEB.match(url):
        # Some makers keep what was typed; a server is asked for neither a login nor a fragment.
        with suppress(ValueError):
            return without_login(url)
    return url


def _kind(http: Headers) -> str:
    return "".join(v for name, v in http if name.lower() == "content-type").lower()


def _reference(record: WarcRecord) -> Reference:
    told = [
        record.headers.get(f"WARC-Refers-To{end}") or "" for end in ("", "-Target-URI", "-Date")
    ]
    return Reference(told[0].strip(), told[1].strip("<> "), read_moment(told[2]))


def _concurrent(record: WarcRecord) -> tuple[str, ...]:
    return tuple(v for name, v in record.headers.items() if name.lower() == "warc-concurrent-to")


def _posted(record: WarcRecord) -> Posted | None:
    """Return what was sent, if it was not asked for by GET."""
    record.parse_http(quirks_mode=True)
    asked = record.http_headers  # None where it is cut off, or no HTTP
    method = ((asked and asked.status_line) or "GET").partition(" ")[0].upper()
    if method == "GET":
        return None
    return Posted((record.record_id or "", *_concurrent(record)), method, record.reader.read())
