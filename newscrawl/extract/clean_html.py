"""The text of an article as markup: its lines with links, lists, quotes and headings alone."""

from collections.abc import Iterator
from html import escape
from itertools import groupby

from lxml.html import HtmlElement

from newscrawl.extract.blocks import BLOCKS, SILENT, Block, blocks_of
from newscrawl.extract.canonical import absolute
from newscrawl.extract.text import letters
from newscrawl.page import Page

INLINE = frozenset("b strong i em code sub sup mark q cite s del ins".split())
HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
PIECES = 5_000
"""Elements of one line."""


def read_text_html(page: Page, body: str | None) -> str | None:
    """Return the lines of a text as the page marks them up, or None if there is none.

    `body` is the article's text. What is kept: `p`, `h2` to `h6`, lists, `blockquote`, `pre`, links
    to web addresses, emphasis; no attribute but `href`, and no script. A line that the page does
    not show, because only a script or the metadata has it, is a `p`.
    """
    lines = (body or "").split("\n\n")
    if not body:
        return None
    shown: dict[str, Block] = {}
    for block in blocks_of(page.root, lambda _: False):
        shown.setdefault(letters(block.text), block)
    return "\n".join(_grouped([_marked(page, line, shown.get(letters(line))) for line in lines]))


def _marked(page: Page, line: str, block: Block | None) -> tuple[str, str]:
    """Return what holds a line, and the line itself."""
    if block is None:
        return "", f"<p>{escape(line, quote=False)}</p>"
    whole = "".join(block.element.itertext())
    same = letters(whole) == letters(line)  # an element that holds other lines too gives none
    inner = "".join(_inside(page, block.element)) if same else escape(line, quote=False)
    inner = " ".join(inner.split())
    above = {one.tag for one in block.element.iterancestors()} | {block.element.tag}
    if block.tag == "li" or "li" in above:
        return ("ol" if _is_numbered(block.element) else "ul"), f"<li>{inner}</li>"
    tag = block.tag if block.tag in HEADINGS or block.tag == "pre" else "p"
    return ("blockquote" if "blockquote" in above else ""), f"<{tag}>{inner}</{tag}>"


def _is_numbered(element: HtmlElement) -> bool:
    around = next(element.iterancestors("ol", "ul"), None)
    return around is not None and around.tag == "ol"


def _grouped(lines: list[tuple[str, str]]) -> Iterator[str]:
    for holder, group in groupby(lines, key=lambda line: line[0]):
        inner = "\n".join(line for _, line in group)
        yield f"<{holder}>\n{inner}\n</{holder}>" if holder else inner


def _inside(page: Page, line: HtmlElement) -> Iterator[str]:
    """Yield the pieces of a line, walked without recursion: a hostile one nests deep."""
    yield escape(line.text or "", quote=False)
    stack: list[tuple[HtmlElement, str | None]] = [(one, None) for one in reversed(line)]
    left = PIECES
    while stack:
        element, closing = stack.pop()
        if closing is not None:
            yield closing + escape(element.tail or "", quote=False)
            continue
        left -= 1
        if element.tag in SILENT or left < 0:
            yield escape(element.tail or "", quote=False)
            continue
        opening, closing = _tags(page, element)
        yield opening + escape(element.text or "", quote=False)
        stack.append((element, closing))
        stack.extend((one, None) for one in reversed(element))


def _tags(page: Page, element: HtmlElement) -> tuple[str, str]:
    tag = element.tag
    if tag in INLINE:
        return f"<{tag}>", f"</{tag}>"
    if tag == "a" and (address := absolute(page.url, element.get("href"))):
        return f'<a href="{escape(address)}">', "</a>"
    return (" ", " ") if tag in BLOCKS or tag == "br" else ("", "")
