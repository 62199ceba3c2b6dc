"""Fossil's forum: posts below each other by their margins, each with whom it answers."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines import newspaper
from tests.engines.lab import LOOPBACK, free_port, need, run, scratch, server
from tests.engines.talk import Seeded, thread

WORDS = "The wall of the harbour is old, and the town wants to mend it. " * 6
READERS = "UPDATE user SET cap = '2hjo' WHERE login IN ('nobody', 'anonymous')"
NUMBERS = "SELECT uuid || ' ' || rid FROM blob"


@contextmanager
def running() -> Iterator[Seeded]:
    """Install if need be, make a repository of the posts alone, and serve it."""
    need(lambda: bool(shutil.which("fossil")), ["fossil"])
    with scratch("fossil") as folder:
        posts = folder / "posts"
        posts.mkdir()
        written = newspaper.PUBLISHED.isoformat()[:19]
        opening = _write(posts, [f"D {written}.000", "H The\\sharbour\\swall"], "editor", WORDS)
        hashes: dict[int | None, str] = {None: opening}
        for one in thread():
            cards = [
                f"D {one.written.isoformat()[:19]}.000",
                f"G {opening}",
                f"I {hashes[one.parent]}",
            ]
            hashes[one.number] = _write(posts, cards, one.author, _markdown(one.text))
        file = folder / "forum.fossil"
        env = {**os.environ, "USER": "root", "HOME": str(folder)}
        run(["fossil", "reconstruct", file, posts], env=env)
        run(["fossil", "sql", "-R", file, READERS], env=env)
        listed = run(["fossil", "sql", "-R", file, NUMBERS], env=env).replace("'", "")
        numbers = dict(line.split() for line in listed.splitlines() if line.strip())
        port = free_port()
        command: list[str | Path] = ["fossil", "server", file, "-P", f"{LOOPBACK}:{port}"]
        with server(command, port, folder, env={"USER": "root", "HOME": str(folder)}):
            yield Seeded(
                engine="Fossil",
                page_url=f"http://{LOOPBACK}:{port}/forumpost/{opening[:10]}",
                ids={number: numbers[key] for number, key in hashes.items() if number},
            )


def _write(folder: Path, cards: list[str], author: str, text: str) -> str:
    """Write a post as Fossil keeps it: lines in order, their digest last. Return its hash."""
    said = text.encode()
    user = author.replace(" ", "\\s")
    head = [*cards, "N text/x-markdown", f"U {user}", f"W {len(said)}"]
    post = "\n".join(head).encode() + b"\n" + said + b"\n"
    post += b"Z " + hashlib.md5(post, usedforsecurity=False).hexdigest().encode() + b"\n"
    key = hashlib.sha3_256(post).hexdigest()
    (folder / key).write_bytes(post)
    return key


def _markdown(text: str) -> str:
    signs = re.sub(r"[<>&*_`]", lambda sign: f"&#{ord(sign[0])};", text)
    return signs.replace("\n", "  \n")
