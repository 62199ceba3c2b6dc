"""A saved page or answer, and what it is for.

A case is a folder with `meta.json`, `expected.json` and the body: `page.html`, `page.xml` or
`response.json`, packed as `.gz` where it is long. `meta.json` holds

- `url`; `status` (200) and `headers`, where they matter: Content-Type names the charset, else it is
  UTF-8;
- `fetched`: when, as ISO 8601. relative times on the page count from it;
- `call`: what is tested. Of a site: `article`, or `source` with the class that reads the list as
  `source`. Of an engine: the method, `start`, `rows` or `parse`;
- of a site: `arguments`, as after `-a`; of an engine: `state`, what the request carried, and
  `article`, the fields of its ArticleRef.
"""

import gzip
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse

from newscrawl.engines.base import STATE, ArticleRef
from newscrawl.page import Page

META, EXPECTED = "meta.json", "expected.json"
PACKED_ABOVE = 200_000
"""A body of at least this many bytes is saved compressed."""
ARTICLE = {
    "id": "paper:41",
    "url": "https://paper.example/2026/11/lantern-festival.html",
    "site": "paper",
    "timezone": "Europe/Oslo",
}
"""The article of an engine's case whose `meta.json` names none."""


@dataclass(frozen=True)
class Case:
    """A saved answer or page, the call it is for, and what that call must give."""

    folder: Path

    @cached_property
    def meta(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / META).read_text("utf-8"))
        return found

    @property
    def expected(self) -> Path:
        return self.folder / EXPECTED

    @property
    def file(self) -> Path:
        """The file with the body."""
        kinds = ("page.*", "response.*")
        return next(path for kind in kinds for path in self.folder.glob(kind))

    @property
    def body(self) -> bytes:
        body = self.file.read_bytes()
        return gzip.decompress(body) if self.file.suffix == ".gz" else body

    def page(self) -> Page:
        """Return the page as the crawl would hand it on."""
        kind = HtmlResponse if self.file.name.startswith("page.html") else TextResponse
        headers = self.meta.get("headers", {})
        return Page.of(
            kind(
                self.meta["url"],
                body=self.body,
                encoding=None if "Content-Type" in headers else "utf-8",
                headers=headers,
                status=self.meta.get("status", 200),
                request=Request(self.meta["url"], meta={STATE: self.meta.get("state", {})}),
            )
        )

    def article(self) -> ArticleRef:
        """Return what an engine is told about the article."""
        return ArticleRef(**self.meta.get("article", ARTICLE))


def save(folder: Path, name: str, body: bytes, meta: dict[str, Any]) -> Case:
    """Write a case into a new folder; `name` is that of the body's file, as `page.html`.

    Raises FileExistsError if the folder is there.
    """
    folder.mkdir(parents=True)
    packed = len(body) > PACKED_ABOVE
    # Without the time of packing, so that the same page is the same file.
    (folder / (f"{name}.gz" if packed else name)).write_bytes(
        gzip.compress(body, mtime=0) if packed else body
    )
    (folder / META).write_text(as_text(meta), "utf-8")
    return Case(folder)


def as_text(data: Any) -> str:
    """Return data as the JSON that cases are kept in."""
    return json.dumps(data, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
