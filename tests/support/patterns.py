"""Every regular expression of the package, with how it is used, for `test_patterns.py`.

Three ways together see them all: what the modules hold once imported, what their source compiles or
hands to `re` (read by `ast`, its value worked out in the module), and what is compiled while
they work (a hook on `re._compile`, which `re.compile` and `re.search` both call).
"""

import ast
import importlib
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import newscrawl

METHODS = {"search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"}
ANCHORED = {"match", "fullmatch"}
Key = tuple[str | bytes, int]


@dataclass
class Use:
    """One pattern: where it stands, the methods it is used with, the longest text it is given."""

    pattern: "re.Pattern[Any]"
    places: set[str] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)
    bounds: list[int | None] = field(default_factory=list)

    def used(self, method: str, bound: int | None) -> None:
        self.methods.add(method)
        self.bounds.append(bound)

    def anywhere(self) -> None:
        """Note that the source does not say how it is used."""
        self.used("finditer", None)

    @property
    def bound(self) -> int | None:
        """The longest text that any call is given, or None where one has no bound."""
        known = [bound for bound in self.bounds if bound is not None]
        return max(known) if known and len(known) == len(self.bounds) else None


class Uses:
    """All patterns found so far, by pattern and flags."""

    def __init__(self) -> None:
        self.found: dict[Key, Use] = {}
        self.made: dict[tuple[str, str], list[Use]] = defaultdict(list)
        """What a function compiles, by file and name."""
        self.called: list[tuple[tuple[str, str], str, int | None]] = []
        """Uses of what a function returns: `_pattern(name).search(text)`."""
        self.unknown = set[str]()
        """The places whose pattern the source alone does not give: the hook must see them."""

    def add(self, pattern: "re.Pattern[Any]", place: str) -> Use:
        use = self.found.setdefault((pattern.pattern, pattern.flags), Use(pattern))
        use.places.add(place)
        return use

    def settle(self) -> None:
        """Give what functions compiled the uses of what they return."""
        for function, method, bound in self.called:
            for use in self.made[function]:
                use.used(method, bound)


@contextmanager
def watched(uses: Uses) -> Iterator[None]:
    """Add what code of the package compiles within the block."""
    made: Callable[..., Any] = re._compile  # type: ignore[attr-defined]

    def seen(pattern: Any, flags: Any) -> Any:
        compiled = made(pattern, flags)
        caller = sys._getframe(2)
        if str(caller.f_globals.get("__name__")).startswith("newscrawl"):
            file, name = caller.f_code.co_filename, caller.f_code.co_name
            uses.made[file, name].append(uses.add(compiled, f"{file}:{caller.f_lineno}"))
        return compiled

    re._compile = seen  # type: ignore[attr-defined]
    try:
        yield
    finally:
        re._compile = made  # type: ignore[attr-defined]


