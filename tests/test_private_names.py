"""Every private name of others that the package uses stands in CONTRIBUTING.md, and is still there.

Two searches: in the text of each file, for private attributes of objects that are not the file's
own, for `getattr` and imports; and in each class with a foreign one above it, for what it overrides
or takes from there.
"""

import ast
import importlib
import inspect
import pkgutil
import re
import sys
import textwrap
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import newscrawl

ROOT = Path(__file__).parents[1]
LISTED = re.findall(
    r"^\| `([\w.]+\._\w+)` \|", (ROOT / "CONTRIBUTING.md").read_text(), re.MULTILINE
)

DOCUMENTED = {"_abc_impl", "_asdict", "_exit", "_fields", "_make", "_replace", "_value_"}
"""No secrets in spite of their names: Python's, of abstract classes, named tuples, `os`, `enum`."""


def test_what_is_used_is_listed() -> None:
    listed = {name.rpartition(".")[2] for name in LISTED}
    assert {use for use in used_on_others() if use[0] not in listed} == set()
    assert {owner for _, owner in used_from_above()} <= set(LISTED)


def test_what_is_listed_is_used() -> None:
    others = {name for name, _ in used_on_others()}
    above = {owner for _, owner in used_from_above()}
    assert [n for n in LISTED if n not in above and n.rpartition(".")[2] not in others] == []


def test_what_is_listed_is_there() -> None:
    assert len(LISTED) == len(set(LISTED))
    assert [name for name in LISTED if not exists(name)] == []


def test_private_names_in_a_text_are_found() -> None:
    source = """
from scrapy._other import thing
from scrapy import _thing
from newscrawl.page import _ours
class Ours(Theirs):
    def __init__(self, engine):
        self._own = engine._slot
        self.__dict__
        super()._step()
        getattr(engine, "_declared", None)
        engine._replace(key=other._own)
    def _step(self): ...
"""
    found = set(private_names(ast.parse(source)))
    assert found == {"_other", "_thing", "_slot", "_step", "_declared"}


class Theirs:
    def __init__(self) -> None:
        self._state = 0

    def _step(self) -> None: ...


class Ours(Theirs):
    def _step(self) -> None:
        self._state, self._own = 1, self._state


def test_private_names_from_above_are_found() -> None:
    assert {name for name in private_of_self(Ours) if gives(Theirs, name)} == {"_state", "_step"}


@cache
def used_on_others() -> frozenset[tuple[str, str]]:
    """Return private names with the files that use them on objects of others."""
    return frozenset(
        (name, str(path.relative_to(ROOT)))
        for path in (ROOT / "newscrawl").rglob("*.py")
        for name in private_names(ast.parse(path.read_bytes()))
    )


def private_names(tree: ast.Module) -> Iterator[str]:
    here = made_in(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and is_private(node.attr) and not is_self(node.value):
            if node.attr not in here or ast.unparse(node.value) == "super()":
                yield node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"getattr", "hasattr"}:
            strings = [one.value for one in node.args if isinstance(one, ast.Constant)]
            yield from (one for one in strings if isinstance(one, str) and is_private(one))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            parts = getattr(node, "module", "").split(".")
            parts += [part for alias in node.names for part in alias.name.split(".")]
            yield from (part for part in parts if is_private(part) and parts[0] != "newscrawl")


def made_in(tree: ast.AST) -> set[str]:
    """Return the names that a file defines, or assigns to itself or `self`."""
    made: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            made |= {node.attr} if is_self(node.value) else set()
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            made.add(node.id)
    return made


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in {"self", "cls"}


def is_private(name: str) -> bool:
    return bool(re.fullmatch(r"_[^_]\w*", name)) and name not in DOCUMENTED


@cache
def used_from_above() -> frozenset[tuple[str, str]]:
    """Return private names that our classes share with a foreign one, and their place there."""
    return frozenset(
        (name, f"{base.__module__}.{base.__qualname__}.{name}")
        for one in our_classes()
        if (foreign := [base for base in one.__mro__ if is_foreign(base)])
        for name in private_of_self(one)
        if (base := next((base for base in foreign if gives(base, name)), None))
    )


def our_classes() -> Iterator[type]:
    for module in pkgutil.walk_packages(newscrawl.__path__, "newscrawl."):
        if not module.name.endswith("__main__"):
            loaded = importlib.import_module(module.name)
            classes = (one for one in vars(loaded).values() if inspect.isclass(one))
            yield from (one for one in classes if one.__module__ == module.name)


def is_foreign(kind: type) -> bool:
    return kind.__module__.split(".")[0] not in {*sys.stdlib_module_names, "newscrawl"}


def private_of_self(kind: type) -> set[str]:
    """Return the private names that a class makes, and those it takes from `self`."""
    tree = ast.parse(textwrap.dedent(source(kind)))
    attributes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    taken = {node.attr for node in attributes if is_self(node.value)}
    return {name for name in {*taken, *vars(kind)} if is_private(name)}


def gives(kind: type, name: str) -> bool:
    """Return whether a class has a name itself, or gives it to its instances."""
    return name in vars(kind) or bool(re.search(rf"self\.{name}\b\s*[:=,]", source(kind)))


@cache
def source(kind: type) -> str:
    try:
        return inspect.getsource(kind)
    except (OSError, TypeError):  # made at run time, or in C
        return ""


def exists(name: str) -> bool:
    owner, _, private = name.rpartition(".")
    module, _, kind = owner.rpartition(".")
    try:
        found = getattr(importlib.import_module(module), kind)
    except AttributeError:  # the name is a module's
        return hasattr(importlib.import_module(owner), private)
    if inspect.ismodule(found):
        return hasattr(found, private)
    return hasattr(found, private) or gives(found, private)
