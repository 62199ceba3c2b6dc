"""The records of a WARC file (WARC 1.1, ISO 28500:2017) in which a run keeps what it was answered.

FastWARC makes them, which reads them too: a page of 100 kB takes it 2.5 ms, and warcio 10 ms.
"""

import base64
import gzip
import hashlib
import io
import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from fastwarc.warc import WarcRecord, WarcRecordType

from newscrawl.archive.capture import FILE_NAME, RENDERED, SCREENSHOT, rendering_of
from newscrawl.archive.secrets import is_secret, without_login, without_logins
from newscrawl.archive.sent import posted, with_sent

LEVEL = 4
"""Of gzip: half the time of its default, for a file that is a twentieth longer."""
MOST_KNOWN = 20_000
"""Payloads that are remembered, the last ones; each takes some 500 bytes of memory."""
UNDONE = frozenset({"transfer-encoding", "connection", "keep-alive", "content-length"})
"""Of the connection, not of the answer: the payload lies there whole, with its own length."""
SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
UNCHANGED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
BESIDE = ("method", "post", "type", "headers")
"""What is told of an answer that a page fetched, as the browser gave it."""
REQUEST = "application/http; msgtype=request"
RESPONSE = "application/http; msgtype=response"
Headers = Iterable[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A request, and the answer as it was served: compressed, if it was."""

    url: str
    moment: str
    """When it was answered: ISO 8601, UTC."""
    method: str
    asked: Headers
    """Headers of the request."""
    sent: bytes
    status: int
    headers: Headers
    body: bytes
    address: str = ""
    """IP address of the server, if it is known."""


class Written(NamedTuple):
    """Records, and the id of the one that holds the answer, as `<urn:uuid:...>`."""

    record_id: str
    records: bytes
    """Each a gzip member of its own."""


class First(NamedTuple):
    """The record that holds a payload."""

    record_id: str
    url: str
    moment: str
    file: str = ""
    """The name of the file that it is in, if that is an earlier run's."""


class Writer:
    """Makes the records of one file. A payload that is in it already is referred to.

    `earlier` returns where an earlier file has a payload, by its digest.
    """

    def __init__(self, earlier: Callable[[str], First | None] = lambda _digest: None) -> None:
        self.known = OrderedDict[str, First]()
        """Where payloads lie, by their digests."""
        self.earlier = earlier
        self.new = dict[str, First]()
        """Those of the last records, until they are taken from here."""

    def info(self, moment: str, fields: Mapping[str, str]) -> bytes:
        """Return the record with which a file begins: who made it, and how."""
        lines = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields.items())
        headers = {"WARC-Date": moment, "Content-Type": "application/warc-fields"}
        return _record(WarcRecordType.warcinfo, headers, lines.encode()).records

    def exchange(self, one: Exchange) -> Written:
        """Return the records of an answer and of what was asked for it."""
        url = without_login(one.url)
        about = {"WARC-Target-URI": url, "WARC-Date": one.moment}
        if one.address:
            about["WARC-IP-Address"] = one.address
        answer = self._answer(one, url, about)
        parts = urlsplit(url)
        path = f"{parts.path}{'?' if parts.query else ''}{parts.query}"
        first = f"{one.method} {path} HTTP/1.1"
        length = len(one.sent) if one.sent else None
        asked = _block(first, [("Host", parts.netloc), *one.asked], one.sent, length=length)
        about |= {"Content-Type": REQUEST, "WARC-Concurrent-To": answer.record_id}
        request = _record(WarcRecordType.request, about, asked)
        return Written(answer.record_id, answer.records + request.records)

    def rendering(  # noqa: PLR0913 - the middleware alone calls it
        self,
        asked: str,
        url: str,
        moment: str,
        engine: str,
        rendering: Mapping[str, Any],
        *,
        loaded: Iterable[Mapping[str, Any]] = (),
        screenshot: bytes = b"",
    ) -> Written:
        """Return the records of what a browser drew of a page, and of all that it fetched.

        `asked` was opened for `engine`, and led to `url`; `rendering` is what
        `browser.thread.open_thread` returns, `loaded` and `screenshot` what it has under those
        names. The document is a resource of its own, under an address of its own, and so is the
        screenshot: neither is an answer of the server. How it ended, and which records belong to
        it, is JSON in a metadata record: the answers that are read with the page, and what only a
        replay of it needs.
        """
        about = {
            "WARC-Target-URI": f"{RENDERED}{without_login(url)}",
            "WARC-Date": moment,
            "Content-Type": "text/html; charset=utf-8",
        }
        html = rendering["html"].encode("utf-8", "replace")
        document = _record(WarcRecordType.resource, about, html)
        answers = [
            self.exchange(_fetched({**one, **_as_bytes(one)}, moment))
            for one in rendering["answers"]
        ]
        fetched = zip(answers, rendering["answers"], strict=True)
        others = [self.exchange(_fetched(one, moment)) for one in loaded]
        told = {name: one for name, one in rendering.items() if name not in {"html", "answers"}}
        told |= {
            "url": without_login(url),
            "document": document.record_id,
            "digest": _digest(html),
            "answers": [{"record": written.record_id, **_told(one)} for written, one in fetched],
            "loaded": [one.record_id for one in others],
        }
        if screenshot:
            seen = {"WARC-Target-URI": f"{SCREENSHOT}{without_login(url)}"}
            picture = _record(
                WarcRecordType.resource, about | seen | {"Content-Type": "image/png"}, screenshot
            )
            told["screenshot"] = picture.record_id
            others.append(picture)
        about |= {
            "WARC-Target-URI": rendering_of(engine, without_login(asked)),
            "WARC-Refers-To": document.record_id,
            "Content-Type": "application/json",
        }
        how = _record(WarcRecordType.metadata, about, json.dumps(told).encode())
        # Before the answers, for a reader to know that they are wanted.
        records = [document.records, how.records, *(one.records for one in [*answers, *others])]
        return Written(document.record_id, b"".join(records))

    def _answer(self, one: Exchange, url: str, about: Mapping[str, str]) -> Written:
        about = {**about, "Content-Type": RESPONSE}
        first = f"HTTP/1.1 {one.status} {_phrase(one.status)}".rstrip()
        if one.status == HTTPStatus.NOT_MODIFIED:
            about["WARC-Profile"] = UNCHANGED
            return _record(WarcRecordType.revisit, about, _block(first, one.headers))
        digest = _digest(one.body)
        about["WARC-Payload-Digest"] = digest
        if one.body and (before := self._before(digest)):
            about |= {
                "WARC-Profile": SAME,
                "WARC-Refers-To": before.record_id,
                "WARC-Refers-To-Target-URI": before.url,
                "WARC-Refers-To-Date": before.moment,
            }
            if before.file:
                about[FILE_NAME] = before.file
            return _record(
                WarcRecordType.revisit, about, _block(first, one.headers, length=len(one.body))
            )
        block = _block(first, one.headers, one.body, length=len(one.body))
        written = _record(WarcRecordType.response, about, block)
        self.known[digest] = self.new[digest] = First(written.record_id, url, one.moment)
        if len(self.known) > MOST_KNOWN:
            self.known.popitem(last=False)
        return written

    def _before(self, digest: str) -> First | None:
        if before := self.known.get(digest):
            self.known.move_to_end(digest)
            return before
        return self.earlier(digest)


