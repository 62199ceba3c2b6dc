"""What a site or engine must be to be used. Errors are given in a few words; nothing raises."""

import re
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from parsel import css2xpath

from newscrawl.engines.base import CommentEngine
from newscrawl.sites.base import Edition, Site

NAME = re.compile(r"[a-z][a-z0-9_]*")


def problem_of(value: type[Site] | type[CommentEngine]) -> str | None:
    """Return why a class cannot be used, in a few words, or None."""
    if not isinstance(value.name, str) or not NAME.fullmatch(value.name):
        return f"name {value.name!r}: small letters, digits and _ as in `evening_post`"
    try:
        return _site(value) if issubclass(value, Site) else _engine(value)
    except (Exception, SystemExit) as problem:  # other people's classes raise anything
        return f"{type(problem).__name__}: {problem}".replace("\n", " ")


def _site(site: type[Site]) -> str | None:
    editions = getattr(site, "editions", ())
    if not editions or not all(isinstance(one, Edition) for one in editions):
        return "`editions` names no Edition"
    for edition in editions:
        zones = [edition.timezone, *(name for _, name in edition.zones_before)]
        if unknown := [zone for zone in zones if not _is_zone(zone)]:
            return f"the edition {edition.code!r} has the unknown time zone {unknown[0]!r}"
    if site.body_css and (problem := _selector(site.body_css)):
        return f"`body_css` {problem}"
    if problem := _pattern(site.article_paths):
        return f"`article_paths` {problem}"
    return None


def _engine(engine: type[CommentEngine]) -> str | None:
    if engine.detect is CommentEngine.detect:
        return "`detect` is missing"
    engine()
    if problem := _pattern(engine.never):
        return f"`never` {problem}"
    if engine.widget and (problem := _pattern([engine.widget.answers])):
        return f"`widget.answers` {problem}"
    return None


def _pattern(patterns: Iterable[str]) -> str | None:
    if isinstance(patterns, str):
        return f"{patterns!r}: a tuple of patterns, not one text"
    for pattern in patterns:
        if not isinstance(pattern, str):
            return f"{pattern!r}: a pattern is text"
        try:
            re.compile(pattern)
        except re.error as problem:
            return f"{pattern!r} is not a regular expression: {problem}"
    return None


def _selector(css: str) -> str | None:
    try:
        css2xpath(css)
    except Exception as problem:  # cssselect has several, below different parents
        return f"{css!r} is not a selector: {problem}"
    return None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
