"""Ikiwiki: pages of a wiki made once, a flat list of comments whose ids are hashes."""

import hashlib
import html
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.engines import newspaper
from tests.engines.lab import LOOPBACK, free_port, need, run, scratch
from tests.engines.talk import Said, Seeded, thread

PACKAGES = ("ikiwiki", "libtimedate-perl")
DATES = Path("/usr/share/perl5/Date/Parse.pm")
"""Without it comments are dated by when the wiki was made."""
SETUP = """# IkiWiki::Setup::Yaml - YAML formatted setup file
wikiname: Paper
srcdir: {folder}/src
destdir: {folder}/www
libdir: {folder}/lib
url: {origin}
cgiurl: {origin}/ikiwiki.cgi
add_plugins: [comments, meta]
disable_plugins: [htmltidy]
rcs: ''
comments_pagespec: wall
comments_allowauthor: 1
locale: C.UTF-8
html5: 1
ENV: {{TZ: UTC}}
"""
PAGE = '[[!meta title="The wall of the harbour"]]\n[[!meta date="2026-03-13 10:00:00 UTC"]]\n\n'
COMMENT = """[[!comment format=mdwn
 claimedauthor="{author}"
 subject="comment {number}"
 date="{written}"
 content=\"\"\"
{text}
\"\"\"]]
"""


@contextmanager
def running() -> Iterator[Seeded]:
    """Install if need be, make the wiki, and serve it."""
    need(lambda: bool(shutil.which("ikiwiki")) and DATES.exists(), PACKAGES)
    port = free_port()
    with scratch("ikiwiki") as folder:
        comments = folder / "src/wall"
        comments.mkdir(parents=True)
        words = "The wall of the harbour is old, and the town wants to mend it. " * 5
        (folder / "src/wall.mdwn").write_text(PAGE + f"{words}\n\n" * 3, encoding="utf-8")
        for one in thread():
            file = comments / f"comment_{one.number}_{_key(one)}._comment"
            file.write_text(_comment(one), encoding="utf-8")
        setup = folder / "setup"
        setup.write_text(SETUP.format(folder=folder, origin=f"http://{LOOPBACK}:{port}"))
        run(["ikiwiki", "--setup", setup, "--rebuild"], cwd=folder)
        page = (folder / "www/wall/index.html").read_text("utf-8")
        with newspaper.serve(folder / "www", port) as origin:
            yield Seeded(
                engine="ikiwiki", page_url=f"{origin}/wall/index.html", ids=_ids(page), flat=True
            )


def _key(one: Said) -> str:
    return hashlib.md5(str(one.number).encode(), usedforsecurity=False).hexdigest()


def _comment(one: Said) -> str:
    signs = re.sub(r"[^\w\s]", lambda sign: f"&#{ord(sign[0])};", one.text)
    text = re.sub(r"(?<!\n)\n(?!\n)", "  \n", signs)  # a line's end
    written = one.written.strftime("%Y-%m-%dT%H:%M:%SZ")
    return COMMENT.format(author=one.author, number=one.number, written=written, text=text)


def _ids(page: str) -> dict[int, str]:
    subjects = re.findall(r'#comment-([0-9a-f]{32})">\s*comment (\d+)', html.unescape(page))
    return {int(number): key for key, number in subjects}