def _told(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of an answer: what its record does not say, and how a replay has it."""
    url, method, given = without_login(answer["url"]), answer["method"], _as_bytes(answer)
    sent = posted(answer.get("post_type") or "", given["post"])
    return {
        **_beside(answer),
        "url": url,
        "at": url if method == "GET" else with_sent(url, method, sent),
        "status": answer["status"],
        "digest": _digest(given["body"]),
    }


def _beside(answer: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: answer.get(name) for name in BESIDE}
    headers = answer["headers"].items()
    kept = {name: without_logins(value) for name, value in headers if not is_secret(name)}
    return {**told, "headers": kept}


def _as_bytes(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": answer.get("type") or "application/json",
        "post": (answer["post"] or "").encode("utf-8", "replace"),
        "body": answer["body"].encode("utf-8", "replace"),
    }


def _fetched(answer: Mapping[str, Any], moment: str) -> Exchange:
    told = {"Content-Type": answer["type"], **answer["headers"]}
    # Of a header that came several times the browser gives one, with a line for each.
    headers = [(name, line) for name, text in told.items() for line in text.split("\n") if line]
    sent = answer.get("post_type")  # replay software reads by it what was sent
    return Exchange(
        url=answer["url"],
        moment=moment,
        method=answer["method"],
        asked=[("Content-Type", sent)] if sent else (),
        sent=answer["post"],
        status=answer["status"],
        headers=headers,
        body=answer["body"],
    )


def _record(kind: Any, headers: Mapping[str, str], block: bytes) -> Written:
    record = WarcRecord()
    record.init_headers(kind)
    for name, value in headers.items():
        record.headers[name] = value
    record.set_bytes_content(block)
    out = io.BytesIO()
    record.write(out, checksum_data=True)
    packed = gzip.compress(out.getvalue(), LEVEL, mtime=0)
    return Written(record.record_id or "", packed)


def _block(first: str, headers: Headers, body: bytes = b"", *, length: int | None = None) -> bytes:
    kept = ((name, without_logins(value)) for name, value in headers if _is_kept(name))
    lines = [first, *(f"{name}: {value}" for name, value in kept)]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body


def _is_kept(name: str) -> bool:
    return not (name.lower() in UNDONE or is_secret(name))


def _digest(payload: bytes) -> str:
    return (
        "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()
    )


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
