"""Artalk's own client from npm, which asks for more as one scrolls, with a small server behind it.

Its server is in no registry. The one here answers as the client's typed interface describes:
roots page by page, each with all replies below it, flat, each naming the one it answers.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.engines import newspaper
from tests.engines.lab import directory, free_port, run, scratch
from tests.engines.talk import Said, Seeded, thread

PACKAGE = "artalk@2.9.1"
PATH = "/2026/harbour-wall.html"
HEAD = '<link rel="stylesheet" href="/Artalk.css">'
WIDGET = """<div id="talk"></div><script src="/Artalk.iife.js"></script><script>
Artalk.init({ el: "#talk", pageKey: "/wall", pageTitle: "Wall", site: "Paper", server: "",
  locale: "en", useBackendConf: false, versionCheck: false, pvAdd: false, emoticons: false,
  nestMax: 6, pagination: { pageSize: 10, readMore: true, autoLoad: true } });
</script>"""


class Handler(SimpleHTTPRequestHandler):
    """The files of the page, and the JSON of the comments."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/api/v2/comments":
            query = {key: values[0] for key, values in parse_qs(url.query).items()}
            self._give(comments(int(query.get("offset", 0)), int(query.get("limit", 10))))
        elif url.path.startswith("/api/v2/"):
            self._give({"data": {}, "notifies": [], "count": 0})
        else:
            super().do_GET()

    def do_POST(self) -> None:
        self.asked.append(self.path)
        self.send_error(403)

    def _give(self, data: dict[str, Any]) -> None:
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name in the base
        pass


def comments(offset: int, limit: int) -> dict[str, Any]:
    """Return a page of roots, the newest first, with all that stands below them."""
    every = thread()
    roots = [one for one in every[::-1] if one.parent is None]
    shown = {one.number for one in roots[offset : offset + limit]}
    for one in every:
        if one.parent in shown:
            shown.add(one.number)
    rows = [_comment(one) for one in every[::-1] if one.number in shown]
    page = {"id": 1, "key": "/wall", "url": PATH, "title": "Wall", "admin_only": False, "pv": 1}
    page |= {"site_name": "Paper", "vote_up": 0, "vote_down": 0}
    return {"comments": rows, "count": len(every), "roots_count": len(roots), "page": page}


def _comment(one: Said) -> dict[str, Any]:
    lines = one.text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>")
    return {
        "id": 4000 + one.number,
        "rid": 4000 + one.parent if one.parent else 0,
        "content": one.text,
        "content_marked": f"<p>{lines}</p>",
        "user_id": 1,
        "nick": one.author,
        "email_encrypted": "",
        "link": "",
        "ua": "",
        "date": one.written.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "is_collapsed": False,
        "is_pending": False,
        "is_pinned": False,
        "is_verified": False,
        "is_allow_reply": True,
        "badge_name": "",
        "badge_color": "",
        "ip_region": "",
        "visible": True,
        "vote_up": 0,
        "vote_down": 0,
        "page_key": "/wall",
        "page_url": PATH,
        "site_name": "Paper",
    }


@contextmanager
def running() -> Iterator[Seeded]:
    """Install if need be, and serve a page with the client. Skips without npm."""
    files = _installed() / "artalk/dist"
    with scratch("artalk") as folder:
        page = folder / PATH.lstrip("/")
        page.parent.mkdir(parents=True)
        page.write_text(newspaper.article(WIDGET, HEAD), encoding="utf-8")
        for name in ("Artalk.iife.js", "Artalk.css"):
            shutil.copy(files / name, folder)
        handler = partial(Handler, directory=str(folder))
        with newspaper.serve(folder, free_port(), handler) as origin:
            yield Seeded(
                engine="Artalk",
                page_url=origin + PATH,
                ids={one.number: str(4000 + one.number) for one in thread()},
            )
    assert not Handler.asked, "something that writes was called"


def _installed() -> Path:
    if not (shutil.which("npm") and shutil.which("node")):
        pytest.skip("needs: node (20 or later) and npm")
    kept = directory() / f"npm-{PACKAGE.replace('@', '-')}"
    if not kept.exists():
        fresh = Path(tempfile.mkdtemp(prefix="run-npm-", dir=directory()))
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        run(["npm", "install", *options, PACKAGE], cwd=fresh, seconds=600)
        fresh.rename(kept)
    return kept / "node_modules"
