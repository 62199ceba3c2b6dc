"""What today's code reads of kept pages, set beside the lines that earlier code wrote of them."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from newscrawl.items import Article, Comment, Metadata, Row
from newscrawl.record import current, lines
from newscrawl.record.latest import Latest
from newscrawl.state.output import Output

OF_THE_VISIT = frozenset(
    {
        "request_url",
        "version",
        "previous_content_hash",
        "previous_text_hash",
        "date_first_seen",
        "date_last_seen",
        "date_removed_observed",
    }
)
"""What a line says of the visit, and not of the page: another reading does not change it."""
OF_THE_THREAD = frozenset(
    {
        "comment_count",
        "comments_collected",
        "comments_status",
        "comments_reason",
        "comments_via",
        "comment_engine",
        "comment_systems",
    }
)
"""What a line says of a thread, of which more may have been seen than its kept page shows."""


def write_changed(record: Path, fresh: Path, output: Output) -> Counter[str]:
    """Write what was read differently this time; return how many lines of each type.

    `record` is the folder of a scope, `fresh` that of a new reading of the pages kept there;
    `output` is open for the record. Raises OSError, sqlite3.Error, Unwritten.
    """
    written = Counter[str]()
    output.export_to(lambda item: _write(output, record, item), lambda: None)
    with (
        Latest(lines(record, "articles")) as articles,
        Latest(lines(record, "comments")) as comments,
    ):
        for now in current(fresh, "articles"):
            before = articles.row(now["id"])
            if before and (row := reread(before, now)):
                output.add(Article(**_signed(row, output)))
                written["article"] += 1
        for now in current(fresh, "comments"):
            if row := _comment(articles, comments, now):
                output.announce(row["article_id"], [row["id"]])
                output.add(Comment(**_signed(row, output)))
                written["comment"] += 1
    return written


def coverage(record: Path, fresh: Path, since: str, until: str) -> tuple[int, int]:
    """Return how many articles were read again, and how many of the record were not.

    `since` and `until` are moments (ISO 8601, UTC): what is dated before the day of the one, or
    not before the other, or was removed, is not missed. Raises OSError, sqlite3.Error.
    """
    read = missed = 0
    with Latest(lines(fresh, "articles")) as found:
        for row in current(record, "articles"):
            date = row["date_published"] or row["date_first_seen"] or ""
            begin = date if "T" in date else f"{date}T00:00:00Z"
            is_asked = since[:10] <= date[:10] and begin < until
            is_read = found.has(row["id"])
            read += is_read
            missed += is_asked and not is_read and not _is_gone(row)
    return read, missed


def reread(before: Row, now: Row) -> Row | None:
    """Return the line of a new reading, or None if it tells nothing new.

    The same record is compared in all that is read of it. Of a later one only another text counts:
    where the page was changed, the code of that day has noticed.
    """
    if _is_gone(before) or _is_gone(now) or _read_by(before) == _read_by(now):
        return None
    row = {**now, **{name: before[name] for name in OF_THE_VISIT & before.keys()}}
    if (now.get("comments_collected") or 0) <= (before.get("comments_collected") or 0):
        row |= {name: before[name] for name in OF_THE_THREAD & before.keys()}
    same = before["metadata"].get("warc_record_id") == now["metadata"]["warc_record_id"]
    return row if (_differs(before, row) if same else _is_other_text(before, now)) else None


def _comment(articles: Latest, comments: Latest, now: Row) -> Row | None:
    article = articles.row(now["article_id"])
    if article is None:
        return None
    before = comments.row(now["id"])
    if before:
        return reread(before, now)
    if article["comments_via"] == "browser" and not now["metadata"]["rendered"]:
        return None  # what the browser drew was not kept, and may name it otherwise
    return None if _is_gone(now) or _read_by(article) == _read_by(now) else now


def _differs(before: Row, now: Row) -> bool:
    return any(now[name] != before.get(name) for name in now if name != "metadata")


def _is_other_text(before: Row, now: Row) -> bool:
    name = "content_hash" if now["type"] == "article" else "text_hash"
    is_older = _downloaded(now) < _downloaded(before)
    return not is_older and now[name] != before.get(name)


def _is_gone(row: Row) -> bool:
    return str(row["status"]).startswith("removed")


def _read_by(row: Row) -> str | None:
    read_by: str | None = row["metadata"].get("reader")
    return read_by


def _downloaded(row: Row) -> str:
    return row["metadata"].get("date_downloaded") or ""


def _signed(row: Row, output: Output) -> dict[str, Any]:
    metadata = Metadata(**{**row["metadata"], "archive": None})
    metadata.run_id, metadata.reread_of = output.run_id, metadata.warc_record_id
    return {**row, "metadata": metadata}


def _write(output: Output, folder: Path, item: Article | Comment) -> None:
    name = f"{output.run_id}-{item.type}s.jsonl{output.packing.suffix}"
    line = json.dumps(asdict(item), ensure_ascii=False) + "\n"
    output.open(folder / name).write(line.encode("utf-8", "replace"))


def kept_files(folder: Path) -> Iterator[Path]:
    """Yield the finished files of kept pages in the folder of a scope."""
    yield from sorted(folder.glob("*-pages.warc.gz"))
