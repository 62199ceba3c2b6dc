"""XML from strangers: compressed or not, broken or hostile, in whatever namespace and charset."""

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from html.entities import html5

from lxml import etree

from newscrawl.page import Page

UNPACKED_LIMIT = 64 * 2**20
"""Most bytes that a compressed sitemap may expand to; the sitemap protocol allows 50 MB."""

TAGS = 4_000_000
"""A document with more tags is not read. 50,000 addresses with ten pictures each take 3.6
million; 64 MiB of empty elements, packed into 64 KiB, would take 2 GiB of memory."""

TAIL = 2**14
"""Characters at the end of a document that hold its last entry."""
PIECE = 2**18
"""Characters that are read at a stretch."""
CDATA = "<![CDATA["
GZIP = b"\x1f\x8b"
START = re.compile(r"<(?:\?xml|(?:\w{1,20}:)?(?:urlset|sitemapindex|rss|feed|RDF))\b")
"""Where a document begins; servers print their warnings before it."""
HEAD = 2**16
"""Characters in which a document's prefixes are looked for."""
PREFIXED = re.compile(r"</?([A-Za-z][\w.-]{0,30}):[A-Za-z]")
DECLARED = re.compile(r"\sxmlns:([\w.-]{1,30})\s*=")
ROOT = re.compile(r"<[A-Za-z][\w.:-]*")
BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)(\w{2,32};)?")
"""An ampersand that XML does not know: a bare one, or one of HTML's entities."""

Element = etree._Element


def unpacked(page: Page) -> Page:
    """Return a page whose body was compressed as a file, with that body unpacked."""
    if not page.body.startswith(GZIP):
        return page
    body = _unpack(page.body)
    body = _unpack(body) if body.startswith(GZIP) else body  # some servers pack what is packed
    found = Page(body, page.url, status=page.status, headers=page.headers)
    if len(body) >= UNPACKED_LIMIT:
        found.cuts["packed"] = f"of the packed list {UNPACKED_LIMIT >> 20} MiB were read"
    return found


class Document:
    """The XML of a page, read piece by piece: a sitemap may have 50 MB. No entity is resolved."""

    def __init__(self, page: Page) -> None:
        self.root: Element | None = None
        """The outermost element without its entries, once these are read; None if there is none."""
        self.is_cut = "packed" in page.cuts
        """Whether a bound keeps some of it from being read."""
        text = page.text_content
        begin = START.search(text, 0, 4096)
        self.text = _declared(text[begin.start() :] if begin else text.strip())
        self.base = page.url
        self.ends_early = False
        """Whether the document ends in the middle of an entry, once its entries are read."""

    def entries(self, *names: str) -> Iterator[Element]:
        """Yield the elements with one of these local names, as they end; each is then emptied.

        By local name: Sputnik's own elements and old feeds come in namespaces of their own.
        """
        if self.text.count("<") > TAGS:
            self.is_cut = True
            return
        parser = etree.XMLPullParser(
            ("end",),
            tag=[f"{{*}}{name}" for name in names],
            base_url=self.base,
            # The text is decoded already, whatever charset the document declares.
            encoding="utf-8",
            resolve_entities=False,
            no_network=True,
            # What could unfold without end is held to the limits of the parser.
            huge_tree="<!ENTITY" not in self.text,
            recover=True,
            remove_comments=True,
            remove_pis=True,
        )
        for piece in _pieces(self.text):
            try:
                parser.feed(piece.encode("utf-8", "replace"))
            except (etree.LxmlError, ValueError):
                break
            yield from _ended(parser)
        with suppress(etree.LxmlError, ValueError):
            self.root = parser.close()
        self.ends_early = self._ends_early(names)
        yield from _ended(parser, but=self.ends_early)

    def _ends_early(self, names: tuple[str, ...]) -> bool:
        last = self.text[-TAIL:]
        found = [*re.finditer(rf"<(/?)(?:[\w.-]+:)?(?:{'|'.join(names)})[\s/>]", last)]
        return bool(found) and not found[-1][1] and "/>" not in last[found[-1].start() :]


def _declared(text: str) -> str:
    """Return a document in which every prefix is declared: a parser leaves out what is not."""
    head = text[:HEAD]
    missing = {*PREFIXED.findall(head)} - {*DECLARED.findall(head), "xml", "xmlns"}
    root = ROOT.search(head) if missing else None
    if not root:
        return text
    names = "".join(f' xmlns:{prefix}="urn:{prefix}"' for prefix in sorted(missing))
    return f"{text[: root.end()]}{names}{text[root.end() :]}"


def _ended(parser: etree.XMLPullParser, *, but: int = 0) -> Iterator[Element]:
    """Yield the elements that have ended, without the last `but`."""
    ended = [element for _, element in parser.read_events()]
    for element in ended[: len(ended) - but]:
        assert isinstance(element, Element)  # noqa: S101  (no other events are asked for)
        yield element
        _drop(element)


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _drop(element: Element) -> None:
    """Empty an element that was read, and take the one before it out of the tree.

    Not this one: the parser may still be at the text that follows it.
    """
    element.clear(keep_tail=True)  # type: ignore[call-arg]  # the stubs lack it
    above, before = element.getparent(), element.getprevious()
    if above is not None and before is not None and not len(before) and before.tag == element.tag:
        above.remove(before)


def elements(root: Element | None, *names: str) -> Iterator[Element]:
    """Yield the elements with one of these local names, name by name.

    By local name: Sputnik's own elements and old feeds come in namespaces of their own.
    """
    if root is not None:
        for name in names:
            yield from root.iter(f"{{*}}{name}")


def text_at(element: Element, *paths: str) -> str | None:
    """Return the first text at one of these paths of local names, as `news/publication_date`."""
    for path in paths:
        for found in element.iterfind("/".join(f"{{*}}{step}" for step in path.split("/"))):
            if text := "".join(map(str, found.itertext())).strip():
                return text
    return None


def _unpack(body: bytes) -> bytes:
    """Return the contents of all members of a gzip file, as far as they are whole."""
    found = b""
    while body.startswith(GZIP) and len(found) < UNPACKED_LIMIT:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            found += member.decompress(body, UNPACKED_LIMIT - len(found))
        except zlib.error:
            break
        body = member.unused_data
    return found


def _pieces(text: str) -> Iterator[str]:
    """Yield XML whose bare ampersands and HTML entities a parser understands, PIECE by PIECE."""
    if "<!ENTITY" in text:  # it has names of its own
        yield from (text[at : at + PIECE] for at in range(0, len(text), PIECE))
        return
    at, ready, size = 0, list[str](), 0
    while at < len(text):
        verbatim = text.startswith(CDATA, at)
        end = text.find("]]>", at) if verbatim else _cut(text, at)
        end = len(text) if end < 0 else end
        ready.append(text[at:end] if verbatim else BARE.sub(_character, text[at:end]))
        at, size = end, size + end - at
        if size > PIECE:
            yield "".join(ready)
            ready, size = [], 0
    yield "".join(ready)


def _cut(text: str, at: int) -> int:
    """Return where a stretch of text without CDATA ends: at a tag, or -1 for the end."""
    cdata, tag = text.find(CDATA, at, at + PIECE), text.find("<", at + PIECE)
    return tag if cdata < 0 else cdata


def _character(bare: re.Match[str]) -> str:
    name = bare[1] or ""
    return html5.get(name) or f"&amp;{name}"
