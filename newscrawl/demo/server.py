"""The demo paper as a server on loopback, with the truth about its contents and a log of calls."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, NamedTuple, Protocol, Self
from urllib.parse import parse_qsl, urlsplit

from newscrawl.demo.editions import EDITIONS
from newscrawl.demo.paper import Story
from newscrawl.demo.routes import WRITES, Answer, Routes


class Truth(NamedTuple):
    """What a perfect crawl would collect, in the field names of `newscrawl.items`.

    Dates are ISO 8601, UTC, with seconds; the ids of comments are the site's own. Extra keys:
    `number` (the site's id of an article), `design`, `kind`, `comments_visible`; on a comment
    `article` (that number). `authors` are names. Compare bodies with white space folded.
    """

    articles: list[dict[str, Any]]
    comments: list[dict[str, Any]]

    def thread(self, number: int) -> list[dict[str, Any]]:
        """Return the comments of one article."""
        return [comment for comment in self.comments if comment["article"] == number]


class Clock:
    """The time of every visit. Pages print it; set `now` to move it."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes

    @property
    def now(self) -> datetime:
        return self._routes.now

    @now.setter
    def now(self, moment: datetime) -> None:
        self._routes.now = moment


class Demo:
    """One edition at the root of a loopback port. `with Demo() as demo: demo.base_url`."""

    def __init__(
        self, edition: str = "en", port: int = 0, articles: int = 66, seed: int = 1
    ) -> None:
        self.routes = Routes(EDITIONS[edition], articles, seed)
        self.clock = Clock(self.routes)
        self.writes = 0
        """Requests that would have changed something on a real site."""
        self.requests: Counter[tuple[str, str]] = Counter()
        """The number of requests by method and path, without the query."""
        self.log: list[tuple[str, str]] = []
        """Method and full path of every request, in order."""
        self._lock = Lock()
        self._server = Server(("127.0.0.1", port), Handler)
        self._server.demo = self
        self.base_url = f"http://127.0.0.1:{self._server.server_port}"
        self.routes.base = self.base_url

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @cached_property
    def truth(self) -> Truth:
        """Everything the paper contains. The first access builds all threads."""
        stories = self.routes.paper.stories
        return Truth([self._article(story) for story in stories], list(self._comments(stories)))

    def answer(self, method: str, target: str, form: str) -> Answer:
        """Count a request, and return its answer."""
        path = urlsplit(target).path
        # Not only known writes: any method that is not for reading.
        write = bool(WRITES.match(path)) or method not in {"GET", "HEAD", "POST"}
        with self._lock:
            self.requests[method, path] += 1
            self.log.append((method, target))
            self.writes += write
        if write:
            return Answer('{"status": "ok"}', "json")
        query = parse_qsl(urlsplit(target).query) + parse_qsl(form)
        return self.routes.answer(path, dict(query))

    def _comments(self, stories: list[Story]) -> Iterator[dict[str, Any]]:
        for story in stories:
            yield from self.routes.thread(story.number).truth()

    def _article(self, story: Story) -> dict[str, Any]:
        image = None
        if story.image:
            image = {
                "url": self.base_url + story.image,
                "caption": story.caption,
                "credit_text": story.credit,
            }
        return {
            "number": story.number,
            "url": self.base_url + story.path,
            "canonical_url": self.base_url + story.path,
            "headline": story.headline,
            "alternative_headline": story.second_headline,
            "description": story.lead,
            "article_body": story.body,
            "article_section": self.routes.edition.label[story.section],
            "keywords": story.tags,
            "authors": story.authors,
            "date_published": _iso(story.published),
            "date_modified": _iso(story.modified) if story.modified else None,
            "in_language": self.routes.edition.language,
            "main_image": image,
            "comment_count": story.declared,
            "comments_visible": story.size,
            "design": story.design,
            "kind": story.kind,
        }


class Answering(Protocol):
    """The source of a server's answers."""

    def answer(self, method: str, target: str, form: str) -> Answer | None:
        """Return the answer to a request; None closes the connection without one."""
        ...


class Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    demo: Answering

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing: a browser that closes its connection early is not our error."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Without these a kept-alive connection waits 40 ms between headers and body.
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = 60
    server: Server

    def __getattr__(self, name: str) -> Any:
        # The base class looks for `do_METHOD`; every method must be answered and counted.
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        form = self.rfile.read(length).decode("utf-8", "replace")
        answer = self.server.demo.answer(self.command, self.path, form)
        if answer is None:
            self.close_connection = True
            return
        body, known = answer.body.encode(), self._is_known(dict(answer.headers))
        self.send_response(304 if known else answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if not known:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD" and not known:
            with suppress(ConnectionError):
                self.wfile.write(body)

    def _is_known(self, headers: dict[str, str]) -> bool:
        """Return whether the client already has this answer (RFC 9110, 13.2.2)."""
        if tags := self.headers.get("If-None-Match"):
            return "ETag" in headers and headers["ETag"] in tags
        since, changed = self.headers.get("If-Modified-Since"), headers.get("Last-Modified")
        if not (since and changed):
            return False
        return parsedate_to_datetime(changed) <= parsedate_to_datetime(since)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - named by the base class
        """Print nothing: `demo.log` has it all."""


def _iso(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
