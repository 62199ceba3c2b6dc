"""The saved cases of comment engines: tests/comments/<engine>/<case>/, all words invented."""

import json
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse, TextResponse

from newscrawl.engines.base import STATE, ArticleRef, Batch
from newscrawl.page import Page
from newscrawl.plugins import all_engines

HERE = Path(__file__).parents[1] / "comments"


@dataclass(frozen=True)
class Case:
    """A saved answer or page, the call it is for, and what that call is to give."""

    folder: Path

    @property
    def engine(self) -> str:
        return self.folder.parent.name

    @cached_property
    def meta(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "meta.json").read_text("utf-8"))
        return found

    @property
    def expected(self) -> Path:
        return self.folder / "expected.json"

    @property
    def body(self) -> bytes:
        names = ("response.json", "page.html")
        return next(p for name in names if (p := self.folder / name).exists()).read_bytes()

    def page(self) -> Page:
        kind = HtmlResponse if (self.folder / "page.html").exists() else TextResponse
        request = Request(self.meta["url"], meta={STATE: self.meta.get("state", {})})
        headers = self.meta.get("headers", {})
        return Page(
            kind(
                self.meta["url"],
                body=self.body,
                encoding="utf-8",
                headers=headers,
                status=self.meta.get("status", 200),
                request=request,
            )
        )

    def article(self) -> ArticleRef:
        url = "https://paper.example/2026/11/lantern-festival.html"
        return ArticleRef(id="paper:41", url=url, site="paper", timezone="Europe/Oslo")

    def answer(self) -> dict[str, Any]:
        """Return what the engine says, as plain data without what is left at its default."""
        engine, page = all_engines()[self.engine], self.page()
        batch = getattr(engine, self.meta["call"])(page, self.article())
        said = plain(batch) if batch else None
        return (
            {"detect": engine.detect(page), "batch": said}
            if page_of_site(self)
            else {"batch": said}
        )


def page_of_site(case: Case) -> bool:
    return bool(case.meta["call"] == "start")


def plain(value: Any) -> Any:
    if isinstance(value, Batch):
        return {**filled(value), "more": [sent(request) for request in value.more]}
    if is_dataclass(value) and not isinstance(value, type):
        return filled(value)
    return [plain(one) for one in value] if isinstance(value, list) else value


def filled(item: Any) -> dict[str, Any]:
    """Return the fields of a dataclass that are not at their defaults."""
    kept = {}
    for one in fields(item):
        default = one.default_factory() if one.default_factory is not MISSING else one.default
        if (value := getattr(item, one.name)) != default and one.name != "more":
            kept[one.name] = plain(value)
    return kept


def sent(request: Request) -> dict[str, Any]:
    names = sorted(request.headers.to_unicode_dict())
    said = {
        "method": request.method,
        "url": request.url,
        "headers": {name: (request.headers.get(name) or b"").decode() for name in names},
        "body": request.body.decode(),
        "state": request.meta[STATE],
    }
    return {key: value for key, value in said.items() if value}


CASES = [Case(path.parent) for path in sorted(HERE.glob("*/*/meta.json"))]
SHAPES: dict[str, list[Any]] = {}
ADDRESSES: dict[str, list[str]] = {}
MARKUP: list[str] = []
for _case in CASES:
    ADDRESSES.setdefault(_case.engine, []).append(_case.meta["url"])
    SHAPES.setdefault(_case.engine, [])
    if (_case.folder / "response.json").exists():
        SHAPES[_case.engine].append(json.loads(_case.body))
    else:
        MARKUP += [line for line in _case.body.decode().splitlines() if line.startswith("<")]
