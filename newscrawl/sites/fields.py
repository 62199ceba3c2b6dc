"""The fields of an article on pages of Rossiya Segodnya, read at the places of `designs`."""

import re
from urllib.parse import urljoin

from parsel import Selector

from newscrawl.items import Author, Breadcrumb, Image
from newscrawl.page import Page
from newscrawl.sites import designs
from newscrawl.sites.markup import attr, body_text, folded, text, texts

ABOVE = (
    "ancestor-or-self::*[contains(@class, '__announce') or contains(@class, 'b-article__header')]"
)
AGENCY = re.compile(r"\.\s*(?:Sputnik|РИА Новости|RIA Novosti)\b.*$")
"""What the author's meta element adds: `Jane Doe. Sputnik International`."""


def item_of(page: Page, ident: str | None) -> Selector:
    """Return the part of a page that holds the article `ident`.

    A page scrolled in a browser also holds the next articles, each in an item of its own.
    """
    for css in (".endless__item[data-id='{}']", ".article[data-article-id='{}']"):
        if ident and (found := page.css(css.format(ident))):
            return found[0]
    items = page.css(".endless__item[data-id]")
    return items[0] if items and ident is None else page.selector


def declared_id(page: Page) -> str | None:
    """Return the article number that the page's own markup gives."""
    for found in (page.meta("analytics:article_id"), page.attr("#articleId", "data-id")):
        if found and found.isascii() and found.isdigit():
            return found
    return None


def absolute(page: Page, href: str | None) -> str | None:
    try:
        return urljoin(page.url, href) if href else None
    except ValueError:
        return None


def other_title(page: Page, item: Selector, headline: str | None) -> str | None:
    """Return a second title: the page's own, or the one for social networks."""
    for found in (text(item, *designs.SECOND_TITLE), page.meta("og:title")):
        if found and headline and folded(found) != headline:
            return folded(found)
    return None


def description(page: Page, item: Selector) -> str | None:
    if lead := text(item, *designs.LEAD):
        return lead
    shared = page.meta("og:description")
    # RIA of 2017 put its own name there.
    if shared and shared != page.meta("og:site_name"):
        return shared
    return page.attr("meta[name=description]", "content")


def body(item: Selector) -> tuple[str | None, list[str]]:
    """Return the text, and any notes about it."""
    for css in designs.BODY:
        if found := body_text(item.css(css)[:1], designs.DROP):
            return found, []
    # A block inside a block, as in a live blog, is read with the outer one.
    chosen: list[Selector] = []
    roots: set[object] = set()
    for node in item.css(designs.BLOCKS):
        if roots.isdisjoint(node.root.iterancestors()):
            chosen.append(node)
            roots.add(node.root)
    if found := body_text(chosen, designs.DROP):
        return found, []
    if found := body_text(item.css(designs.WHOLE_BODY)[:1], designs.DROP):
        return found, ["article_body: no known block, the whole box was read"]
    return None, ["article_body: no box of any known design"]


def breadcrumbs(page: Page, item: Selector) -> list[Breadcrumb]:
    crumbs = []
    for css in (designs.SECTION, designs.STORY):
        for link in item.css(css)[:1]:
            # The number of articles follows a topic's name, in an element of its own.
            name = folded("".join(link.xpath("text()").getall())) or text(link, "span")
            if name:
                crumbs.append(Breadcrumb(name=name, url=absolute(page, link.attrib.get("href"))))
    return crumbs


def keywords(page: Page, item: Selector) -> list[str]:
    found = (
        texts(item, designs.KEYWORDS)
        or page.css('meta[property="article:tag"]::attr(content)').getall()
    )
    cleaned = (word.strip().removeprefix("#") for word in found)
    return list(dict.fromkeys(filter(None, cleaned)))


def authors(page: Page, item: Selector) -> list[Author]:
    byline = text(item, *designs.BYLINE)
    found: dict[str, Author] = {}
    for css in designs.BYLINE_NAMES:
        for node in item.css(css):
            if name := folded("".join(node.xpath(".//text()").getall())):
                href = node.xpath("(ancestor-or-self::a | .//a)/@href").get()
                raw = byline if byline != name else None
                found.setdefault(name, Author(name=name, name_raw=raw, url=absolute(page, href)))
    return list(found.values()) or _authors_of_meta(page, item)


def _authors_of_meta(page: Page, item: Selector) -> list[Author]:
    raw, house = page.meta("analytics:author") or "", publisher(page, item)
    names = AGENCY.sub("", raw.removesuffix(f". {house}")[:300])
    people = [name.strip() for name in names.split(",")]
    if not any(people):
        told = page.ld.get("author")
        people = [
            str(one.get("name") or "").strip()
            for one in (told if isinstance(told, list) else [told])
            if isinstance(one, dict) and one.get("@type") == "Person"
        ]
    return [
        Author(name=name, name_raw=raw if raw not in {"", name} else None)
        for name in dict.fromkeys(people)
        if name and name != house
    ]


def publisher(page: Page, item: Selector) -> str | None:
    return text(item, *designs.PUBLISHER) or page.meta("og:site_name")


def images(page: Page, item: Selector) -> tuple[Image | None, list[Image]]:
    """Return the lead picture, else the one for social networks; and all the article's own."""
    main, found = None, dict[str, Image]()
    for css, caption, credit in designs.PICTURES:
        for box in item.css(css):
            if image := _image(page, box, caption, credit):
                found.setdefault(image.url, image)
                main = main or (image if box.xpath(ABOVE) else None)
    return main or _shared_image(page), list(found.values())


def _shared_image(page: Page) -> Image | None:
    url = page.meta("og:image")
    # RIA of 2017 named a folder where an article has no picture.
    if not url or url.endswith("/") or not (url := absolute(page, url)):
        return None
    return Image(
        url=url,
        width=_pixels(page.meta("og:image:width")),
        height=_pixels(page.meta("og:image:height")),
    )


def _image(page: Page, box: Selector, caption: str, credit: str) -> Image | None:
    for img in box.css("img"):
        sources = (img.attrib.get(name, "").strip() for name in ("data-src", "src"))
        src = next((one for one in sources if one and not one.startswith("data:")), None)
        if url := absolute(page, src):
            alt = folded(img.attrib.get("alt", "")) or None
            return Image(
                url=url,
                caption=(text(box, caption) if caption else None) or alt,
                credit_text=text(box, credit),
                width=_pixels(img.attrib.get("width")),
                height=_pixels(img.attrib.get("height")),
            )
    return None


def _pixels(raw: str | None) -> int | None:
    return int(raw) if raw and re.fullmatch(r"[1-9]\d{0,4}", raw, re.ASCII) else None


def discussion(page: Page, item: Selector) -> str | None:
    href = attr(item, "[itemprop=discussionUrl]", "href") or attr(
        item, "a.b-counters-icon_comments", "href"
    )
    return absolute(page, href)
