"""What the log may say: keys of comment systems stand in URLs, and nowhere else."""

import re
from typing import Any

from scrapy import Request
from scrapy.logformatter import LogFormatter

KEY = re.compile(r"((?:api_?key|access_?token|token|signature)=)[^&\s>\"']+", re.IGNORECASE)


def without_keys(text: str) -> str:
    """Return a text with the values of keys in its URLs cut out.

    >>> without_keys("<GET https://talk.example/list?api_key=abc&page=2>")
    '<GET https://talk.example/list?api_key=...&page=2>'
    """
    return KEY.sub(r"\1...", text)


class KeylessRequest(Request):
    """A request whose key is not in its name: retries, robots.txt and errors log that."""

    def __repr__(self) -> str:
        return without_keys(super().__repr__())

    __str__ = __repr__


class KeylessLog(LogFormatter):
    """Scrapy's own lines on requests, responses and items, without keys."""

    def crawled(self, *args: Any, **kwargs: Any) -> Any:
        return _cleaned(super().crawled(*args, **kwargs))

    def scraped(self, *args: Any, **kwargs: Any) -> Any:
        return _cleaned(super().scraped(*args, **kwargs))

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
