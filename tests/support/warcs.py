"""Web archives made for tests, record by record."""

import gzip
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from fastwarc.warc import WarcRecord, WarcRecordType

HOST = "https://paper.example"
FERRY = """<html lang="en"><head><title>Ferry {n} is late</title>
<meta property="og:type" content="article">
<meta property="article:published_time" content="2025-03-14T0{n}:00:00Z"></head>
<body><article><h1>Ferry {n} is late</h1>{text}</article>
<section id="comments"><h2>2 comments</h2>
<div class="comment" id="c{n}1"><b class="author">Ada Quill</b> <time>2 hours ago</time>
<p class="text">The first word on ferry {n} is mine.</p></div>
<div class="comment" id="c{n}2"><b class="author">Bram Fenwick</b> <time>1 hour ago</time>
<p class="text">And the second one, on ferry {n}.</p></div>
</section></body></html>"""
TEXT = "<p>The ferry left the harbour at noon with all {n} hands aboard and {k} {word}.</p>"


def ferry(number: int, word: str = "passengers") -> bytes:
    """Return the page of an article with two comments."""
    text = "".join(TEXT.format(n=number, k=k, word=word) for k in range(8))
    return FERRY.format(n=number, text=text).encode()


def ferry_url(number: int) -> str:
    return f"{HOST}/2025/03/14/ferry-{number}"


def record(
    url: str,
    body: bytes,
    moment: str = "2025-03-14T12:00:00Z",
    *,
    status: str = "200 OK",
    kind: Any = WarcRecordType.response,
    **headers: str,
) -> bytes:
    """Return a record. `headers` are its own: `WARC_Concurrent_To=...`; those of HTTP are given
    by their names: `content_type=...`."""
    own = {name.replace("_", "-"): v for name, v in headers.items() if name.startswith("WARC")}
    http = {"content_type": "text/html; charset=utf-8"} | {
        name: value for name, value in headers.items() if not name.startswith("WARC")
    }
    made = WarcRecord()
    made.init_headers(kind)
    for name, value in {"WARC-Target-URI": url, "WARC-Date": moment, **own}.items():
        made.headers[name] = value
    request = kind is WarcRecordType.request
    made.headers["Content-Type"] = (
        f"application/http; msgtype={'request' if request else 'response'}"
    )
    lines = [status if request else f"HTTP/1.1 {status}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in http.items()]
    made.set_bytes_content("\r\n".join([*lines, "", ""]).encode() + body)
    out = io.BytesIO()
    made.write(out, checksum_data=True)
    return out.getvalue()


def packed(records: Iterable[bytes]) -> bytes:
    """Return a packed WARC, each record a member of its own."""
    return b"".join(map(gzip.compress, records))


def wacz(path: Path, warc: bytes) -> None:
    with ZipFile(path, "w") as package:
        package.writestr("datapackage.json", "{}")
        package.writestr("archive/data.warc.gz", warc)
