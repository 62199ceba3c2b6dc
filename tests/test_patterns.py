"""No regular expression of the package lets one text of a stranger stop it: all are linear."""

import re
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from time import thread_time
from typing import Any

import pytest

import newscrawl
from newscrawl import read_comments
from newscrawl.browser.causes import KNOWN
from newscrawl.plugins import all_engines, all_sites
from tests.support.patterns import ANCHORED, Use, Uses, modules, read, watched
from tests.support.pumping import ENDS, Pumps

SIZES = (1000, 2000, 4000, 8000)
"""Characters; n log n costs 10 times as much at the last as at the first, n squared 64 times."""
SHORT, SHORTEST = 250, 24
"""Even an exponential pattern comes to an end on the shortest."""
GROWTH = 24
NOTHING = 15e-6
"""CPU seconds; n squared takes more on a short text."""
AT_ONCE = 0.004
"""CPU seconds that no text takes as long as it is short."""

NAMED = tuple(
    f"{Path(newscrawl.__file__).parent}/{file}:"
    for file in (
        "browser/causes.py",
        "writes.py",
        "browser/thread.py",
        "sites/base.py",
        "plugins/checks.py",
        "engines/marks.py",
        "vocabulary/counts.py",
    )
)
"""Where patterns of classes and tables are compiled, which `work` adds itself."""

Run = Callable[[Any], object]


@pytest.mark.slow
def test_every_pattern_is_linear() -> None:
    uses = all_patterns()
    assert len(uses.found) > 300
    seen = {place for use in uses.found.values() for place in use.places}
    assert {place for place in uses.unknown - seen if not place.startswith(NAMED)} == set()
    slow = [
        f"{use.pattern.pattern!r:.80} {found}"
        for use in uses.found.values()
        if (found := worst(use))
    ]
    assert slow == []


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"\s*x", "search"),
        (r"\s*\d*\s*$", "match"),
        (r"/\*.*?\*/", "sub"),
        (r"(?:a|aa)+$", "match"),
        pytest.param(r"(?:\w+\s+)*:", "search", marks=pytest.mark.slow),
        (r"x|[«].*»", "search"),
    ],
)
def test_a_slow_pattern_is_found(pattern: str, method: str) -> None:
    use = Use(re.compile(pattern, re.DOTALL))
    use.used(method, None)
    assert worst(use)


@pytest.mark.parametrize(
    ("pattern", "method"),
    [(r"(?<!\s)\s*x", "search"), (r"\s*x", "match"), (r"\s*+\d*+\s*+$", "match")],
)
def test_a_linear_pattern_is_none(pattern: str, method: str) -> None:
    use = Use(re.compile(pattern))
    use.used(method, None)
    assert not worst(use)


def all_patterns() -> Uses:
    uses = Uses()
    for module in modules():  # what another test has made need not be made again
        for value in vars(module).values():
            if isinstance(value, _lru_cache_wrapper):
                value.cache_clear()
    with watched(uses):
        for module in modules():
            read(uses, module)
        work(uses)
    uses.settle()
    return uses


def work(uses: Uses) -> None:
    """Do what compiles the patterns that no module holds, and add those that classes name."""
    read_comments(
        "<p>Posted by Quill, 14 March 2026 at 9 pm</p><p>5 hours ago</p>"
        "<div id=comments><button>Show 3 replies</button><button>Show 3 comments</button>"
        "<p>Comments are closed.</p><p>Only members see 14 more comments</p></div>",
        "https://paper.example/1",
    )
    named = set[str](KNOWN)
    for engine in all_engines().values():
        named |= {*engine.never, *getattr(engine, "words", ())}
        named |= {engine.widget.answers} if engine.widget and engine.widget.answers else set()
    for site in all_sites().values():
        named |= {*site.article_paths}
    for pattern in named:
        uses.add(re.compile(pattern), "a class").anywhere()


def worst(use: Use) -> str | None:
    """Return what is known of the first text for which a pattern is slow; None if there is none."""
    pumps = Pumps(use.pattern)
    for before, unit in pumps.units():
        for end in ENDS:

            def text(size: int, before: str = before, unit: str = unit, end: str = end) -> Any:
                made = before + unit * (size // len(unit)) + end
                return made.encode("latin-1", "replace") if pumps.bytes else made

            for name, run in runs(use):
                if is_slow(run, text, use.bound):
                    pumped = f"{name} of {before!r} + {unit!r} * n + {end!r}"
                    return f"{pumped}, at most {use.bound}: {min(use.places, default='nowhere')}"
    return None


def runs(use: Use) -> Iterator[tuple[str, Run]]:
    """Yield the ways a pattern is used: a search goes on after each match if any use does."""
    pattern = use.pattern
    if use.methods - ANCHORED - {"search"} or not use.methods:
        yield "finditer", lambda text: [None for _ in pattern.finditer(text)]
    elif "search" in use.methods:
        yield "search", pattern.search
    for name in sorted(ANCHORED & use.methods):
        yield name, getattr(pattern, name)


def is_slow(run: Run, text: Callable[[int], Any], bound: int | None) -> bool:
    """Return whether a pattern takes long on a bounded text, or ever longer on an unbounded one."""
    if bound is not None and bound <= SIZES[0]:
        return seconds(run, text(bound)) > AT_ONCE
    if seconds(run, text(SHORTEST)) > AT_ONCE or seconds(run, text(SHORT)) > AT_ONCE:
        return True
    if (short := once(run, text(SHORT))) < NOTHING or once(run, text(SIZES[0])) < 6 * short:
        return False
    first, *_, last = (seconds(run, text(size)) for size in SIZES)
    return last > GROWTH * first


def seconds(run: Run, text: Any) -> float:
    """Return the CPU seconds of a run, the best of five; of one where that is little anyhow."""
    first = once(run, text)
    return first if first < AT_ONCE / 8 else min(first, *(once(run, text) for _ in range(4)))


def once(run: Run, text: Any) -> float:
    start = thread_time()
    run(text)
    return thread_time() - start
