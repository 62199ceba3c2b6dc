"""A thread of odd texts on several levels, which engines of other kinds are seeded with."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle

FIRST = datetime(2026, 3, 14, 8, 0, 5, tzinfo=UTC)
"""Its day is no month, so that dates of any order have one meaning."""
ROOTS = 28
AUTHORS = ("Ada Thorn", "Бруно Лист", "سلمى نور", "דנה לוי", "王小明", "Quill & Sons", "José Peña")
ODD = (
    "RIP",
    "Reply",
    "مرحبا، أوافق على هذا الرأي تماما.",
    "אני לא מסכים עם זה בכלל.",
    "這座橋是一九三〇年建成的。",
    "橋はきれいです。また行きたい。",
    "Nice 👍🏽 and a family 👨‍👩‍👧‍👦 too",
    "First line\nsecond line\n\nA new paragraph\nwith two lines",
    '5 < 6 and <b>bold</b> & "quoted"',
    "12 November 2025 at 14:30 was the last time it ran",
    "3 comments on that, and no more",
    "I paid £40: 5 likes, 3 days ago",
    "Load more lamps, says Ada Thorn",
    "\n".join(f"Line {n} of many lines about the harbour" for n in range(1, 31)),
    *["Same words as others"] * 6,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """One comment of the seed."""

    number: int
    """From 1 on, in the order of their times."""
    parent: int | None
    author: str
    text: str
    """Plain text, as a reader sees it."""
    written: datetime


def thread() -> list[Said]:
    """Return 84 comments: of 28 roots every second has two replies, and a chain to depth 3."""
    parents: list[int | None] = [None] * ROOTS
    for root in range(1, ROOTS + 1, 2):
        first = len(parents) + 1
        parents += [root, root, first, first + 2]
    texts = cycle(ODD)
    names = cycle(AUTHORS)
    return [
        Said(
            number=number,
            parent=parent,
            author=next(names),
            text=next(texts) if number % 2 else f"Words number {number} about the harbour wall",
            written=FIRST + timedelta(minutes=37 * number, seconds=number),
        )
        for number, parent in enumerate(parents, 1)
    ]


@dataclass(frozen=True, kw_only=True, slots=True)
class Seeded:
    """A running engine with the thread, and how much of it the engine shows."""

    engine: str
    page_url: str
    ids: dict[int, str]
    """The engine's ids, by the numbers of the seed."""
    flat: bool = False
    """Whether it shows nobody whom a comment answers."""
    lines: bool = True
    """Whether it shows the ends of lines in a text."""

    def expected(self) -> dict[str, dict[str, str | None]]:
        """Return what a reader sees of each comment, by its id."""
        return {self.ids[one.number]: self._row(one) for one in thread()}

    def _row(self, one: Said) -> dict[str, str | None]:
        parent = None if self.flat or one.parent is None else self.ids[one.parent]
        return {
            "parent": parent,
            "author": one.author,
            "text": plain(one.text) if self.lines else " ".join(one.text.split()),
            "date_published": one.written.isoformat().replace("+00:00", "Z"),
        }


def plain(text: str) -> str:
    """Return a text without empty lines, of which engines show more or fewer."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def as_data() -> list[dict[str, str | int | None]]:
    """Return the thread as JSON for an engine's own seeding script."""
    return [{**asdict(one), "written": one.written.isoformat()} for one in thread()]
