"""The text of an article as markup: its lines with links, lists, quotes and headings alone."""

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import groupby

from lxml.html import HtmlElement

from newscrawl.extract.blocks import BLOCKS, CELLS, SILENT, Block, blocks_of
from newscrawl.extract.canonical import absolute
from newscrawl.extract.text import letters
from newscrawl.page import Page

INLINE = frozenset("b strong i em code sub sup mark q cite s del ins".split())
HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
PIECES = 5_000
"""Elements of one box."""
NESTED = 8
"""Emphases within each other."""
LINE = "\x1e"
TAG = re.compile(r"<[^<>]*>")
EMPTY = re.compile(r"<(\w+)(?: [^<>]*)?>\s*</\1>")
"""An element that was opened where its text had ended."""


def read_text_html(page: Page, body: str | None) -> str | None:
    """Return the lines of a text as the page marks them up, or None if there is none.

    `body` is the article's text. What is kept: `p`, `h2` to `h6`, lists, `blockquote`, `pre`, links
    to web addresses, emphasis; no attribute but `href`, and no script. A line that the page does
    not show, because only a script or the metadata has it, is a `p`.
    """
    if not body:
        return None
    said = [(line, letters(line)) for line in body.split("\n\n")]
    # Whoever read the text knows where most of its lines stand.
    others = {key for _, key in said if key not in page.lines}
    shown = page.lines | _shown(page.root, others) if others else page.lines
    known: dict[HtmlElement, dict[str, str]] = {}
    lines = ((line, shown.get(key)) for line, key in said)
    return "\n".join(_grouped([_marked(page, line, block, known) for line, block in lines]))


def _shown(root: HtmlElement, wanted: set[str]) -> dict[str, Block]:
    """Return where a page first shows each line that is wanted, by its letters."""
    found: dict[str, Block] = {}
    for block in blocks_of(root):
        if (key := letters(block.text)) in wanted and key not in found:
            found[key] = block
            if len(found) == len(wanted):
                break
    return found


def _marked(
    page: Page, line: str, block: Block | None, known: dict[HtmlElement, dict[str, str]]
) -> tuple[str, str]:
    """Return what holds a line, and the line itself. `known` holds the lines of elements."""
    if block is None:
        return "", f"<p>{escape(line, quote=False)}</p>"
    element = block.element
    if not len(element):  # its own text is all in it
        known[element] = {letters(line): " ".join(escape(element.text or "", quote=False).split())}
    elif element not in known:
        known[element] = _lines(page, element)
    inner = known[element].get(letters(line)) or escape(line, quote=False)
    above = {one.tag for one in element.iterancestors()} | {element.tag}
    if block.tag == "li" or "li" in above:
        return ("ol" if _is_numbered(element) else "ul"), f"<li>{inner}</li>"
    tag = block.tag if block.tag in HEADINGS or block.tag == "pre" else "p"
    return ("blockquote" if "blockquote" in above else ""), f"<{tag}>{inner}</{tag}>"


def _lines(page: Page, element: HtmlElement) -> dict[str, str]:
    """Return the lines of an element as markup, by their letters."""
    found: dict[str, str] = {}
    for line in "".join(_inside(page, element)).split(LINE):
        text = letters(unescape(TAG.sub("", line)))
        if text:
            for _ in range(NESTED):
                line = EMPTY.sub("", line)  # noqa: PLW2901
            found.setdefault(text, " ".join(line.split()))
    return found


def _is_numbered(element: HtmlElement) -> bool:
    around = next(element.iterancestors("ol", "ul"), None)
    return around is not None and around.tag == "ol"


def _grouped(lines: list[tuple[str, str]]) -> Iterator[str]:
    for holder, group in groupby(lines, key=lambda line: line[0]):
        inner = "\n".join(line for _, line in group)
        yield f"<{holder}>\n{inner}\n</{holder}>" if holder else inner


def _inside(page: Page, whole: HtmlElement) -> Iterator[str]:
    """Yield the pieces of an element, walked without recursion: a hostile one nests deep.

    The lines of a block inside are that block's own. What is open where a line ends is closed
    there, and opened again in the next one.
    """
    yield escape(whole.text or "", quote=False)
    stack: list[tuple[HtmlElement, tuple[str, str] | None]] = [(one, None) for one in whole[::-1]]
    around: list[tuple[str, str]] = []
    left = PIECES
    while stack:
        element, tags = stack.pop()
        if tags is not None:
            if tags in around[-1:]:
                around.pop()
            yield tags[1]
        elif element.tag == "br" or (element.tag in BLOCKS and element.tag not in CELLS):
            yield _end_of_line(around)
        elif left > 0 and isinstance(element.tag, str) and element.tag not in SILENT:
            left -= 1
            tags = _tags(page, element) if len(around) < NESTED else ("", "")
            if tags[0].startswith("<"):
                around.append(tags)
            yield tags[0] + escape(element.text or "", quote=False)
            stack.append((element, tags))
            stack.extend((one, None) for one in element[::-1])
            continue
        yield escape(element.tail or "", quote=False)


def _end_of_line(around: list[tuple[str, str]]) -> str:
    closed = "".join(closing for _, closing in reversed(around))
    return f"{closed}{LINE}{''.join(opening for opening, _ in around)}"


def _tags(page: Page, element: HtmlElement) -> tuple[str, str]:
    tag = element.tag
    if tag in INLINE:
        return f"<{tag}>", f"</{tag}>"
    if tag == "a" and (address := absolute(page.url, element.get("href"))):
        return f'<a href="{escape(address)}">', "</a>"
    return (" ", " ") if tag in CELLS else ("", "")
