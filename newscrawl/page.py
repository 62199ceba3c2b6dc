"""A fetched page: what was answered, parsed once, and short ways to what stands on it."""

import copy
import json
import re
from codecs import lookup
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from unicodedata import name as name_of_letter

import lxml.html
from charset_normalizer import from_bytes
from lxml import etree
from lxml.html import HtmlElement
from parsel import Selector, SelectorList
from w3lib.encoding import (
    html_body_declared_encoding,
    html_to_unicode,
    http_content_type_encoding,
    read_bom,
)

from newscrawl.attributes import without_surplus
from newscrawl.linked_data import article_of, read_objects
from newscrawl.vocabulary.emoji import spell_out

if TYPE_CHECKING:  # a page can be read where Scrapy is not loaded
    from scrapy.http import Response

Found = TypeVar("Found")

DEPTH = 512
"""Levels of elements; deeper ones are laid side by side, as Chromium does."""
IS_DEEP = etree.XPath(f"boolean(.{64 * '/*'})")
"""Whether a tree has more levels than most: only then they are counted."""
NODES = 400_000
"""Elements of a document; one with more is not read."""

LANGUAGE = re.compile(rb"(?i)<html\b[^<>]*?\blang\s*=\s*[\"']?([a-z]{2,3})\b")
WESTERN = frozenset(
    b"af ca da de en es eu fi fo fr ga gl id is it ms nb nl nn no pt sq sv sw".split()
)
"""Languages of pages that are windows-1252 if they say nothing (HTML, 13.2.3.2): few letters are
beyond ASCII, and a guess takes them for those of another Latin one."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
CONTROLS = bytes(one for one in range(32) if one not in b"\t\n\r")
CALL = re.compile(r"(?:/\*\*/)?\s*[\w.$]+\s*\(")
"""How an answer begins that is JSON in a call (JSONP)."""


class _Selector(Selector):
    """parsel's, but for attributes of broken markup: lxml takes `{name` for a namespace."""

    @property
    def attrib(self) -> dict[str, str]:
        return dict(self.root.attrib.items())


