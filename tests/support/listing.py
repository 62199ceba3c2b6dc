"""What a source reads in a list of the Herald's."""

from typing import Any

from newscrawl.discovery.base import Entry, LeftOut, Source
from newscrawl.page import Page
from tests.support.herald import MAY, SITE


def read_all(source: Source, body: str | bytes, **served: Any) -> list[Entry]:
    raw = body.encode() if isinstance(body, str) else body
    page = Page(raw, served.pop("url", "https://herald.example/list"), **served)
    return list(source.parse(page, SITE, MAY))


def read(source: Source, body: str | bytes, **served: Any) -> list[Any]:
    return [one for one in read_all(source, body, **served) if not isinstance(one, LeftOut)]


def left_out(source: Source, body: str | bytes, **served: Any) -> list[str]:
    return [one.name for one in read_all(source, body, **served) if isinstance(one, LeftOut)]
