"""The pictures of an article, with captions and credits."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from newscrawl.extract.canonical import absolute
from newscrawl.extract.headings import line_of
from newscrawl.extract.ld import each, is_a, name_of, number, plain, resolved
from newscrawl.extract.selecting import xpath
from newscrawl.items import Image
from newscrawl.page import Page
from newscrawl.vocabulary.names import names, word_set, words

FIGURES = xpath(
    "//figure[ancestor::article or ancestor::main or ancestor::*[@itemprop='articleBody']]"
)
"""By the figures: they are few, and every element is asked else."""
LAZY = ("data-src", "data-original", "data-lazy-src", "src")
"""Attributes with the address of a picture, the surest first."""
CREDIT = word_set("credit credits copyright photographer byline source quelle bildquelle urheber")
"""Words of ids and classes of what says whose a picture is."""
CREDITED = re.compile(
    r"^\W*(?:photo(?:graph)?|image|picture|foto|bild|crédit(?: photo)?|credits?|source|quelle)s?"
    r"(?:\s+(?:by|credits?|von|par|de))?\s*[:：]\s*",
    re.IGNORECASE,
)


def read_images(page: Page, tree: HtmlElement) -> list[Image]:
    """Return the pictures, main one first, each URL once; `tree` is the page without comments."""
    found: dict[str, Image] = {}
    for image in (*_from_ld(page), *_from_meta(page), *_from_figures(page, tree)):
        known = found.setdefault(image.url, image)
        known.caption = known.caption or image.caption
        known.credit_text = known.credit_text or image.credit_text
    return list(found.values())


def _from_ld(page: Page) -> Iterator[Image]:
    for one in resolved(page, page.ld.get("image")):
        node = one if isinstance(one, dict) else {"url": one}
        addresses = each([node.get("url"), node.get("contentUrl")])
        if url := next(filter(None, (absolute(page.url, one) for one in addresses)), None):
            yield Image(
                url=url,
                caption=plain(node.get("caption")) or plain(node.get("description")),
                credit_text=plain(node.get("creditText")) or name_of(node.get("creator")),
                width=_pixels(node.get("width")),
                height=_pixels(node.get("height")),
            )


def _from_meta(page: Page) -> Iterator[Image]:
    if url := absolute(page.url, page.meta("og:image", "og:image:url", "twitter:image")):
        yield Image(
            url=url,
            caption=page.meta("og:image:alt", "twitter:image:alt"),
            width=number(page.meta("og:image:width")),
            height=number(page.meta("og:image:height")),
        )


def _from_figures(page: Page, tree: HtmlElement) -> Iterator[Image]:
    for figure in FIGURES(tree):
        picture = next(figure.iter("img"), None)
        if picture is not None and (url := _address(page, picture)):
            caption, credit = _captioned(figure)
            yield Image(
                url=url,
                caption=caption,
                credit_text=credit,
                width=number(picture.get("width")),
                height=number(picture.get("height")),
            )


def _address(page: Page, picture: HtmlElement) -> str | None:
    """Return where a picture is: many a page puts a blank one in `src` until it is scrolled to."""
    lists = (picture.get(name) or "" for name in ("data-srcset", "srcset"))
    last = (one.split(",")[-1].split()[:1] for one in lists if "data:" not in one)
    sources = [*(picture.get(name) for name in LAZY), *(one[0] for one in last if one)]
    return next(filter(None, (absolute(page.url, one) for one in sources)), None)


def _captioned(figure: HtmlElement) -> tuple[str | None, str | None]:
    """Return what is said of a picture, and whose it is, if an element of its own says so."""
    box = next(figure.iter("figcaption"), None)
    lines = [one for one in figure.iter() if _is_credit(one)]
    lines = [one for one in lines if not any(up in lines for up in one.iterancestors())]
    credit = " ".join(filter(None, map(line_of, lines)))
    whole = line_of(box) if box is not None else ""
    caption = whole
    for one in filter(None, map(line_of, lines)):
        caption = " ".join(caption.replace(one, " ").split())
    return caption.strip(" |–—/") or None, CREDITED.sub("", credit) or None


def _is_credit(node: HtmlElement) -> bool:
    if node.tag in {"figure", "figcaption", "img", "picture", "source"}:
        return False
    given = f"{node.get('itemprop') or ''}".lower().split()
    return bool({"credittext", "copyrightholder", "author", "creator"} & {*given}) or any(
        not CREDIT.isdisjoint(words(one)) for one in names(node)
    )


def _pixels(value: object) -> int | None:
    if isinstance(value, dict) and is_a(value, "QuantitativeValue"):
        value = value.get("value")
    return number((plain(value) or "").removesuffix("px").strip())
