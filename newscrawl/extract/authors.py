"""Authors, from bylines of every kind: people, or the agency if nobody else is named."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newscrawl.extract.canonical import absolute
from newscrawl.extract.context import read_language
from newscrawl.extract.ld import each, is_a, name_of, plain, resolved
from newscrawl.extract.marked import marked
from newscrawl.extract.printed_dates import find_date
from newscrawl.extract.shown_date import CHANGED, LABELLED, around_heading, is_card, is_foreign
from newscrawl.extract.written_by import DANGLING, written_by
from newscrawl.items import Author
from newscrawl.page import Page

BY = re.compile(
    r"^\W*(?:(?:written|posted|submitted|words|reported|story|published|authored|created|eingestellt|"
    r"geschrieben|verfasst|veröffentlicht|interview|écrit|publié|escrito|publicado|scritto|автор|"
    r"read more about|zum profil)\s+)?"
    r"(?:by|von|par|por|di|av|af|door|od|about|text|interview|autor(?:en|in)?|author|автор|oleh|"
    r"yazar)\b\s*:?\s+",
    re.IGNORECASE,
)
SPLIT = re.compile(
    r"(?:(?<!\s)\s+)?(?:[;|•·\n]\s*|,\s+|&\s*)"
    r"|(?<!\s)\s+(?:[-–—/]|and|und|et|y|e|og|och|en|oraz|и)\s+"
)
JOB = re.compile(
    r"\b(?:reporter|correspondent|editor|journalist|journaliste|redakteur(?:in)?|writer|columnist|"
    r"contributor|staff|autor(?:in)?|professor|bureau|chief|photographer|published|updated|minutes?|"
    r"redaktion|team|editorial|desk|md|phd|korrespondent(?:in)?|posted|comments?|follow)\b",
    re.IGNORECASE,
)
NO_NAME = re.compile(
    r"^\W*\d+\b|\bmin(?:utes?|uten|s)?\b|^(?:photo|image|foto|bild|credit|published|updated)\b|"
    r"^(?:datum|date|share|bio|email|contact|about)\b|\bcomments?$|"
    r"https?:|www\.|[@<>{}#=]|\d{3}|^\W*$|^(?:admin\w*|null|none|undefined|unknown|guest|n/a|"
    r"read more|share|facebook|twitter|webmaster|author|by)$",
    re.IGNORECASE,
)
LABEL = re.compile(rf"(?:\w+\s+)?(?:{CHANGED.pattern})\w*|{LABELLED.pattern}", re.IGNORECASE)
"""What labels a date: "Last updated"."""
MOST = 200
"""Names that are looked at in one place; no article has so many authors. More are said to be."""
METAS = ("author", "article:author", "dc.creator", "dcterms.creator", "byl")
MORE_METAS = ("parsely-author", "sailthru.author", "cXenseParse:author", "twitter:data1")
AUTHOR_PAGE = re.compile(
    r"^(?:https?://[^/]+)?(?:/[\w-]+)?/(?:authors?|autor(?:en|es|in)?|auteurs?|autore|profiles?|"
    r"profil|by|journalists?|columnists?|reporters?|contributors?|writers?)/[^/?#]+/?(?:[?#].*)?$",
    re.IGNORECASE,
)
"""The address of an author's own page."""
BYLINES = (
    '//*[contains(@class, "byline") or contains(@class, "Byline") or contains(@class, "author")'
    ' or contains(@class, "Author") or contains(@id, "byline") or contains(@class, "submitted")'
    ' or contains(@class, "createdby") or contains(@class, "field--name-uid")]'
    "[not(self::body or self::html or self::article or self::main)]"
)


def read_authors(page: Page, tree: HtmlElement) -> list[Author]:
    """Return the article's authors; `tree` is the page without its comments.

    People come before organisations, and declared authors before the byline, which is read only
    if the page declares nobody but its own publisher.
    """
    # Generators: a later source is not read if an earlier one names people.
    sources = (
        _from_ld(page),
        _from_meta(page),
        _from_microdata(page, tree),
        _from_links(page, tree),
        _from_byline(page, tree),
        _from_author_pages(page, tree),
        _from_line(page, tree),
    )
    house = _house(page)
    fallback: list[Author] = []
    for source in sources:
        found = _unique(page, source)
        people = [one for one in found if _key(one.name) not in house]
        if people:
            return people
        fallback = fallback or found
    return fallback


def split_names(text: str) -> list[str]:
    """Return the names in a byline, without "By", jobs, places of work, addresses and dates.

    >>> split_names("By Ada Quill and Bram Fenwick, Harbour Correspondent")
    ['Ada Quill', 'Bram Fenwick']
    """
    text = " ".join(text.split())
    if printed := find_date(text):
        text = DANGLING.sub("", text.partition(printed)[0])
    text = BY.sub("", text)
    text = re.sub(r"(?:(?<!\s)\s+)?[(\[][^()\[\]]*[)\]]", "", text)
    names = [BY.sub("", part).strip(" .,:-–—/*") for part in SPLIT.split(text)]
    names = [name.removesuffix("기자").rstrip() for name in names]
    return [name for place, name in enumerate(names) if _is_name(name, first=place == 0)]


