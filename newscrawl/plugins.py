"""Finds the sites and the comment engines: one class each, in the modules of its package."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import TypeVar

from newscrawl import engines, generic, sites
from newscrawl.engines.base import CommentEngine
from newscrawl.sites.base import Site

Kind = TypeVar("Kind", Site, CommentEngine)


@cache
def all_sites() -> dict[str, type[Site]]:
    """Return every site by its name: the classes with a `name` in `newscrawl/sites/`."""
    return dict(sorted((one.name, one) for one in _named(sites, Site)))


@cache
def all_engines() -> dict[str, CommentEngine]:
    """Return every comment engine by its name, the generic one among them."""
    found = [*_named(engines, CommentEngine), *_named(generic, CommentEngine)]
    return {one.name: one() for one in sorted(found, key=lambda one: one.name)}


def _named(package: ModuleType, kind: type[Kind]) -> Iterator[type[Kind]]:
    """Yield the classes of a kind that have a `name` of their own in a package's modules."""
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, kind) and "name" in vars(value):
                yield value
