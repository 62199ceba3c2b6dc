"""Links from a page of comments to the others, where the server draws them page by page."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement

from newscrawl.extract.claims import COMMENTS_KEY
from newscrawl.extract.containers import comment_containers
from newscrawl.extract.posts import is_of_answers, place_of_posts
from newscrawl.generic.headers import next_in
from newscrawl.page import Page
from newscrawl.vocabulary.controls import means
from newscrawl.vocabulary.phrases import is_page_label
from newscrawl.vocabulary.turning import END
from newscrawl.vocabulary.words import either

IN_PATH = re.compile(r"/(?P<of_comments>comment-?page[-=/]|cpage[-=/])?(?:page[-=/])?(?P<n>\d+)/?$")
OF_COMMENTS = re.compile(rf"{COMMENTS_KEY.pattern}|cp", re.IGNORECASE)
NUMBERS = re.compile(r"page|pg|p|paged|pagina|seite", re.IGNORECASE)
PLACES = re.compile(r"start|offset", re.IGNORECASE)
ORDERS = re.compile(r"(?:sort|order)(?:_?(?:by|order|dir))?|sort_?key", re.IGNORECASE)
"""What the links of a pager may say of the order, and the page's own address does not."""
BELOW = 3
"""Elements around a list of comments behind which its pager may stand."""
AFTER = 6
LINKS = 40
"""Elements behind each, and links of one, that are looked at."""
LABEL = 100
ICON = re.compile(
    r"\b(?:chevron|angle|arrow|caret)s?-(?:double-)?(?:right|left)|\bnext\b|\bprev(?:ious)?\b|"
    r"\bforward\b|\bpage-link\b",
    re.IGNORECASE,
)
"""Classes of a link that has no words, or of its icon."""
END_LABEL = re.compile(rf"^\W*{either(END)}(?:\s+\w{{3,8}})?\W*$", re.IGNORECASE)
LAST = 1000
"""A higher page number is a trap, not a page of comments."""


class Turn(NamedTuple):
    """A further page of an article: its number, and whether it surely is one of comments."""

    number: int
    of_comments: bool
    counts: bool
    """Whether the number is that of the page, not of its first comment."""


def comment_pages(page: Page) -> list[str]:
    """Return the addresses of further pages of comments, each once. Never raises.

    A link counts if it goes to the article's own address but for a page number, and either stands
    in the comment section, or around a forum's posts, and is labelled as such a link, or names a
    page of comments. Pages before one that is linked are there too.
    """
    links = [link for link in page.root.iter("a", "form") if _leads_to(link)]
    # From a further page the first is one of the others.
    first = 1 if _is_numbered(page.url) else 2
    places: list[HtmlElement | None] = [*page.once(comment_containers)]
    if not places or page.once(is_of_answers):
        places.append(page.once(place_of_posts))
    inside = {link for place in places if place is not None for link in place.iter("a", "form")}
    found: dict[str, None] = {}
    for link in links:
        href = _leads_to(link)
        if any(map(str.isdigit, href.partition("#")[2])) or not any(map(str.isdigit, href)):
            continue  # the address of one comment names the page it stands on
        url = _resolved(page.url, href)
        turn = turn_of(page.url, url) if url else None
        if not url or not turn:
            continue
        if turn.of_comments or (link in inside and turn.number >= first and _is_pager(link)):
            found |= dict.fromkeys(_up_to(page.url, url, turn))
    found.pop(urldefrag(page.url)[0], None)
    return list(found)


def article_pages(page: Page) -> list[str]:
    """Return the next pages that the document, its headers or a pager below the comments name."""
    urls = [
        next_in(page.headers.get("link", ""), page.url),
        *_linked(page),
        *_below(page),
    ]
    here = urldefrag(page.url)[0]
    return [url for url in dict.fromkeys(urls) if url and url != here and turn_of(page.url, url)]


def _below(page: Page) -> Iterator[str]:
    """Yield the further pages that a pager behind a list of comments leads to.

    They may be those of the article, each of which has all comments.
    """
    for after in _behind(page.once(comment_containers)):
        for link in islice(after.iter("a"), LINKS):
            url = _resolved(page.url, _leads_to(link))
            turn = turn_of(page.url, url) if url else None
            if url and turn and turn.number > 1 and _is_pager(link):
                yield from _up_to(page.url, url, turn)


def _behind(places: Iterable[HtmlElement]) -> list[HtmlElement]:
    """Return what stands behind places for comments and behind what is around them, each once."""
    known: set[HtmlElement] = set()
    found: dict[HtmlElement, None] = {}
    for place in places:
        for above in islice((place, *place.iterancestors()), BELOW):
            if above in known or above.tag in {"body", "main", "html"}:
                break
            known.add(above)
            found |= dict.fromkeys(islice(above.itersiblings(), AFTER))
    return [one for one in found if one not in known]


def _linked(page: Page) -> list[str | None]:
    return [
        _resolved(page.url, link.get("href") or "")
        for link in page.root.iter("link")
        if "next" in (link.get("rel") or "").split()
    ]