def _is_name(name: str, *, first: bool) -> bool:
    if not 2 <= len(name) <= 60 or NO_NAME.search(name) or LABEL.fullmatch(name):
        return False
    if JOB.search(name) and not first:
        return False
    # After a comma there is often a workplace, which is longer than a name.
    return len(name.split()) <= (6 if first else 4)


def _from_ld(page: Page) -> Iterator[Author]:
    for value in ("author", "creator"):
        for one in resolved(page, page.ld.get(value)):
            raw = name_of(one)
            if not raw:
                continue
            url = absolute(page.url, plain(one.get("url"))) if isinstance(one, dict) else None
            if is_a(one, "Organization", "NewsMediaOrganization"):
                yield Author(name=raw, url=url)
            else:
                yield from _authors(raw, url)
        if page.ld.get(value):
            return


def _from_meta(page: Page) -> Iterator[Author]:
    for name in (*METAS, *MORE_METAS):
        named = False
        for told in page.metas(name):
            for one in _authors(plain(told) or ""):
                named = True
                yield one
        if named:
            return


def _from_microdata(page: Page, tree: HtmlElement) -> Iterator[Author]:
    for node in marked(tree, "author"):
        names = node.xpath('.//*[@itemprop="name" or contains(@property, ":name")]') or [node]
        for one in names:
            raw = one.get("content") or _text(one)
            yield from _authors(raw, absolute(page.url, _link(node)))


def _from_links(page: Page, tree: HtmlElement) -> Iterator[Author]:
    around = around_heading(tree)
    for link in tree.xpath('//a[contains(concat(" ", @rel, " "), " author ")]'):
        if is_foreign(link, around) or is_card(link, around):
            continue
        yield from _authors(_text(link), absolute(page.url, link.get("href")))


def _from_byline(page: Page, tree: HtmlElement) -> Iterator[Author]:
    for box in tree.xpath(BYLINES):
        text = _text(box)
        if not 3 <= len(text) <= 120:
            continue
        links = [one for one in box.xpath(".//a[@href]") if split_names(_text(one))]
        found = [
            author
            for link in links or [box]
            for author in _authors(_text(link), absolute(page.url, link.get("href")))
        ]
        if found:
            yield from found
            return


def _from_author_pages(page: Page, tree: HtmlElement) -> Iterator[Author]:
    """Yield who is named by the first link to an author's own page, and by those beside it."""
    around = around_heading(tree)
    first: HtmlElement | None = None
    for link in tree.xpath("//a[@href and ..]"):
        line = link.getparent()
        if not AUTHOR_PAGE.search(link.get("href")) or (first is not None and line is not first):
            continue
        if len(_text(line)) > 120 or is_foreign(link, around) or is_card(link, around):
            continue  # in running text, or in a teaser
        found = list(_authors(_text(link), absolute(page.url, link.get("href"))))
        if len(found) == 1 and " " in (found[0].name or ""):
            first = line
            yield found[0]


def _from_line(page: Page, tree: HtmlElement) -> Iterator[Author]:
    yield from _authors(written_by(tree, read_language(page)) or "")


def _authors(raw: str, url: str | None = None) -> Iterator[Author]:
    names = split_names(raw)
    for name in names:
        yield Author(
            name=name,
            name_raw=raw if raw != name else None,
            url=url if len(names) == 1 else None,
        )


def _house(page: Page) -> set[str]:
    """Return the names with which the paper itself may sign."""
    names: list[Any] = [page.meta("og:site_name"), page.meta("application-name")]
    host = (urlsplit(page.url).hostname or "").removeprefix("www.")
    names += [host, host.rpartition(".")[0]]
    names += [name_of(one) for one in resolved(page, page.ld.get("publisher"))]
    return {_key(plain(name)) for name in each(names)} - {""}


def _unique(page: Page, authors: Iterator[Author]) -> list[Author]:
    found: dict[str, Author] = {}
    for author in islice(authors, MOST):
        found.setdefault(_key(author.name), author)
    if next(authors, None):
        page.cuts["authors"] = f"authors: more than {MOST} are named; the first are kept"
    return list(found.values())


def _link(node: HtmlElement) -> str | None:
    return node.get("href") or next((one.get("href") for one in node.iter("a")), None)


def _text(node: HtmlElement) -> str:
    # Join with a blank: often only their elements separate "By" and the name.
    return " ".join(" ".join(node.itertext()).split())


def _key(name: str | None) -> str:
    return " ".join(re.findall(r"[^\W_]+", (name or "").casefold()))
