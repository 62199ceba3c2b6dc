"""Which browser renders a page: replaced in time, watched, always ended. No Playwright here.

A broken or spent browser is replaced: pages in flight on a spent one finish there, those on a
broken one are rendered again on the next. The crawls of a process share them (`shared.py`).
"""

import asyncio
import logging
import shutil
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack, suppress
from itertools import count
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import Response

from newscrawl.browser.causes import LOOK
from newscrawl.browser.generation import Client, Generation, Limits, Renderer
from newscrawl.browser.processes import end
from newscrawl.browser.run_folder import RunFolder
from newscrawl.net.failures import BrowserFailed, BrowserLost, Stopped, Unopened

logger = logging.getLogger(__name__)

PATIENCE = 6
"""Points a page starts with: each failure of its own costs 2, each loss of its browser 1."""
ALONE = 3
"""At this many points or fewer a page gets a browser of its own: no page can harm another."""
LAUNCHES = 6
"""After this many failed starts in a row, the run renders no more pages."""
LAUNCH_SECONDS = 30.0
ANSWER_SECONDS = 10.0
"""A browser that twice in a row takes longer to answer a tiny question counts as hung."""
CLOSE_SECONDS = 5.0
WEIGH_SECONDS = 5


class Generations:
    """The browsers of a process: one that takes pages, and older ones finishing theirs."""

    def __init__(self, make: Callable[[str, Path], Renderer], limits: Limits) -> None:
        self.make, self.limits = make, limits
        self.clients: set[Client] = set()
        self.living: set[Generation] = set()
        self.current: Generation | None = None
        self.number = self.failed_launches = 0
        self.unstarted = ""
        """Why the last start failed."""
        self.lock, self.alone = asyncio.Lock(), asyncio.Lock()
        self.slots = asyncio.Semaphore(limits.tabs)
        self.folder: RunFolder | None = None
        self.tasks: set[asyncio.Task[None]] = set()

    def join(self, client: Client) -> None:
        """Note a crawl. One that begins later may try to start a browser once more."""
        self.clients.add(client)
        self.failed_launches = min(self.failed_launches, LAUNCHES - 1)

    async def leave(self, client: Client) -> None:
        """Close what is still open for a crawl that is over; the browsers stay."""
        self.clients.discard(client)
        await asyncio.gather(*(self._forget(one, client) for one in [*self.living]))

    async def render(self, request: Request, client: Client) -> Response:
        """Render a page, if necessary again on another browser. Raises BrowserFailed."""
        patience = PATIENCE
        for tries in count(1):
            alone = patience <= ALONE
            try:
                async with AsyncExitStack() as turn:
                    if alone:
                        await turn.enter_async_context(self.alone)
                    await turn.enter_async_context(self.slots)
                    if tries == 1:
                        _ask_once_more(request)
                    return await self._try(request, client, alone=alone)
            except BrowserFailed as failed:
                logger.info("page failed: %s (%s)", request.url, failed)
                client.stats.inc_value("browser/failed_tries")
                # Pages share a browser: most of those that lose it did not break it.
                patience -= 1 if isinstance(failed, BrowserLost) else 2
                if client.stopping:
                    raise Stopped("stopped") from None
                if patience <= 0 or self.failed_launches >= LAUNCHES:
                    raise BrowserFailed(f"{failed} ({tries} tries)", failed.word) from None
        raise AssertionError("unreachable")

    async def close(self) -> None:
        """End every browser, and leave nothing of them behind."""
        await asyncio.gather(*(self._end(generation, kind=True) for generation in [*self.living]))
        for task in self.tasks:
            task.cancel()
        if self.folder:
            await asyncio.to_thread(self.folder.close)

    async def _try(self, request: Request, client: Client, *, alone: bool) -> Response:
        generation = await self._take(client, alone=alone)
        client.stats.inc_value("browser/pages")
        try:
            return await self._render(generation, request, client)
        finally:
            generation.open -= 1
            if generation.spent and not generation.open:
                self._later(self._end(generation, kind=True))

    async def _render(self, generation: Generation, request: Request, client: Client) -> Response:
        work = asyncio.create_task(generation.renderer.render(request, client))
        either: list[asyncio.Future[Any]] = [work, generation.broken]
        try:
            await asyncio.wait(
                either,
                timeout=self.limits.seconds,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if generation.broken.done():
                raise BrowserLost(f"the browser was {generation.broken.result()}")
            if not work.done():
                raise BrowserFailed(f"the page did not finish within {self.limits.seconds:.0f} s")
            if generation.lost():
                raise BrowserLost("the browser was dead")
            return work.result()
        finally:
            # To ask for its error marks that as seen, or asyncio warns.
            if not work.done() or work.cancelled() or work.exception():
                work.cancel()
                self._later(self._discard(generation, request, client))

    async def _discard(self, generation: Generation, request: Request, client: Client) -> None:
        """Close a page that was given up; if its browser cannot, it takes no new pages."""
        await self._closing(generation, generation.renderer.discard(request, client))

    async def _forget(self, generation: Generation, client: Client) -> None:
        await self._closing(generation, generation.renderer.forget(client))

    async def _closing(self, generation: Generation, work: Coroutine[Any, Any, None]) -> None:
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await work
        except (TimeoutError, BrowserFailed):
            self._retire(generation, "hung")

    # From start to end

    async def _take(self, client: Client, *, alone: bool) -> Generation:
        async with self.lock:
            if self.failed_launches >= LAUNCHES:
                client.stats.set_value("browser/unstarted", self.unstarted)
                raise BrowserFailed(f"Chromium could not be started: {self.unstarted}")
            generation = None if alone else self.current
            if generation and (why := generation.reached(self.limits)):
                self._retire(generation, why)
            if generation is None or generation.spent or generation.broken.done():
                if client.stopping:
                    raise Stopped("stopped")
                generation = await self._launch(client)
                if alone:
                    generation.spent = "alone"
                else:
                    self.current = generation
            generation.pages += 1
            generation.open += 1
            return generation

    async def _launch(self, client: Client) -> Generation:
        try:
            generation = await self._start()
        except (OSError, BrowserFailed) as failed:  # a timeout is an OSError
            self.failed_launches += 1
            self.unstarted = str(failed) or f"it did not answer in {LAUNCH_SECONDS:.0f} s; {LOOK}"
            if self.failed_launches >= LAUNCHES:
                client.stats.set_value("browser/unstarted", self.unstarted)
            raise BrowserLost(f"Chromium could not be started: {self.unstarted}") from None
        self.failed_launches = 0
        client.stats.inc_value("browser/launched")
        self._later(self._watch(generation))
        return generation

    async def _start(self) -> Generation:
        self.folder = self.folder or RunFolder()
        self.number += 1
        mark, folder = self.folder.mark(self.number), self.folder.path / str(self.number)
        folder.mkdir()
        broken: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        generation = Generation(self.make(mark, folder), mark, folder, broken)
        self.living.add(generation)
        try:
            async with asyncio.timeout(LAUNCH_SECONDS):
                generation.driver = await generation.renderer.launch()
            await asyncio.to_thread(generation.look)
        except (OSError, BrowserFailed):
            await self._end(generation, "unstarted")
            raise
        except asyncio.CancelledError:  # the crawl that asked for it is over, others may not be
            self._later(self._end(generation, "unstarted"))
            raise
        return generation

    def _retire(self, generation: Generation, why: str) -> None:
        if not generation.spent:
            self._count(f"browser/replaced/{why}")
            generation.spent = why
        if self.current is generation:
            self.current = None
        if not generation.open:
            self._later(self._end(generation, kind=True))

    async def _watch(self, generation: Generation) -> None:
        """Check a browser with pages in flight once a second, until it is gone."""
        silent = 0
        for second in range(1, 10**9):
            await asyncio.sleep(1.0)
            if generation.broken.done():
                return
            if not generation.open:
                continue
            trouble = await asyncio.to_thread(generation.look)
            if not trouble and second % 3 == 0:
                silent = 0 if await _answers(generation.renderer) else silent + 1
                trouble = "silent" if silent > 1 else ""
            if trouble:
                await self._end(generation, trouble)
                return
            if second % WEIGH_SECONDS == 0 and not generation.spent:
                await self._weigh(generation)

    async def _weigh(self, generation: Generation) -> None:
        size = await asyncio.to_thread(generation.mebibytes)
        for client in self.clients:
            client.stats.max_value("browser/max_mib", round(size))
        if size > self.limits.mebibytes:
            self._retire(generation, "memory")

    async def _end(self, generation: Generation, why: str = "ended", *, kind: bool = False) -> None:
        if generation.broken.done():
            return
        generation.broken.set_result(why)
        self.living.discard(generation)
        if self.current is generation:
            self.current = None
        if kind and generation.listens():
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await generation.renderer.close()
        elif not kind:
            self._count(f"browser/broken/{why}")
        if left := await asyncio.to_thread(end, generation.mark):
            logger.error("could not be killed: %s", left)
        await asyncio.to_thread(shutil.rmtree, generation.folder, ignore_errors=True)

    def _count(self, name: str) -> None:
        """Count what happened to a browser for every crawl that may have had pages in it."""
        for client in self.clients:
            client.stats.inc_value(name)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


def _ask_once_more(request: Request) -> None:
    """Raise Unopened if the pages opened since the request was made show that it has no use."""
    closed = request.meta["browser"]["closed"]
    if closed and (why := closed()):
        raise Unopened(why)


async def _answers(renderer: Renderer) -> bool:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await renderer.answer()
    except (TimeoutError, BrowserFailed):
        return False
    return True
