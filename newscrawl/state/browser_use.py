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

    def closed(self, kind: str) -> str:
        """Return why a page of a kind is not opened in the browser; empty if it is.

        Raises sqlite3.Error.
        """
        if self.mode == "never":
            return "not opened in the browser (BROWSER = never)"
        barren, passed = self._known(kind) if self.mode == "learned" else (0, 0)
        if barren < ENOUGH or passed >= ONE_IN - 1:
            return ""
        return f"not opened in the browser: it brought nothing on {barren} pages of this kind"

    def note(self, kind: str, *, brought: bool | None) -> None:
        """Note whether the browser brought comments; None for a page that was not opened."""
        barren, passed = self._known(kind)
        if brought is None:
            passed += 1
        else:
            barren, passed = 0 if brought else barren + 1, 0
        self.ledger.db.execute(
            "INSERT OR REPLACE INTO browser_use (kind, barren, passed) VALUES (?, ?, ?)",
            (kind, barren, passed),
        )

    def _known(self, kind: str) -> tuple[int, int]:
        query = "SELECT barren, passed FROM browser_use WHERE kind = ?"
        row: tuple[int, int] | None = self.ledger.db.execute(query, (kind,)).fetchone()
        return row or (0, 0)
