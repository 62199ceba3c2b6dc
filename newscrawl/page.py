"""A fetched page: a response, its JSON-LD parsed once, and short ways to what stands on it."""

import json
import re
from codecs import lookup
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import lxml.html
from charset_normalizer import from_bytes
from lxml import etree
from lxml.html import HtmlElement
from parsel import Selector, SelectorList
from scrapy.http import HtmlResponse, Response, TextResponse

ARTICLE_TYPE = re.compile(r"(?:Article|NewsArticle|BlogPosting|Reportage|Posting)$")

DEPTH = 512
"""Levels of elements; deeper ones are laid side by side, as Chromium does."""
NODES = 400_000
"""Elements of a document; one with more is not read."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
JSONP = re.compile(r"^(?:/\*\*/)?\s*[\w.$]+\s*\((.*)\)\s*;?\s*$", re.DOTALL)


class _Selector(Selector):
    """parsel's, but for attributes of broken markup: lxml takes `{name` for a namespace."""

    @property
    def attrib(self) -> dict[str, str]:
        return dict(self.root.attrib.items())


class Page:
    """A response with text. Raises nothing on broken HTML or JSON-LD: what is broken is absent."""

    def __init__(self, response: TextResponse) -> None:
        self.response = decodable(response)
        self.url = response.url

    @classmethod
    def from_bytes(cls, body: bytes, url: str) -> "Page":
        """Return a page made of an HTML document's bytes as served, without the HTTP headers."""
        return cls(HtmlResponse(url, body=body, encoding=_encoding(body)))

    @classmethod
    def of(cls, response: Response) -> "Page":
        """Return a page of any response, whatever type the server declared for it."""
        if not isinstance(response, TextResponse):
            response = response.replace(cls=HtmlResponse)
        return cls(response)

    @cached_property
    def text_content(self) -> str:
        """The document as text, without control characters, at which lxml stumbles.

        A declared charset can be wrong. Bytes with letters beyond ASCII that are valid UTF-8 are
        UTF-8, whatever the server says; bytes that contradict their charset are looked at closer.
        """
        body = self.response.body
        declared = getattr(self.response, "_declared_encoding", lambda: None)()
        try:
            text = body.decode("utf-8-sig")
            if "\x1b$" in text or "\x00" in text[:64]:  # ISO-2022-JP and UTF-16 hide in ASCII
                text = self.response.text
        except UnicodeDecodeError:
            text = self.response.text
            if declared and _contradicts(text) and (best := from_bytes(body[:200_000]).best()):
                text = body.decode(best.encoding, "replace")
        return CONTROL.sub("", text)

    @property
    def ends(self) -> bool:
        """False if the document was cut off: nothing closes it."""
        return "</html" in self.text_content[-4096:].lower() or "<html" not in (
            self.text_content[:4096].lower()
        )

    @cached_property
    def selector(self) -> Selector:
        """The document as HTML, whatever type the server declared."""
        text = "" if is_too_large(self.response) else self.text_content
        whole = _Selector(text=text or "<html></html>", type="html")
        _flatten(whole.root)
        return whole

    def css(self, query: str) -> SelectorList[Selector]:
        return self.selector.css(query)

    def text(self, query: str) -> str | None:
        """Return the text of the first element that has any, white space folded, or None."""
        for node in self.css(query):
            if text := " ".join("".join(node.xpath(".//text()").getall()).split()):
                return text
        return None

    def attr(self, query: str, name: str) -> str | None:
        """Return the first filled attribute `name` among the elements of `query`, or None."""
        for node in self.css(query):
            if value := node.attrib.get(name, "").strip():
                return value
        return None

    def meta(self, *names: str) -> str | None:
        """Return the content of the first filled `<meta>` by name, property or itemprop."""
        return next((self.metas[name] for name in names if name in self.metas), None)

    @cached_property
    def metas(self) -> dict[str, str]:
        """The first filled content of every `<meta>`, by its name, property or itemprop."""
        found: dict[str, str] = {}
        for node in self.selector.xpath("//meta[@content]"):
            if content := node.attrib["content"].strip():
                for kind in ("name", "property", "itemprop"):
                    found.setdefault(node.attrib.get(kind, ""), content)
        return found

    @cached_property
    def ld_nodes(self) -> list[dict[str, Any]]:
        """Every JSON-LD object on the page, `@graph` and lists unfolded, in document order."""
        nodes: list[dict[str, Any]] = []
        for raw in self.css('script[type*="ld+json"]::text').getall():
            nodes.extend(_objects(_load(raw)))
        return nodes

    @cached_property
    def ld(self) -> dict[str, Any]:
        """The JSON-LD object that describes the article, or an empty one."""
        for node in self.ld_nodes:
            types = node.get("@type") or ""
            if any(
                ARTICLE_TYPE.search(str(t)) for t in (types if isinstance(types, list) else [types])
            ):
                return node
        return {}

    @cached_property
    def scripts(self) -> str:
        """The addresses and the text of the page's scripts, one after the other."""
        return "\n".join(self.selector.xpath("//script/@src | //script/text()").getall())

    @cached_property
    def json(self) -> Any:
        """The answer as JSON, a JSONP wrapper taken off; None if it is not JSON."""
        text = self.text_content.strip()
        if match := JSONP.match(text):
            text = match[1]
        return _load(text)

    def tree(self) -> HtmlElement:
        """Return a fresh lxml tree of the document, to cut pieces out of."""
        # Bytes, because lxml refuses text with an XML declaration, which XHTML pages have.
        text = "<html></html>" if is_too_large(self.response) else self.text_content
        body = text.encode("utf-8", "replace")
        parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
        try:
            whole = lxml.html.document_fromstring(body, parser=parser)
        except (lxml.etree.LxmlError, AssertionError):
            return lxml.html.document_fromstring(b"<html><body></body></html>")
        _flatten(whole)
        return whole


