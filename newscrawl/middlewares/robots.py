"""robots.txt, obeyed for every request: Scrapy's middleware with three holes closed.

Scrapy 2.19 gives a host's parser to the first two requests waiting for it and None, which means
"all is allowed", to the rest. It also treats a host whose robots.txt is out of reach as one without
rules, where RFC 9309 (2.3.1.4) says that everything is forbidden, and never asks again.
"""

import asyncio
import logging
from datetime import timedelta
from time import monotonic
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response, TextResponse
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

from newscrawl import clock
from newscrawl.net.failures import Silent, silence_of, word_of
from newscrawl.net.fleet_hosts import FleetHosts
from newscrawl.net.term import fleet_hosts_of
from newscrawl.runs.exits import STOPPING
from newscrawl.state.robots import ASKING_SECONDS, LASTING, Kept, RobotsFiles
from newscrawl.state.shared_hosts import SharedHosts

logger = logging.getLogger(__name__)

KEEP = 24 * 3600.0
"""Seconds for which a robots.txt is valid (RFC 9309, 2.4)."""

KEPT = "kept"
"""Flag of a robots.txt that was not asked for: another run has, within the day."""
LOOK_SECONDS = 0.2
FLEET_LOOK_SECONDS = 1.0
"""Time between two looks at what another run, or another machine, is asking for."""

MOST_BYTES = 512 * 2**10
"""Bytes of a robots.txt to read (RFC 9309, 2.5: at least 500 KiB); the parser takes half a minute
for 16 MiB, and half a second for each address after that."""


class Robots(RobotsTxtMiddleware):
    """One fetch per host and day, over all runs of a user; a host without an answer is left alone.

    What a site's list of sitemaps is read from is the same answer.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._asked: dict[str, tuple[float, asyncio.Task[RobotParser | None]]] = {}
        self._silent: dict[str, tuple[str, str]] = {}
        """Why a host is left alone: in one word, and in a sentence."""
        self._files = RobotsFiles(SharedHosts.of(crawler))
        self._stopping = False
        crawler.signals.connect(self._stop, STOPPING)
        self._led: dict[str, str] = {}
        """The host to which the robots.txt of another one led, and which failed."""
        logging.getLogger("scrapy.downloadermiddlewares.robotstxt").addFilter(_short)

    async def process_request(  # type: ignore[override]  # Scrapy's own answers nothing
        self, request: Request, spider: Spider | None = None
    ) -> Response | None:
        if request.meta.get("dont_obey_robotstxt"):
            return None
        self.process_request_2(await self.robot_parser(request), request)
        kept = await self._known(request) if request.url == _address(request) else None
        return _response(request, kept) if kept else None

    def _stop(self) -> None:
        self._stopping = True

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Note which host failed, where a robots.txt was redirected to it."""
        asked = request.meta.get("redirect_urls")
        if asked and request.meta.get("dont_obey_robotstxt"):
            self._led[urlsplit(asked[0]).netloc] = urlparse_cached(request).netloc

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host. Raises IgnoreRequest if they are unknown."""
        host = urlparse_cached(request).netloc
        since, task = self._asked.get(host, (0.0, None))
        if task is None or monotonic() - since > KEEP:
            self._parsers.pop(host, None)
            self._silent.pop(host, None)
            task = asyncio.ensure_future(self._read(request))
            self._asked[host] = monotonic(), task
        parser = await asyncio.shield(task)
        if why := self._silent.get(host):
            raise Silent(*why)
        return parser

    async def _read(self, request: Request) -> RobotParser | None:
        """Return the rules of a host as another run has read them, else ask for them."""
        if kept := await self._waited_for(request):
            netloc = urlparse_cached(request).netloc
            self._parsers[netloc] = Deferred()
            await super()._parse_robots(_response(request, kept), netloc, request)
        try:
            return await super().robot_parser(request)
        finally:
            self._let_ask(request)  # nothing, if it was read

    async def _waited_for(self, request: Request) -> Kept | None:
        """Return what is known of a host's rules, once no other run is asking for them."""
        origin, until, ours = _origin(request), monotonic() + ASKING_SECONDS, False
        fleet = self._fleet
        while not (kept := await self._known(request)):
            # First of the runs on this machine, then of the machines.
            ours = ours or self._files.may_ask(origin)
            may_ask = ours and (not fleet or await fleet.may_ask(origin))
            if may_ask or self._stopping or monotonic() > until:
                return None
            await asyncio.sleep(FLEET_LOOK_SECONDS if fleet else LOOK_SECONDS)
        if ours:
            self._files.failed(origin)
        return kept

    def _let_ask(self, request: Request) -> None:
        self._files.failed(_origin(request))
        if self._fleet:
            self._fleet.let_ask(_origin(request))

    @property
    def _fleet(self) -> FleetHosts | None:
        return fleet_hosts_of(self.crawler.spider)

    async def _known(self, request: Request) -> Kept | None:
        now, origin = clock.now(), _origin(request)
        kept = self._files.known(origin, now - timedelta(seconds=KEEP), now)
        if not kept and self._fleet and (found := await self._fleet.robots(origin)):
            kept = Kept(found.status, found.body)
            self._files.keep(origin, kept, now - timedelta(seconds=found.age))
        return kept

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            said = f"robots.txt of {netloc} answers {response.status}, so all is forbidden"
            self._silent[netloc] = "unreachable", said
        if len(response.body) > MOST_BYTES:
            self.crawler.stats.inc_value("robots/cut")
            said = "robots.txt of %s has more than %d KiB: the rest of its rules is not read"
            logger.warning(said, netloc, MOST_BYTES >> 10)
            response = response.replace(body=_whole_lines(response.body[:MOST_BYTES]))
        self._keep(request, Kept(response.status, response.body))
        await super()._parse_robots(response, netloc, request)

    def _keep(self, request: Request, kept: Kept) -> None:
        self._files.keep(_origin(request), kept, clock.now())
        if self._fleet and kept.status in LASTING:
            self._fleet.keep_robots(_origin(request), *kept)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        there = self._led.get(netloc, netloc)
        # Why a host was refused, or is left alone, says more than that it has no rules.
        if isinstance(exc, IgnoreRequest):
            word, said = word_of(exc), str(exc)
        else:
            said = f"{there} gives no robots.txt ({type(exc).__name__})"
            word, said = silence_of(exc, f"//{there}") or ("unreachable", said)
        self._silent[netloc] = (
            word,
            said if there == netloc else f"{netloc} leads to {there}: {said}",
        )
        super()._robots_error(exc, netloc)


def _origin(request: Request) -> str:
    parts = urlparse_cached(request)
    return f"{parts.scheme}://{parts.netloc}"


def _address(request: Request) -> str:
    return f"{_origin(request)}/robots.txt"


def _response(request: Request, kept: Kept) -> Response:
    return TextResponse(_address(request), kept.status, body=kept.body, flags=[KEPT])


def _whole_lines(body: bytes) -> bytes:
    """Return what was cut off up to the end of its last whole line, however lines end."""
    return body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]


def _short(record: logging.LogRecord) -> bool:
    # A host that does not answer is no defect: one line, no traceback.
    record.exc_info = None
    if record.levelno == logging.ERROR:
        record.levelno, record.levelname = logging.INFO, "INFO"
        return logging.getLogger().isEnabledFor(logging.INFO)
    return True
