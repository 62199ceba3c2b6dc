"""The `urls=` argument: a comma-separated list, or a file with one URL a line."""

import re
from pathlib import Path


def read_urls(text: str) -> tuple[str, ...]:
    """Return the URLs, each once. Raises ValueError with a one-line message."""
    if not text:
        return ()
    if re.match(r"https?://", text):
        lines = text.split(",")
    else:
        try:
            lines = Path(text).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as problem:
            why = getattr(problem, "strerror", None) or "not UTF-8 text"
            raise ValueError(
                f"urls: {text!r} is neither a URL nor a readable file ({why})"
            ) from None
    urls = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if not urls:
        raise ValueError(f"urls: {text!r} holds no URL")
    for url in urls:
        if not re.match(r"https?://[^/]", url):
            raise ValueError(f"urls: {url!r} is not an http(s) URL")
    return tuple(dict.fromkeys(urls))
