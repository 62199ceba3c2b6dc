"""Text from markup: line breaks kept, entities decoded, the rest as a reader sees it."""

import re
from functools import lru_cache

import lxml.html
from lxml.html import HtmlElement

from newscrawl.attributes import without_surplus
from newscrawl.vocabulary.emoji import spell_out

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
PARAGRAPHS = frozenset(
    ["p", "blockquote", "ul", "ol", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "table"]
)
CELLS = frozenset(["td", "th"])
NO_LETTERS = bytes(one for one in range(128) if not chr(one).isalnum())
LETTERS = re.compile(r"[^\W_]+")
KEPT = 2_000
"""Characters of a text whose letters are kept: a paragraph is compared many times."""
LINE, PARAGRAPH = "\x1e", "\x1d"
"""Marks for the edges of blocks, until the text is complete."""
EDGES = re.compile(f"(?<! ) *[{LINE}{PARAGRAPH}][{LINE}{PARAGRAPH} ]*")
PAIR = re.compile(
    r"<(a|abbr|b|cite|em|font|i|mark|p|q|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>([^<]*)</\1\s*>",
    re.IGNORECASE,
)
BREAK = re.compile(r"<(?:br|wbr|img)(?:[\s/][^<>]*)?>", re.IGNORECASE)
NESTED = 6
"""Tags within each other that are taken out of a line."""
SILENT = frozenset(
    ["script", "style", "template", "noscript", "button", "svg", "head", "rt", "rp", "rtc"]
)
"""What is no text: `rt` and its kind say in small letters how the word beside them is spoken."""


def text_of(node: HtmlElement) -> str:
    r"""Return an element's text: `<br>` and blocks break the line, paragraphs leave a blank one.

    >>> text_of(lxml.html.fragment_fromstring("<div>one<br>two &amp; <b>three</b></div>"))
    'one\ntwo & three'
    >>> text_of(lxml.html.fragment_fromstring("<ul><li>one</li> <li>two</li></ul>"))
    'one\ntwo'
    """
    pieces: list[str] = []
    _collect(node, pieces)
    return _tidy("".join(pieces))


def html_to_text(html: str) -> str:
    r"""Return the text of an HTML fragment, like `text_of`. Never raises.

    >>> html_to_text("<p>Yes.</p><p>1 &lt; 2 \U0001f600</p>")
    'Yes.\n\n1 < 2 \U0001f600'
    """
    html = without_surplus(html.replace("\x00", ""))
    if not html.strip():
        return ""
    try:
        fragment = lxml.html.fragment_fromstring(html, create_parent="div")
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return _tidy(re.sub(r"<[^<>]*>", " ", html))
    spell_out(fragment)
    return text_of(fragment)


def untagged(text: str) -> str:
    """Return a line of text without the tags that a template left in it.

    >>> untagged("Lamps <em class='x'>lit</em><br/>again"), untagged("Is 3 < 5? Why <b> is dead")
    ('Lamps lit again', 'Is 3 < 5? Why <b> is dead')
    """
    if "<" not in text:
        return text
    text = BREAK.sub(" ", text)
    for _ in range(NESTED):
        text = PAIR.sub(r"\2", text)
    return text


def letters(text: str) -> str:
    """Return the letters and digits of a text alone, small, by which two texts are compared.

    >>> letters("Fog-bound, on the 7th!")
    'fogboundonthe7th'
    """
    if text.isascii():  # the same, in a tenth of the time
        return text.encode().translate(None, NO_LETTERS).decode().lower()
    return _letters(text) if len(text) < KEPT else _letters.__wrapped__(text)


@lru_cache(maxsize=1024)
def _letters(text: str) -> str:
    return "".join(LETTERS.findall(text.replace("\xad", ""))).casefold()


def _collect(node: HtmlElement, pieces: list[str]) -> None:
    # An explicit stack: a hostile page nests deeper than Python recurses.
    stack: list[tuple[HtmlElement | None, str]] = [(node, "")]
    while stack:
        element, closing = stack.pop()
        if element is None:
            pieces.append(closing)
            continue
        tag = element.tag
        if not isinstance(tag, str) or tag in SILENT:
            continue
        if tag == "br":
            pieces.append("\n")
            continue
        edge = PARAGRAPH if tag in PARAGRAPHS else LINE if tag in BLOCKS else ""
        edge = edge or (" " if tag in CELLS else "")
        pieces.append(edge)
        pieces.append(_folded(element.text, tag))
        stack.append((None, edge))
        for child in reversed(element):
            stack.append((None, _folded(child.tail, tag)))
            stack.append((child, ""))


def _folded(text: str | None, tag: str) -> str:
    text = re.sub(f"[{LINE}{PARAGRAPH}]", "", text or "")
    return text if tag in {"pre", "textarea"} else re.sub(r"[ \t\r\n\f]+", " ", text)


def _tidy(text: str) -> str:
    # Marks of neighbouring blocks merge into one break; written breaks (\n) all count.
    text = re.sub(EDGES, lambda m: "\n\n" if PARAGRAPH in m[0] else "\n", text)
    text = "\n".join(line.strip(" \t") for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", text).strip()
