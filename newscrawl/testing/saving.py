"""Makes a case of a page: whose it is, what is tested with it, where it lies."""

import inspect
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

from scrapy.http import Response
from scrapy.settings import BaseSettings

from newscrawl import clock
from newscrawl.discovery.base import Window
from newscrawl.engines.base import ArticleRef, CommentEngine
from newscrawl.net.addresses import is_loopback
from newscrawl.page import Page
from newscrawl.plugins import all_engines, all_sites, found_engines, site_named
from newscrawl.runs.exits import Refused
from newscrawl.sites.base import Site
from newscrawl.skeletons import CASES, ROOT, is_checkout
from newscrawl.testing.case import Case, save
from newscrawl.testing.comparing import problem_of

TEXT = re.compile("html|xml|json|javascript|text/plain", re.IGNORECASE)
"""Content types of what a site or an engine reads."""
NO_TEXT = re.compile(rb"\s*(?:%PDF-|\x89PNG|\xff\xd8\xff|GIF8|PK\x03\x04)")
"""How files begin that a server may call text."""
Reader = type[Site] | CommentEngine
MONTH = timedelta(days=31)


def reader_of(
    url: str, settings: BaseSettings, site: str | None = None, engine: str | None = None
) -> Reader:
    """Return whose page it is: as named, else the only site of its host, or engine that reads it.

    Raises Refused, in one line.
    """
    if site:
        return site_named(site, settings)
    engines = all_engines(settings)
    if engine:
        if engine not in engines:
            broken = [one for one in found_engines(settings).broken if one.name == engine]
            known = f"no engine {engine!r}; known are: {', '.join(sorted(engines))}"
            raise Refused(str(broken[0]) if broken else known)
        return engines[engine]
    sites = all_sites(settings).values()
    found: list[Reader] = [one for one in sites if arguments_of(one, url) is not None]
    found = found or [one for one in engines.values() if one.reads(url)]
    if len(found) != 1:
        names = " and ".join(one.name for one in found) or "no site and no engine"
        raise Refused(f"{names} would read {url}: name one by --site or --engine")
    return found[0]


def arguments_of(site: type[Site], url: str) -> dict[str, str] | None:
    """Return the `-a` arguments with which a URL is a site's, or None."""
    for edition in site.editions:
        given = {"edition": edition.code} if len(site.editions) > 1 else {}
        if edition.host and site.from_arguments(given).is_ours(url):
            return given
    return None


def make_case(response: Response, reader: Reader, folder: Path) -> Case:
    """Write a page as a case into a new folder below `folder`, with what is read of it now."""
    page = Page.of(response)
    kind = (response.headers.get("Content-Type") or b"").decode("latin-1")
    if (kind and not TEXT.search(kind)) or NO_TEXT.match(response.body):
        raise Refused(f"{response.url} is no page but {kind or 'a file'}: nothing is read of it")
    meta: dict[str, Any] = {"url": response.url, "fetched": clock.stamp()}
    if kind:
        meta["headers"] = {"Content-Type": kind}
    if isinstance(reader, CommentEngine):
        meta |= _of_engine(page, reader)
    else:
        meta |= _of_site(page, reader)
    name = meta.get("source", meta["call"]).lower()
    case = save(_unused(folder, name), _file_name(kind, meta["call"]), response.body, meta)
    problem_of(case.folder, reader, update=True)
    return case


def _of_site(page: Page, site_class: type[Site]) -> dict[str, Any]:
    given = arguments_of(site_class, page.url)
    if given is None and is_loopback(page.url):
        given = {"base_url": "/".join(page.url.split("/")[:3])}
    if given is None:
        raise Refused(f"{page.url} is on no host of the site {site_class.name!r}")
    site = site_class.from_arguments(given)
    arguments = {"arguments": given} if given else {}
    source = None if site.wants(page.url) else _source(page, site)
    if not site.wants(page.url) and not _is_asked_for(page, site):
        article = site.article(page)
        if article.headline and article.article_body:
            raise Refused(
                f"{page.url} reads as an article, but matches none of the article_paths of "
                f"{site.name}: mend these first"
            )
    if source:
        return {"call": "source", "source": source, **arguments}
    return {"call": "article", **arguments}


def _source(page: Page, site: Site) -> str | None:
    """Return the class of the source that asks for a page, else of the one that reads most."""
    if asked := _is_asked_for(page, site):
        return asked
    window = _last_month()
    read = {
        type(source).__name__: len(list(source.parse(page, site, window)))
        for source in reversed(site.sources)
    }
    most = max(read, key=lambda kind: read[kind], default=None)
    return most if most and read[most] else None


def _is_asked_for(page: Page, site: Site) -> str | None:
    """Return the class of the source that begins with a page, or None."""
    urls = ((type(one).__name__, one.urls(site, _last_month(), ())) for one in site.sources)
    return next((name for name, asked in urls if page.url in asked), None)


def _last_month() -> Window:
    now = clock.now()
    return Window(now - MONTH, now)


def _of_engine(page: Page, engine: CommentEngine) -> dict[str, Any]:
    host = page.url.split("/")[2].removeprefix("www.")
    article: dict[str, Any] = {"id": f"{host}:1", "url": page.url, "site": host}
    if engine.reads(page.url):
        return {"call": "parse", "article": article}
    batch = engine.rows(page, ArticleRef(**article))
    return {"call": "rows" if batch and batch.comments else "start", "article": article}


def _file_name(kind: str, call: str) -> str:
    if call == "parse" or "json" in kind:
        return "response.json"
    return "page.xml" if "xml" in kind and "html" not in kind else "page.html"


def _unused(folder: Path, name: str) -> Path:
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{name}-{number}", number + 1
    return path


def cases_folder(reader: Reader) -> Path:
    """Return where the cases of a site or engine lie: beside its file; ours in the checkout."""
    value = type(reader) if isinstance(reader, CommentEngine) else reader
    kind = "engine" if isinstance(reader, CommentEngine) else "site"
    file = Path(inspect.getfile(value)).resolve()
    if file.is_relative_to(ROOT / "newscrawl"):
        own = Path.cwd() / "tests" / CASES[kind] if is_checkout(Path.cwd()) else Path("cases")
        return own / reader.name
    return file.parent / "cases" / reader.name
