"""What the reader wrote in a comment's row: its text, without names, dates and controls."""

import re
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.containers import cut_out
from newscrawl.extract.printed_dates import is_date, is_only_date
from newscrawl.extract.text import text_of
from newscrawl.generic.markup.author import is_own_link
from newscrawl.generic.markup.row import RowView
from newscrawl.vocabulary import parts as p
from newscrawl.vocabulary.bylines import LEADING, SAYS
from newscrawl.vocabulary.controls import means
from newscrawl.vocabulary.names import words
from newscrawl.vocabulary.notices import is_folded
from newscrawl.vocabulary.phrases import is_ui

LABEL = 60
FOLDS = re.compile(r"[\[(]?\s*[+–—−-]\s*[\])]?")
"""`[–]` folds a comment."""
LONGEST = 200
"""Characters of a line that only says who speaks."""
"""Longer words of a link are no label of a control."""
INLINE = frozenset(["a", "button", "img", "input", "textarea", "label", "time", "form"])
PARAGRAPHS = ("p", "blockquote")
CELLS = (*PARAGRAPHS, "td")
ALL = (*CELLS, "div", "section", "article", "dd")
"""What may be the paragraph of a row that shows who wrote it, and when."""
OWN = frozenset(["author", "date", "furniture", "meta", "reply_to"])


def text_in(view: RowView, author: HtmlElement | None, dated: HtmlElement | None) -> str:
    """Return the reader's words. Cuts the row up; read all else before."""
    body = _body(view, author, dated)
    if body is not None:
        for link in list(body.iter("a")):
            if is_own_link(view, link) and not re.search(r"\w", "".join(link.itertext())):
                _drop(link, body)  # `¶`, and what is left may be `Reply` alone
        whole = text_of(body)
        if (
            (is_ui(whole) or is_date(whole))
            and re.search(r"[^\W\d_]", whole)
            and not _is_pressed(body)
        ):
            return whole  # a comment may well say `Reply` or name a day, and no more
        _strip(view, body, frozenset(["furniture", "reply_to", "meta"]))
        if text := without_controls(text_of(body)):
            return text
    body = view.row
    half = max(60, _length(body) / 2)
    for element in (author, dated):
        if element is not None and _length(element) <= half:
            _drop(element, body)
    _strip(view, body, OWN)
    signed = author is not None and dated is not None
    return without_controls(text_of(body)) or paragraphs(body, ALL if signed else PARAGRAPHS)


def paragraphs(row: HtmlElement, tags: tuple[str, ...] = PARAGRAPHS) -> str:
    """Return the text of the paragraphs of a row, though it reads like a control or a date."""
    inner = (one for one in row.iter(*tags) if one is not row)
    said = [text_of(one) for one in inner if not len(one) and not _is_pressed(one)]
    return "\n\n".join(one for one in said if one and not LEADING.fullmatch(f"{one} "))


def _is_pressed(element: HtmlElement) -> bool:
    around = (element, *element.iterancestors())
    return any(one.tag in {"a", "button"} or one.get("role") == "button" for one in around)


def _body(
    view: RowView, author: HtmlElement | None, dated: HtmlElement | None
) -> HtmlElement | None:
    """Return the element that holds the text and nothing else: the largest of the best kind.

    What microdata marks as the text is it, however short: forums print longer titles of members.
    """
    held = {a for e in (author, dated) if e is not None for a in (e, *e.iterancestors())}
    marked = [e for e in view.with_role("text") if _is_marked(e) and _length(e)]
    numbered = (e for e in view.roles if e not in held and _is_numbered(e, view))
    if sure := marked or [*numbered]:
        return max(sure, key=_length)
    for role in ("text", "body"):
        best, size = None, 0
        for element in view.with_role(role):
            if element in held or "author" in view.roles[element] or element.tag in INLINE:
                continue
            if _is_pressed(element):
                continue
            if (length := _length(element)) > size:
                best, size = element, length
        if best is not None:
            return best
    return None


def _is_marked(element: HtmlElement) -> bool:
    return "text" in (element.get("itemprop") or "").split()


def _is_numbered(element: HtmlElement, view: RowView) -> bool:
    """Return whether an id says that it is the text of just this row: `post_message_12`."""
    name, key = element.get("id") or "", view.key or ""
    if not key or element is view.row or not name.endswith(key):
        return False
    called = words(name[: -len(key)])
    return len(called) > 1 and not p.TEXT.isdisjoint(called) and bool(_length(element))


def _length(element: HtmlElement) -> int:
    # Bounded, as it is asked of elements inside each other.
    return sum(len(t.strip()) for t in islice(element.itertext(), 300))


def _strip(view: RowView, body: HtmlElement, unwanted: frozenset[str]) -> None:
    half = max(60, _length(body) / 2)
    for element in list(body.iterdescendants()):
        found = view.roles.get(element)
        if found is None or element.tag in {"p", "blockquote"}:
            continue
        if _is_control(view, element) or (
            found & unwanted
            and "text" not in found
            # Some themes put the text itself into the box of the author or of the details.
            and ("furniture" in found or _length(element) <= half)
        ):
            _drop(element, body)


def _is_control(view: RowView, element: HtmlElement) -> bool:
    if element.tag not in {"a", "button", "span"}:
        return False
    said = " ".join("".join(islice(element.itertext(), 12)).split())
    if not said or len(said) > LABEL:
        return False
    if element.tag != "span" and FOLDS.fullmatch(said) and leads_nowhere(element):
        return True
    if is_ui(said) or is_folded(said) or (element.tag == "a" and is_own_link(view, element)):
        return True
    return element.tag == "a" and leads_nowhere(element) and is_list_control(element, said)


def leads_nowhere(link: HtmlElement) -> bool:
    return bool(re.match(r"$|#|javascript:", (link.get("href") or "").strip()))


def is_list_control(element: HtmlElement, said: str) -> bool:
    """Return whether a label brings more of a list, or, outside a paragraph, does anything else."""
    above = element.getparent()
    in_text = above is not None and above.tag == "p"
    return means("more", said) or (not in_text and means("never", said))


def _drop(element: HtmlElement | None, body: HtmlElement) -> None:
    if element is not None and element is not body:
        cut_out(element)


def without_controls(text: str) -> str:
    """Take lines of controls, dates and marks off both ends."""
    lines = text.split("\n")
    while lines and (_is_noise(lines[-1])):
        lines.pop()
    # The name was cut out from before it: "Says:" is left.
    start = 0
    while start < len(lines) and (
        _is_noise(lines[start]) or SAYS.fullmatch(lines[start][:LONGEST])
    ):
        start += 1
    return "\n".join(lines[start:]).strip()


def _is_noise(line: str) -> bool:
    line = line.strip()
    if re.fullmatch(r"\d+", line):
        return False
    if LEADING.fullmatch(f"{line} ") or is_ui(line):
        return True
    return not line or (len(line) < 60 and is_only_date(line))