def is_too_large(response: Response) -> bool:
    """Return whether a document has more than NODES elements, by its tags."""
    return response.body.count(b"<") > 2 * NODES


def _flatten(root: HtmlElement) -> None:
    """Lay what is nested deeper than DEPTH side by side.

    Readers of trees recurse, or walk to the root from everywhere: 2,000 tables, each in the one
    before, took trafilatura minutes.
    """
    depth, deep = 0, []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth == DEPTH and len(element):
            deep.append(element)
    for element in deep:
        for below in reversed(list(element.iterdescendants())):
            element.insert(0, below)


def decodable(response: TextResponse) -> TextResponse:
    """Return a response whose `text` can be had: its own, or in UTF-8 if its charset is none.

    Python knows codecs that are no charsets (`hex`, `idna`): a page that declares one raises.
    """
    declared = getattr(response, "_declared_encoding", lambda: None)() or "utf-8"
    try:
        b"\xff".decode(declared, "replace")
        of_python = "escape" in lookup(declared).name
    except (LookupError, UnicodeError):
        of_python = True
    return response.replace(encoding="utf-8") if of_python else response


def _encoding(body: bytes) -> str | None:
    # Text that is valid UTF-8 and not plain ASCII is UTF-8, whatever a <meta> says: browsers and
    # tools save pages as UTF-8 and leave the old declaration in.
    if body.isascii():
        return None
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _contradicts(text: str) -> bool:
    # A page in UTF-8 may quote a few bytes of another charset: those are lost, not the whole page.
    broken = text.count("\ufffd")
    return broken * 10 > sum(not character.isascii() for character in text)


def _load(raw: str) -> Any:
    raw = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*;?\s*$", "", raw).strip()
    try:
        return json.loads(raw, strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > 8:
        return
    if isinstance(data, list):
        for one in data:
            yield from _objects(one, depth + 1)
    elif isinstance(data, dict):
        yield data
        yield from _objects(data.get("@graph"), depth + 1)
        yield from _objects(data.get("mainEntity"), depth + 1)
        yield from _objects(data.get("mainEntityOfPage"), depth + 1)