class Page:
    """An answer with text. Raises nothing on broken HTML or JSON-LD: what is broken is absent."""

    def __init__(  # noqa: PLR0913 - all but the first two by name, and seldom given
        self,
        html: bytes | str,
        url: str,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        request_url: str | None = None,
        carried: Mapping[str, Any] | None = None,
        posted: bytes = b"",
    ) -> None:
        """`html` is the body, as served or decoded; `url` where it was read, after redirects."""
        self.url = url
        self.body = html.encode("utf-8", "replace") if isinstance(html, str) else html
        self.status = status
        self.headers = {name.lower(): value for name, value in (headers or {}).items()}
        self.request_url = request_url or url
        """The address that was asked, before redirects."""
        self.carried = carried or {}
        """What the request carried for whoever reads the answer, as plain data."""
        self.posted = posted
        """The body of the request."""
        self.cuts: dict[str, str] = {}
        """What a bound kept from being read of it: a name to count it by, and words for it."""
        self.lines: dict[str, Any] = {}
        """Where each line of the article's text stands, by its letters, if that was found."""
        self._is_decoded = isinstance(html, str)
        self._kept: list[HtmlElement] = []
        """Elements that lxml would else make anew, each time that they are looked at."""
        self._asked: dict[str, SelectorList[Selector]] = {}
        self._known: dict[Callable[..., Any], Any] = {}

    @classmethod
    def of(cls, response: "Response") -> Self:
        """Return the page of a Scrapy response, whatever type the server declared for it."""
        request = response.request
        carried = request.meta if request else {}
        return cls(
            response.body,
            response.url,
            status=response.status,
            headers={
                # Of several only links are one list; of others the last counts.
                name.decode("latin-1"): b", ".join(
                    values if name.lower() == b"link" else values[-1:]
                ).decode("latin-1")
                for name, values in response.headers.items()
                if values
            },
            request_url=(carried.get("redirect_urls") or [request and request.url])[0],
            carried=carried,
            posted=request.body if request else b"",
        )

    @property
    def may_be_html(self) -> bool:
        """Whether this is HTML by the type that the server declares, and by its first bytes."""
        kind, head = self.headers.get("content-type", "").lower(), self.body[:2048].lower()
        if kind and not any(word in kind for word in ("html", "xml", "text/plain")):
            return False
        return b"<" in head and not head.startswith(b"%pdf")

    @cached_property
    def text_content(self) -> str:
        """The document as text, without control characters, at which lxml stumbles.

        A declared charset can be wrong. Bytes with letters beyond ASCII that are valid UTF-8 are
        UTF-8, whatever the server says; bytes that contradict their charset are looked at closer.
        """
        # In UTF-8 no part of another sign is such a byte, and bytes are looked through sooner.
        is_clean = len(self.body.translate(None, CONTROLS)) == len(self.body)
        is_utf8 = True
        try:
            text = self.body.decode("utf-8-sig")
            # ISO-2022-JP and UTF-16 hide in ASCII.
            if not self._is_decoded and ("\x1b$" in text or "\x00" in text[:64]):
                text, is_utf8 = self._declared_text() or text, False
        except UnicodeDecodeError:
            is_utf8 = False
            text = self._declared_text() or self._guessed_text()
            text = self._guessed_text() if _contradicts(text) else text
        return text if is_utf8 and is_clean else CONTROL.sub("", text)

    def _guessed_text(self) -> str:
        best = from_bytes(self.body[:200_000]).best()
        text = self.body.decode(best.encoding if best else "cp1252", "replace")
        language = LANGUAGE.search(self.body[:2048])
        if language and language[1].lower() in WESTERN and _is_latin(text):
            with suppress(UnicodeDecodeError):
                return self.body.decode("cp1252")
        return text

    def _declared_text(self) -> str | None:
        """Return the text in the charset that the answer declares; None if it declares none."""
        declared = (
            read_bom(self.body)[0]
            or http_content_type_encoding(self.headers.get("content-type"))
            or html_body_declared_encoding(self.body)
        )
        if not declared or not is_charset(declared):
            return None
        return html_to_unicode(f"charset={declared}", self.body)[1]

    @property
    def ends(self) -> bool:
        """False if the document was cut off: nothing closes it."""
        return "</html" in self.text_content[-4096:].lower() or "<html" not in (
            self.text_content[:4096].lower()
        )

    @cached_property
    def root(self) -> HtmlElement:
        """The document's tree, whatever type the server declared. Parsed once: never change it.

        It holds elements alone, no comments or instructions; emoji that are pictures are text.
        """
        # Bytes, because lxml refuses text with an XML declaration, which XHTML pages have.
        text = "<html></html>" if is_too_large(self.body) else self._bounded()
        parser = lxml.html.HTMLParser(
            encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
        )
        # lxml.html's own lookup calls Python for each element that is touched.
        parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
        try:
            whole = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        except (lxml.etree.LxmlError, AssertionError):
            return lxml.html.document_fromstring(b"<html><body></body></html>")
        _flatten(whole)
        spell_out(whole)
        self._kept += whole.iter()
        return whole

    def _bounded(self) -> str:
        text = without_surplus(self.text_content)
        if len(text) < len(self.text_content):
            self.cuts["attributes"] = "attributes: an element has too many; they were left out"
        return text

    def tree(self) -> HtmlElement:
        """Return a copy of the tree, to cut pieces out of."""
        copied = copy.deepcopy(self.root)
        self._kept += copied.iter()
        return copied

    def once(self, find: Callable[..., Found], *known: object) -> Found:
        """Return what `find` finds in `root`, which it leaves as it is; it is called once.

        `known` is what else it is given: it saves work, and changes nothing of what is found.
        """
        if find not in self._known:
            self._known[find] = find(self.root, *known)
        return cast("Found", self._known[find])

    @cached_property
    def selector(self) -> Selector:
        return _Selector(root=self.root, type="html")

    def css(self, query: str) -> SelectorList[Selector]:
        if query not in self._asked:
            self._asked[query] = self.selector.css(query)
        return self._asked[query]

    def text(self, query: str) -> str | None:
        """Return the text of the first element that has any, white space folded, or None."""
        for node in self._each(query):
            if text := " ".join("".join(node.itertext()).split()):
                return text
        return None

    def links(self, rel: str) -> list[str]:
        """Return the addresses of all `<link>` with a word in `rel`, as they are given."""
        return [href for rels, href in self._links if rel in rels]

    @cached_property
    def _links(self) -> list[tuple[list[str], str]]:
        found = ((one.get("rel") or "", one.get("href")) for one in self.root.iter("link"))
        return [(rel.split(), href) for rel, href in found if href is not None]

    def attr(self, query: str, name: str) -> str | None:
        """Return the first filled attribute `name` among the elements of `query`, or None."""
        for node in self._each(query):
            if value := (node.get(name) or "").strip():
                return value
        return None

    def _each(self, query: str) -> list[HtmlElement]:
        if query.isalpha():  # a tag, which needs no language of queries
            return list(self.root.iter(query))
        return [cast("HtmlElement", node.root) for node in self.css(query)]

    def meta(self, *names: str) -> str | None:
        """Return the content of the first filled `<meta>` of one of the names; see `metas`."""
        return next(iter(self.metas(*names)), None)

    def metas(self, *names: str) -> list[str]:
        """Return the filled contents of all `<meta>` of the first name that has any.

        A name is that of `name`, `property` or `itemprop`, in its letters and digits alone:
        `DC.date.issued`, `dc:Date-Issued` and `dcDateIssued` are one.
        """
        return next((found for name in names if (found := self._metas.get(_signs(name)))), [])

    @cached_property
    def _metas(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for node in self.root.iter("meta"):
            if content := (node.get("content") or "").strip():
                properties = f"{node.get('property') or ''} {node.get('itemprop') or ''}".split()
                for name in {_signs(one) for one in (node.get("name") or "", *properties)} - {""}:
                    found.setdefault(name, []).append(content)
        return found

    @cached_property
    def ld_nodes(self) -> list[dict[str, Any]]:
        """Every JSON-LD object on the page, `@graph` and lists unfolded, in document order."""
        too_long: list[str] = []
        scripts = (
            one.text or ""
            for one in self.root.iter("script")
            if "ld+json" in (one.get("type") or "").lower()
        )
        nodes = read_objects([*filter(None, scripts)], too_long)
        if too_long:
            self.cuts["json_ld"] = "JSON-LD: a broken object is too long to be mended"
        return nodes

    @cached_property
    def ld(self) -> dict[str, Any]:
        """The JSON-LD object that describes the page's own article, or an empty one."""
        links = self.links("canonical")
        titles = [" ".join(one.itertext()) for one in self.root.iter("h1", "title")]
        return article_of(
            self.ld_nodes,
            (self.url, *links, *self.metas("og:url")),
            (*titles, *self.metas("og:title"), *self.metas("twitter:title")),
        )

    @cached_property
    def scripts(self) -> str:
        """The addresses and the text of the page's scripts, one after the other."""
        return "\n".join(self.selector.xpath("//script/@src | //script/text()").getall())

    @cached_property
    def json(self) -> Any:
        """The answer as JSON, a JSONP wrapper taken off; None if it is not JSON."""
        return load_json(self.text_content.strip())


def is_too_large(body: bytes) -> bool:
    """Return whether a document has more than NODES elements, by its tags."""
    return body.count(b"<") > 2 * NODES


def _flatten(root: HtmlElement) -> None:
    """Lay what is nested deeper than DEPTH side by side.

    Readers of trees recurse, or walk to the root from everywhere: 2,000 tables, each in the one
    before, took trafilatura minutes.
    """
    depth, deep = 0, []
    walk = etree.iterwalk(root, events=("start", "end")) if IS_DEEP(root) else ()
    for event, element in walk:
        depth += 1 if event == "start" else -1
        if event == "start" and depth == DEPTH and len(element):
            deep.append(element)
    for element in deep:
        for below in reversed(list(element.iterdescendants())):
            element.insert(0, below)


def is_charset(name: str) -> bool:
    """Return whether a declared charset is one: Python has codecs that are none (`hex`, `idna`)."""
    try:
        b"\xff".decode(name, "replace")
        return "escape" not in lookup(name).name
    except (LookupError, UnicodeError):
        return False


def _is_latin(text: str) -> bool:
    """Return whether most letters beyond ASCII are Latin ones."""
    letters = [one for one in {*text} if one > "\x7f" and one.isalpha()]
    return sum(name_of_letter(one, "").startswith("LATIN") for one in letters) * 2 > len(letters)


def _contradicts(text: str) -> bool:
    # A page in UTF-8 may quote a few bytes of another charset: those are lost, not the whole page.
    broken = text.count("\ufffd")
    return broken * 10 > sum(not character.isascii() for character in text)


def load_json(text: str) -> Any:
    """Return a text as JSON, a call around it (JSONP) taken off; None if it is none, or too deep.

    >>> load_json('done({"a": 1});'), load_json("done(")
    ({'a': 1}, None)
    """
    begin, whole = CALL.match(text), text.rstrip().removesuffix(";").rstrip()
    if begin and whole.endswith(")"):
        text = whole[begin.end() : -1]
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _signs(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isalnum())
