"""Waline: a Node server (here on MariaDB), replies inline, its own widget."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newscrawl.demo.invent import Post
from tests.engines import newspaper
from tests.engines.lab import FILES, LOOPBACK, directory, free_port, run, scratch, server
from tests.engines.mariadb import Database
from tests.engines.newspaper import Row, Seeded, as_markdown, ask

PACKAGES = ("@waline/vercel@1.39.3", "@waline/client@3.15.2")
PATH = "/2026/ferry-timetable.html"
HEAD = '<link rel="stylesheet" href="/waline.css">'
WIDGET = """<div id="waline"></div><script type="module">
import {{ init }} from "/waline.js";
init({{ el: "#waline", serverURL: "{api}", path: "{path}", lang: "en", pageSize: 10, emoji: false,
  search: false, imageUploader: false, login: "disable" }});
</script>"""


@contextmanager
def running(database: Database) -> Iterator[Seeded]:
    """Install if need be, start Waline and its page, seeded. Skips without node and npm."""
    modules = _installed()
    port, page_port = free_port(), free_port()
    api, page = f"http://{LOOPBACK}:{port}", f"http://{LOOPBACK}:{page_port}"
    database.sql((FILES / "waline.sql").read_text("utf-8"))
    with scratch("waline") as folder:
        _pages(folder / "www", modules, api)
        env = _environment(modules, port, page, database)
        command = ["node", str(FILES / "waline-start.js")]
        with newspaper.serve(folder / "www", page_port), server(command, port, folder, env=env):
            truth = _seed(api, database)
            yield Seeded(
                page_url=page + PATH,
                origins=(page, api),
                api=f"{api}/api/comment?path={PATH}",
                declared=len(truth),
                truth=truth,
            )


def _installed() -> Path:
    if not (shutil.which("npm") and shutil.which("node")):
        pytest.skip("needs: node (20 or later) and npm")
    names = "-".join(name.rpartition("/")[2].replace("@", "-") for name in PACKAGES)
    kept = directory() / f"npm-{names}"
    if not kept.exists():
        fresh = Path(tempfile.mkdtemp(prefix="run-npm-", dir=directory()))
        # No scripts: sqlite3 would compile for minutes, and MariaDB holds the data here.
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
        run(["npm", "install", *options, *PACKAGES], cwd=fresh, seconds=600)
        fresh.rename(kept)
    return kept / "node_modules"


def _pages(folder: Path, modules: Path, api: str) -> None:
    file = folder / PATH.lstrip("/")
    file.parent.mkdir(parents=True)
    widget = WIDGET.format(api=api, path=PATH)
    file.write_text(newspaper.article(widget, HEAD), encoding="utf-8")
    for name in ("waline.js", "waline.css"):
        shutil.copy(modules / "@waline/client/dist" / name, folder)
    (folder / "oauth.json").write_text('{"version": "stub", "services": []}')


def _environment(modules: Path, port: int, page: str, database: Database) -> dict[str, str]:
    return {
        "WALINE_MODULES": str(modules),
        "WALINE_PORT": str(port),
        "MYSQL_HOST": LOOPBACK,
        "MYSQL_PORT": str(database.port),
        "MYSQL_DB": "waline",
        "MYSQL_USER": "root",
        "JWT_TOKEN": "scratch",
        "SITE_URL": page,
        "SITE_NAME": "Lab",
        "IPQPS": "0",  # else one comment a minute
        "AKISMET_KEY": "false",
        "DISABLE_REGION": "true",
        # Asked on every request; the default is a public host, and offline each answer is a 500.
        "OAUTH_URL": f"{page}/oauth.json",
        "TZ": "UTC",  # it stores times as text of its own zone
    }


def _seed(api: str, database: Database) -> list[Row]:
    posts = newspaper.posts()
    ids: dict[int, int] = {}
    roots: dict[int, int] = {}
    nicks = {post.id: post.author or "Anonymous" for post in posts}  # the widget fills it in
    for post in posts:
        ids[post.id] = _post(api, post, ids, roots, nicks)
        roots[post.id] = ids[post.id] if post.parent is None else roots[post.parent]
    # Waline stamps comments with its own clock; a thread written in seconds tests no dates.
    moment = "UPDATE waline.wl_Comment SET insertedAt = '{:%Y-%m-%d %H:%M:%S}' WHERE id = {};"
    database.sql("\n".join(moment.format(post.created, ids[post.id]) for post in posts))
    hidden = [post for post in posts if post.deleted and not newspaper.has_replies(post, posts)]
    spam = "UPDATE waline.wl_Comment SET status = 'spam' WHERE id = {};"
    database.sql("\n".join(spam.format(ids[post.id]) for post in hidden))
    truth = []
    for post in posts:
        if post in hidden:
            continue
        parent = None if post.parent is None else ids[post.parent]
        truth.append(newspaper.row(post, ids[post.id], parent, author=nicks[post.id]))
    return truth


def _post(
    api: str, post: Post, ids: dict[int, int], roots: dict[int, int], nicks: dict[int, str]
) -> int:
    data: dict[str, object] = {
        "comment": as_markdown(post.text),
        "nick": nicks[post.id],
        "url": PATH,
        "ua": "Mozilla/5.0",
    }
    if post.parent is not None:
        reply = {"pid": ids[post.parent], "rid": roots[post.parent], "at": nicks[post.parent]}
        data |= reply
    answer, _ = ask(f"{api}/api/comment", data)
    if answer["errno"]:
        raise RuntimeError(f"Waline refused a comment: {answer}")
    return int(answer["data"]["objectId"])
