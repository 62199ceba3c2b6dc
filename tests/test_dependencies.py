"""What is imported is declared in pyproject.toml, and what is declared is imported."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

NOT_IMPORTED = {
    "lxml-html-clean": "trafilatura does not import without it",
    "tzdata": "zoneinfo reads it where the system has no zones (Windows)",
    "setuptools": "builds the wheel that a test installs",
    "isso": "started as a process of its own",
    "pytest-xdist": "pytest loads it: the -n of `make test`",
}
"""Declared for a reason that no import shows."""

SCRIPTS = ROOT / "tests/engines/files"
OURS = {"newscrawl", "tests"}
NEWER = {"compression"}
"""In the standard library from Python 3.14 on; before that backports.zstd stands in for it."""


def test_what_the_package_imports_is_declared() -> None:
    extras = frozenset[str]().union(*map(extra, ("archive", "fleet", "notify", "parquet")))
    known = declared(PROJECT["dependencies"]) | extras
    # Only pytest loads its plugin: `newscrawl save` works without pytest.
    assert imported("newscrawl") <= known | {"pytest"}
    assert "pytest" not in imported("newscrawl", but="plugin.py")


def test_what_the_tests_import_is_declared() -> None:
    assert imported("tests") <= declared(PROJECT["dependencies"]) | extra("test")


def test_what_is_declared_is_imported() -> None:
    assert declared(PROJECT["dependencies"]) - imported("newscrawl") <= NOT_IMPORTED.keys()
    assert extra("parquet") <= imported("newscrawl")
    assert extra("test") - imported("newscrawl") - imported("tests") <= NOT_IMPORTED.keys()


def test_every_reason_is_of_something_declared_and_not_imported() -> None:
    known = declared(PROJECT["dependencies"]) | extra("test")
    assert NOT_IMPORTED.keys() <= known - imported("newscrawl") - imported("tests")


def extra(name: str) -> set[str]:
    """Return the distributions of one extra, with those of the extras that it takes in."""
    required = [Requirement(line) for line in PROJECT["optional-dependencies"][name]]
    nested = (extra(inner) for one in required if one.name == "newscrawl" for inner in one.extras)
    return declared(str(one) for one in required if one.name != "newscrawl").union(*nested)


def declared(requirements: Iterable[str]) -> set[str]:
    found = (Requirement(line) for line in requirements)
    return {plain(one.name) for one in found if not one.marker or one.marker.evaluate()}


@cache
def imported(folder: str, but: str = "") -> frozenset[str]:
    """Return the distributions that the files of a folder import, at their top or later.

    `but`: the name of a file that is left out. So are the scripts that engines run by a Python of
    their own.
    """
    owners = packages_distributions()
    found = (ROOT / folder).rglob("*.py")
    files = [one for one in found if one.name != but and one.parent != SCRIPTS]
    roots = {name for path in files for name in modules(path)}
    # What is not installed stands by its own name: a test must not pass for want of a package.
    return frozenset(plain(owner) for root in roots for owner in owners.get(root, [root]))


@cache
def modules(path: Path) -> frozenset[str]:
    """Return the first names of the foreign modules that a file imports."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_bytes())):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        roots = {name.split(".")[0] for name in names}
        found |= roots
    return frozenset(found - sys.stdlib_module_names - NEWER - OURS)


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
