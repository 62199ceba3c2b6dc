"""What all tests share: our plugin for saved cases (`--update` writes them anew), and profiles.

`--hypothesis-profile=fuzz` tries more examples in each property test (see tests/tools/fuzz.py).
"""

import os
import signal
from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, settings

from tests.support.warm import Warm

pytest_plugins = ["newscrawl.testing.plugin"]

# Machines are busy: no example has a time limit.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")
# Each pass of `make fuzz` has its own seed, so what it tries is not kept.
settings.register_profile(
    "fuzz",
    max_examples=250,
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)


# Some machines forbid it, and each of the hundreds of crawls here would compile the package again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# A script's background job ignores Ctrl-C, and so would every crawl started here.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


NUMBERS = count()


@pytest.fixture(autouse=True)
def state_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let no test see what another's crawls knew of hosts: all have 127.0.0.1."""
    # `mktemp` would look through the folders of all tests before, and most tests need none.
    folder = tmp_path_factory.getbasetemp() / f"state-{next(NUMBERS)}"
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))


@pytest.fixture(autouse=True, scope="session")
def state_of_the_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The same for what fixtures of a file or a session crawl."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True, scope="session")
def warm() -> Iterator[None]:
    """Let crawls that run to their end begin with the libraries loaded."""
    with Warm():
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest files first, then those that start crawls, so that no worker is left alone
    with one at the end.

    A file goes to one worker as a whole, in this order (`--no-loadscope-reorder`).
    """
    items.sort(key=_place)


LONGEST = (
    "test_browser_faults",
    "test_thirty_days",
    "test_fleet_week",
    "test_memory",
    "test_export_memory",
    "test_demo_crawl",
    "test_hostile",
    "test_browser_share",
    "test_installed",
    "test_fleet_ends",
    "test_browser_use",
    "test_deadline",
)
"""Files whose slow tests take more than two minutes together, longest first."""

CRAWLS = {f"tests.support.{name}" for name in ("crawling", "hourly", "installed", "killing")}
"""Whoever imports a function or class of these starts crawls."""


def _place(item: pytest.Item) -> int:
    if item.path.stem in LONGEST:
        return LONGEST.index(item.path.stem)
    return len(LONGEST) + (not _crawls(item))


def _crawls(item: pytest.Item) -> bool:
    names = vars(getattr(item, "module", None) or object)  # an example in a docstring has none
    return any(getattr(one, "__module__", "") in CRAWLS for one in names.values())
