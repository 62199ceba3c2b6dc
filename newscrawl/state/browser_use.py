"""What the browser was good for on a site so far: which kinds of pages are still opened in it.

Opening a page in Chromium costs many times what reading it costs, and most pages that show no
comments have none.
"""

from typing import Literal

from newscrawl.state.ledger import Ledger

Mode = Literal["always", "learned", "never"]
ENOUGH = 10
"""Pages of a kind in a row on which the browser brought nothing: no more are opened."""
ONE_IN = 20
"""Of these one in so many is opened still, to notice a change."""


class BrowserUse:
    """Kept in the ledger, per kind of page. A page that declares comments is no business of it."""

    def __init__(self, ledger: Ledger, mode: Mode) -> None:
        self.ledger, self.mode = ledger, mode
        self._kinds: dict[str, tuple[int, int]] = {}
        """What is known of a kind by now; the ledger is told when a page's lines are written."""

    def closed(self, kind: str) -> str:
        """Return why a page of a kind is not opened in the browser; empty if its turn may come.

        Raises sqlite3.Error.
        """
        if self.mode == "never":
            return "not opened in the browser (BROWSER = never)"
        barren, passed = self._known(kind) if self.mode == "learned" else (0, 0)
        if barren < ENOUGH or passed >= ONE_IN - 1:
            return ""
        self._kinds[kind] = barren, passed + 1
        why = f"it brought nothing on {barren} pages of this kind; due as soon as it does"
        return f"not opened in the browser: {why}"

    def closed_by_now(self, kind: str) -> str:
        """Return the same when the turn of the page has come.

        A run asks for many pages before the first is opened.
        """
        why = self.closed(kind)
        if not why:
            self._kinds[kind] = self._known(kind)[0], 0
        return why

    def learn(self, kind: str, *, brought: bool) -> bool:
        """Learn whether the browser brought comments on a page; return whether that is news.

        Then the pages of its kind that were not opened are due.
        """
        barren, passed = self._known(kind)
        self._kinds[kind] = 0 if brought else barren + 1, passed
        return brought and barren >= ENOUGH

    def keep(self, kind: str, article_id: str, *, opened: bool) -> None:
        """Tell the ledger what is known of a kind, and whether this page of it was opened."""
        self.ledger.db.execute(
            "INSERT OR REPLACE INTO browser_use (kind, barren, passed) VALUES (?, ?, ?)",
            (kind, *self._known(kind)),
        )
        if opened:
            self.ledger.db.execute("DELETE FROM unopened WHERE article_id = ?", (article_id,))
        elif self.mode == "learned":
            self.ledger.db.execute(
                "INSERT OR REPLACE INTO unopened VALUES (?, ?)", (article_id, kind)
            )

    def unopened(self, kind: str) -> list[str]:
        """Return the ids of the articles of a kind whose pages were not opened."""
        query = "SELECT article_id FROM unopened WHERE kind = ? ORDER BY article_id"
        return [row[0] for row in self.ledger.db.execute(query, (kind,))]

    def _known(self, kind: str) -> tuple[int, int]:
        if kind not in self._kinds:
            query = "SELECT barren, passed FROM browser_use WHERE kind = ?"
            row: tuple[int, int] | None = self.ledger.db.execute(query, (kind,)).fetchone()
            self._kinds[kind] = row or (0, 0)
        return self._kinds[kind]
