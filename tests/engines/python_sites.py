"""Engines written in Python, in one environment: django-comments-xtd, django-threadedcomments,
PunkwebBB, Trac.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines import newspaper, talk
from tests.engines.lab import FILES, LOOPBACK, environment, free_port, run, scratch, server
from tests.engines.talk import Seeded

PACKAGES = (
    "django-comments-xtd==2.10.13",
    "django-threadedcomments==2.0",
    "punkweb-bb==0.5.2",
    "trac==1.6",
    "setuptools<81",  # Trac imports pkg_resources
)
DJANGO = {
    "nested": "django-comments-xtd",
    "items": "django-threadedcomments",
    "forum": "PunkwebBB",
}
"""The pages of the Django site, and what each is made by."""
QUOTE = "[quote]What somebody else had said[/quote]\n"
OPENING = "The wall of the harbour is old, and the town wants to mend it. " * 6


def python() -> Path:
    """Return the Python of the engines' own environment; make it if need be."""
    return environment("python", PACKAGES)


@contextmanager
def django() -> Iterator[dict[str, Seeded]]:
    """Start one site with two pages of comments within each other, and with a forum."""
    script = FILES / "django-site.py"
    with scratch("django") as folder:
        env = {"LAB_DATABASE": str(folder / "site.sqlite"), "PYTHONDONTWRITEBYTECODE": "1"}
        given = folder / "seed.json"
        given.write_text(json.dumps(_django_seed()), encoding="utf-8")
        seeded = json.loads(
            run([python(), script, "seed", given], cwd=folder, env={**os.environ, **env})
        )
        port = free_port()
        with server([python(), script, "serve", str(port)], port, folder, env=env):
            yield {
                name: Seeded(
                    engine=engine,
                    page_url=f"http://{LOOPBACK}:{port}{seeded[name]['url']}",
                    ids={int(number): str(key) for number, key in seeded[name]["ids"].items()},
                    flat=name == "forum",
                    lines=name == "forum",
                )
                for name, engine in DJANGO.items()
            }


def _django_seed() -> dict[str, object]:
    data = talk.as_data()
    posts = [{**one, "bbcode": f"{QUOTE if one['parent'] else ''}{one['text']}"} for one in data]
    return {
        "page": newspaper.article("THREAD"),
        "opening": OPENING,
        "published": newspaper.PUBLISHED.isoformat(),
        "thread": data,
        "posts": posts,
    }


@contextmanager
def trac() -> Iterator[Seeded]:
    """Start a Trac with one ticket: a head beside each text, times beside "9 months ago"."""
    with scratch("trac") as folder:
        given = folder / "seed.json"
        given.write_text(json.dumps(_django_seed()), encoding="utf-8")
        wall = folder / "wall"
        run([python(), FILES / "trac-seed.py", wall, given], cwd=folder)
        port = free_port()
        options = ["--hostname", LOOPBACK, "--port", str(port)]
        command: list[str | Path] = [python(), "-m", "trac.web.standalone", *options, wall]
        with server(command, port, folder):
            yield Seeded(
                engine="Trac",
                page_url=f"http://{LOOPBACK}:{port}/wall/ticket/1",
                ids={one.number: str(one.number) for one in talk.thread()},
            )
