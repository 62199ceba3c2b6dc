"""What a browser of ours drew of a page, in a web archive on the network that holds our kept pages.

Its records have addresses of their own, which pywb lists and replays as those of pages. Archives of
others have none, and one that refuses such an address has none, either.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from newscrawl.archive.capture import RENDERED, Capture, rendering_of
from newscrawl.archive.cdx import CdxQuery
from newscrawl.archive.digest import differs
from newscrawl.middlewares.archive_server import ArchiveServer
from newscrawl.net.failures import ArchiveFailed, NotArchived

NOT_OURS = frozenset({"web.archive.org"})
"""Hosts of archives that take no records of others: they are not asked."""


class Drawn:
    """Asks for how a page was drawn, then for the document and what the page had fetched."""

    def __init__(self, server: ArchiveServer) -> None:
        self.server, self.captures = server, server.captures
        self.is_asked = urlsplit(server.index).hostname not in NOT_OURS

    async def find(
        self, url: str, engine: str, near: datetime | None
    ) -> tuple[Capture, dict[str, Any]]:
        """Return the document, and what `browser.thread.open_thread` gave.

        Raises NotArchived where there is none, or not all that belongs to it; IgnoreRequest.
        """
        if not self.is_asked:
            raise NotArchived
        with suppress(ArchiveFailed):
            if not self.captures.rendering(url, engine, near):
                await self.server.list(CdxQuery(rendering_of(engine, url)))
            if found := self.captures.rendering(url, engine, near):
                return await self._read(found)
        raise NotArchived

    async def _read(self, found: Capture) -> tuple[Capture, dict[str, Any]]:
        told = await self.server.replay(found)
        try:
            seen: dict[str, Any] = json.loads(told.body or b"")
            address, digest = f"{RENDERED}{seen['url']}", seen["digest"]
            document = await self._whole(replace(found, url=address), digest)
            answers = [await self._answer(found, one) for one in seen["answers"]]
        except (ValueError, KeyError, TypeError):
            raise NotArchived from None
        html = (document.body or b"").decode("utf-8", "replace")
        return document, {**seen, "html": html, "answers": answers}

    async def _answer(self, found: Capture, one: Mapping[str, Any]) -> dict[str, Any]:
        body = ""
        if one["status"] < 500 and one["status"] != 429:
            capture = await self._whole(replace(found, url=one["at"]), one["digest"])
            body = (capture.body or b"").decode("utf-8", "replace")
        return {**one, "body": body}

    async def _whole(self, listed: Capture, digest: str) -> Capture:
        """Return what is replayed, if it is the very record. Raises NotArchived, IgnoreRequest."""
        capture = await self.server.replay(listed)
        if differs(digest, (capture.body or b"",)):
            raise NotArchived
        return capture
