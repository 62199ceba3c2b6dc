"""Authors, from bylines of every kind: people, or the agency if nobody else is named."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.bylines import is_agency, is_company, is_person, said, split_names
from newscrawl.extract.canonical import absolute
from newscrawl.extract.house import house_names, is_house, is_login, is_signed, without_house
from newscrawl.extract.language import declared_language
from newscrawl.extract.ld import is_a, name_of, plain, resolved
from newscrawl.extract.marked import marked, name_parts
from newscrawl.extract.marks import has_any, marks_of
from newscrawl.extract.owned import around_heading, is_card, is_foreign
from newscrawl.extract.written_by import written_by
from newscrawl.items import Author
from newscrawl.page import Page

MOST = 200
"""Names that are looked at in one place; no article has so many authors. More are said to be."""
METAS = ("author", "article:author", "dc.creator", "dcterms.creator", "byl")
MORE_METAS = (
    *("parsely-author", "sailthru.author", "cXenseParse:author"),
    *("twitter:misc:written by", "twitter:data1", "citation_author"),
)
AUTHOR_PAGE = re.compile(
    r"^(?:https?://[^/]+)?(?:/[\w-]+)?(?:/(?:authors?|autor(?:en|es|in|zy|i)?|auteurs?|autore|autori|"
    r"profiles?|profil|by|journalists?|columnists?|reporters?|contributors?|writers?)/[^/?#]+/?"
    r"(?:[?#].*)?|/?\?author=\w+)$",
    re.IGNORECASE,
)
"""The address of an author's own page."""
PERSON_PAGE = re.compile(
    r"^(?:https?://[^/]+)?(?:/[\w-]+)?(?:/(?:people|persons?|staff|team|redacteurs?|redakteure?|redakcja|"
    r"forfatter|skribent|yazar(?:lar)?|penulis|avtor|users?|members?|u)/|/@)([^/?#]+)/?(?:[?#].*)?$",
    re.IGNORECASE,
)
"""The address of somebody's page, which is an author's if the link names who it is of."""
BYLINES = has_any(
    "byline", "Byline", "author", "Author", "submitted", "createdby", "field--name-uid"
)
"""Classes of elements that may be a byline."""
NO_BYLINE = frozenset(["body", "html", "article", "main"])
NOT_WRITING = re.compile(
    r"photo|image|foto|bild|illustrat|caption|credit|licen[cs]e|video|audio|media(?:box|info)",
    re.IGNORECASE,
)
"""Classes of a byline that is a picture's."""
LEADS_TO_PLACE = re.compile(
    r"(?:^|\s)(?:in|under|for|at|unter|für|dans|en|em|nel|w|i|в|у)[\s:]*$", re.IGNORECASE
)
"""What stands in a byline before a link to a section, or to the paper."""
WEB = re.compile(r"https?://|www\.", re.IGNORECASE)
LONGEST = 120
"""Characters of a byline, with jobs and dates."""
NEAR = 3
"""Elements above two links to authors, in one of which both are, if they wrote one article."""


