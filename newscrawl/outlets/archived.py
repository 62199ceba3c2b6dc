"""Many outlets out of one archive: it is read once, then each outlet is crawled from its share."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from os import cpu_count
from pathlib import Path
from typing import NamedTuple

from newscrawl.archive.captures import Captures
from newscrawl.archive.files import SERVICES, archive_files
from newscrawl.archive.split import Split
from newscrawl.outlets.check import Outlet
from newscrawl.runs.exits import Exit, Refused
from newscrawl.spiders.archived import NAME
from newscrawl.state.lock import Lock

ALLOWED = frozenset("hosts archive captures since until comments limit sections".split())
"""Arguments that say the same of each outlet."""


class Crawled(NamedTuple):
    """What the crawl of one outlet came to."""

    outlet: Outlet
    status: int
    lines: tuple[str, ...]
    """What it said on standard error."""


def check_given(given: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the archives to read. Raises Refused for arguments that do not fit many outlets."""
    for name in given:
        if name not in ALLOWED:
            raise Refused(f"hosts= and {name}= exclude each other: each outlet has its own")
    if (named := given.get("archive", "")) in SERVICES:
        raise Refused(f"hosts= reads files of an archive: fetch those of {named} first")
    try:
        return archive_files(named)
    except ValueError as problem:
        raise Refused(f"hosts= reads files of an archive: {problem}") from None


def split(files: Sequence[Path], outlets: Sequence[Outlet], output: Path) -> dict[Path, str]:
    """Read the archives into the folders of the outlets. Return why some could not be read.

    Raises Refused if a run is writing to one of the folders, OSError.
    """
    hosts = {output / one.scope / NAME: one.arguments.site.hosts for one in outlets}
    bad = dict[Path, str]()
    with _held([path.parent for path in hosts]):
        reader = Split(hosts)
        for file in files:
            try:
                reader.take(file)
            except (OSError, ValueError) as problem:
                bad[file] = str(problem)
    return bad


@contextmanager
def _held(folders: Sequence[Path]) -> Iterator[None]:
    with ExitStack() as stack:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
            stack.callback(Lock(folder).release)
        yield


def bare(outlets: Sequence[Outlet], output: Path) -> list[Outlet]:
    """Return the outlets of which the archives have nothing, and lost nothing. Raises OSError."""
    found = []
    for one in outlets:
        captures = Captures(output / one.scope / NAME)
        if captures.is_bare:
            found.append(one)
        captures.close(keep=True)
    return found


def forget(outlets: Sequence[Outlet], output: Path) -> None:
    """Remove what tells a run that is started again that the archives have nothing of them."""
    for one in outlets:
        folder = output / one.scope
        with suppress(Refused, OSError):
            lock = Lock(folder)
            Captures(folder / NAME).close(keep=False)
            lock.release()
            folder.rmdir()  # if there is no record in it


def crawl_all(
    outlets: Sequence[Outlet], command: Sequence[str], given: Mapping[str, str]
) -> Iterator[Crawled]:
    """Crawl each outlet from its share, one process a core; yield what each came to, in order.

    `command` is the program that crawls, with its settings.
    """
    shared = {name: value for name, value in given.items() if name != "hosts"}

    def one(outlet: Outlet) -> Crawled:
        words = [*command, outlet.arguments.site.name]
        for name, value in {**outlet.arguments.given, **shared}.items():
            words += ["-a", f"{name}={value}"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
        return Crawled(outlet, done.returncode, tuple(done.stderr.splitlines()))

    with ThreadPoolExecutor(cpu_count()) as pool:
        yield from pool.map(one, outlets)


def worst(crawled: Sequence[Crawled]) -> Exit:
    """Return the exit status of all together: that of one outlet, or that some had trouble."""
    statuses = {one.status for one in crawled} - {Exit.DONE, Exit.NOTHING}
    return Exit.TROUBLE if statuses else Exit.DONE
