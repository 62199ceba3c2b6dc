"""What the crawls of one process log: each to `crawl.log` in the folder of its scope.

With a log file of the user's own (`--logfile`) all write there instead.
"""

import logging
from contextlib import suppress
from contextvars import ContextVar
from pathlib import Path

from scrapy.settings import BaseSettings

from newscrawl.net.logs import log_file

FOLDER = ContextVar[Path | None]("folder", default=None)
"""The folder of the scope that is crawled here; tasks inherit it."""


class ScopeLog(logging.Handler):
    """Writes a record to the log of its scope; what belongs to none to standard error."""

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings.get("LOG_LEVEL"))
        self.setFormatter(logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
        self.given = settings.get("LOG_FILE")
        self.beside = logging.StreamHandler()
        self.beside.setFormatter(self.formatter)

    def emit(self, record: logging.LogRecord) -> None:
        folder = FOLDER.get()
        if not folder:
            self.beside.handle(record)
            return
        with suppress(OSError):  # a full disk is told by the run itself
            path = Path(self.given) if self.given else log_file(folder)
            with path.open("a", encoding="utf-8") as file:
                file.write(f"{self.format(record)}\n")
