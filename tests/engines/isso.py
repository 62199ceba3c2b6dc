"""Isso: a Python server with SQLite, two levels of comments, its own widget."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from newscrawl.demo.invent import Post
from tests.engines import newspaper
from tests.engines.lab import LOOPBACK, free_port, scratch, server
from tests.engines.newspaper import Row, Seeded, as_markdown, ask

PATH = "/2026/harbour-lanterns.html"
CONFIG = """
[general]
dbpath = {folder}/isso.sqlite
host = {page}/
[moderation]
enabled = false
[guard]
enabled = false
[server]
listen = {isso}/
"""
WIDGET = """<section id="isso-thread" data-isso-id="{path}" data-title="Lanterns"></section>
<script src="{isso}/js/embed.min.js" data-isso="{isso}/" data-isso-max-comments-top="10"
 data-isso-max-comments-nested="3" data-isso-reveal-on-click="10"></script>"""


@contextmanager
def running() -> Iterator[Seeded]:
    """Start Isso and its page, seeded."""
    port, page_port = free_port(), free_port()
    isso, page = f"http://{LOOPBACK}:{port}", f"http://{LOOPBACK}:{page_port}"
    with scratch("isso") as folder:
        (folder / "isso.cfg").write_text(CONFIG.format(folder=folder, page=page, isso=isso))
        file = folder / "www" / PATH.lstrip("/")
        file.parent.mkdir(parents=True)
        file.write_text(newspaper.article(WIDGET.format(path=PATH, isso=isso)), encoding="utf-8")
        start = "from isso import main; main()"
        command = [sys.executable, "-c", start, "-c", "isso.cfg", "run"]
        with newspaper.serve(folder / "www", page_port), server(command, port, folder):
            truth = _seed(isso, page, folder / "isso.sqlite")
            yield Seeded(
                page_url=page + PATH,
                origins=(page, isso),
                api=f"{isso}/?uri={PATH}",
                declared=len(truth),
                truth=truth,
            )


def _seed(isso: str, page: str, database: Path) -> list[Row]:
    posts = newspaper.posts()
    ids: dict[int, int] = {}
    cookies: dict[int, str] = {}
    for post in posts:
        parent = None if post.parent is None else ids[post.parent]
        data = {"author": post.author, "text": as_markdown(post.text), "parent": parent}
        address = f"{isso}/new?uri={PATH}"
        answer, headers = ask(address, {**data, "title": "Lanterns"}, Origin=page)
        ids[post.id] = answer["id"]
        cookies[post.id] = headers["Set-Cookie"].split(";")[0]
    # Isso stamps comments with its own clock; a thread written in two seconds tests no dates.
    with closing(sqlite3.connect(database, timeout=10)) as db, db:
        moments = [(post.created.timestamp(), ids[post.id]) for post in posts]
        db.executemany("UPDATE comments SET created = ? WHERE id = ?", moments)
    for post in posts:
        if post.deleted:
            address = f"{isso}/id/{ids[post.id]}"
            ask(address, {}, "DELETE", Origin=page, Cookie=cookies[post.id])
    # Replies on replies were moved to the root, so of deleted ones an answered root alone stays.
    return [
        _row(post, posts, ids)
        for post in posts
        if not post.deleted or (post.parent is None and newspaper.has_replies(post, posts))
    ]


def _row(post: Post, posts: list[Post], ids: dict[int, int]) -> Row:
    by_id = {one.id: one for one in posts}
    root = post
    while root.parent is not None:
        root = by_id[root.parent]
    parent = None if root is post else ids[root.id]
    if post.deleted:
        removed = {"author": None, "text": None, "status": "removed_unknown"}
        return newspaper.row(post, ids[post.id], parent, **removed)
    return newspaper.row(post, ids[post.id], parent)
