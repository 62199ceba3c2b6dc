"""Whom a comment row answers, as its attributes, its links and its words say."""

import re

from lxml.html import HtmlElement

from newscrawl.generic.markup.author import short
from newscrawl.generic.markup.byline import clean_name
from newscrawl.generic.markup.row import RowView
from newscrawl.vocabulary.phrases import IN_REPLY_TO, is_page_label

DATA_PARENTS = (
    *("data-parent-id", "data-parent-comment-id", "data-parentid", "data-parent"),
    *("data-parent-comment", "data-in-reply-to"),
    *("data-reply-to", "data-reply-to-id", "data-replyto"),
)
KEY_IN_LINK = re.compile(
    r"#(?:[a-z]+[-_:])*?(?:comment|c|cmt|post|p)?[-_:]?([0-9a-f][\w.:-]*)$", re.IGNORECASE
)
LIKELY = frozenset(["a", "span", "div", "small", "em", "p"])
POINTING = re.compile(r"(?:[@»›]|[↳↪⤷→▸►▶>]+)\s*(?P<name>\w.*)")


def reply_to(view: RowView) -> tuple[str | None, str | None]:
    """Return the key and the name of the comment that this one says it answers."""
    for name in DATA_PARENTS:
        value = (view.row.get(name) or "").strip()[:100]
        if re.search(r"[1-9a-f]", value) and value != view.key:
            return KEY_IN_LINK.sub(r"\1", f"#{value}"[:101]), _reply_name(view)[1]
    return _reply_name(view)


def _reply_name(view: RowView) -> tuple[str | None, str | None]:
    for element, found in view.roles.items():
        words_here = short(element) if "reply_to" in found or element.tag in LIKELY else ""
        match = IN_REPLY_TO.match(words_here[:200]) or _points(view, element, words_here)
        if element is view.row or not ("reply_to" in found or match) or "text" in found:
            continue
        link = element if element.tag == "a" else next(element.iter("a"), None)
        if _is_control(link) or (match and element.tag == "p" and link is None):
            continue  # a paragraph may well begin with `Answer`
        hit = KEY_IN_LINK.search((link.get("href") or "")[-200:]) if link is not None else None
        key = hit[1] if hit and hit[1] != view.key else None
        name = clean_name((match["name"] or match["before"]) if match else words_here)
        if key and not words_here.startswith("@"):  # what calls somebody is the reader's own word
            view.roles[element] = found | {"reply_to"}  # no part of the text
        if key or name:
            return key, name
    return None, None


def _points(view: RowView, element: HtmlElement, said: str) -> re.Match[str] | None:
    """Return what a link to another comment of the page says if it points at a name: `↳ Quill`."""
    match = POINTING.fullmatch(said) if element.tag == "a" else None
    hit = KEY_IN_LINK.match((element.get("href") or "")[-200:]) if match else None
    is_other = hit is not None and hit[1] != view.key
    return match if match and is_other and not is_page_label(match["name"]) else None


def _is_control(link: HtmlElement | None) -> bool:
    """Return whether a link opens the form: it may read `Reply to Quill` too."""
    if link is None:
        return False
    marks = f"{link.get('class') or ''} {link.get('href') or ''} {link.get('onclick') or ''}"
    return bool(re.search(r"reply-?link|replytocom|respond|addComment|reply-btn|replylink", marks))
