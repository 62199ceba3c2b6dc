"""XML from strangers: compressed or not, broken or hostile, in whatever namespace."""

import zlib
from collections.abc import Iterator

from lxml import etree

UNPACKED_LIMIT = 64 * 2**20
"""Most bytes that a compressed sitemap may expand to; the sitemap protocol allows 50 MB."""

TAGS = 4_000_000
"""A document with more tags is not read. 50,000 addresses with ten pictures each take 3.6
million; 64 MiB of empty elements, packed into 64 KiB, would take 2 GiB of memory."""

Element = etree._Element


def read_xml(body: bytes) -> Element | None:
    """Return the root of a document; None if nothing of it can be read. No entity is resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        document = _unpacked(body)
        return etree.fromstring(document, parser) if document.count(b"<") <= TAGS else None
    except (etree.LxmlError, ValueError, zlib.error):
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


def _unpacked(body: bytes) -> bytes:
    if body.startswith(b"\x1f\x8b"):
        body = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(body, UNPACKED_LIMIT)
    return body.lstrip()
