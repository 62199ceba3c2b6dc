"""WordPress: Debian's package on PHP's own server, comments in the HTML and by REST."""

import html
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from newscrawl.demo.invent import sentence
from tests.engines import newspaper
from tests.engines.lab import FILES, LOOPBACK, free_port, need, run, scratch, server
from tests.engines.mariadb import Database
from tests.engines.newspaper import PUBLISHED, Row, Seeded

SOURCE = Path("/usr/share/wordpress")
THEMES = ("twentytwentyone", "twentytwentytwo", "twentytwentythree")
PACKAGES = (
    "wordpress",
    *(f"wordpress-theme-{name}" for name in THEMES),
    "php-cli",
    "php-mysql",
    "php-gd",
    "php-xml",
    "php-mbstring",
)
TIME = "%Y-%m-%d %H:%M:%S"


@contextmanager
def running(database: Database) -> Iterator[Seeded]:
    """Install if need be, and start a seeded site of one article."""
    with _site(database, "wordpress", plugin="wp-news.php") as site:
        seeded = json.loads(site.php("wp-seed.php", site.given(_seed())))
        truth = _truth(seeded["ids"])
        yield Seeded(
            page_url=seeded["url"],
            origins=(site.origin,),
            api=f"{site.origin}/wp-json/wp/v2/comments?post={seeded['post']}",
            declared=len(truth),
            truth=truth,
            not_in_html=_orphans(seeded["ids"]),
        )


@contextmanager
def outlet(database: Database, data: dict[str, Any]) -> Iterator["Outlet"]:
    """Start a site without any plugin, with the posts of `data`: see `files/wp-outlet.php`."""
    with _site(database, "outlet") as site:
        urls = json.loads(site.php("wp-outlet.php", site.given(data)))
        yield Outlet(site.origin, urls, lambda theme: site.php("wp-theme.php", theme))


@dataclass(frozen=True)
class Outlet:
    origin: str
    urls: list[str]
    """Those of the posts, in their order."""
    switch: Callable[[str], object]
    """Shows all pages in another theme."""


@dataclass(frozen=True)
class _Site:
    origin: str
    folder: Path
    files: Path
    env: dict[str, str]

    def php(self, script: str, *arguments: str | Path) -> str:
        return run(["php", FILES / script, *arguments], cwd=self.files, env=self.env)

    def given(self, data: dict[str, Any]) -> Path:
        path = self.folder / "seed.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return path


@contextmanager
def _site(database: Database, name: str, plugin: str | None = None) -> Iterator[_Site]:
    themes = [SOURCE / "wp-content/themes" / one / "style.css" for one in THEMES]
    need(lambda: bool(shutil.which("php")) and all(one.exists() for one in themes), PACKAGES)
    port = free_port()
    origin = f"http://{LOOPBACK}:{port}"
    env = {
        "LAB_ORIGIN": origin,
        "LAB_DATABASE": f"{LOOPBACK}:{database.port}",
        "LAB_NAME": name,
        "PATH": "/usr/bin:/bin",
    }
    with scratch(name) as folder:
        site = _Site(origin, folder, _files(folder, plugin), env)
        database.sql(f"CREATE DATABASE {name} CHARACTER SET utf8mb4;")
        site.php("wp-install.php")
        router = str(FILES / "wp-router.php")
        command = ["php", "-S", f"{LOOPBACK}:{port}", "-t", str(site.files), router]
        with server(command, port, folder, env=env):
            yield site


def _files(folder: Path, plugin: str | None) -> Path:
    # Debian's package is full of links to other packages, some of them not installed.
    site = folder / "site"
    shutil.copytree(SOURCE, site, ignore_dangling_symlinks=True)
    (site / "wp-config.php").unlink(missing_ok=True)
    shutil.copy(FILES / "wp-config.php", site)
    plugins = site / "wp-content/mu-plugins"
    plugins.mkdir(exist_ok=True)
    for one in ("wp-offline.php", plugin):
        if one:
            shutil.copy(FILES / one, plugins)
    return site


def _seed() -> dict[str, Any]:
    rng = Random(1)
    comments = [
        {
            "id": post.id,
            "parent": post.parent,
            "author": post.author or "",
            "html": html.escape(post.text, quote=False),
            "created": post.created.strftime(TIME),
            "deleted": post.deleted,
        }
        for post in newspaper.posts()
    ]
    return {
        "title": sentence(rng),
        "lead": sentence(rng, words=14),
        "body": "\n\n".join(sentence(rng, words=40) for _ in range(4)),
        "published": PUBLISHED.strftime(TIME),
        "comments": comments,
    }


def _truth(ids: dict[str, int]) -> list[Row]:
    given = {int(key): value for key, value in ids.items()}
    return [
        newspaper.row(post, given[post.id], None if post.parent is None else given[post.parent])
        for post in newspaper.posts()
        if not post.deleted
    ]


def _orphans(ids: dict[str, int]) -> frozenset[str]:
    lost: set[int] = set()
    for post in newspaper.posts():  # parents come before their replies
        if post.deleted or post.parent in lost:
            lost.add(post.id)
    visible = {post.id for post in newspaper.posts() if not post.deleted}
    return frozenset(str(ids[str(number)]) for number in lost & visible)