def read_authors(page: Page, tree: HtmlElement) -> list[Author]:
    """Return the article's authors; `tree` is the page without its comments.

    People come before the paper, an agency, and the names of accounts; declared authors come
    before the byline, which is read only if the page declares no person.
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
    house = house_names(page, tree)
    doubted = {*_organisations(page), *_not_shown(page, tree)}
    fallback: list[Author] = []
    for source in sources:
        found = _unique(page, source, house)
        people = [one for one in found if one.name not in doubted and not _is_nobody(one, house)]
        if fallback:  # what is declared gives way to a person alone
            people = [one for one in people if is_person(one.name or "")]
        if people:
            return _told(found, house)
        agencies = [one for one in _agencies(found) if is_person(one.name or "")]
        if fallback and agencies and not _agencies(fallback):
            fallback = agencies
        fallback = fallback or found
    return _told(fallback, house)


def _told(found: list[Author], house: set[str]) -> list[Author]:
    """Return authors without the house beside others, and what else a person's byline names.

    That is an agency, or a part of the house: `Ada Quill, Lantern North`.
    """
    people = [one for one in found if not _is_nobody(one, house)]
    bylines = {one.name_raw for one in people} - {None}
    agencies = _agencies(found)
    beside = [one for one in agencies if one.name_raw in bylines]
    parts = [one for one in found if is_signed((one.name or "").partition(" ")[0], house)]
    persons = {one.name_raw for one in people if one not in parts and is_person(one.name or "")}
    beside += [one for one in parts if one.name_raw in persons - {None}]
    if people or agencies:
        signed = [one for one in found if one not in people and is_signed(one.name or "", house)]
        beside += [one for one in signed if one not in agencies]
    return [one for one in found if one not in beside]


def _agencies(authors: list[Author]) -> list[Author]:
    return [one for one in authors if is_agency(one.name or "")]


def _organisations(page: Page) -> Iterator[str]:
    """Yield the authors that are declared to be no persons."""
    for one in resolved(page, page.ld.get("author")):
        if is_a(one, "Organization", "NewsMediaOrganization"):
            yield name_of(one) or ""


def _not_shown(page: Page, tree: HtmlElement) -> Iterator[str]:
    """Yield the names in the page's metas that it does not show: who made the site, or owns it."""
    named = [author.name or "" for author in _from_meta(page)]
    shown = _key("".join(tree.itertext())) if named and not page.ld.get("author") else ""
    return (name for name in named if shown and _key(name) not in shown)


def _is_nobody(author: Author, house: set[str]) -> bool:
    name = author.name or ""
    return is_house(name, house) or is_login(name) or is_agency(name) or is_company(name)


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
            for one in _authors("" if _is_web_agency(told) else plain(told) or ""):
                named = True
                yield one
        if named:
            return


def _is_web_agency(told: str) -> bool:
    """Return whether a meta names somebody with an address: who made the site."""
    return bool(WEB.search(told)) and not WEB.match(told)


def _from_microdata(page: Page, tree: HtmlElement) -> Iterator[Author]:
    around = around_heading(tree)
    first: HtmlElement | None = None
    for node in marked(tree, "author"):
        if is_card(node, around) or (first is not None and not _are_near(first, node)):
            continue
        for one in name_parts(node):
            raw = one.get("content") or said(one, one=True)
            for author in _authors(raw, absolute(page.url, _link(node))):
                first = node if first is None else first
                yield author


def _from_links(page: Page, tree: HtmlElement) -> Iterator[Author]:
    around = around_heading(tree)
    first: HtmlElement | None = None
    marks = marks_of(tree)
    for link in marks.at(marks.places("rel", lambda value: "author" in value.split(" "))):
        if link.tag != "a" or is_foreign(link, around) or is_card(link, around):
            continue
        if first is not None and not _are_near(first, link):
            continue
        for author in _authors(said(link, one=True), absolute(page.url, link.get("href"))):
            first = link if first is None else first
            yield author


def _are_near(one: HtmlElement, other: HtmlElement) -> bool:
    """Return whether two elements may name authors of one article: nothing else is between."""
    around = set(islice(one.iterancestors(), NEAR))
    return any(parent in around for parent in islice(other.iterancestors(), NEAR))


def _from_byline(page: Page, tree: HtmlElement) -> Iterator[Author]:
    around = around_heading(tree)
    first: HtmlElement | None = None
    marks = marks_of(tree)
    places = [*marks.places("class", BYLINES), *marks.places("id", has_any("byline"))]
    for box in marks.at(places):
        if box.tag in NO_BYLINE:
            continue
        if first is not None and (box.tag, box.get("class"), box.getparent()) != (
            first.tag,
            first.get("class"),
            first.getparent(),
        ):
            continue
        found = [] if _is_of_another(box, around) else list(_in_byline(page, box))
        if found:
            first = box if first is None else first
            yield from found


def _is_of_another(box: HtmlElement, around: frozenset[HtmlElement]) -> bool:
    """Return whether a byline is that of a picture, or of another article."""
    above = box.getparent()
    names = f"{box.get('class') or ''} {'' if above is None else above.get('class') or ''}"
    if NOT_WRITING.search(box.get("class") or "") or len(_text(box)) > LONGEST:
        return True
    if "licen" in names:  # of a picture, in a box of its own
        return True
    return is_foreign(box, around) or is_card(box, around)


