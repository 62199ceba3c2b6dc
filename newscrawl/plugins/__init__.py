"""Finds the sites and the comment engines: ours, and those of other people.

Theirs come from installed packages (entry points `newscrawl.sites` and `newscrawl.engines`, each a
module, a package or a class) and from the settings SITE_MODULES and ENGINE_MODULES (dotted modules,
or folders whose .py files are loaded). What cannot be used is left out and named; the rest works.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from newscrawl import engines, generic, sites
from newscrawl.engines.base import CommentEngine
from newscrawl.plugins.checks import problem_of
from newscrawl.plugins.loading import Broken, Loaded, Part, installed, load, named
from newscrawl.runs.exits import Refused
from newscrawl.sites.base import Site

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

Kind = TypeVar("Kind", Site, CommentEngine)
OURS = "newscrawl"
GROUPS = {"site": "newscrawl.sites", "engine": "newscrawl.engines"}
"""The entry points by what they name."""
SETTINGS = {"site": "SITE_MODULES", "engine": "ENGINE_MODULES"}


@dataclass
class Found(Generic[Kind]):
    """The classes of one kind, by name: other people's first, in the order they were named."""

    classes: dict[str, type[Kind]] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)
    """Where each comes from: `newscrawl`, a package with its version, or a setting."""
    broken: list[Broken] = field(default_factory=list)


def all_sites(settings: "BaseSettings | None" = None) -> dict[str, type[Site]]:
    """Return every site by its name. Without settings: ours, and those of installed packages."""
    return dict(sorted(found_sites(settings).classes.items()))


def all_engines(settings: "BaseSettings | None" = None) -> dict[str, CommentEngine]:
    """Return every comment engine by its name, the generic one among them.

    The order is the one in which they are tried: other people's first, as they were written for
    what the user reads.
    """
    return {name: one() for name, one in found_engines(settings).classes.items()}


def found_sites(settings: "BaseSettings | None" = None) -> Found[Site]:
    """Return the sites, where they come from, and those that cannot be used."""
    return _sites(_modules(settings, "site"))


def found_engines(settings: "BaseSettings | None" = None) -> Found[CommentEngine]:
    """Return the engines, where they come from, and those that cannot be used."""
    return _engines(_modules(settings, "engine"))


def names_engines(settings: "BaseSettings") -> bool:
    """Return whether there are engines of others, without loading any."""
    return bool(_modules(settings, "engine") or installed(GROUPS["engine"]))


def site_named(name: str, settings: "BaseSettings | None" = None) -> type[Site]:
    """Return a site. Raises Refused if none has that name, or if it cannot be used."""
    found = found_sites(settings)
    if name in found.classes:
        return found.classes[name]
    for broken in found.broken:
        if broken.name == name:
            raise Refused(str(broken))
    raise Refused(f"no site {name!r}; known are: {', '.join(sorted(found.classes))}")


def broken_plugins(settings: "BaseSettings | None" = None) -> list[Broken]:
    """Return what was named and cannot be used."""
    return [*found_sites(settings).broken, *found_engines(settings).broken]


def _modules(settings: "BaseSettings | None", kind: str) -> tuple[str, ...]:
    return tuple(settings.getlist(SETTINGS[kind])) if settings else ()


@cache
def _sites(modules: tuple[str, ...]) -> Found[Site]:
    return _find("site", Site, [Part(OURS, OURS, lambda: sites)], modules)


@cache
def _engines(modules: tuple[str, ...]) -> Found[CommentEngine]:
    ours = [Part(OURS, OURS, lambda: engines), Part(OURS, OURS, lambda: generic)]
    return _find("engine", CommentEngine, ours, modules)


def _find(kind: str, base: type[Kind], ours: list[Part], modules: tuple[str, ...]) -> Found[Kind]:
    own: Found[Kind] = Found()
    theirs: Found[Kind] = Found()
    for part in ours:
        _add(own, load(part, kind, base))
    own.classes = dict(sorted(own.classes.items()))
    parts = [*named(SETTINGS[kind], modules), *installed(GROUPS[kind])]
    for part in parts:
        _add(theirs, load(part, kind, base, must=True), taken=own.origins)
    return Found(
        {**theirs.classes, **own.classes},
        {**own.origins, **theirs.origins},
        [*own.broken, *theirs.broken],
    )


def _add(
    found: Found[Kind],
    loaded: Iterator[Loaded[Kind] | Broken],
    taken: dict[str, str] | None = None,
) -> None:
    for one in loaded:
        if isinstance(one, Broken):
            found.broken.append(one)
            continue
        name, origins = one.value.name, {**found.origins, **(taken or {})}
        if found.classes.get(name) is one.value:
            continue  # named twice
        problem = problem_of(one.value)
        if not problem and name in origins:
            problem = f"the name is taken by {origins[name]}"
        if problem:
            found.broken.append(one.broken(problem))
        else:
            found.classes[name], found.origins[name] = one.value, one.origin
