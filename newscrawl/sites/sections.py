"""The sections that a user names for a site that declares none, and what belongs to them. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from newscrawl.discovery.addresses import looks_like_article
from newscrawl.items import Article

IN_QUERY = re.compile(
    r"(?:news|article)?_?(?:sections?|sec|cat|categor(?:y|ies|ia)|kategorie?|ressort|rubri(?:c|k|que|ca)|"
    r"seccion|sezione|secao|topic|channel|department)_?(?:id|name|slug)?",
    re.IGNORECASE,
)
"""Parameters whose value is a section's name or number."""
INDEX = re.compile(r"/(?:index|default|home)\.\w+$", re.IGNORECASE)


def in_sections(wanted: Sequence[str], url: str, article: Article | None) -> bool | None:
    """Return whether an article belongs to one of the sections; None: the address does not tell.

    An article that was read tells by its section, its breadcrumbs or its address, or belongs to
    none.

    >>> in_sections(["World News"], "https://paper.example/world-news/2026/harbour", None)
    True
    >>> in_sections(["world"], "https://paper.example/read.php?cat=world&id=7", None)
    True
    >>> in_sections(["world"], "https://paper.example/harbour", None) is None
    True
    """
    found = {step for one in _named_by(url, article) for step in _beginnings(one)}
    if any(_path(one) in found for one in wanted):
        return True
    return None if article is None else False


def section_of_page(url: str) -> tuple[str, ...]:
    """Return the section that a page lists; nothing for a front page, or an article.

    >>> section_of_page("https://paper.example/category/world/"), section_of_page("https://p.example")
    (('category/world', 'world'), ())
    >>> section_of_page("https://paper.example/index.php?section=world")
    ('world',)
    """
    if (named := tuple(_in_query(url))) and not _numbers_article(url):
        return named
    path = INDEX.sub("/", urlsplit(url).path).strip("/")
    if not path or looks_like_article(url):
        return ()
    return tuple(dict.fromkeys([path, path.rpartition("/")[2]]))


def _named_by(url: str, article: Article | None) -> Iterator[str]:
    """Yield paths of sections: of the address and, if it was read, of the article's own words."""
    yield from _in_address(url)
    if article is None:
        return
    yield from (_path(one) for one in re.split(r"[,;|>]", article.article_section or ""))
    for crumb in article.breadcrumbs:
        yield _path(crumb.name)
        yield from _in_address(crumb.url or "")


def _in_address(url: str) -> Iterator[str]:
    yield _path(urlsplit(url).path)
    yield from map(_path, _in_query(url))


def _in_query(url: str) -> Iterator[str]:
    """Yield the sections that an address names in its query."""
    for name, value in parse_qsl(urlsplit(url).query):
        if IN_QUERY.fullmatch(name):
            yield value


def _beginnings(path: str) -> Iterator[str]:
    """Yield every run of steps in a path: `a/b` has `a`, `a/b` and `b`."""
    steps = path.split("/")[:8]
    for first in range(len(steps)):
        for last in range(first + 1, len(steps) + 1):
            yield "/".join(steps[first:last])


def _path(text: str) -> str:
    """Return a name or a path in the form that is compared.

    >>> _path("/Economía/Más & menos/"), _path("Fußball")
    ('economia/mas-menos', 'fussball')
    """
    plain = unicodedata.normalize("NFKD", unquote(text).casefold())
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    steps = (re.sub(r"[^\w]+|_+", "-", step).strip("-") for step in letters.split("/"))
    return "/".join(filter(None, steps))


def _numbers_article(url: str) -> bool:
    """Return whether the query of an address names an article, besides a section."""
    pairs = parse_qsl(urlsplit(url).query)
    rest = urlencode([pair for pair in pairs if not IN_QUERY.fullmatch(pair[0])])
    return looks_like_article(f"https://paper.example/?{rest}")
