"""Programs of archivists: pywb and ReplayWeb.page replay, warcprox records, wacz packs.

They, or what they take along, are under the GPL or AGPL: each is started as a program, in an
environment of its own or in a browser, and none is imported.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.engines.lab import FILES, LOOPBACK, directory, environment, free_port, run, server

PACKAGES = (
    "pywb==2.10.0",
    "warcprox==2.13.1",
    "wacz==0.6.0",
    "setuptools<81",  # they import pkg_resources
)
REPLAY = "replaywebpage@2.4.6"
SHOWS = """<!doctype html><html><body><script src="/ui.js"></script>
<replay-web-page source="/one.wacz" url="{url}" ts="{moment}" replayBase="/replay/">
</replay-web-page></body></html>"""
APP = """<!doctype html><html><head><script src="/ui.js"></script></head>
<body><replay-app-main></replay-app-main></body></html>"""
"""What its service worker gives for the folder; the server, until the worker is in charge."""
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


@contextmanager
def replay_web_page(folder: Path, package: Path, url: str, moment: str) -> Iterator[str]:
    """Serve ReplayWeb.page with a WACZ file, opened at a page as of a moment (14 digits).

    Give the address of that. Its parts are asked for by ranges, as on the web. Skips without npm.
    """
    if not shutil.which("npm"):
        pytest.skip("needs: npm")
    kept = directory() / f"npm-{REPLAY.replace('@', '-')}"
    if not kept.exists():
        fresh = Path(tempfile.mkdtemp(prefix="run-npm-", dir=directory()))
        run(["npm", "pack", "--loglevel=error", REPLAY], cwd=fresh)
        (packed,) = fresh.glob("*.tgz")
        run(["tar", "-xzf", packed], cwd=fresh)
        fresh.rename(kept)
    pages = folder / "pages"
    (pages / "replay").mkdir(parents=True)
    shutil.copy(kept / "package/ui.js", pages)
    shutil.copy(kept / "package/sw.js", pages / "replay")
    shutil.copy(package, pages / "one.wacz")
    (pages / "replay/index.html").write_text(APP)
    (pages / "index.html").write_text(SHOWS.format(url=url.replace("&", "&amp;"), moment=moment))
    port = free_port()
    listen = f"tcp:{port}:interface={LOOPBACK}"
    words = ["-m", "twisted", "web", "--listen", listen, "--path", str(pages)]
    with server([OURS, *words], port, folder):
        yield f"http://{LOOPBACK}:{port}/"
