"""XML from strangers: compressed or not, broken or hostile, in whatever namespace and charset."""

import re
import zlib
from collections.abc import Iterator
from html.entities import html5

from lxml import etree

from newscrawl.page import Page

UNPACKED_LIMIT = 64 * 2**20
"""Most bytes that a compressed sitemap may expand to; the sitemap protocol allows 50 MB."""

TAGS = 4_000_000
"""A document with more tags is not read. 50,000 addresses with ten pictures each take 3.6
million; 64 MiB of empty elements, packed into 64 KiB, would take 2 GiB of memory."""

GZIP = b"\x1f\x8b"
START = re.compile(r"<(?:\?xml|urlset|sitemapindex|rss|feed|rdf:RDF)\b")
"""Where a document begins; servers print their warnings before it."""
BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)(\w{2,32};)?")
"""An ampersand that XML does not know: a bare one, or one of HTML's entities."""

Element = etree._Element


def unpacked(page: Page) -> Page:
    """Return a page whose body was compressed as a file, with that body unpacked."""
    if not page.body.startswith(GZIP):
        return page
    return Page(_unpack(page.body), page.url, status=page.status, headers=page.headers)


def read_xml(page: Page) -> Element | None:
    """Return the root of a document; None if nothing of it can be read. No entity is resolved."""
    text = page.text_content
    if begin := START.search(text, 0, 4096):
        text = text[begin.start() :]
    if text.count("<") > TAGS:
        return None
    parser = etree.XMLParser(
        # The text is decoded already, whatever charset the document declares.
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        recover=True,
    )
    try:
        document = _mended(text.strip()).encode("utf-8", "replace")
        return etree.fromstring(document, parser, base_url=page.url)
    except (etree.LxmlError, ValueError):
        return None


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


def _mended(text: str) -> str:
    """Return XML whose bare ampersands and HTML entities a parser understands."""
    if "<!ENTITY" in text:
        return text  # it has names of its own
    pieces, at = list[str](), 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        pieces += [BARE.sub(_character, text[at:start]), text[start:end]]
        at = end
    return "".join([*pieces, BARE.sub(_character, text[at:])])


def _character(bare: re.Match[str]) -> str:
    name = bare[1] or ""
    return html5.get(name) or f"&amp;{name}"
