"""Where a page shows its comments: by names, else the box around the comments that were read."""

from collections.abc import Iterable
from itertools import islice

from lxml.html import HtmlElement

from newscrawl.extract.containers import comment_containers
from newscrawl.extract.text import letters
from newscrawl.extract.unnamed import ARTICLE
from newscrawl.items import Comment
from newscrawl.page import Page

BEGINNING = 20
"""So many letters tell the place of a text."""
ENOUGH = 8
"""A text of fewer letters may stand anywhere."""
AROUND = 2
"""Elements around the list in which its controls may stand."""
WHOLE_PAGE = frozenset(["html", "body", "main"])


def places(page: Page, comments: Iterable[Comment]) -> list[HtmlElement]:
    """Return the elements that hold comments; where no name tells, the box around `comments`.

    Rows are found without any name, and the controls beside them tell of more all the same.
    """
    named = page.once(comment_containers)
    box = _box(page.root, comments)
    if box is None or not set(named).isdisjoint((box, *box.iterancestors())):
        return named
    return [*(one for one in named if box not in one.iterancestors()), box]


def _box(root: HtmlElement, comments: Iterable[Comment]) -> HtmlElement | None:
    """Return the smallest element around all texts, and what is around it but for the article."""
    wanted = {said for one in comments if len(said := _beginning(one.text or "")) >= ENOUGH}
    found = [e for e in root.iter() if wanted and _beginning(_said(e)) in wanted]
    if len(found) < 2:
        return None
    shared = list(reversed([found[0], *found[0].iterancestors()]))
    for one in found[1:]:
        above = {one, *one.iterancestors()}
        shared = [element for element in shared if element in above]
    box = shared[-1]
    if _holds_page(box):
        return None
    for above in islice(box.iterancestors(), AROUND):
        if _holds_page(above):
            break
        box = above
    return box


def _said(element: HtmlElement) -> str:
    return (element.text or "") if isinstance(element.tag, str) else ""


def _beginning(text: str) -> str:
    return letters(text.strip()[: 3 * BEGINNING].partition("\n")[0])[:BEGINNING]


def _holds_page(element: HtmlElement) -> bool:
    return element.tag in WHOLE_PAGE or bool(ARTICLE(element))
