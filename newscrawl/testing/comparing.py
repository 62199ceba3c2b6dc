"""What a case gives now, compared with what was agreed for it."""

import json
from difflib import unified_diff
from inspect import getfile
from pathlib import Path

from newscrawl.engines.base import CommentEngine
from newscrawl.sites.base import Site
from newscrawl.testing.case import META, Case, as_text
from newscrawl.testing.reading import read_case


def problem_of(
    folder: Path, reader: type[Site] | CommentEngine, *, update: bool = False
) -> str | None:
    """Return how a case differs from its `expected.json`, and what to do about it, or None.

    `update` writes what is read now instead.
    """
    if not (folder / META).exists():
        return (
            f"no case is saved in {folder} yet: `newscrawl save URL {_named(reader)} "
            f"--into {folder}` saves a page; check its expected.json: the test compares with it"
        )
    case = Case(folder)
    now = as_text(read_case(case, reader))
    if update:
        case.expected.write_text(now, "utf-8")
    if not case.expected.exists():
        return f"{case.expected} is missing: run pytest --update, then check what it wrote"
    agreed = as_text(json.loads(case.expected.read_text("utf-8")))
    if now == agreed:
        return None
    lines = unified_diff(agreed.splitlines(), now.splitlines(), "expected.json", "read now", n=2)
    return "\n".join(
        [
            f"{folder} is read differently (if that is right: `pytest --update`, then check it):",
            *lines,
        ]
    )


def _named(reader: type[Site] | CommentEngine) -> str:
    """Return the options of `newscrawl save` that name a site or an engine."""
    kind = "engine" if isinstance(reader, CommentEngine) else "site"
    value = type(reader) if isinstance(reader, CommentEngine) else reader
    ours = value.__module__.startswith("newscrawl.")
    setting = "" if ours else f" -s {kind.upper()}_MODULES={getfile(value)}"
    return f"--{kind} {reader.name}{setting}"
