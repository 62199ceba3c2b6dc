"""A private MariaDB on loopback, from Debian's packages; no service, no rights of its own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.engines.lab import LOOPBACK, free_port, need, run, scratch, server

PROGRAMS = ("/usr/sbin/mariadbd", "/usr/bin/mariadb-install-db", "/usr/bin/mariadb")
# The core packages: the programs alone, without a service that starts on installation.
PACKAGES = ("mariadb-server-core", "mariadb-client-core")
# A database that nobody will miss may be quick instead of safe.
QUICK = (
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-log-file-size=8M",
    "--skip-log-bin",
)


@dataclass(frozen=True)
class Database:
    """A server whose `root` has no password; only this machine can reach it."""

    port: int

    def sql(self, script: str) -> None:
        """Run statements. Raises RuntimeError with the server's words."""
        command = [PROGRAMS[2], "--no-defaults", f"-h{LOOPBACK}", f"-P{self.port}", "-uroot"]
        run([*command, "--default-character-set=utf8mb4"], input=script)


@contextmanager
def running() -> Iterator[Database]:
    """Install if need be, and run an empty server."""
    need(lambda: all(map(shutil.which, PROGRAMS)), PACKAGES)
    # MariaDB refuses to run as root unless told; other users need no word about it.
    user = ["--user=root"] if os.geteuid() == 0 else []
    port = free_port()
    with scratch("mariadb") as folder:
        data = f"--datadir={folder / 'data'}"
        method = "--auth-root-authentication-method=normal"
        run([PROGRAMS[1], "--no-defaults", *user, data, method, "--skip-test-db"])
        listen = [f"--bind-address={LOOPBACK}", f"--port={port}", "--socket=my.sock"]
        pid = f"--pid-file={folder / 'my.pid'}"
        command = [PROGRAMS[0], "--no-defaults", *user, data, *listen, pid, *QUICK]
        with server(command, port, folder):
            yield Database(port)