def _in_byline(page: Page, box: HtmlElement) -> Iterator[Author]:
    links = [one for one in box.iter("a") if one.get("href") and not _is_of_section(one)]
    to_authors = [one for one in links if _leads_to_author(one)]
    own = [one for one in to_authors if split_names(said(one))]
    if not to_authors and links and not split_names(box.text or ""):
        own = [one for one in links if split_names(said(one, one=True))]
    for link in own:
        yield from _authors(said(link, one=True), absolute(page.url, link.get("href")))
    accounts = [_text(one) for one in to_authors if is_login(_text(one))] if not own else []
    yield from (Author(name=one) for one in accounts)
    if not own and not accounts:
        yield from _authors(said(box))


def _is_of_section(link: HtmlElement) -> bool:
    """Return whether a link in a byline leads to what the article is filed under."""
    if {"tag", "category"} & {*(link.get("rel") or "").split()}:
        return True
    before, above = link.getprevious(), link.getparent()
    said = before.tail if before is not None else above.text if above is not None else None
    return bool(LEADS_TO_PLACE.search((said or "")[-20:]))


def _from_author_pages(page: Page, tree: HtmlElement) -> Iterator[Author]:
    """Yield who is named by the first link to an author's own page, and by those beside it."""
    around = around_heading(tree)
    first: HtmlElement | None = None
    for link in tree.xpath("//a[@href and ..]"):
        line = link.getparent()
        if (first is not None and line is not first) or not _leads_to_author(link):
            continue
        if len(_text(line)) > LONGEST or is_foreign(link, around) or is_card(link, around):
            continue  # in running text, or in a teaser
        found = list(_authors(said(link, one=True), absolute(page.url, link.get("href"))))
        if len(found) == 1 and " " in (found[0].name or ""):
            first = line
            yield found[0]


def _leads_to_author(link: HtmlElement) -> bool:
    href = link.get("href") or ""
    if AUTHOR_PAGE.search(href):
        return True
    if not (person := PERSON_PAGE.search(href)):
        return False
    words = re.findall(r"[^\W\d_]{3,}", _text(link).casefold())
    return bool(words) and all(word in person[1].casefold() for word in words)


def _from_line(page: Page, tree: HtmlElement) -> Iterator[Author]:
    yield from _authors(written_by(tree, declared_language(page)) or "")


def _authors(raw: str, url: str | None = None) -> Iterator[Author]:
    names = split_names(raw)
    raw = " ".join(raw.split())
    for name in names:
        yield Author(
            name=name,
            name_raw=raw if raw != name else None,
            url=url if len(names) == 1 else None,
        )


def _unique(page: Page, authors: Iterator[Author], house: set[str]) -> list[Author]:
    found: dict[str, Author] = {}
    for named in islice(authors, MOST):
        author, name = named, named.name or ""
        if named.name_raw and is_signed(named.name_raw, house):  # `Fog & Tide` is one name
            author, name = replace(named, name=named.name_raw, name_raw=None), named.name_raw
        elif " " not in name and _is_behind_house(name, named.name_raw, house):
            continue  # where the house is
        if (own := without_house(name, house)) != name:
            author = replace(named, name=own, name_raw=named.name_raw or name)
        found.setdefault(_key(author.name), author)
    if next(authors, None):
        page.cuts["authors"] = f"authors: more than {MOST} are named; the first are kept"
    return list(found.values())


def _is_behind_house(name: str, raw: str | None, house: set[str]) -> bool:
    first, *more = (raw or "").split(",")
    behind = name in map(str.strip, more) and is_signed(first, house)
    return behind and not is_agency(name)


def _link(node: HtmlElement) -> str | None:
    return node.get("href") or next((one.get("href") for one in node.iter("a")), None)


def _text(node: HtmlElement) -> str:
    # Join with a blank: often only their elements separate "By" and the name.
    return " ".join(" ".join(node.itertext()).split())


def _key(name: str | None) -> str:
    return " ".join(re.findall(r"[^\W_]+", (name or "").casefold()))
