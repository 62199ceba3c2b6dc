"""The last line of each id, kept on disk: a record of years need not fit into memory."""

import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Self

SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;  -- KiB
CREATE TABLE line (
    place INTEGER PRIMARY KEY, id BLOB UNIQUE NOT NULL, article BLOB, data BLOB NOT NULL
);
"""
SAVE = """
INSERT INTO line (id, article, data) VALUES (?, ?, ?)
ON CONFLICT (id) DO UPDATE SET article = excluded.article, data = excluded.data
"""


class Latest:
    """Takes lines, oldest first, as (bytes, what they say). Raises sqlite3.Error, and OSError.

    The file is SQLite's own temporary one (in SQLITE_TMPDIR, TMPDIR or /var/tmp): it has no name,
    so nothing is left behind, whatever kills us.
    """

    def __init__(self, lines: Iterable[tuple[bytes, dict[str, Any]]]) -> None:
        self.db = sqlite3.connect("")
        self.db.executescript(SCHEMA)
        rows = ((_key(row["id"]), _article(row), line) for line, row in lines)
        self.db.executemany(SAVE, rows)

    def lines(self) -> Iterator[bytes]:
        """Yield the last line of each id, in the order in which the ids were first seen."""
        return (line for (line,) in self.db.execute("SELECT data FROM line ORDER BY place"))

    def thread(self, article_id: str) -> list[bytes]:
        """Return the comments of an article, in the order in which they were first seen."""
        self._index()
        rows = self.db.execute(
            "SELECT data FROM line WHERE article = ? ORDER BY place", (_key(article_id),)
        )
        return [line for (line,) in rows]

    def has(self, key: str) -> bool:
        """Return whether there is a line of an id."""
        found = self.db.execute("SELECT 1 FROM line WHERE id = ?", (_key(key),))
        return found.fetchone() is not None

    def articles(self) -> Iterator[str]:
        """Yield the ids of the articles that have comments here, in the order first seen."""
        self._index()
        rows = self.db.execute("SELECT article FROM line GROUP BY article ORDER BY min(place)")
        return (article.decode("utf-8", "surrogatepass") for (article,) in rows)

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


def _key(text: str) -> bytes:
    # Bytes, since a line that others wrote may hold half a surrogate pair.
    return text.encode("utf-8", "surrogatepass")
