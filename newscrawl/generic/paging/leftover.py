"""Signs of more in the answers to a page's own requests: what the last of each list hands out."""

from collections.abc import Iterator
from typing import Any

from newscrawl.engines.signs import CURSOR, Sign
from newscrawl.generic.json.roles import NOBODY
from newscrawl.generic.json.sighting import Capture
from newscrawl.generic.json.tree import Path
from newscrawl.generic.paging.steps import Step, goes_on, lists_of, page_of
from newscrawl.vocabulary import keys as w
from newscrawl.vocabulary.keys import key_words

HANDED = w.CURSOR | {"link", "links", "href", "url", "uri"}


def leftover(found: Capture) -> list[Sign]:
    """Return what the page was told of and did not ask for, in any of its lists of comments."""
    signs = [
        sign for steps in lists_of(found).values() if steps[-1].rows for sign in _of_list(steps)
    ]
    return sorted(signs, key=lambda sign: not sign.sure)[:1]


def _of_list(steps: list[Step]) -> Iterator[Sign]:
    if not goes_on(steps):
        return
    around = steps[-1].around
    for path, value in around.items():
        if _says_more(path, value):
            yield Sign(CURSOR, f"the last answer says {path[-1]}: {str(value).lower()}", sure=True)
        elif _hands_out(path, value):
            yield Sign(CURSOR, f"the last answer hands out {path[-1]}, which was not asked for")
    page, pages = page_of(around)
    if page is not None and pages is not None and page < pages:
        yield Sign(CURSOR, f"the last answer is page {page} of {pages}", sure=True)


def _says_more(path: Path, value: Any) -> bool:
    names = set(key_words(path[-1]))
    if not isinstance(value, bool) or names & w.BACK:
        return False
    return (value and bool(names & w.MORE)) or (not value and bool(names & w.DONE))


def _hands_out(path: Path, value: Any) -> bool:
    """Return whether a value leads to a next page: a cursor or an address."""
    names = {word for key in path[-2:] for word in key_words(key)}
    if (
        isinstance(value, bool)
        or names & (w.BACK | w.SIZE)
        or not names & {"next", "more", "cursor"}
    ):
        return False
    last = set(key_words(path[-1]))
    if isinstance(value, str):
        return value.lower() not in NOBODY and value != "0" and bool(last & HANDED)
    return isinstance(value, int) and value > 0 and bool(last & {"next", "cursor"})
