"""Many outlets out of one archive: it is read once, then each outlet is crawled from its share."""

import hashlib
import json
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from newscrawl.archive.captures import Captures
from newscrawl.archive.files import CC_NEWS, SERVICES, WAYBACK, archive_files
from newscrawl.archive.split import SHARED, Split
from newscrawl.outlets.check import Outlet
from newscrawl.runs.exits import Exit, Refused
from newscrawl.spiders.archived import NAME
from newscrawl.state.lock import Lock

WELL = frozenset({Exit.DONE, Exit.NOTHING, Exit.INCOMPLETE, Exit.LOSSES, Exit.ALARM})
"""How a crawl ends that has read what there is."""
ALLOWED = frozenset("hosts archive captures since until comments limit sections".split())
"""Arguments that say the same of each outlet."""


class Crawled(NamedTuple):
    """What the crawl of one outlet came to."""

    outlet: Outlet
    status: int
    lines: tuple[str, ...]
    """What it said on standard error."""


def check_given(given: Mapping[str, str]) -> tuple[Path, ...]:
    """Return the files to read; none, if an archive on the network is asked.

    Raises Refused for arguments that do not fit many outlets.
    """
    for name in given:
        if name not in ALLOWED:
            raise Refused(f"hosts= and {name}= exclude each other: each outlet has its own")
    archive = given.get("archive", "")
    if archive == CC_NEWS and "since" not in given:
        raise Refused("archive=cc-news needs since=: a month of it has about 400 gigabytes")
    if archive in SERVICES:
        return ()
    try:
        return archive_files(archive)
    except ValueError as problem:
        raise Refused(f"hosts= reads files of an archive: {problem}") from None


def split(files: Sequence[Path], outlets: Sequence[Outlet], output: Path) -> dict[Path, str]:
    """Read the archives into the folders of the outlets. Return why some could not be read.

    Raises Refused if a run is writing to one of the folders, or one cannot be written; OSError.
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
            except sqlite3.Error as problem:
                raise Refused(f"{output} cannot be written: {problem}", Exit.DISK) from None
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
    outlets: Sequence[Outlet], command: Sequence[str], given: Mapping[str, str], output: Path
) -> Iterator[Crawled]:
    """Crawl each outlet from its share; yield what each came to, in order.

    `command` is the program that crawls, with its settings. Raises Refused if a run is writing to
    one of the folders, OSError.
    """
    if given["archive"] == CC_NEWS:
        yield from _crawl_news(outlets, command, given, output)
    else:
        yield from _side_by_side(outlets, command, given)


def _side_by_side(
    outlets: Sequence[Outlet], command: Sequence[str], given: Mapping[str, str]
) -> Iterator[Crawled]:
    # One a core; an archive on the network is asked by one at a time.
    with ThreadPoolExecutor(1 if given["archive"] == WAYBACK else cpu_count()) as pool:
        yield from pool.map(lambda one: _crawl(one, command, given), outlets)


def _crawl(outlet: Outlet, command: Sequence[str], given: Mapping[str, str]) -> Crawled:
    words = [*command, outlet.arguments.site.name]
    for name, value in {**outlet.arguments.given, **given}.items():
        words += ["-a", f"{name}={value}"] if name != "hosts" else []
    done = subprocess.run(words, capture_output=True, text=True, check=False)  # noqa: S603
    return Crawled(outlet, done.returncode, tuple(done.stderr.splitlines()))


def _crawl_news(
    outlets: Sequence[Outlet], command: Sequence[str], given: Mapping[str, str], output: Path
) -> Iterator[Crawled]:
    """Crawl each outlet from Common Crawl's news files, which the first fetches for all.

    Those that a stopped command was done with are left out. If the first cannot do its part, the
    others are left for the next time.
    """
    output.mkdir(parents=True, exist_ok=True)
    done = _Done(output, {"given": dict(given), "scopes": [one.scope for one in outlets]})
    left = [one for one in outlets if one.scope not in done.scopes] or [*outlets]
    hosts = {output / one.scope / NAME: one.arguments.site.hosts for one in left}
    with TemporaryDirectory(prefix="newscrawl-") as folder:
        Split.write(Path(folder, "shared.json"), hosts)
        setting = ["-s", f"{SHARED}={Path(folder, 'shared.json')}"]
        with _held([output / one.scope for one in left[1:]]):
            # In a thread, too: Ctrl-C, which the crawl hears itself, must not kill it.
            (came,) = _side_by_side(left[:1], [*command, *setting], given)
    done.note(came)
    yield came
    if came.status not in WELL:
        return
    for came in _side_by_side(left[1:], command, given):
        done.note(came)
        yield came
    done.end(outlets)


class _Done:
    """The outlets that a command was done with, for the one that goes on after it was stopped."""

    def __init__(self, output: Path, task: Mapping[str, object]) -> None:
        text = json.dumps(task, sort_keys=True)
        self.path = output / f".hosts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"
        self.scopes: list[str] = json.loads(self.path.read_text()) if self.path.exists() else []

    def note(self, came: Crawled) -> None:
        unfinished = self.path.parent / came.outlet.scope / NAME
        if came.status not in WELL or unfinished.exists():
            return
        self.scopes.append(came.outlet.scope)
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(self.scopes))
        new.replace(self.path)

    def end(self, outlets: Sequence[Outlet]) -> None:
        """Forget them, if that is all."""
        if {one.scope for one in outlets} <= {*self.scopes}:
            self.path.unlink(missing_ok=True)


def worst(crawled: Sequence[Crawled]) -> Exit:
    """Return the exit status of all together: that of one outlet, or that some had trouble."""
    statuses = {one.status for one in crawled} - {Exit.DONE, Exit.NOTHING}
    return Exit.TROUBLE if statuses else Exit.DONE
