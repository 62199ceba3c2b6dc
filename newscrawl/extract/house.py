"""Whether a name is that of the paper, not of a person: in any of the spellings it signs with."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newscrawl.extract.ld import each, name_of, plain, resolved
from newscrawl.extract.marked import marked, name_parts
from newscrawl.page import Page

ANY = frozenset(
    "the der die das le la les el los il of and und for von de des "
    "online redaktion redaktionen redaction rédaction redacción redacao redação redazione redactie "
    "redakcja redakce redakcija redaksjonen redaktionsteam редакция редакція team staff editorial "
    "editor editors news newsroom newsdesk desk admin administrator webmaster web media medien "
    "verlag gmbh ag inc llc ltd co group archiv archive blog magazine magazin com "
    "de org net".split()
)
"""Words with which any paper may sign, beside its name."""
HOSTED = 6
"""Letters of a host's name from which a longer name that begins or ends with it is the same."""
BESIDE = re.compile(r"\s[-|/\N{EN DASH}\N{EM DASH}]\s|[.,;]\s")
"""What stands between a name and that of the paper."""
LOGIN = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
"""The name of an account: small letters without a blank."""


def house_names(page: Page, tree: HtmlElement) -> set[str]:
    """Return the names of a page's paper, in their letters alone, the usual words left out.

    `tree` is to be changed no more.
    """
    names: list[Any] = [page.meta("og:site_name"), page.meta("application-name")]
    names += [name_of(one) for one in resolved(page, page.ld.get("publisher"))]
    names += [
        part.get("content") or part.text_content()
        for one in marked(tree, "publisher")
        for part in name_parts(one)
    ]
    found = set[str]()
    for name in filter(None, map(plain, each(names))):
        for words in (_words(name), _own(_words(name))):
            found |= {_letters(words), "".join(one[0] for one in words)}
    host = _host(page)
    found |= {_letters(_words(host)), _letters(_words(host.rpartition(".")[0])), *_labels(host)}
    return {one for one in found if len(one) > 1}


def is_house(name: str, house: set[str], *, is_person: bool = False) -> bool:
    """Return whether a name is one of `house`, or says no more than that it is some paper's.

    Of what is declared to be a person, only the whole name is compared.

    >>> is_house("The Lantern Online", {"lantern"}), is_house("Editorial Team", set())
    (True, True)
    >>> is_house("Ada Quill", {"lantern"})
    False
    """
    words = _words(name)
    own = _letters(_own(words))
    if not own or {own, _letters(words)} & house:
        return True
    hosted = (one for one in house if len(one) >= HOSTED and not is_person)
    return any(own.startswith(one) or own.endswith(one) for one in hosted)


def is_signed(name: str, house: set[str]) -> bool:
    """Return whether a name is one of `house`, word for word."""
    return _letters(_words(name)) in house


def without_house(name: str, house: set[str]) -> str:
    """Return a name without that of the paper behind it.

    >>> without_house("Ada Quill. The Lantern", {"lantern", "thelantern"})
    'Ada Quill'
    >>> without_house("Ada Quill (The Lantern)", {"thelantern"})
    'Ada Quill'
    >>> without_house("J. R. Lantern", {"lantern"})
    'J. R. Lantern'
    """
    own, _, other = name.removesuffix(")").rpartition("(") if name.endswith(")") else ("", "", "")
    if last := next(reversed([*BESIDE.finditer(name)]), None) if not own else None:
        own, other = name[: last.start()], name[last.end() :]
    words = _words(own)
    is_name = len(words) > 1 and len(words[-1]) > 1  # else the point is that of an initial
    return own.strip() if is_name and is_signed(other, house) else name


def is_login(name: str) -> bool:
    """Return whether a name is that of an account, in which a person's is only hinted at.

    >>> is_login("ada.quill"), is_login("aquill"), is_login("Ada Quill"), is_login("김수정")
    (True, True, False, False)
    """
    return bool(LOGIN.fullmatch(name))


def _host(page: Page) -> str:
    try:
        return (urlsplit(page.url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _labels(host: str) -> Iterator[str]:
    """Yield the name of a host by which its paper goes: `lantern` of `news.lantern.co.uk`."""
    labels = host.split(".")[:-1]
    while len(labels) > 1 and len(labels[-1]) <= 3:
        labels.pop()
    if labels:
        yield _letters(_words(labels[-1]))
        yield _letters(_own(_words(labels[-1])))


def _own(words: list[str]) -> list[str]:
    return [one for one in words if one not in ANY]


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.casefold())


def _letters(words: list[str]) -> str:
    return "".join(words)
