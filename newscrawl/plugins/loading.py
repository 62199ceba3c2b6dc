"""Loads the modules that hold sites or engines; one that fails is left out, and says why."""

import inspect
import pkgutil
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from importlib import import_module, invalidate_caches
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Generic, NamedTuple, TypeVar

Kind = TypeVar("Kind")
NOT_LOADED = ("_", "test_", "conftest")
"""Files of a folder or package that begin so are left alone: helpers and tests."""


class Part(NamedTuple):
    """Something that may hold sites or engines."""

    name: str
    """What the site or engine is likely to be called, before it is loaded."""
    origin: str
    load: Callable[[], object]
    """Return a module, a package or a class."""


@dataclass(frozen=True)
class Broken:
    """A site or engine that cannot be used."""

    kind: str
    """`site` or `engine`."""
    name: str
    origin: str
    place: str
    """File, and line where it is known."""
    cause: str

    def __str__(self) -> str:
        """Return one line."""
        where = f"{self.origin}: {self.place}" if self.place else self.origin
        return f"the {self.kind} {self.name!r} is left out ({where}): {self.cause}"


@dataclass(frozen=True)
class Loaded(Generic[Kind]):
    """A class that was found, and where."""

    kind: str
    value: type[Kind]
    part: Part

    @property
    def origin(self) -> str:
        return self.part.origin

    def broken(self, cause: str) -> Broken:
        name = str(getattr(self.value, "name", self.part.name))
        return Broken(self.kind, name, self.origin, _file_of(self.value), cause)


def installed(group: str) -> list[Part]:
    """Return what installed packages name as an entry point of a group."""
    return [
        Part(
            point.name,
            f"{point.dist.name} {point.dist.version}" if point.dist else point.value,
            point.load,
        )
        for point in sorted(entry_points(group=group), key=lambda point: point.name)
    ]


def named(setting: str, modules: Sequence[str]) -> Iterator[Part]:
    """Yield what a setting names: dotted modules, folders of .py files, single files."""
    for entry in modules:
        path, origin = Path(entry).expanduser(), f"{setting} {entry}"
        if path.is_dir():
            yield Part(path.name, origin, partial(_folder, path))
        elif path.suffix == ".py":
            yield Part(path.stem, origin, partial(_file, path))
        else:
            yield Part(entry.rpartition(".")[2], origin, partial(_module, entry))


def load(
    part: Part, kind: str, base: type[Kind], *, must: bool = False
) -> Iterator[Loaded[Kind] | Broken]:
    """Yield the classes of a kind, as Loaded, and what is Broken.

    With `must` a part without any, or with one that has no name, is Broken too.
    """
    found = False
    for one, value in _loaded(part):
        for result in _classes(one, value, kind, base, must=must):
            found = True
            yield result
    if must and not found:
        yield Broken(kind, part.name, part.origin, "", f"there is no subclass of {base.__name__}")


def _loaded(part: Part) -> Iterator[tuple[Part, object]]:
    """Yield what a part and the modules of a package hold, or why one cannot be loaded."""
    try:
        value = part.load()
    except (Exception, SystemExit) as problem:  # other people's modules raise anything
        yield part, problem
        return
    yield part, value
    path = getattr(value, "__path__", None)
    if not isinstance(value, ModuleType) or path is None:
        return
    for module in pkgutil.iter_modules(path):
        if not module.name.startswith(NOT_LOADED):
            below = partial(import_module, f"{value.__name__}.{module.name}")
            yield from _loaded(Part(module.name, part.origin, below))


def _classes(
    part: Part, value: object, kind: str, base: type[Kind], *, must: bool
) -> Iterator[Loaded[Kind] | Broken]:
    if isinstance(value, BaseException):
        yield Broken(kind, part.name, part.origin, _place(value), _cause(value))
        return
    own = _own(value, base)
    having_a_name = [one for one in own if "name" in vars(one)]
    yield from (Loaded(kind, one, part) for one in having_a_name)
    if must and own and not having_a_name:
        yield Loaded(kind, own[0], part).broken(f"{own[0].__name__} has no `name`")


def _own(value: object, base: type[Kind]) -> list[type[Kind]]:
    """Return the subclasses that a module defines, or a package in its modules; or the class."""
    values = vars(value).values() if isinstance(value, ModuleType) else [value]
    found = [one for one in values if isinstance(one, type) and issubclass(one, base)]
    if isinstance(value, ModuleType):
        prefix = f"{value.__name__}."
        found = [one for one in found if f"{one.__module__}.".startswith(prefix)]
    return [one for one in found if one is not base]


def _module(name: str) -> ModuleType:
    if not all(step.isidentifier() for step in name.split(".")):
        raise ValueError(f"{name} is neither a folder nor a dotted module")
    return import_module(name)


def _folder(path: Path) -> ModuleType:
    """Return a package made of a folder, which needs no place on sys.path."""
    path = path.resolve()
    name = f"newscrawl_folder_{sha256(str(path).encode()).hexdigest()[:12]}"
    if name not in sys.modules:
        package = ModuleType(name, f"The files of {path}.")
        package.__path__ = [str(path)]
        sys.modules[name] = package
        invalidate_caches()
    return sys.modules[name]


def _file(path: Path) -> ModuleType:
    if not path.is_file():
        raise ValueError(f"there is no file {path}")
    return import_module(f"{_folder(path.parent).__name__}.{path.stem}")


def _cause(problem: BaseException) -> str:
    lines = str(problem).splitlines() or [""]
    return f"{type(problem).__name__}: {lines[0]}".rstrip(": ")


def _place(problem: BaseException) -> str:
    """Return the file and line that failed: the plugin's own, not that of what it called."""
    if isinstance(problem, SyntaxError) and problem.filename:
        return f"{problem.filename}:{problem.lineno}"
    for frame in traceback.extract_tb(problem.__traceback__):
        name = frame.filename
        if name != __file__ and not name.startswith("<") and "importlib" not in name:
            return f"{name}:{frame.lineno}"
    return ""


def _file_of(value: type) -> str:
    try:
        return inspect.getfile(value)
    except (OSError, TypeError):
        return value.__module__
