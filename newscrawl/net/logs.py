"""What the log may say: keys of comment systems stand in URLs, and nowhere else."""

import logging
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.logformatter import LogFormatter
from scrapy.settings import SETTINGS_PRIORITIES, Settings
from scrapy.utils.log import install_scrapy_root_handler

KEY = re.compile(r"((?:api_?key|access_?token|token|signature)=)[^&\s>\"']+", re.IGNORECASE)
LOGIN = re.compile(r"(?<=//)[^/?#\s<>\"']*@")
"""A name and password in an address."""
PROJECT, COMMAND_LINE = SETTINGS_PRIORITIES["project"], SETTINGS_PRIORITIES["cmdline"]
LOG = "crawl.log"
LOG_BYTES = 2**20
"""A log longer than this becomes `crawl.log.1` before a run begins; the one before goes."""


def log_to_folder(settings: Settings, folder: Path) -> None:
    """Let a run that nobody watches log to `crawl.log` in its folder: cron mails all it prints.

    Not where the user or their project said where, or the user how much. A folder that cannot be
    written is for others to complain of.
    """
    places, levels = (settings.getpriority(name) or 0 for name in ("LOG_FILE", "LOG_LEVEL"))
    if places >= PROJECT or levels >= COMMAND_LINE or sys.stderr.isatty():
        return
    with suppress(OSError):
        path = log_file(folder)
        path.touch()
        settings.set("LOG_FILE", str(path), "cmdline")
        install_scrapy_root_handler(settings)
        logging.raiseExceptions = False  # else a full disk is told on standard error, line by line


def log_file(folder: Path, name: str = LOG) -> Path:
    """Return where a scope is logged, in a folder that is there. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(folder / f"{name}.1")
    return path


def without_keys(text: str) -> str:
    """Return a text with the values of keys in its URLs cut out, and logins.

    >>> without_keys("<GET https://talk.example/list?api_key=abc&page=2>")
    '<GET https://talk.example/list?api_key=...&page=2>'
    >>> without_keys("http://me:sec@ret@paper.example/a?b=c@d")
    'http://...@paper.example/a?b=c@d'
    """
    return LOGIN.sub("...@", KEY.sub(r"\1...", text))


class KeylessRequest(Request):
    """A request whose key is not in its name: retries, robots.txt and errors log that."""

    def __repr__(self) -> str:
        return without_keys(super().__repr__())

    __str__ = __repr__


class KeylessLog(LogFormatter):
    """Scrapy's own lines on requests, responses and items, without keys.

    Those of each answer and item are not made where `LOG_LEVEL` leaves them out: Scrapy would make
    them, the whole item as text, before it asks for the level.
    """

    tells_all = True

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        made, level = super().from_crawler(crawler), crawler.settings.get("LOG_LEVEL")
        number = logging.getLevelNamesMapping().get(level, level)
        made.tells_all = int(number) <= logging.DEBUG
        return made

    def crawled(self, *args: Any, **kwargs: Any) -> Any:
        return _cleaned(super().crawled(*args, **kwargs)) if self.tells_all else None

    def scraped(self, *args: Any, **kwargs: Any) -> Any:
        return _cleaned(super().scraped(*args, **kwargs)) if self.tells_all else None

    def dropped(self, *args: Any, **kwargs: Any) -> Any:
        return _cleaned(super().dropped(*args, **kwargs))

    def spider_error(self, *args: Any, **kwargs: Any) -> Any:
        return _cleaned(super().spider_error(*args, **kwargs))

    def download_error(self, *args: Any, **kwargs: Any) -> Any:
        return _cleaned(super().download_error(*args, **kwargs))


def _cleaned(line: Any) -> Any:
    if line:
        args = line["args"]
        line["args"] = {
            name: value if isinstance(value, int | float) else without_keys(str(value))
            for name, value in args.items()
        }
    return line
