"""Records about a page, by addresses of their own that end with the page's, are not that page."""

import io
import json
from collections import Counter
from pathlib import Path

import pytest
from fastwarc.warc import WarcRecord, WarcRecordType

from newscrawl.archive.capture import Capture
from newscrawl.archive.captures import Captures
from newscrawl.archive.writing import Writer
from newscrawl.extract.identity import url_hash
from tests.support.crawling import crawl
from tests.support.warcs import HOST, ferry, ferry_url, record

PAGE = f"{HOST}/a"
AT = "2025-03-14T12:00:{:02}Z"


def resource(url: str, body: bytes, kind: str, second: int) -> bytes:
    made, out = WarcRecord(), io.BytesIO()
    made.init_headers(WarcRecordType.resource)
    named = {"WARC-Target-URI": url, "WARC-Date": AT.format(second), "Content-Type": kind}
    for name, value in named.items():
        made.headers[name] = value
    made.set_bytes_content(body)
    made.write(out, checksum_data=True)
    return out.getvalue()


@pytest.mark.parametrize("captures", ["newest", "all"])
def test_what_a_crawler_notes_of_a_page_does_not_hide_it(captures: str, tmp_path: Path) -> None:
    about = (
        ("urn:pageinfo:{}", b'{"urls": {}}', "application/json", 5),
        ("urn:pageinfo:{}", b'{"urls": {}}', "application/json", 0),
        ("urn:text:{}", b"The ferry, as text", "text/plain", 5),
        ("metadata://note/{}", b"<html>A note on the page</html>", "text/html", 5),
        ("urn:view:{}", b"<html>Another view</html>", "text/html", 0),
    )
    path = tmp_path / "kept.warc"
    path.write_bytes(
        b"".join(
            record(ferry_url(n), ferry(n), AT.format(0))
            + resource(address.format(ferry_url(n)), body, kind, second)
            for n, (address, body, kind, second) in enumerate(about, 1)
        )
    )
    run = crawl("news", tmp_path / "out", url=HOST, archive=str(path), captures=captures)
    assert (run.status, run.stderr) == (0, "")
    assert {one["url"] for one in run.lines("articles")} == {
        ferry_url(n) for n in range(1, len(about) + 1)
    }
    assert run.run_lines()[-1]["articles"]["failed"] == {}


def test_each_engine_has_what_was_drawn_for_it(tmp_path: Path) -> None:
    writer = Writer()
    path = tmp_path / "20250314T120000Z-pages.warc.gz"
    path.write_bytes(
        writer.info(AT.format(0), {"software": "newscrawl"})
        + b"".join(
            writer.rendering(
                PAGE, PAGE, AT.format(second), engine, {"html": engine, "answers": [], "url": PAGE}
            ).records
            for second, engine in ((1, "disqus"), (9, "hyvor"))
        )
    )
    captures = Captures(tmp_path / "captures.sqlite")
    captures.take(path, lambda url: url.startswith(HOST), Counter())
    captures.settle()

    def drawn(engine: str, url: str = PAGE) -> bytes | None:
        found: Capture | None = captures.rendering(url, engine)
        document = found and found.body and captures.at(json.loads(found.body)["document"])
        return document.body if document else None

    assert [drawn(one) for one in ("disqus", "hyvor", "never")] == [b"disqus", b"hyvor", None]
    # The page's own address may have another form.
    assert drawn("disqus", PAGE.replace("https://", "http://www.") + "/") == b"disqus"
    captures.close(keep=False)


def test_every_kind_of_address_has_its_own_hash() -> None:
    kinds = ("{}", "urn:text:{}", "urn:pageinfo:{}", "urn:newscrawl:rendered:{}", "dns://{}")
    seen = {url_hash(one.format(PAGE)) for one in kinds}
    seen |= {url_hash(one) for one in ("urn:a", "urn:b", "dns:paper.example", "ftp://a.example/b")}
    seen.add(url_hash("http://a.example/b"))
    assert len(seen) == len(kinds) + 5
