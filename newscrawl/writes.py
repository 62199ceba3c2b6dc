"""Whether a request that a page gives would change something on a server. Pure.

What a request says is judged, decoded: its method, the steps of its path, the parameters that name
an action, its operation, its body. What nobody can read does not leave. An address that a page or a
server leads to may be an article's, so its last step is read as a headline where it can be one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from newscrawl.bodies import (
    Field,
    decoded,
    fields_of,
    is_mutation,
    is_query,
    query_of,
    steps_of,
)
from newscrawl.engines.base import CommentEngine
from newscrawl.vocabulary.acts import CHANGES, OF_ACTS, THINGS, Act, act_of, is_slug, said
from newscrawl.vocabulary.names import word_set

Writes = Sequence[re.Pattern[str]]
"""Patterns searched for in `METHOD URL action=NAME`, for each of the action's names."""

METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
READING = frozenset({"GET", "HEAD", "OPTIONS"})
OVERRIDES = ("x-http-method-override", "x-http-method", "x-method-override")
METHOD_NAMES = frozenset({"_method", "__method", "_httpmethod", "http_method", *OVERRIDES})
ACTIONS = frozenset(
    {"action", "act", "do", "op", "cmd", "task", "func", "function", "fn", "method"}
)
"""Parameters that name what an address of many uses is asked to do."""
OPERATIONS = frozenset({"operationname", "operation_name", "operation"})
ROUTES = frozenset({"r", "route", "rest_route", "endpoint", "controller"})
"""Parameters that hold a path of the same server."""
TURNS = frozenset({"up", "down", "plus", "minus", "+", "-", "+1", "-1"})
DIRECT = word_set("vote upvote downvote like dislike unlike delete remove")
"""Parameters that act on the comment whose number they hold: `?like=5`."""
TEXTS = word_set(
    "text comment content message body commenttext comment_text commentcontent comment_content"
    " commentbody comment_body reply_text replytext"
)
ASSET = re.compile(
    r"\.(?:m?js|css|map|wasm|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|txt)$", re.IGNORECASE
)
NUMBER = re.compile(r"(?=.*\d)[\w.:-]+")
BY_GET = word_set("report abuse complain post publish send save write edit modify rate")
"""Actions that are no page to read, though by their names they could be."""
ENDPOINTS = frozenset({"graphql", "gql", "rpc", "jsonrpc", "xmlrpc"})
"""Addresses that read nothing unless they are told what."""
PLACES = re.compile(r"[./:\\]")
COMPLAINTS = frozenset({("report",), ("abuse",), ("complain",)})
"""Ends of an address to which a page leads nobody who only reads; before a number they may stand
for an article: `/report/2026/`."""
OFFERS = frozenset({("subscribe",), ("follow",)})
"""Ends of an address that ask a reader to pay, where nothing says for whom."""
FURTHER = re.compile(r"(?:comment-)?page-?\d*|cp-?\d+|comments|replies|\d+")
"""What the address of a further page has behind that of the first."""
LONG = 2**14
"""The longest address that is judged."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """What a page asks for, as its filter sees it."""

    method: str
    url: str
    body: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    """With names in lower case."""
    kind: str = "fetch"
    """Chromium's word for what is loaded: `image`, `xhr`, `document`, ..."""
    main: bool = False
    """True for the page itself, whose address was chosen by the crawl and not by a script."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request, taken apart."""

    method: str
    """As a server may understand it: the one that writes, if any is named."""
    steps: list[str]
    """Of the path."""
    fields: list[Field]
    """Of the query and the body."""
    empty: bool
    """Whether it has no body."""


def never(engines: Iterable[CommentEngine]) -> Writes:
    """Return the patterns of all endpoints that the engines list as writing."""
    return [re.compile(pattern) for engine in engines for pattern in engine.never]


