"""The text of an article: trafilatura's, once everything that is not article text is cut out."""

import copy
import re
from collections import defaultdict

from lxml.html import HtmlElement
from trafilatura import bare_extraction

EMBEDS = (
    '//blockquote[contains(@class, "twitter-") or contains(@class, "instagram-media")'
    ' or contains(@class, "tiktok-embed") or contains(@class, "bluesky-embed")]'
)
CAPTIONS = '//figcaption | //*[@itemprop="caption"]'
NODES = 50_000
"""Elements of a page without its comments; on a larger page only the declared text is read.

trafilatura takes a second or two per thousand paragraphs on a busy machine.
"""
LINKS = "//p[.//a] | //li[.//a]"


def read_body(
    tree: HtmlElement, *, headline: str | None = None, declared: str | None = None
) -> str | None:
    """Return the article's text, paragraphs separated by a blank line, or None.

    `tree` is the page without its comments; it is not changed. `declared` is the text in the
    page's JSON-LD, often without paragraphs and sometimes only its beginning.
    """
    if sum(1 for _ in tree.iter()) > NODES:
        return "\n\n".join(_declared(declared)) or None
    tree = copy.deepcopy(tree)
    cut_clutter(tree)
    paragraphs = _best(tree)
    if lost := _lost_chunks(tree, paragraphs):
        _join(lost)
        joined = _best(tree)
        paragraphs = joined if _size(joined) > 1.2 * _size(paragraphs) else paragraphs
    paragraphs = _without_headline(paragraphs, headline)
    if declared:
        paragraphs = _checked(paragraphs, declared)
    return "\n\n".join(paragraphs) or None


def cut_clutter(tree: HtmlElement) -> None:
    """Cut, in place, what lies between paragraphs but is none: captions, embeds, links."""
    for element in tree.xpath(f"{EMBEDS} | {CAPTIONS}"):
        _drop(element)
    for element in tree.xpath(LINKS):
        linked = sum(len(_text(link)) for link in element.iter("a"))
        if linked and linked >= 0.8 * len(_text(element)):
            _drop(element)


def _lost_chunks(tree: HtmlElement, paragraphs: list[str]) -> list[list[HtmlElement]]:
    """Return groups of boxes with one class, some of which are in the text and some not.

    Adverts split a text into several boxes; extractors take the best box and lose the others.
    """
    found = _key("".join(paragraphs))
    groups: dict[tuple[HtmlElement | None, str, str], list[HtmlElement]] = defaultdict(list)
    for box in tree.iter("div", "section"):
        if box.get("class") and _size([_text(one) for one in box.findall("p")]) >= 200:
            article = next(box.iterancestors("article"), None)
            groups[article, box.tag, box.get("class")].append(box)
    return [group for group in groups.values() if len({_is_in(box, found) for box in group}) == 2]


def _is_in(box: HtmlElement, found: str) -> bool:
    longest = max((_key(_text(one)) for one in box.findall("p")), key=len)
    return longest in found


def _join(groups: list[list[HtmlElement]]) -> None:
    for first, *others in groups:
        for box in others:
            if not any(parent is first for parent in box.iterancestors()):
                first.extend(list(box))


def _best(tree: HtmlElement) -> list[str]:
    precise, usual = _extracted(tree, precise=True), _extracted(tree, precise=False)
    # Much shorter: only one box of the text was found (below a quarter), or the usual way included
    # other articles (below a half). Both measured on the benchmark's pages.
    share = _size(precise) / (_size(usual) or 1)
    return precise if 0.25 <= share < 0.5 else usual


def _extracted(tree: HtmlElement, *, precise: bool) -> list[str]:
    found = bare_extraction(
        copy.deepcopy(tree), include_comments=False, with_metadata=False, favor_precision=precise
    )
    text = getattr(found, "text", None) or ""
    return [" ".join(line.split()) for line in text.split("\n") if line.strip(" -–|")]


def _without_headline(paragraphs: list[str], headline: str | None) -> list[str]:
    key = _key(headline or "")
    return [one for place, one in enumerate(paragraphs) if place > 3 or _key(one) != key]


def _checked(paragraphs: list[str], declared: str) -> list[str]:
    whole = _key(declared)
    known = [one for one in paragraphs if _key(one) in whole]
    if _size(known) >= 0.7 * len(declared):
        return known
    if _size(known) >= 0.8 * _size(paragraphs) and len(declared) > 1.2 * _size(paragraphs):
        return _declared(declared)
    return paragraphs


def _declared(text: str | None) -> list[str]:
    return [" ".join(line.split()) for line in (text or "").split("\n") if line.strip()]


def _size(paragraphs: list[str]) -> int:
    return sum(map(len, paragraphs))


def _text(element: HtmlElement) -> str:
    return " ".join("".join(element.itertext()).split())


def _key(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text.replace("\xad", ""))).casefold()


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
