"""The pictures of an article, with captions and credits."""

from collections.abc import Iterator

from lxml.html import HtmlElement

from newscrawl.extract.canonical import absolute
from newscrawl.extract.ld import each, is_a, name_of, number, plain, resolved
from newscrawl.items import Image
from newscrawl.page import Page


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
    for figure in tree.xpath("//article//figure | //*[@itemprop='articleBody']//figure"):
        picture = next(figure.iter("img"), None)
        source = picture.get("data-src") or picture.get("src") if picture is not None else None
        if picture is not None and (url := absolute(page.url, source)):
            caption = next(figure.iter("figcaption"), None)
            yield Image(
                url=url,
                caption=None if caption is None else _text(caption) or None,
                width=number(picture.get("width")),
                height=number(picture.get("height")),
            )


def _pixels(value: object) -> int | None:
    if isinstance(value, dict) and is_a(value, "QuantitativeValue"):
        value = value.get("value")
    return number((plain(value) or "").removesuffix("px").strip())


def _text(node: HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())
