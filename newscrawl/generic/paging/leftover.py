"""Signs of more in the answers to a page's own requests: what the last of each list hands out."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from newscrawl.engines.signs import CURSOR, REPLIES, Sign
from newscrawl.extract.text import html_to_text
from newscrawl.generic.headers import told_in
from newscrawl.generic.json.columns import is_count, scalar
from newscrawl.generic.json.roles import NOBODY
from newscrawl.generic.json.sighting import Capture
from newscrawl.generic.json.tree import Path, around, endpoint, leaves
from newscrawl.generic.paging.steps import Step, envelope, goes_on, listed_of, lists_of, page_of
from newscrawl.generic.request import put_together
from newscrawl.items import Comment
from newscrawl.vocabulary import keys as w
from newscrawl.vocabulary.keys import key_words

SHORT = 20
"""Characters of a text that may stand anywhere."""
OBJECTS = 200_000
HANDED = w.CURSOR | {"link", "links", "href", "url", "uri"}


def leftover(found: Capture) -> list[Sign]:
    """Return what the page was told of and did not ask for, in any of its lists of comments."""
    lists = lists_of(found)
    signs = [sign for steps in lists.values() if steps[-1].rows for sign in _of_list(steps)]
    signs += _of_replies(found, {about for about, _ in lists})
    return sorted(signs, key=lambda sign: not sign.sure)[:1]


def of_drawn(found: Capture, comments: Iterable[Comment]) -> list[Sign]:
    """Return what answers say of the rest that were not understood, but whose texts were drawn."""
    texts = {_letters(one.text) for one in comments if one.text and len(one.text) > SHORT}
    last = {
        endpoint(answer): number
        for number, answer in enumerate(found.answers)
        if any(_holds(said, texts) for said in _texts(found.trees[number]))
    }
    last = {about: _followed(found, number) for about, number in last.items()}
    signs = [
        sign
        for number in last.values()
        for sign in _of_envelope(
            {**envelope(found.trees[number]), **told_in(found.answers[number])},
            str(found.answers[number]["url"]),
        )
    ]
    return signs[:1]


def _followed(found: Capture, number: int) -> int:
    """Return the number of the answer in which a list ends: the next was asked with what it gave.

    The last one may be empty.
    """
    for later in range(number + 1, len(found.answers)):
        if endpoint(found.answers[later]) == endpoint(found.answers[number]):
            asked = _values(found.answers[later]) - _values(found.answers[number])
            given = envelope(found.trees[number]).values()
            if asked and asked <= {str(one) for one in given if not isinstance(one, bool)}:
                number = later
    return number


def _values(answer: Mapping[str, Any]) -> set[str]:
    """Return the values in the query of what was asked for."""
    return {value for _, value in parse_qsl(str(answer["url"]).partition("?")[2])}


def _texts(tree: Any) -> Iterator[str]:
    stack = [tree]
    for _ in range(OBJECTS):
        if not stack:
            return
        value = stack.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, (dict, list)):
            stack.extend(value.values() if isinstance(value, dict) else value)


def _holds(said: str, texts: set[str]) -> bool:
    """Return whether a string is one of some texts, or markup with them."""
    if len(said) <= SHORT:
        return False
    if "<" not in said:
        return _letters(said) in texts
    plain = _letters(html_to_text(said))
    return any(text in plain for text in texts)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _of_list(steps: list[Step]) -> Iterator[Sign]:
    if not goes_on(steps):
        return
    handed = steps[-1].around
    yield from _of_envelope(handed, put_together(steps[-1].asked)[0])
    if key := _listed(steps[-1]):
        yield Sign(CURSOR, f"the last answer lists comments under {key} without their texts")
    number = len({row.id for step in steps for row in step.rows})
    if (total := listed_of(handed)) and total > number:
        yield Sign(CURSOR, f"the last answer counts {total}")
    page, pages = page_of(handed)
    if page is not None and pages is not None and page < pages:
        yield Sign(CURSOR, f"the last answer is page {page} of {pages}", sure=True)


def _of_envelope(handed: Mapping[Path, Any], url: str) -> Iterator[Sign]:
    for path, value in handed.items():
        if _says_more(path, value):
            yield Sign(CURSOR, f"the last answer says {path[-1]}: {str(value).lower()}", sure=True)
        elif _hands_out(path, value):
            why = f"the last answer hands out {path[-1]}, which was not asked for"
            yield Sign(CURSOR, why, sure=_leads_away(value, url))


def _of_replies(found: Capture, asked: set[str | None]) -> Iterator[Sign]:
    """Yield a sign if comments say that they have more replies, for which nobody asked."""
    number = sum(
        row.id not in asked and any(_has_replies(*one) for one in leaves(row.record).items())
        for row in found.rows.values()
    )
    if number:
        yield Sign(REPLIES, f"{number} comments say that they have more replies", sure=True)


def _has_replies(path: Path, value: Any) -> bool:
    if value is False or isinstance(value, str):
        return False
    names = {word for key in path for word in key_words(key)}
    return bool(names & w.REPLIES) and _says_more(path, value)


def _listed(step: Step) -> str | None:
    """Return the key of a list of ids of comments that were not sent."""
    inside = {id(row.record.data) for row in step.rows}
    for data in around(step.rows[0].record, inside):
        for key, value in data.items():
            ids = isinstance(value, list) and value and all(scalar(one) for one in value)
            if ids and {"more", "remaining"} & set(key_words(key)):
                return key
    return None


def _says_more(path: Path, value: Any) -> bool:
    names = set(key_words(path[-1]))
    if names & w.BACK:
        return False
    if isinstance(value, bool):
        return bool(names & (w.MORE | w.CUT)) if value else bool(names & w.DONE)
    about = {word for key in path for word in key_words(key)}
    many = is_count(value) and value > 0 and bool(names & {"more", "remaining"})
    return many and about.isdisjoint(w.QUOTA | {"limit", "max", "per", "size"})


def _leads_away(value: Any, url: str) -> bool:
    """Return whether a value is an address of another server, where nobody asked."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return False
    return value.split("/")[2:3] != url.split("/")[2:3]


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