def modules() -> list[ModuleType]:
    """Import all modules of the package but the one that runs the program."""
    names = (info.name for info in pkgutil.walk_packages(newscrawl.__path__, "newscrawl."))
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def held(value: Any, depth: int = 0) -> Iterator["re.Pattern[Any]"]:
    """Yield the patterns in a value: itself, in containers and in attributes of classes of ours."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, dict):
        yield from (one for part in value.items() for one in held(part, depth + 1))
    elif depth < 4 and isinstance(value, list | tuple | set | frozenset):
        yield from (one for part in value for one in held(part, depth + 1))
    elif depth < 1 and isinstance(value, type) and value.__module__.startswith("newscrawl"):
        yield from (one for part in vars(value).values() for one in held(part, depth + 1))


class Source:
    """The source of one module, and what its expressions are worth there."""

    def __init__(self, module: ModuleType) -> None:
        self.module = module
        self.tree = ast.parse(Path(module.__file__ or "").read_text("utf-8"))
        self.above = {
            below: node for node in ast.walk(self.tree) for below in ast.iter_child_nodes(node)
        }

    def place(self, node: ast.expr) -> str:
        return f"{self.module.__file__}:{node.lineno}"

    def value(self, node: ast.AST | None) -> Any:
        """Work out an expression of the module; None where it needs what a function is given."""
        try:
            code = compile(ast.Expression(cast("ast.expr", node)), "<pattern>", "eval")
            return eval(code, vars(self.module))
        except Exception:  # whatever a half-known expression of our own raises
            return None

    def named(self, node: ast.Attribute | ast.Name) -> Any:
        """Return what a name of the module, or one of a module or class it names, stands for."""
        if isinstance(node, ast.Name):
            return vars(self.module).get(node.id)
        owner = vars(self.module).get(node.value.id) if isinstance(node.value, ast.Name) else None
        return getattr(owner, node.attr, None) if isinstance(owner, ModuleType | type) else None

    def part(self, node: ast.expr) -> str:
        """Return a part of an f-string as text."""
        if isinstance(node, ast.FormattedValue):
            return str(self.value(node.value) or "x")
        return str(self.value(node))

    def function(self, node: ast.AST) -> ast.AST:
        """Return the function around an expression, or the module."""
        while not isinstance(node, ast.FunctionDef | ast.Module):
            node = self.above[node]
        return node

    def bound(self, text: ast.AST) -> int | None:
        """Return how long a text can be at most, as far as the function around it says.

        By a slice (`text[:60]`), a comparison of its length, or what the name was given.
        """
        if isinstance(text, ast.Subscript) and isinstance(text.slice, ast.Slice):
            return self._slice(text.slice)
        if isinstance(text, ast.Call) and isinstance(text.func, ast.Attribute):
            joined = isinstance(text.func.value, ast.Constant) and text.func.attr == "join"
            return self.bound(text.args[0] if joined else text.func.value)
        return self._name(text) if isinstance(text, ast.Name) else None

    def _slice(self, cut: ast.Slice) -> int | None:
        upper, lower = self.value(cut.upper), self.value(cut.lower)
        if isinstance(upper, int) and upper > 0 and cut.lower is None:
            return upper
        return -lower if isinstance(lower, int) and lower < 0 and cut.upper is None else None

    def _name(self, name: ast.Name) -> int | None:
        around = self.function(name)
        for node in ast.walk(around):
            if isinstance(node, ast.Compare) and f"len({name.id})" in map(
                ast.unparse, [node.left, *node.comparators]
            ):
                if (node.lineno, node.col_offset) > (name.lineno, name.col_offset) and not _chosen(
                    node, self.above
                ):
                    continue
                limits = [self.value(one) for one in (node.left, *node.comparators)]
                return max((one for one in limits if isinstance(one, int)), default=None)
        given = [
            node.value
            for node in ast.walk(around)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name.id
        ]
        return self.bound(given[0]) if len(given) == 1 and _is_cut(given[0]) else None


def _chosen(test: ast.AST, above: dict[ast.AST, ast.AST]) -> bool:
    """Return whether a comparison is worked out before what stands in front of it: `a if b`."""
    return isinstance(above[test], ast.IfExp)


def _is_cut(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Slice) for one in ast.walk(node))


def read(uses: Uses, module: ModuleType) -> None:
    """Add what a module holds and what its source says."""
    for value in vars(module).values():
        for pattern in held(value):
            use = uses.add(pattern, module.__name__)
            if not isinstance(value, re.Pattern):
                use.anywhere()
    source = Source(module)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re."):
            _read_inline(uses, source, node)
        elif isinstance(node, ast.Attribute | ast.Name):
            _read_named(uses, source, node)
            _read_returned(uses, source, node)


def _read_inline(uses: Uses, source: Source, call: ast.Call) -> None:
    """Add the pattern of `re.search(pattern, text)`, or of `re.compile(pattern)`."""
    method = ast.unparse(call.func).removeprefix("re.")
    if method not in METHODS | {"compile"}:
        return
    pattern = source.value(call.args[0])
    flags = [source.value(one) for one in (*call.args[1:], *(k.value for k in call.keywords))]
    if isinstance(pattern, str | bytes):
        kept = [one for one in flags if isinstance(one, re.RegexFlag)]
        pattern = re.compile(pattern, kept[0] if kept else 0)
    if not isinstance(pattern, re.Pattern):
        uses.unknown.add(source.place(call))
        _read_parts(uses, source, call)
        return
    use = uses.add(pattern, source.place(call))
    if isinstance(around := source.function(call), ast.FunctionDef):
        uses.made[source.module.__file__ or "", around.name].append(use)
    if method != "compile":
        text = call.args[1 + (method in {"sub", "subn"})]
        use.used(method, source.bound(text))


def _read_parts(uses: Uses, source: Source, call: ast.Call) -> None:
    """Add the texts of the function around a call whose pattern is put together in it.

    What the function is given stands as `x` in them. Texts that are no patterns do no harm.
    """
    for node in ast.walk(source.function(call)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        elif isinstance(node, ast.JoinedStr):
            text = "".join(map(source.part, node.values))
        else:
            continue
        if isinstance(source.above[node], ast.Expr):
            continue  # a docstring
        with suppress(re.error):
            uses.add(re.compile(text), source.place(call)).anywhere()


def _read_named(uses: Uses, source: Source, node: ast.Attribute | ast.Name) -> None:
    """Add how a pattern with a name is used: `NAME.search(text)`, or handed on."""
    pattern = source.named(node)
    if not isinstance(pattern, re.Pattern) or not isinstance(node.ctx, ast.Load):
        return
    use, above = uses.add(pattern, source.place(node)), source.above[node]
    if not isinstance(above, ast.Attribute):
        if not (isinstance(above, ast.Call) and ast.unparse(above.func).startswith("re.")):
            use.anywhere()
    elif above.attr in METHODS:
        use.used(above.attr, _bound_of_call(source, above))


def _read_returned(uses: Uses, source: Source, node: ast.Attribute | ast.Name) -> None:
    """Note how what a function of the module returns is used."""
    if not isinstance(node, ast.Attribute) or node.attr not in METHODS:
        return
    made = node.value
    if isinstance(made, ast.Call) and isinstance(made.func, ast.Name):
        function = (source.module.__file__ or "", made.func.id)
        uses.called.append((function, node.attr, _bound_of_call(source, node)))


def _bound_of_call(source: Source, method: ast.Attribute) -> int | None:
    call = source.above[method]
    text = call.args[method.attr in {"sub", "subn"} :] if isinstance(call, ast.Call) else []
    return source.bound(text[0]) if text else None
