"""How far the lists of archives on the network are read, for the run that goes on with them."""

import json
import sqlite3

from newscrawl.archive.cdx import CdxQuery
from newscrawl.archive.others import Others

PLACE = "cdx "
"""How a row begins that tells of a list; the others tell of files."""
OTHERS = "others"
"""Where the hosts are noted whose pages the archives have besides the site's."""


class Places:
    """What a run, or the one before it that was stopped, knows of lists and of fetched files."""

    db: sqlite3.Connection
    is_unfinished = False
    """Whether a later run goes on from here, although this one has come to its end."""

    def place_in(self, query: CdxQuery | str) -> str | None:
        """Return what to go on with in a list of captures: None to begin, "" if it is done."""
        row = self.db.execute("SELECT told FROM file WHERE path = ?", (_name(query),)).fetchone()
        return str(json.loads(row[0])) if row else None

    def note_place(self, query: CdxQuery | str, resume: str) -> None:
        """Note how far a list of captures is read."""
        row = (_name(query), 0, 0, json.dumps(resume))
        self.db.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", row)
        self.db.commit()

    def forget_place(self, query: CdxQuery | str) -> None:
        """Forget how far a list of captures is read."""
        self.db.execute("DELETE FROM file WHERE path = ?", (_name(query),))
        self.db.commit()

    def others(self) -> Others:
        """Return how many pages of other hosts the files have that were read."""
        return Others.read(self.place_in(OTHERS))

    def keep_for(self, archive: str) -> None:
        """Forget what a run of another archive, as it was named, has left for a later one."""
        if self.place_in("archive") not in {None, archive}:
            for table in ("file", "capture", "posted"):
                self.db.execute(f"DELETE FROM {table}")  # noqa: S608
        self.note_place("archive", archive)


def _name(query: CdxQuery | str) -> str:
    return PLACE + (query if isinstance(query, str) else " ".join(map(str, query)))
