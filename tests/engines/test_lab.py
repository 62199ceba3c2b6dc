"""The engines really serve what they were seeded with."""

from tests.engines.newspaper import Row, Seeded, ask
from newscrawl.extract.text import html_to_text
from datetime import UTC, datetime

def by_id(rows: list[Row]) -> dict[str, Row]:
    return {row["comment_id"]: row for row in rows}

def test_isso(isso_site: Seeded) -> None:
    data, _ = ask(isso_site.api + "&nested_limit=1000")
    got = []
    for root in data["replies"]:
        for c in [root, *root["replies"]]:
            got.append({"comment_id": str(c["id"]), "parent_id": None if c["parent"] is None else str(c["parent"]), "author": c["author"], "text": html_to_text(c["text"]) or None, "date_published": datetime.fromtimestamp(c["created"], UTC).isoformat(), "status": "visible" if c["mode"] == 1 else "removed_unknown"})
    assert by_id(got) == by_id(isso_site.truth)
    assert data["total_replies"] == isso_site.declared
