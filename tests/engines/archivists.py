"""Programs of archivists: pywb replays, warcprox records, wacz packs.

They, or what they take along, are under the GPL: each is started as a program, in an environment of
its own, and none is imported.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.engines.lab import FILES, LOOPBACK, environment, free_port, run, server

PACKAGES = (
    "pywb==2.10.0",
    "warcprox==2.13.1",
    "wacz==0.6.0",
    "setuptools<81",  # they import pkg_resources
)
COLLECTION = "kept"
OURS = sys.executable


def python() -> Path:
    """Return the Python of their environment; make it if need be."""
    return environment("archivists", PACKAGES)


@contextmanager
def pywb(folder: Path, warcs: Sequence[Path]) -> Iterator[str]:
    """Serve WARC files from a folder; give the address below which they are replayed.

    The CDX server is `cdx` there.
    """
    added: list[str | Path] = ["add", COLLECTION, *warcs]
    for words in (["init", COLLECTION], added):
        run([python(), "-m", "pywb.manager.manager", *words], cwd=folder)
    port = free_port()
    command: list[str | Path] = [python(), "-m", "pywb.apps.cli", "-b", LOOPBACK, "-p", str(port)]
    with server(command, port, folder):
        yield f"http://{LOOPBACK}:{port}/{COLLECTION}/"


@contextmanager
def warcprox(folder: Path) -> Iterator[str]:
    """Record what goes through a proxy, into `folder/warcs`; give the proxy's address."""
    port = free_port()
    script = FILES / "warcprox-loopback.py"
    command: list[str | Path] = [python(), script, "-b", LOOPBACK, "-p", str(port), "--gzip"]
    with server([*command, "-d", str(folder / "warcs")], port, folder):
        yield f"http://{LOOPBACK}:{port}"


def wacz(*words: str | Path) -> str:
    """Run the reference program for WACZ files; return what it says. Raises RuntimeError."""
    return run([python(), "-m", "wacz.main", *words])
