"""A PostgreSQL of the tests' own, in a folder of its own, reached by a socket there."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PLACE = "/tmp"
"""Where its folder is: TMPDIR may be too long for a socket (107 bytes), or closed to others."""
PLAIN = "nobody"
"""Who runs it where the tests are root's: initdb refuses that."""


def program(name: str) -> str | None:
    """Return where a program of PostgreSQL is; Debian has most of them on nobody's path."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return shutil.which(name) or next((str(one) for one in places), None)


class Postgres:
    """The server; `stop` and `start` are those of an administrator."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = f"postgresql:///postgres?host={folder}&user=tests"

    def make(self) -> None:
        if os.getuid() == 0:
            shutil.chown(self.folder, PLAIN)
        self._run("initdb", "-D", f"{self.folder}/data", "-U", "tests", "-A", "trust", "--no-sync")

    def start(self) -> None:
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=200"
        log = f"{self.folder}/log"
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-l", log, "-o", options, "start")

    def stop(self, how: str = "immediate") -> None:
        self._run("pg_ctl", "-D", f"{self.folder}/data", "-w", "-m", how, "stop")

    def _run(self, name: str, *words: str) -> None:
        command = program(name)
        assert command
        user = PLAIN if os.getuid() == 0 else None
        subprocess.run(
            [command, *words],
            cwd=self.folder,
            check=True,
            user=user,
            extra_groups=[] if user else None,
            stdout=subprocess.DEVNULL,
        )


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Run a new server as long as the block lasts; skip the test where there is none."""
    if not program("initdb"):
        pytest.skip("no PostgreSQL here (Debian: apt-get install postgresql)")
    with tempfile.TemporaryDirectory(prefix="newscrawl-pg-", dir=PLACE) as name:
        server = Postgres(Path(name))
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.stop()