def is_write(request: PageRequest, writes: Writes) -> bool:
    """Return whether a request would change something on the server; `writes` as `never` gives."""
    if request.method not in METHODS or len(request.url) > LONG:
        return True
    try:
        asked = _asked(request)
    except ValueError:  # also if it is unreadable
        return request.method == "POST" or not request.main
    named = _never(request, names_of(asked.fields), writes) and not is_query(request.body)
    if asked.method not in METHODS or named:
        return True
    if asked.method in READING and request.main:
        return False
    return (
        any(_acts(steps, asked.method) for steps in (asked.steps, *_routes(asked.fields)))
        or any(_is_act(*one, asked.method) for one in asked.fields)
        or (asked.method == "POST" and _sends(asked))
    )


def leads_to_write(request: PageRequest, given: Sequence[str], writes: Writes) -> bool:
    """Return whether to follow a link or a redirect would change something.

    `given` are the addresses that led there: what was asked for already may be asked for again,
    and its further pages.

    >>> def led(path):
    ...     asked = PageRequest("GET", f"https://a.example{path}")
    ...     return leads_to_write(asked, ["https://a.example/vote"], ())
    >>> led("/like?id=3"), led("/report"), led("/vote/up")
    (True, True, True)
    >>> led("/vote/"), led("/vote/page/2"), led("/2026/vote-delayed/")
    (False, False, False)
    """
    if request.url in given:
        return False
    try:
        asked = _asked(request)
        before = [steps_of(urlsplit(one).path) for one in given]
    except ValueError:  # nobody knows what it asks for
        return True
    if asked.method not in READING:
        return is_write(request, writes)
    known = any(_goes_on(asked.steps, steps) for steps in before)
    if known or _is_headline(asked) or _is_offer(asked):
        bare = urlsplit(request.url)._replace(path="/").geturl()
        named = _never(request, names_of(asked.fields), writes)
        return named or is_write(replace(request, url=bare), writes)
    return is_write(request, writes) or _last(asked) in COMPLAINTS


def _last(asked: _Asked) -> tuple[str, ...]:
    return said(asked.steps[-1]) if asked.steps else ()


def _goes_on(steps: list[str], before: list[str]) -> bool:
    rest = steps[len(before) :]
    return steps[: len(before)] == before and all(FURTHER.fullmatch(one) for one in rest)


def _is_headline(asked: _Asked) -> bool:
    """Return whether a path ends in words of which some are neither acts nor their objects."""
    last = next((one for one in reversed(asked.steps) if not NUMBER.fullmatch(one)), "")
    named = "-" not in last and "_" not in last
    return not (named or _has_number(asked) or OF_ACTS.issuperset(said(last)))


def _is_offer(asked: _Asked) -> bool:
    return _last(asked) in OFFERS and not _has_number(asked)


def _has_number(asked: _Asked) -> bool:
    """Return whether a query names something by its number."""
    return any(
        str(value).isdecimal() for name, value in asked.fields if not name.startswith("utm_")
    )


def called(method: str, url: str, body: str = "") -> str:
    """Return a request as `METHOD URL`, and ` action=NAME` where it names what it does.

    >>> called("POST", "https://a.example/ajax.php", "action=load_comments&post=7")
    'POST https://a.example/ajax.php action=load_comments'
    """
    try:
        names = names_of(_asked(PageRequest(method, url, body)).fields)
    except ValueError:
        names = []
    return f"{method} {url} action={names[0]}" if names else f"{method} {url}"


def names_of(fields: Iterable[Field]) -> list[str]:
    """Return what a request names as its action, operation or method."""
    return [str(value) for name, value in fields if name.lower() in ACTIONS | OPERATIONS]


