"""WordPress: Debian's package on PHP's own server, comments in the HTML and by REST."""

import html
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from newscrawl.demo.invent import sentence
from tests.engines import newspaper
from tests.engines.lab import FILES, LOOPBACK, free_port, need, run, scratch, server
from tests.engines.mariadb import Database
from tests.engines.newspaper import PUBLISHED, Row, Seeded

SOURCE = Path("/usr/share/wordpress")
THEME = SOURCE / "wp-content/themes/twentytwentyone"
PACKAGES = (
    "wordpress",
    "wordpress-theme-twentytwentyone",
    "php-cli",
    "php-mysql",
    "php-gd",
    "php-xml",
    "php-mbstring",
)
TIME = "%Y-%m-%d %H:%M:%S"


@contextmanager
def running(database: Database) -> Iterator[Seeded]:
    """Install if need be, and start a seeded site."""
    need(lambda: bool(shutil.which("php")) and (THEME / "style.css").exists(), PACKAGES)
    port = free_port()
    origin = f"http://{LOOPBACK}:{port}"
    env = {
        "LAB_ORIGIN": origin,
        "LAB_DATABASE": f"{LOOPBACK}:{database.port}",
        "PATH": "/usr/bin:/bin",
    }
    with scratch("wordpress") as folder:
        site = _files(folder)
        database.sql("CREATE DATABASE wordpress CHARACTER SET utf8mb4;")
        run(["php", FILES / "wp-install.php"], cwd=site, env=env)
        (folder / "seed.json").write_text(json.dumps(_seed()), encoding="utf-8")
        printed = run(["php", FILES / "wp-seed.php", folder / "seed.json"], cwd=site, env=env)
        seeded = json.loads(printed)
        router = str(FILES / "wp-router.php")
        command = ["php", "-S", f"{LOOPBACK}:{port}", "-t", str(site), router]
        with server(command, port, folder, env=env):
            truth = _truth(seeded["ids"])
            yield Seeded(
                page_url=seeded["url"],
                origins=(origin,),
                api=f"{origin}/wp-json/wp/v2/comments?post={seeded['post']}",
                declared=len(truth),
                truth=truth,
                not_in_html=_orphans(seeded["ids"]),
            )


def _files(folder: Path) -> Path:
    # Debian's package is full of links to other packages, some of them not installed.
    site = folder / "site"
    shutil.copytree(SOURCE, site, ignore_dangling_symlinks=True)
    (site / "wp-config.php").unlink(missing_ok=True)
    shutil.copy(FILES / "wp-config.php", site)
    plugins = site / "wp-content/mu-plugins"
    plugins.mkdir(exist_ok=True)
    shutil.copy(FILES / "wp-news.php", plugins)
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
