"""How a thread is read again without the page of its article: plain data, kept in the ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from newscrawl.engines.base import STATE, ArticleRef, CommentEngine
from newscrawl.threads.ways import browser_request

if TYPE_CHECKING:
    from scrapy import Request


@dataclass(frozen=True, kw_only=True)
class Entry:
    """The first requests to a system's public JSON, or that the browser is to open the page."""

    engine: str
    step: str
    """`api` or `browser`: see `found.STEPS`."""
    ref: ArticleRef
    asks: tuple[dict[str, Any], ...] = ()

    @classmethod
    def of(
        cls, engine: str, step: str, ref: ArticleRef, requests: Sequence[Request] = ()
    ) -> Self | None:
        """Return the entry to a thread; None if a request cannot be kept as text."""
        try:
            entry = cls(engine=engine, step=step, ref=ref, asks=tuple(map(_ask, requests)))
            return entry if cls.read(entry.text) == entry else None
        except (TypeError, ValueError):
            return None

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the entry that `text` holds."""
        data = json.loads(text)
        ref, asks = ArticleRef(**data.pop("ref")), tuple(data.pop("asks"))
        return cls(**data, ref=ref, asks=asks)

    @property
    def text(self) -> str:
        return json.dumps(asdict(self))

    def requests(self, engine: CommentEngine) -> list[Request]:
        """Return the requests as `engine` made them at first."""
        return [
            engine.request(
                ask["url"],
                ask["state"],
                method=ask["method"],
                body=ask["body"],
                headers=ask["headers"],
            )
            for ask in self.asks
        ]

    def first(self, engine: CommentEngine) -> list[Request]:
        """Return the requests with one of which a visit without the page begins."""
        if self.step == "browser":
            return [browser_request(self.ref, engine, None)]
        asks = self.requests(engine)
        return [*asks[:1], *(engine.newest(asks) or ())[:1]]


def _ask(request: Request) -> dict[str, Any]:
    headers = {
        name.decode("latin-1"): [value.decode("latin-1") for value in values]
        for name, values in request.headers.items()
    }
    return {
        "url": request.url,
        "method": request.method,
        "body": request.body.decode("utf-8"),
        "headers": headers,
        "state": request.meta.get(STATE, {}),
    }
