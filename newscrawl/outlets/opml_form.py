"""Outlets as OPML 2.0 (opml.org/spec2): subscription lists, as feed readers export them.

`text` is the name, `htmlUrl` the site (else the root of the feed in `xmlUrl`), and `category` with
the names of the outlines around it the tags. What only newscrawl knows stands in attributes of a
name space of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from lxml import etree

from newscrawl.outlets.entry import Entry

SPACE = "urn:newscrawl:outlets"
OURS = f"{{{SPACE}}}"


def read_opml(raw: bytes) -> list[Entry]:
    """Return the entries. Raises ValueError of one line."""
    return list(_entries(_body(raw), ()))


def _body(raw: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as problem:
        raise ValueError(f"no OPML: {problem.msg}") from None
    body = root.find("body")
    if root.tag != "opml" or body is None:
        raise ValueError("no OPML: it has no <opml> with a <body>")
    return body


def _entries(outline: etree._Element, folders: tuple[str, ...]) -> Iterator[Entry]:
    for one in outline.iterchildren("outline"):
        name = (one.get("text") or one.get("title") or "").strip()
        if len(one):
            yield from _entries(one, (*folders, name))
        values = _values(one)
        if values:
            tags = [*folders, *_categories(one)]
            named = {"name": name, **values, "tags": ",".join(dict.fromkeys(tags))}
            if name in {values.get("url"), values.get("site")}:  # it had none
                del named["name"]
            line = one.sourceline if isinstance(one.sourceline, int) else 1
            yield Entry(line, {key: text for key, text in named.items() if text})


def _values(one: etree._Element) -> dict[str, str]:
    own = {
        str(name).removeprefix(OURS): str(text).strip()
        for name, text in one.attrib.items()
        if str(name).startswith(OURS)
    }
    site, feed = one.get("htmlUrl", "").strip(), one.get("xmlUrl", "").strip()
    if feed and not site:
        parts = urlsplit(feed)
        site = f"{parts.scheme}://{parts.netloc}"
    found = {"url": site, "language": one.get("language", "").strip()}
    if "site" in own:  # a site that newscrawl knows needs no address
        del found["url"]
    return {name: text for name, text in found.items() if text} | own


def _categories(one: etree._Element) -> list[str]:
    paths = one.get("category", "").split(",")
    return [part for path in paths for word in path.split("/") if (part := word.strip())]


def write_opml(entries: Sequence[Mapping[str, str]]) -> str:
    """Return a file."""
    root = etree.Element("opml", version="2.0", nsmap={"newscrawl": SPACE})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Outlets"
    body = etree.SubElement(root, "body")
    for entry in entries:
        etree.SubElement(body, "outline", _attributes(entry))
    return _text(root)


def add_to_opml(raw: bytes, entry: Mapping[str, str]) -> str:
    """Return a file with one entry more, and otherwise as it is, comments included."""
    body = _body(raw)
    etree.SubElement(body, "outline", _attributes(entry), nsmap={"newscrawl": SPACE})
    return _text(body.getroottree().getroot())


def _text(root: etree._Element) -> str:
    text = str(etree.tostring(root, encoding="unicode", pretty_print=True))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'


def _attributes(entry: Mapping[str, str]) -> dict[str, str]:
    known = {
        "type": "link",
        "text": entry.get("name") or entry.get("url") or entry.get("site", ""),
        "htmlUrl": entry.get("url", ""),
        "language": entry.get("language", ""),
        "category": entry.get("tags", ""),
    }
    own = {
        f"{OURS}{name}": text
        for name, text in entry.items()
        if name not in {"name", "url", "language", "tags"}
    }
    return {name: text for name, text in (known | own).items() if text}
