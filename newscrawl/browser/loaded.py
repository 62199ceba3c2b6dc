"""What a page loads besides the answers that are read: documents, scripts and what these ask for.

It is wanted only where pages are kept, so that the page can be shown again as it was. It holds up
no reading: it has its own bounds, and nobody waits for it before the thread is open.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Response

KINDS = frozenset({"document", "script", "xhr", "fetch"})
"""Types of resources, as Playwright names them; styles and pictures are left out."""
FILE_BYTES = 8 * 2**20
FILES = 2_000
ALL_BYTES = 64 * 2**20
"""Bytes of all files of one page; later ones are left out."""
BODY_SECONDS = 10.0
"""The longest wait for the body of an answer: a page that is read waits for no archive."""
UNDONE = frozenset({"content-encoding", "content-type"})
"""Headers that are not kept among the others: the browser has unpacked what it hands over."""


@dataclass(eq=False)
class Loaded:
    """Takes the bodies of a page's answers while it is open."""

    files: list[dict[str, Any]] = field(default_factory=list)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    room: int = ALL_BYTES

    def note(self, response: Response) -> None:
        """Take an answer, if it is of a kind that is wanted and came over HTTP."""
        is_wanted = response.request.resource_type in KINDS and response.url.startswith("http")
        if not is_wanted or len(self.files) >= FILES:
            return
        slot: dict[str, Any] = {}
        self.files.append(slot)  # in the order of the answers, whenever the bodies arrive
        task = asyncio.create_task(self._read(response, slot))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _read(self, response: Response, slot: dict[str, Any]) -> None:
        with suppress(PlaywrightError, TimeoutError):
            # The browser has no body of an answer that led elsewhere.
            body = b""
            if not 300 <= response.status < 400:
                async with asyncio.timeout(BODY_SECONDS):
                    body = await response.body()
            if len(body) <= min(FILE_BYTES, self.room):
                self.room -= len(body)
                request, headers = response.request, response.headers
                sent = request.post_data_buffer if request.method == "POST" else None
                slot |= {
                    "url": response.url,
                    "method": request.method,
                    "post": sent or b"",
                    "post_type": request.headers.get("content-type", ""),
                    "status": response.status,
                    "type": headers.get("content-type", ""),
                    "headers": {n: v for n, v in headers.items() if n not in UNDONE},
                    "body": body,
                }

    async def all(self) -> list[dict[str, Any]]:
        """Return all files whose bodies arrive in time.

        Each has url, method, post (bytes sent), post_type, status, type, headers, body (bytes).
        """
        if self.tasks:
            await asyncio.wait(self.tasks, timeout=BODY_SECONDS)
        return [one for one in self.files if one]