def _leads_to(link: HtmlElement) -> str:
    """Return where a link leads, or a form that asks by GET for what its hidden fields say."""
    if link.tag == "a":
        return link.get("href") or ""
    fields = [one for one in link.iter("input", "select", "textarea") if one.get("name")]
    asks = (link.get("method") or "get").lower() == "get"
    if not (asks and fields) or any(one.get("type") != "hidden" for one in fields):
        return ""
    said = urlencode({one.get("name"): one.get("value") or "" for one in fields})
    return f"{(link.get('action') or '').partition('?')[0]}?{said}"


def _is_numbered(url: str) -> bool:
    try:
        return any(_is_turn(key) for key, _ in parse_qsl(urlsplit(url).query))
    except ValueError:
        return False


def _is_pager(link: HtmlElement) -> bool:
    label = " ".join(link.text_content().split()) or _pressed(link)
    said = (label or link.get("aria-label") or link.get("title") or "")[:LABEL]
    if (
        is_page_label(said)
        or END_LABEL.match(said)
        or {"next", "prev"} & set((link.get("rel") or "").split())
    ):
        return True
    if link.tag == "form" and means("more", said):
        return True
    classes = " ".join(one.get("class") or "" for one in link.iter())
    return not label and bool(ICON.search(classes))


def _pressed(form: HtmlElement) -> str:
    return next((one.get("value") or "" for one in form.iter("input") if _submits(one)), "")


def _submits(field: HtmlElement) -> bool:
    return field.get("type") in {"submit", "button"}


def _resolved(base: str, href: str) -> str | None:
    try:
        return urldefrag(urljoin(base, href.strip()))[0]
    except ValueError:
        return None


def turn_of(base: str, url: str) -> Turn | None:
    """Return which further page an address is, if it is the other but for the number.

    >>> turn_of("https://a.example/b", "https://a.example/b?page=2")
    Turn(number=2, of_comments=False, counts=True)
    >>> turn_of("https://a.example/?p=7", "https://a.example/?p=9")
    """
    try:
        here, there = urlsplit(base), urlsplit(url)
        asked, known = dict(parse_qsl(there.query)), dict(parse_qsl(here.query))
    except ValueError:
        return None
    if here.netloc != there.netloc:
        return None
    changed = {key for key in asked.keys() | known.keys() if asked.get(key) != known.get(key)}
    turns = {key for key in changed if _is_turn(key)}
    changed -= _orders(asked, known)
    if here.path.rstrip("/") == there.path.rstrip("/"):
        return _in_query(asked, turns, known) if turns == changed else None
    in_path = IN_PATH.search(there.path)
    same = _stem(here.path) == _stem(there.path)
    if not in_path or not same or changed or int(in_path["n"]) > LAST:
        return None
    return Turn(int(in_path["n"]), bool(in_path["of_comments"]), True)


def _orders(asked: dict[str, str], known: dict[str, str]) -> set[str]:
    """Return the parameters of an order that an address has and the page's own has not."""
    return {key for key in asked.keys() - known.keys() if ORDERS.fullmatch(key)}


def is_further(base: str, url: str) -> bool:
    """Return whether an address is a further page of an article, and not its first."""
    turns = (turn_of(one, url) for one in (base, url.partition("?")[0]))
    return any(turn and turn.number > (1 if turn.counts else 0) for turn in turns)


def _is_turn(key: str) -> bool:
    return any(kind.fullmatch(key) for kind in (OF_COMMENTS, NUMBERS, PLACES))


def _in_query(asked: dict[str, str], turns: set[str], known: dict[str, str]) -> Turn | None:
    # `?p=7` is an article of its own, of which a page is `?p=7&page=2`.
    if len(turns) != 1 or "p" in turns & known.keys():
        return None
    key = turns.pop()
    value = asked.get(key, "")
    if not (value.isascii() and value.isdigit() and len(value) < 7):
        return None
    return Turn(int(value), bool(OF_COMMENTS.fullmatch(key)), not PLACES.fullmatch(key))


def _stem(path: str) -> str:
    return IN_PATH.sub("", path).rstrip("/")


def _up_to(base: str, url: str, turn: Turn) -> Iterator[str]:
    """Yield an address and those of the pages before it, from the second on.

    From the first on where they have an order that the page's own address does not name.
    """
    parts = urlsplit(url)
    if turn.counts and turn.number <= LAST and parts.query and turn_of(base, url):
        pairs, known = parse_qsl(parts.query), dict(parse_qsl(urlsplit(base).query))
        first = 1 if _orders(dict(pairs), known) else 2
        for number in range(first, turn.number):
            numbered = [
                (k, str(number) if known.get(k) != v and _is_turn(k) else v) for k, v in pairs
            ]
            yield parts._replace(query=urlencode(numbered)).geturl()
    elif turn.counts and turn.number <= LAST and (said := IN_PATH.search(parts.path)):
        for number in range(2, turn.number):
            path = f"{parts.path[: said.start('n')]}{number}{parts.path[said.end('n') :]}"
            yield parts._replace(path=path).geturl()
    yield url
