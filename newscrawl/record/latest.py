"""The last line of each id, kept on disk: a record of years need not fit into memory."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, NamedTuple, Self

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;  -- KiB
CREATE TABLE line (
    place INTEGER PRIMARY KEY, id BLOB UNIQUE NOT NULL, article BLOB, data BLOB NOT NULL,
    gone INTEGER NOT NULL, seen BLOB  -- the last line before it was gone
);
"""
SAVE = """
INSERT INTO line (id, article, data, gone) VALUES (?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    seen = CASE WHEN NOT excluded.gone THEN NULL WHEN gone THEN seen ELSE data END,
    article = excluded.article, data = excluded.data, gone = excluded.gone
"""


class State(NamedTuple):
    """What is known of an id."""

    line: bytes
    """Its last line."""
    seen: bytes | None
    """Where that says it is gone: the last line before."""
    article: str | None
    """The article of a comment."""


class Latest:
    """Takes lines, oldest first, as (bytes, what they say). Raises sqlite3.Error, and OSError.

    The file is SQLite's own temporary one (in SQLITE_TMPDIR, TMPDIR or /var/tmp): it has no name,
    so nothing is left behind, whatever kills us.
    """

    def __init__(self, lines: Iterable[tuple[bytes, dict[str, Any]]]) -> None:
        self.db = sqlite3.connect("")
        self.db.executescript(SCHEMA)
        rows = ((_key(row["id"]), _article(row), line, _is_gone(row)) for line, row in lines)
        self.db.executemany(SAVE, rows)

    def lines(self) -> Iterator[bytes]:
        """Yield the last line of each id, in the order in which the ids were first seen."""
        return (line for (line,) in self.db.execute("SELECT data FROM line ORDER BY place"))

    def states(self) -> Iterator[State]:
        """Yield the current state of each id, in the order in which the ids were first seen."""
        rows = self.db.execute("SELECT data, seen, article FROM line ORDER BY place")
        return (State(line, seen, _text(article)) for line, seen, article in rows)

    def thread(self, article_id: str) -> list[State]:
        """Return the comments of an article, in the order in which they were first seen."""
        self._index()
        rows = self.db.execute(
            "SELECT data, seen FROM line WHERE article = ? ORDER BY place", (_key(article_id),)
        )
        return [State(line, seen, article_id) for line, seen in rows]

    def has(self, key: str) -> bool:
        """Return whether there is a line of an id."""
        found = self.db.execute("SELECT 1 FROM line WHERE id = ?", (_key(key),))
        return found.fetchone() is not None

    def row(self, key: str) -> dict[str, Any] | None:
        """Return the last line of an id as it is read; None if there is none."""
        query = "SELECT data FROM line WHERE id = ?"
        found = self.db.execute(query, (_key(key),)).fetchone()
        return json.loads(found[0]) if found else None

    def articles(self) -> Iterator[str]:
        """Yield the ids of the articles that have comments here, in the order first seen."""
        self._index()
        rows = self.db.execute("SELECT article FROM line GROUP BY article ORDER BY min(place)")
        return (_text(article) or "" for (article,) in rows)

    def _index(self) -> None:
        self.db.execute("CREATE INDEX IF NOT EXISTS line_article ON line (article, place)")

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()


def _article(row: dict[str, Any]) -> bytes | None:
    return _key(row["article_id"]) if row["type"] == "comment" else None


def _is_gone(row: dict[str, Any]) -> bool:
    return str(row.get("status")).startswith("removed")


def _text(key: bytes | None) -> str | None:
    return None if key is None else key.decode("utf-8", "surrogatepass")


def _key(text: str) -> bytes:
    # Bytes, since a line that others wrote may hold half a surrogate pair.
    return text.encode("utf-8", "surrogatepass")
