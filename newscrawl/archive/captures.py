"""What a run wants of its archives, on the disk beside its ledger until the run is done.

An archive holds an answer to each request, in the order in which somebody asked; a crawl asks in
its own order. A file is read once, whatever is asked for later, and needs no index of its own.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from newscrawl.archive.capture import Capture, Posted, rendering_of
from newscrawl.archive.files import parts
from newscrawl.archive.joining import PAGE, drop_forms, join_posted, join_same
from newscrawl.archive.loose import loose_hash
from newscrawl.archive.places import OTHERS, PLACE, Places
from newscrawl.archive.rows import COLUMNS, INSERT, SCHEMA, capture_of, hash_of, row_of
from newscrawl.archive.within import STATE, WITHIN, span
from newscrawl.clock import stamp
from newscrawl.extract.identity import url_hash

if TYPE_CHECKING:
    from scrapy import Request

FORM = 8
"""Of the file: one that an earlier version left is begun anew."""
BEST = "status BETWEEN 200 AND 299 DESC, status < 400 DESC, torn = '' DESC"
"""Of several captures one that is an answer, and all of it, else one that leads elsewhere."""
UNCHANGED = "method = 'GET' AND NOT fetched AND status = 304"
PORTION = 500
"""Records in one transaction."""
Told = Counter[str]
"""How many records or files were not read, by the reason in one word."""


class Captures(Places):
    """The captures of one run. Used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Open or make the file. Raises sqlite3.Error, OSError."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        try:
            self.db = _opened(path)
        except sqlite3.OperationalError:  # the disk, or who may write
            raise
        except sqlite3.DatabaseError:  # it is damaged: the archives are read anew
            _remove(path)
            self.db = _opened(path)
        self.turns: dict[str, str] = {}
        """The moment of the capture that is to be read now, of each page, where all are read."""
        self.asked = set[str]()
        """Places of the pages whose turn was asked for."""
        self.passed: dict[str, set[str]] = {}
        """The captures of each page that `find` leaves out, by what tells them from others."""

    def take(self, path: Path, is_ours: Callable[[str], bool], told: Told) -> None:
        """Read a file, unless a stopped run has. What is not read is counted, then too.

        Raises OSError, ValueError for a file that is no archive, sqlite3.Error.
        """
        from newscrawl.archive.records import Reader  # noqa: PLC0415  (it needs an extra)

        if (before := self.told_of(path)) is not None:
            told.update(before)
            return
        others = self.others()
        with parts(path) as found:
            for part in found:
                for number, one in enumerate(Reader(part, is_ours, told, others), 1):
                    self.note(one)
                    if number % PORTION == 0:
                        self.db.commit()
        self.note_place(OTHERS, others.text())
        self.note_file(path, told)

    def told_of(self, path: Path) -> Told | None:
        """Return what was not read of a file that was read; None if it was not, or is another."""
        query = "SELECT told FROM file WHERE path = ? AND bytes = ? AND changed = ?"
        before = self.db.execute(query, _mark(path)).fetchone()
        return Counter(json.loads(before[0])) if before else None

    @property
    def is_bare(self) -> bool:
        """True if there is no page, and nothing of the files that were read is lost."""
        lost = "SELECT 1 FROM file WHERE told != '{}' AND path NOT LIKE ?"
        return not any(self.pages()) and not self.db.execute(lost, (f"{PLACE}%",)).fetchone()

    def note_file(self, path: Path, told: Told) -> None:
        """Note that a file is read, and what could not be read of it."""
        row = (*_mark(path), json.dumps(+told))
        self.db.execute("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", row)
        self.db.commit()

    def note(self, one: Capture | Posted) -> None:
        """Note what a record holds; it is kept by the next `note_file`, or sooner."""
        if isinstance(one, Capture):
            self.add([one])
            return
        rows = [(record, one.method, hash_of(one.body)) for record in one.record_ids if record]
        self.db.executemany("INSERT OR REPLACE INTO posted VALUES (?, ?, ?)", rows)

    def add(self, found: Iterable[Capture]) -> None:
        """Note captures, without their bodies where an archive has only said that it has them."""
        self.db.executemany(INSERT, map(row_of, found))

    def count(self) -> int:
        """Return how many there are."""
        return int(self.db.execute("SELECT count(*) FROM capture").fetchone()[0])

    def settle(self) -> None:
        """Join what belongs together, once all files are read: see `joining.py`."""
        join_posted(self.db)
        join_same(self.db)
        drop_forms(self.db)
        self.db.commit()

    def pages(self, *, moved_first: bool = False) -> Iterator[tuple[str, datetime]]:
        """Yield the address of each page, and when it was last captured; the newest first.

        With `moved_first` those that lead elsewhere come before: by them a crawl came to others.
        """
        found = self.db.execute(
            "SELECT url, coalesce(max(CASE torn WHEN '' THEN moment END), max(moment)) "  # noqa: S608
            f"FROM capture WHERE {PAGE} GROUP BY place "
            "ORDER BY :moved AND max(status BETWEEN 300 AND 399) DESC, 2 DESC",
            {"moved": moved_first},
        )
        for url, moment in found:
            yield url, datetime.fromisoformat(moment)

    def was_made(self, url: str, moment: str) -> bool:
        """Return whether there is a capture of a page of just that moment (ISO 8601, UTC)."""
        query = "SELECT 1 FROM capture WHERE place = ? AND moment = ?"
        return self.db.execute(query, (url_hash(url), moment)).fetchone() is not None

    def turn(self, url: str, after: str, *, visits: bool = False) -> datetime | None:
        """Go on to the next capture of a page after a moment (ISO 8601, UTC); None if none is.

        One that is the same as the one before is left out, unless all `visits` are wanted: then one
        that said that the page was not modified (304) is one, too, if it is not the first.
        """
        place = url_hash(url)
        after = max(after, self.turns.get(place, ""))
        last, found = (
            "",
            self.db.execute(
                "SELECT moment, same_as FROM capture WHERE place = :place AND "  # noqa: S608
                f"({STATE} OR {UNCHANGED} AND :again) ORDER BY moment",
                {"place": place, "again": visits and bool(after)},
            ),
        )
        for moment, same_as in found:
            if moment > after and (visits or not (same_as and same_as == last)):
                self.turns[place] = moment
                return datetime.fromisoformat(moment)
            last = same_as
        return None

    def begin(self, url: str, record_id: str) -> datetime | None:
        """Go to the capture of a page that led to a record, or is it; None if that is not here."""
        found = self.db.execute(
            f"SELECT max(moment) FROM capture WHERE place = :place AND {STATE} AND moment <= "  # noqa: S608
            "(SELECT min(moment) FROM capture WHERE record = :record)",
            {"place": url_hash(url), "record": record_id},
        ).fetchone()[0]
        if found is None:
            return None
        self.turns[url_hash(url)] = found
        return datetime.fromisoformat(found)

    def give_back(self) -> None:
        """Undo the turns that nothing has asked for: their captures come in the next round."""
        self.turns = {place: when for place, when in self.turns.items() if place in self.asked}

    def pass_over(self, url: str, after: str = "", *, listed: bool = False) -> bool:
        """Leave out the capture of a page that `find` (or `listed`) gives now.

        Return whether there is another answer, with another payload, made after a moment (ISO
        8601, UTC).
        """
        if (given := self._first(url, listed=listed)) is None:
            return False
        self.passed.setdefault(url_hash(url), set()).add(_mark_of(given))
        other = self._first(url, listed=listed)
        return other is not None and stamp(other.moment) > after

    def _first(self, url: str, *, listed: bool) -> Capture | None:
        found = self._answers(url, "GET", b"", None)
        return next((one for one in found if listed or self._whole(one)), None)

    def left_out(self, url: str) -> frozenset[str]:
        """Return what was passed over of a page, for `take_back`."""
        return frozenset(self.passed.get(url_hash(url), ()))

    def take_back(self, url: str, to: frozenset[str] = frozenset()) -> None:
        """Leave out of a page what was left out before, and no more."""
        self.passed[url_hash(url)] = {*to}

    def find(
        self, url: str, method: str = "GET", sent: bytes = b"", near: datetime | None = None
    ) -> Capture | None:
        """Return what an archive holds as the answer to a request: the newest, or the nearest."""
        for capture in self._answers(url, method, sent, near):
            whole = self._whole(capture)
            # Where its very capture is wanted, another one does not stand in for it.
            if whole or (method == "GET" and url_hash(url) in self.turns):
                return whole
        return None

    def listed(
        self, url: str, method: str = "GET", sent: bytes = b"", near: datetime | None = None
    ) -> Capture | None:
        """Return it as it was noted, perhaps without a body."""
        return next(self._answers(url, method, sent, near), None)

    def _answers(
        self, url: str, method: str, sent: bytes, near: datetime | None
    ) -> Iterator[Capture]:
        """Yield what may be the answer to a request, the best first."""
        given = {"method": method, "sent": "" if method == "GET" else hash_of(sent)}
        place = url_hash(url)
        turn = self.turns.get(place) if method == "GET" else None
        if turn:
            self.asked.add(place)
        when, until = (turn, turn) if turn else span(self.db, near)
        given |= {"when": when, "until": until}
        order, nearest = BEST, "moment DESC"
        if until:
            # What was answered in the visit is what came of it, be it an error: so it was then.
            order = f"({'moment = :when' if turn else WITHIN}) DESC, {BEST}"
            nearest = "abs(julianday(moment) - julianday(:when))"
        for column, value in (("place", place), ("loose", loose_hash(url))):
            rows = self.db.execute(
                f"SELECT {COLUMNS} FROM capture WHERE {column} = :value AND method = :method "  # noqa: S608
                f"AND sent = :sent AND NOT fetched ORDER BY {order}, {nearest}",
                given | {"value": value},
            )
            found = map(capture_of, rows)
            if method == "GET" and (passed := self.passed.get(place)):
                yield from (one for one in found if _is_left(one, passed))
                return  # under a like address is no other capture of the page
            yield from found

    def note_torn(self, record_id: str, why: str) -> None:
        """Note that what was listed is not there as a whole."""
        self.db.execute("UPDATE capture SET torn = ? WHERE record = ?", (why, record_id))

    def next_of(self, request: Request, after: str) -> datetime | None:
        """Return when a request was first answered after a moment; None if never."""
        if ask := request.meta.get("browser"):
            place, method, sent = rendering_of(ask["engine"], request.url), "RENDERING", ""
        else:
            place, method = request.url, request.method
            sent = "" if method == "GET" else hash_of(request.body)
        found = self.db.execute(
            "SELECT min(moment) FROM capture WHERE place = ? AND method = ? AND sent = ? "
            "AND moment > ? AND NOT fetched",
            (url_hash(place), method, sent, after),
        ).fetchone()[0]
        return datetime.fromisoformat(found) if found else None

    def at(self, record_id: str) -> Capture | None:
        """Return what a record holds."""
        query = f"SELECT {COLUMNS} FROM capture WHERE record = ?"  # noqa: S608
        row = self.db.execute(query, (record_id,)).fetchone()
        capture = capture_of(row) if row else None
        return self._whole(capture)

    def rendering(self, url: str, engine: str, near: datetime | None = None) -> Capture | None:
        """Return how a browser opened a page for an engine: the last time, or as it was `near`.

        What was drawn of a later state of the page is nothing of this one.
        """
        query = f"SELECT {COLUMNS} FROM capture WHERE place = :place AND method = 'RENDERING' "  # noqa: S608
        given = {"place": url_hash(rendering_of(engine, url)), "page": url_hash(url)}
        if near is None:
            row = self.db.execute(query + "ORDER BY moment DESC LIMIT 1", given).fetchone()
            return capture_of(row) if row else None
        given["when"] = stamp(near)
        row = self.db.execute(
            query + "AND moment >= :when AND NOT EXISTS (SELECT 1 FROM capture AS later "  # noqa: S608
            f"WHERE later.place = :page AND {STATE} AND later.moment > :when "
            "AND later.moment <= capture.moment) ORDER BY moment LIMIT 1",
            given,
        ).fetchone()
        return capture_of(row) if row else None

    def _whole(self, capture: Capture | None) -> Capture | None:
        """Return a capture with the body that its record only refers to; None if it is nowhere."""
        if capture is None or capture.body is not None:
            return capture
        if capture.status == HTTPStatus.NOT_MODIFIED:
            return replace(capture, body=b"")
        row = self.db.execute(
            "SELECT body, torn FROM capture WHERE same_as = ? AND body IS NOT NULL "
            "ORDER BY torn = '' DESC LIMIT 1",
            (capture.same_as,),
        ).fetchone()
        if not (row and capture.same_as):
            return None
        return replace(capture, body=zlib.decompress(row[0]), torn=row[1])

    def close(self, *, keep: bool) -> None:
        """Close the file; unless it is to be kept for the next run, remove it."""
        self.db.close()
        if not (keep or self.is_unfinished):
            _remove(self.path)


def _opened(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, check_same_thread=False)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        if db.execute("PRAGMA user_version").fetchone()[0] != FORM:
            for name in ("file", "capture", "posted"):
                db.execute(f"DROP TABLE IF EXISTS {name}")
            db.execute(f"PRAGMA user_version = {FORM}")
        db.executescript(SCHEMA)
    except sqlite3.Error:
        db.close()
        raise
    return db


def _remove(path: Path) -> None:
    for one in (path, *(Path(f"{path}{end}") for end in ("-wal", "-shm"))):
        one.unlink(missing_ok=True)


def _mark_of(one: Capture) -> str:
    return one.same_as or one.record_id


def _is_left(one: Capture, passed: set[str]) -> bool:
    return 200 <= one.status < 300 and _mark_of(one) not in passed


def _mark(path: Path) -> tuple[str, int, int]:
    status = path.stat()
    return str(path.absolute()), status.st_size, status.st_mtime_ns
