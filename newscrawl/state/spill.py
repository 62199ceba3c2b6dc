"""Long texts of comments, kept on the disk until their thread is whole.

A thread is written as a whole, and a hundred thousand letters are room enough for many to fill the
memory with. The file has no name: it goes with the process, however that ends.
"""

import tempfile
from pathlib import Path
from typing import NamedTuple

from newscrawl.items import Comment

IN_MEMORY = 8 * 2**20
"""Letters of one thread that stay in memory."""
SHORT = 512
"""A text of fewer letters always does."""
_TEXTS = {name: Comment.__dict__[name] for name in ("text", "text_html")}
"""What gets and sets these fields."""


class _Store:
    """A file without a name, there as long as a text in it is in use."""

    def __init__(self, folder: Path | None) -> None:
        # Unbuffered: what finds no room is said now, and not when it is read.
        self.file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115

    def __del__(self) -> None:
        if hasattr(self, "file"):
            self.file.close()

    def write(self, text: str) -> "Place":
        data = text.encode("utf-8", "surrogatepass")
        start, rest = self.file.seek(0, 2), memoryview(data)
        while rest:
            rest = rest[self.file.write(rest) :]
        return Place(self, start, len(data))


class Place(NamedTuple):
    """Where a text lies."""

    store: _Store
    start: int
    length: int

    def read(self) -> str:
        """Return the text. Raises OSError."""
        self.store.file.seek(self.start)
        return self.store.file.read(self.length).decode("utf-8", "surrogatepass")


class _Text:
    """A field that is read from the disk each time, until it is set anew."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, comment: Comment, _kind: type[Comment] | None = None) -> str | None:
        held: str | Place | None = _TEXTS[self.name].__get__(comment)
        return held.read() if isinstance(held, Place) else held

    def __set__(self, comment: Comment, value: str | None) -> None:
        _TEXTS[self.name].__set__(comment, value)


class Spilled(Comment):
    """A comment with a long text, which lies in a file."""

    __slots__ = ()
    text = _Text("text")
    text_html = _Text("text_html")


class Spill:
    """The texts of one thread."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.letters = 0
        """How many letters were kept."""
        self.store: _Store | None = None

    def keep(self, comment: Comment) -> None:
        """Count a comment's texts; move the long ones to the disk where the thread has too many.

        Raises OSError.
        """
        for field in _TEXTS.values():
            held: str | Place | None = field.__get__(comment)
            length = held.length if isinstance(held, Place) else len(held or "")
            self.letters += length
            if isinstance(held, str) and length > SHORT and self.letters > IN_MEMORY:
                self.store = self.store or _Store(self.folder)
                field.__set__(comment, self.store.write(held))
                comment.__class__ = Spilled
