"""The entries of a feed: RSS, Atom, RDF (RSS 1.0) and JSON Feed."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from newscrawl.discovery.xml import Element, elements, text_at
from newscrawl.items import Printed


class Named(NamedTuple):
    """What a list says of one article."""

    addresses: list[str]
    """As printed, the best first."""
    base: str | None = None
    """What they are relative to, if not to the list itself."""
    published: Printed = Printed()
    modified: Printed = Printed()
    vouched: bool = True


def xml_entry(item: Element) -> Named:
    """Return what an entry of RSS, Atom or RDF says."""
    return Named(
        _addresses(item),
        item.base,  # by xml:base (RFC 4287, 2)
        _printed(text_at(item, "pubDate", "published", "date", "issued")),
        _printed(text_at(item, "updated", "modified")),
    )


def json_entries(data: Any) -> Iterator[Named]:
    """Yield the entries of a JSON Feed (jsonfeed.org)."""
    items = data.get("items") if isinstance(data, dict) else None
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict):
            found = (item.get(name) for name in ("url", "external_url", "id"))
            yield Named(
                [one for one in found if isinstance(one, str)],
                None,
                _printed(item.get("date_published")),
                _printed(item.get("date_modified")),
            )


def next_page(root: Element | None, data: Any) -> str | None:
    """Return the address of a feed's next page (RFC 5005, 3; JSON Feed's next_url), or None."""
    if isinstance(data, dict) and isinstance(data.get("next_url"), str):
        return str(data["next_url"])
    for link in elements(root, "link"):
        parent = link.getparent()
        named = parent is not None and str(parent.tag).rpartition("}")[2] in {"feed", "channel"}
        if named and link.get("rel") == "next" and (href := link.get("href")):
            return str(href)
    return None


def _addresses(item: Element) -> list[str]:
    """Return an entry's addresses: its origin behind a counter, its links, its permanent id."""
    found = [text_at(item, "origLink")]
    # Where a tag in a title is left open, what follows it lies inside.
    children = [*item.iterchildren("{*}link")] or [*item.iter("{*}link")]
    links = [one for one in children if one.get("rel", "alternate") == "alternate"]
    links.sort(key=lambda link: "html" not in (link.get("type") or "html"))
    found += [(link.get("href") or link.text or "").strip() for link in links]
    for guid in item.iterchildren("{*}guid", "{*}id"):
        if guid.get("isPermaLink", "true").strip().lower() != "false":
            found.append((guid.text or "").strip())
    found += [str(to) for name, to in item.attrib.items() if str(name).endswith("}about")]
    return [one for one in found if one]


def _printed(raw: object) -> Printed:
    return Printed(raw, "feed") if isinstance(raw, str) and raw.strip() else Printed()
