"""Newspapers: one file each. `all_sites()` finds them."""

import importlib
import pkgutil
from functools import cache

from newscrawl.sites.base import Site


@cache
def all_sites() -> dict[str, type[Site]]:
    """Return every site by its name: the classes with a `name` in the modules beside this one."""
    sites: dict[str, type[Site]] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, Site) and "name" in vars(value):
                sites[value.name] = value
    return dict(sorted(sites.items()))