def _asked(request: PageRequest) -> _Asked:
    """Take a request apart. Raises Unreadable, or ValueError for a broken address."""
    method, headers = request.method, request.headers
    fields = query_of(request.url)
    if method == "POST":
        fields += fields_of(request.body, headers.get("content-type", ""))
        fields.append(("", request.body))  # a document in no form at all
    told = [headers[name] for name in OVERRIDES if name in headers]
    told += [str(value) for name, value in fields if name.lower() in METHOD_NAMES]
    methods = [method, *(one.strip().upper() for one in told if one.strip())]
    other = next((one for one in methods if one not in METHODS), None)
    meant = other or ("POST" if "POST" in methods else method)
    return _Asked(meant, steps_of(urlsplit(request.url).path), fields, not request.body.strip())


def _never(request: PageRequest, names: Sequence[str], writes: Writes) -> bool:
    """Return whether a comment system calls this writing, however the address is spelled."""
    calls = [f"{request.method} {one}" for one in (request.url, decoded(request.url))]
    calls = [f"{call} action={name}" for call in calls for name in names] or calls
    return any(one.search(call) for one in writes for call in calls)


def _routes(fields: Iterable[Field]) -> Iterator[list[str]]:
    for name, value in fields:
        if name.lower() in ROUTES and isinstance(value, str) and "://" not in value:
            yield steps_of(value)


def _acts(steps: Sequence[str], method: str) -> bool:
    """Return whether a path names something that is done.

    The last step that is no number says it (`/comments/5/like`), unless it is a thing on which an
    earlier one acts (`/vote/comment/5`). `/report/123/comments` reads what stands there.
    """
    if method in READING and steps and ASSET.search(steps[-1]):
        return False
    *before, last = [one for one in steps if act_of(one) or not NUMBER.fullmatch(one)] or [""]
    verbs = [act_of(one) for one in before if _is_name(one)]
    words, what = said(last), Act.UNSAID if _is_page(last) else act_of(last)
    if method in READING:
        if what is Act.MAY_SEND:
            return words[1:] == ("comment",) or _reports(words, before)
        acted_on = what is Act.UNSAID and words[-1:] and words[-1] in THINGS
        return what is Act.CHANGES or bool(acted_on and Act.CHANGES in verbs)
    if what is Act.READS or words[-1:] == ("comments",):
        return any(_is_name(one) and not CHANGES.isdisjoint(said(one)) for one in before)
    return what > Act.READS or (not _is_page(last) and max(verbs, default=0) > Act.READS)


def _reports(words: Sequence[str], before: Iterable[str]) -> bool:
    return words[0] in {"report", "abuse"} and not {"comment", "comments"}.isdisjoint(before)


def _is_name(step: str) -> bool:
    """Return whether a step in the middle of a path is a verb, and no headline that begins so."""
    words = said(step)
    return len(words) == 1 or (len(words) == 2 and words[1] in THINGS)


def _is_page(step: str) -> bool:
    return is_slug(step) or ("-" in step and step.endswith((".html", ".htm")))


def _is_act(name: str, value: Any, method: str) -> bool:
    """Return whether one field asks for a change."""
    key = name.lower()
    if isinstance(value, str) and is_mutation(value):
        return True
    if key in OPERATIONS and str(value).endswith("Mutation"):
        return True
    if key in ACTIONS | OPERATIONS:
        # What is before a dot or a slash is the place of the method that is called.
        steps = [one for one in PLACES.split(str(value)[:200]) if one]
        named = bool(steps) and act_of(steps[-1]) is Act.MAY_SEND
        return _acts(steps, method) or (named and not BY_GET.isdisjoint(said(steps[-1])))
    return key in DIRECT and (str(value).lower() in TURNS or str(value).strip("+-").isdecimal())


def _sends(asked: _Asked) -> bool:
    """Return whether the body of a POST holds a comment, or is missing where it says all."""
    last = asked.steps[-1] if asked.steps else ""
    if asked.empty and not ENDPOINTS.isdisjoint(said(last)):
        return all(name not in {"query", "id", "extensions"} for name, _ in asked.fields)
    return act_of(last) is not Act.READS and any(
        name.lower() in TEXTS and isinstance(value, str) and len(value.split()) > 1
        for name, value in asked.fields
    )
