"""How the files of this repository may use each other."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.conftest import LONGEST

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "newscrawl"

ROOMS = (
    *(
        "deadline",
        "items",
        "clock",
        "agent",
        "reader",
        "net",
        "runs",
    ),  # what is said of things, and of a run
    *(
        "vocabulary",
        "attributes",
        "linked_data",
        "page",
        "extract",
        "engines",
        "bodies",
        "writes",
        "generic",
        "threads",
    ),  # what a page holds
    *("archive", "discovery", "sites", "plugins", "skeletons", "library"),  # where pages are
    *("state", "record", "report", "export"),  # what is written, and read back
    *("middlewares", "browser", "pipelines", "extensions", "spiders"),  # what Scrapy runs
    *(
        "settings",
        "checked",
        "ending",
        "addon",
        "benchmark",
        "testing",
        "outlets",
        "fleet",
        "machines",
    ),  # what others build on
    *("program", "command", "demo", "commands", "__main__"),  # what a person types
)
"""The folders and modules of the package, lowest first: each imports only what stands before it."""


def imports(path: Path) -> set[str]:
    """Return the modules that a file names in an import, and what it imports from each."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def is_test_module(name: str) -> bool:
    return bool(re.match(r"tests\.(\w+\.)*test_", name))


def test_no_test_imports_another_test() -> None:
    found = {
        path.relative_to(TESTS).as_posix(): named
        for path in sorted(TESTS.rglob("*.py"))
        if (named := sorted(filter(is_test_module, imports(path))))
    }
    assert found == {}


def room(module: str) -> str:
    """Return the room of a module of the package, or "" for the package itself.

    >>> room("newscrawl.state.output"), room("newscrawl.page"), room("newscrawl")
    ('state', 'page', '')
    """
    return module.partition(".")[2].partition(".")[0]


def arrows() -> Iterator[tuple[str, str, str]]:
    """Yield (room, room it imports, file that does) between rooms of the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(TESTS.parent).with_suffix("").parts)
        here = room(module.removesuffix(".__init__"))
        for name in imports(path):
            if name.startswith("newscrawl.") and (there := room(name)) in rooms() - {here}:
                yield here, there, path.relative_to(PACKAGE).as_posix()


@cache
def rooms() -> frozenset[str]:
    found = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    return frozenset(found | {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"})


def test_what_is_started_first_is_there() -> None:
    assert all((TESTS / f"{name}.py").exists() for name in LONGEST)


def test_every_room_has_its_place() -> None:
    assert rooms() == set(ROOMS)


def test_no_import_goes_upwards() -> None:
    place = {name: number for number, name in enumerate(ROOMS)}
    up = [
        (here, there, file) for here, there, file in arrows() if here and place[there] > place[here]
    ]
    assert up == []
