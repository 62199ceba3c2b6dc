"""The index of WARC files that replay software reads (CDXJ): a line for each capture.

A line is the key of an address, a timestamp, and what else is known as JSON; lines are sorted. Keys
are SURTs, as those of the Wayback Machine. An answer to POST has what was sent in its key
(specs.webrecorder.net, "Request Body Canonicalization"), or all answers of one address were one.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from newscrawl.archive.ends import ends_whole
from newscrawl.archive.sent import posted, with_sent
from newscrawl.clock import stamp
from newscrawl.runs.exits import Exit, Refused

SHOWN = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.revisit
PORTS = {"http": 80, "https": 443}
PLAIN = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
"""Signs that are not escaped in a key."""


class Indexed(NamedTuple):
    """A capture in a file."""

    record_id: str
    url: str
    moment: str
    """ISO 8601, UTC."""
    status: str
    """Of the answer; empty for what is none."""
    line: bytes
    """Of the index, with its end."""


def indexed(path: Path) -> Iterator[Indexed]:
    """Yield the captures of a WARC file, in its order. Raises OSError; Refused if it is broken."""
    with path.open("rb") as file:
        waiting: dict[str, Any] | None = None
        for record in _records(file, path):
            if waiting:
                # How long it is shows where the next one begins; that tells what was asked, too.
                waiting["length"] = record.stream_pos - waiting["offset"]
                yield _indexed(waiting, _sent(record, waiting["id"]))
            waiting = _capture(record, path.name)
        if waiting:
            waiting["length"] = path.stat().st_size - waiting["offset"]
            yield _indexed(waiting, None)


def _records(file: IO[bytes], path: Path) -> Iterator[WarcRecord]:
    place = 0
    try:
        for record in ArchiveIterator(file, parse_http=True):
            place = record.stream_pos
            yield record
        whole = ends_whole(file, place)
    except OSError:  # FastWARC's word for whatever is no WARC
        whole = False
    if not whole:
        raise Refused(
            f"{path} is broken behind byte {place}: move it away, or leave it out "
            "with --since and --until",
            Exit.DISK,
        )


def _capture(record: WarcRecord, file: str) -> dict[str, Any] | None:
    url, moment = record.headers.get("WARC-Target-URI"), record.record_date
    if not record.record_type & SHOWN or not url or moment is None:
        return None
    status, kind = "", record.headers.get("Content-Type")
    if record.http_headers is not None:
        status = str(record.http_headers.status_code or "")
        kind = record.http_headers.get("Content-Type")
    if status == str(int(HTTPStatus.NOT_MODIFIED)):
        return None  # it has no payload, and nothing says where that is
    is_again = record.record_type is WarcRecordType.revisit
    digest = record.headers.get("WARC-Payload-Digest") or record.headers.get("WARC-Block-Digest")
    return {
        "id": record.record_id or "",
        "moment": moment.astimezone(UTC),
        "url": url,
        "mime": "warc/revisit" if is_again else _media_type(kind or ""),
        "status": status,
        "digest": digest or "",
        "offset": record.stream_pos,
        "filename": file,
    }


def _media_type(kind: str) -> str:
    return kind.partition(";")[0].strip()


def _sent(record: WarcRecord, answer: str) -> tuple[str, str] | None:
    """Return method and query of the request that stands behind its answer, if it is no GET."""
    concurrent = record.headers.get("WARC-Concurrent-To")
    if record.record_type is not WarcRecordType.request or concurrent != answer:
        return None
    headers = record.http_headers
    method = (headers.status_line or "").partition(" ")[0].upper() if headers else ""
    if method not in {"POST", "PUT"}:
        return None
    return method, posted(headers.get("Content-Type") or "", record.reader.read())


def _indexed(found: dict[str, Any], sent: tuple[str, str] | None) -> Indexed:
    moment: datetime = found.pop("moment")
    record_id, url = found.pop("id"), found["url"]
    fields = {name: str(value) for name, value in found.items() if value != ""}
    key = url
    if sent:
        method, query = sent
        fields |= {"method": method, "requestBody": query}
        key = with_sent(url, method, query)
    line = f"{surt(key)} {moment:%Y%m%d%H%M%S} {json.dumps(fields)}\n".encode()
    return Indexed(record_id, url, stamp(moment), found["status"], line)


def surt(url: str) -> str:
    """Return the key of an address: what sorts by host, and is one for all ways to write it.

    >>> surt("https://www.Paper.example:443/World/?b=2&a=1#top")
    'example,paper)/world?a=1&b=2'
    >>> surt("urn:newscrawl:rendered:https://paper.example/A")
    'urn:newscrawl:rendered:https://paper.example/a'
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # a bracket where there is no host
        return quote(url.lower(), safe=f"%{PLAIN}")
    if parts.scheme not in PORTS:
        return quote(url.lower(), safe=f"%{PLAIN}")
    host = re.sub(r"^www\d*\.", "", parts.hostname or "")
    with suppress(UnicodeError):
        host = host.encode("idna").decode()
    key = ",".join(reversed(host.strip(".").split(".")))
    with suppress(ValueError):
        if parts.port and parts.port != PORTS[parts.scheme]:
            key += f":{parts.port}"
    path = re.sub(r"(?<!/)/+", "/", _escaped(parts.path)) or "/"
    key += f"){path if path == '/' else path.removesuffix('/')}"
    query = "&".join(sorted(_escaped(parts.query).split("&")))
    return f"{key}?{query}" if query else key


def _escaped(text: str) -> str:
    while (plain := unquote(text, errors="surrogateescape")) != text:
        text = plain
    return quote(text.lower(), safe=PLAIN, errors="surrogateescape")
