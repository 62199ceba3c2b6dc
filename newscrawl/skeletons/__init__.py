"""What a new site or engine begins as: a file that works, its test, a folder for saved cases."""

import sys
from dataclasses import dataclass
from importlib.resources import files
from keyword import iskeyword
from pathlib import Path
from string import Template
from typing import Literal
from urllib.parse import urlsplit

from newscrawl.plugins import found_engines, found_sites
from newscrawl.plugins.checks import NAME
from newscrawl.runs.exits import Refused

Kind = Literal["site", "engine"]
ROOT = Path(__file__).parents[2]
"""The checkout of newscrawl, where it is one."""
CASES = {"site": "sites", "engine": "comments"}
"""Where the checkout keeps saved cases, below `tests/`."""


def is_checkout(folder: Path) -> bool:
    """Return whether a folder is the checkout of newscrawl that runs now."""
    return folder.resolve() == ROOT and (ROOT / "tests" / "comments").is_dir()


@dataclass(frozen=True)
class Skeleton:
    """A new site or engine, not yet written."""

    kind: Kind
    name: str
    folder: Path
    host: str = ""
    language: str = "en"

    @property
    def class_name(self) -> str:
        """The name as Python writes classes."""
        return "".join(word.capitalize() for word in self.name.split("_"))

    @property
    def file(self) -> Path:
        if is_checkout(self.folder):
            return self.folder / "newscrawl" / f"{self.kind}s" / f"{self.name}.py"
        return self.folder / f"{self.name}.py"

    @property
    def test(self) -> Path:
        """The file of its test; in the checkout one is there for all."""
        if is_checkout(self.folder):
            name = "test_sites.py" if self.kind == "site" else "test_comments.py"
            return self.folder / "tests" / name
        return self.folder / f"test_{self.name}.py"

    @property
    def cases(self) -> Path:
        if is_checkout(self.folder):
            return self.folder / "tests" / CASES[self.kind] / self.name
        return self.folder / "cases" / self.name

    def write(self) -> None:
        """Write what is not there yet. Raises Refused rather than to overwrite, and OSError."""
        new = [self.file] if is_checkout(self.folder) else [self.file, self.test]
        for path in new:
            if path.exists():
                raise Refused(f"{path} exists already: nothing was written")
        self.cases.mkdir(parents=True, exist_ok=True)
        for path in new:
            template = "test" if path == self.test else self.kind
            path.write_text(self._filled(template), "utf-8")

    def _filled(self, template: str) -> str:
        text = (files(__name__) / f"{template}.py.tmpl").read_text("utf-8")
        return Template(text).substitute(
            name=self.name,
            class_name=self.class_name,
            host=self.host,
            language=self.language,
            module=_module(self.file),
            reader=self.class_name if self.kind == "site" else f"{self.class_name}()",
        )


def check_name(kind: Kind, name: str) -> None:
    """Raise Refused, in one line, for a name that a new site or engine cannot have."""
    if not NAME.fullmatch(name) or iskeyword(name):
        raise Refused(f"name {name!r}: small letters, digits and _ as in `evening_post`")
    if name in sys.stdlib_module_names:
        raise Refused(f"name {name!r}: its file would hide Python's own module of that name")
    taken = (found_sites() if kind == "site" else found_engines()).origins
    if name in taken:
        raise Refused(f"name {name!r}: taken by {taken[name]}")


def host_of(url: str) -> str:
    """Return the host of a newspaper's address. Raises Refused, in one line, if it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise Refused(f"URL {url!r}: give the front page, as https://paper.example")
    host = parts.hostname.removeprefix("www.")
    return f"{host}:{port}" if port else host


def _module(file: Path) -> str:
    """Return the name by which a test beside the file imports it, with its packages."""
    steps, folder = [file.stem], file.resolve().parent
    while (folder / "__init__.py").exists():
        steps.insert(0, folder.name)
        folder = folder.parent
    return ".".join(steps)
