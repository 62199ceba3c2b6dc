"""The records of WARC files, one after the other; what is broken is counted, the rest is read."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from newscrawl.archive.capture import Capture, Posted
from newscrawl.archive.ends import MAGIC, ends_whole
from newscrawl.archive.files import Part
from newscrawl.archive.payload import Payload, TooLarge, read_payload

KINDS = (
    WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit
) | WarcRecordType.request
MOST_BYTES = 64 * 2**20
"""Bytes of a record that is read; a page or an answer is shorter."""
LOOK = 2**16
DIGESTS = ("sha1:", "sha256:", "sha512:", "md5:")
"""Those that can be checked; a record with another one is no worse for it."""
Headers = tuple[tuple[str, str], ...]
TEXT = ("html", "xml", "json", "javascript", "text/plain")
"""Types of what a site's own host serves for us to read."""
DATA = ("json", "javascript")
"""Types of what a comment system's host answers."""


class Reader:
    """Reads one WARC file, beginning again behind what is broken.

    `is_ours` says whether an address is the site's: its pages are read, and of other hosts what a
    script asks for. `told` counts what could not be read.
    """

    def __init__(self, part: Part, is_ours: Callable[[str], bool], told: Counter[str]) -> None:
        self.part, self.is_ours, self.told = part, is_ours, told
        self.place = 0
        """Where the last record began."""

    def __iter__(self) -> Iterator[Capture | Posted]:
        start: int | None = 0
        while start is not None:
            self.place = start
            self.part.file.seek(start)
            try:
                yield from self._read()
                return
            except OSError:  # FastWARC's word for whatever is no WARC
                # Where nothing was read since the last one, it is the same place.
                is_new = start == 0 or self.place != start
                start = self._next_record()
                self.told["broken"] += is_new
                if start is None and not ends_whole(self.part.file, self.place):
                    self.told["broken"] -= 1
                    self.told["cut_off"] += 1

    def _read(self) -> Iterator[Capture | Posted]:
        """Yield what whole records hold, up to where the file ends or is cut off.

        Raises OSError at the first broken one.
        """
        records = ArchiveIterator(
            self.part.file, record_types=KINDS, parse_http=False, func_filter=self._may_be_read
        )
        for record in records:
            self.place = record.stream_pos
            if record.record_type is WarcRecordType.request:
                posted = _posted(record)
                if posted:
                    yield posted
                continue
            if not record.headers.get("Content-Length"):
                continue  # it is cut off in its head, or broken: what comes behind it tells
            if not self._is_whole(record):
                self.told["cut_off"] += 1
                return
            if found := self._capture(record):
                yield found
        self.told["cut_off"] += not ends_whole(self.part.file, self.place)

    def _is_whole(self, record: WarcRecord) -> bool:
        """Return False where the file was cut off. Raises OSError for a broken record."""
        block = record.reader.read()
        if len(block) < record.content_length:
            return False
        record.set_bytes_content(block)
        if not self.is_ours(_address(record)):
            return True
        digest = (record.headers.get("WARC-Block-Digest") or "").lower()
        if digest.startswith(DIGESTS) and not record.verify_block_digest():
            raise OSError("its digest is another")
        return True

    def _may_be_read(self, record: WarcRecord) -> bool:
        if record.content_length > MOST_BYTES:
            self.told["too_large"] += 1
            return False
        return True

    def _capture(self, record: WarcRecord) -> Capture | None:
        url, status, headers = _address(record), 200, dict(record.headers.items())
        http: Headers = (("Content-Type", headers.get("Content-Type", "")),)
        if record.is_http:
            try:
                record.parse_http(quirks_mode=True)
                status = int(record.http_headers.status_code or 0)
            except (OSError, TypeError, ValueError):
                self.told["no_http"] += self.is_ours(url)
                return None
            http = tuple(record.http_headers.items())
        if not self._is_wanted(url, status, http) or record.record_date is None:
            return None
        payload = None
        if record.record_type is not WarcRecordType.revisit:
            try:
                payload = self._payload(record, status, http)
            except ValueError as problem:
                word = "too_large" if isinstance(problem, TooLarge) else "no_http"
                self.told[word] += self.is_ours(url)
                return None
            # A comment system's answer is told of in the thread that asks for it.
            self.told["truncated"] += bool(payload.torn) and self.is_ours(url)
        return Capture(
            url=url,
            moment=record.record_date.astimezone(UTC),
            status=status,
            headers=http,
            body=payload.body if payload else None,
            record_id=record.record_id or "",
            same_as=headers.get("WARC-Payload-Digest", ""),
            source=self.part.name,
            concurrent_to=_concurrent(record),
            torn=payload.torn if payload else "",
        )

    def _payload(self, record: WarcRecord, status: int, http: Headers) -> Payload:
        """Return what was answered. Raises ValueError, TooLarge."""
        raw = record.reader.read()
        # An answer to HEAD, an error: their length is not always that of what comes with them.
        found = read_payload(raw, http) if record.is_http else Payload(raw, "")
        if cut := record.headers.get("WARC-Truncated"):
            return found._replace(torn=f"cut short when it was kept: {cut}")
        return found if status in range(200, 300) else found._replace(torn="")

    def _is_wanted(self, url: str, status: int, http: Headers) -> bool:
        kind = "".join(v for name, v in http if name.lower() == "content-type").lower()
        if self.is_ours(url):
            return not kind or status >= 300 or any(one in kind for one in TEXT)
        return any(one in kind for one in DATA)

    def _next_record(self) -> int | None:
        """Return where the next record may begin behind the last one; None at the file's end."""
        file, place = self.part.file, self.place + 1
        while True:
            file.seek(place)
            piece = file.read(LOOK)
            found = [at for magic in MAGIC if (at := piece.find(magic)) >= 0]
            if found:
                return place + min(found)
            if len(piece) < LOOK:
                return None
            place += LOOK - max(map(len, MAGIC))


def _address(record: WarcRecord) -> str:
    return (record.headers.get("WARC-Target-URI") or "").strip("<> ")


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
