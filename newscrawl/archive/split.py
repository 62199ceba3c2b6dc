"""One archive, read once for many sites: each gets the captures that are its own."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from newscrawl.archive.capture import Capture, Posted, page_address
from newscrawl.archive.captures import Captures, Told
from newscrawl.archive.files import parts
from newscrawl.archive.others import Others
from newscrawl.net.addresses import usual_url

MOST_BYTES = 64 * 2**20
"""Bytes of captures that are held in memory, of all sites."""
OVERHEAD = 1_000
"""Bytes of a capture beside its body."""
SHARED = "ARCHIVE_SHARED"
"""Setting of a run that fetches files for other sites, too: the path of `Split.write`."""
IsOurs = Callable[[str], bool]


class Split:
    """Reads archives into the captures of several sites.

    `hosts` gives the hosts of each site, as `netloc` of an address, by the path of its captures.
    What a host of none of them answers to scripts may be any site's comments: all get it.
    """

    def __init__(self, hosts: Mapping[Path, Iterable[str]]) -> None:
        self.paths = tuple(hosts)
        self.owners: dict[str, list[Path]] = {}
        for path, names in hosts.items():
            for name in names:
                self.owners.setdefault(name, []).append(path)
        self.held: dict[Path, list[Capture | Posted]] = {}
        self.bytes = 0

    @classmethod
    def of_file(cls, path: Path) -> Self:
        """Return one for the sites that `write` has named. Raises OSError."""
        return cls({Path(one): hosts for one, hosts in json.loads(path.read_text("utf-8")).items()})

    @staticmethod
    def write(path: Path, hosts: Mapping[Path, Iterable[str]]) -> None:
        """Name the sites for another process. Raises OSError."""
        named = {str(one): sorted(names) for one, names in hosts.items()}
        path.write_text(json.dumps(named), "utf-8")

    def take(self, file: Path) -> Told:
        """Read a file for all that have not read it; return what could not be read of it.

        Raises OSError, ValueError if it is none.
        """
        lacking = [path for path in self.paths if not self._has(path, file)]
        if not lacking:
            return Told()
        from newscrawl.archive.records import Reader  # noqa: PLC0415  (it needs an extra)

        told, wanted = Told(), set(lacking)
        with parts(file) as found:
            for part in found:
                for one in Reader(part, self._is_ours, told, Others()):
                    for path in self._for(one):
                        if path in wanted:
                            self._hold(path, one)
        self.bytes = 0
        for path in lacking:
            self._write(path)
            captures = Captures(path)
            captures.note_file(file, told)
            captures.close(keep=True)
        return +told

    def note_place(self, name: str, told: str) -> None:
        """Note for all what is known of a file that is fetched and dropped."""
        for path in self.paths:
            captures = Captures(path)
            captures.note_place(name, told)
            captures.close(keep=True)

    @staticmethod
    def _has(path: Path, file: Path) -> bool:
        if not path.exists():
            return False
        captures = Captures(path)
        known = captures.told_of(file) is not None
        captures.close(keep=True)
        return known

    def _is_ours(self, url: str) -> bool:
        return _host(url) in self.owners

    def _for(self, one: Capture | Posted) -> Iterable[Path]:
        if isinstance(one, Posted):
            return self.paths
        return self.owners.get(_host(one.url), self.paths)

    def _hold(self, path: Path, one: Capture | Posted) -> None:
        self.held.setdefault(path, []).append(one)
        self.bytes += len(one.body or b"") + OVERHEAD
        if self.bytes > MOST_BYTES:
            for full in [*self.held]:
                self._write(full)
            self.bytes = 0

    def _write(self, path: Path) -> None:
        captures = Captures(path)
        for one in self.held.pop(path, []):
            captures.note(one)
        captures.db.commit()
        captures.close(keep=True)


def _host(url: str) -> str:
    try:
        return urlsplit(usual_url(page_address(url))).netloc.lower()
    except ValueError:
        return ""
