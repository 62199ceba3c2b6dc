"""Comment engines: one file per comment system. `all_engines()` finds them."""

import importlib
import pkgutil
from functools import cache

from newscrawl.comments.base import CommentEngine


@cache
def all_engines() -> dict[str, CommentEngine]:
    """Return every engine by its name: the classes with a `name` in the modules beside this one."""
    engines: dict[str, CommentEngine] = {}
    for module in pkgutil.iter_modules(__path__, f"{__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if (
                isinstance(value, type)
                and issubclass(value, CommentEngine)
                and "name" in vars(value)
            ):
                engines[value.name] = value()
    return dict(sorted(engines.items()))
