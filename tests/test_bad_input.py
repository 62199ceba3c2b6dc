"""What a user can get wrong: one line that says so, an exit status, no traceback, nothing lost."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from newscrawl.runs.exits import Exit, Refused
from newscrawl.sites.arguments import read_arguments
from newscrawl.sites.news import News
from newscrawl.sites.sputnik import Sputnik
from newscrawl.state.storage import check_links
from tests.support.crawling import ROOT, Run, crawl
from tests.support.serving import article, serving


def refused(run: Run, status: Exit, *words: str) -> None:
    lines = run.stderr.splitlines()
    assert len(lines) == 1, run.stderr
    assert lines[0].startswith("newscrawl: ")
    for word in words:
        assert word in lines[0]
    assert run.status == status
    assert run.stdout == ""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"since": "soon"}, ("since 'soon' is not a date", "2d")),
        ({"until": "2026-13-01"}, ("until '2026-13-01' is not a date",)),
        ({"since": "2026-03-02", "until": "2026-03-01"}, ("is not before until",)),
        ({"edition": "klingon"}, ("edition 'klingon'", "en, cn")),
        ({"sections": "gossip"}, ("unknown section 'gossip'", "politics")),
        ({"urls": "no-such-file.txt"}, ("no-such-file.txt", "No such file")),
        ({"urls": "https://elsewhere.example/a.html"}, ("elsewhere.example", "sputnikglobe.com")),
        ({"base_url": "127.0.0.1:8008"}, ("base_url", "scheme")),
        ({"base_url": "ftp://127.0.0.1/"}, ("base_url", "scheme")),
        ({"limit": "many"}, ("limit 'many'",)),
        ({"comments": "perhaps"}, ("comments 'perhaps' is neither yes nor no",)),
        ({"colour": "red"}, ("unknown argument 'colour'", "since")),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_an_argument_is_wrong(arguments: dict[str, str], words: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as caught:
        read_arguments(Sputnik, arguments)
    assert caught.value.status == Exit.USAGE
    assert "\n" not in str(caught.value)
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "http://me:secret@127.0.0.1:1/",
            "https://me:secret@paper.example",
            "me:secret@a.example",
        ),
        "https://secret@paper.example/a",
    ],
)
@pytest.mark.parametrize("name", ["url", "base_url", "urls"])
def test_an_address_with_a_login_is_refused_and_not_shown(name: str, typed: str) -> None:
    with pytest.raises(Refused) as caught:
        read_arguments(News, {name: typed})
    assert name in str(caught.value)
    assert "user:password@" in str(caught.value)
    assert "secret" not in str(caught.value)
    if name == "base_url":
        with pytest.raises(Refused, match="user:password@"):
            read_arguments(Sputnik, {name: typed})


def test_a_login_among_many_addresses_is_found_and_an_at_sign_elsewhere_is_none() -> None:
    url = "https://paper.example/@editor/a?b=c@d"
    assert read_arguments(News, {"urls": url}).urls == (url,)
    with pytest.raises(Refused, match="user:password@"):
        read_arguments(News, {"urls": f"{url},https://me:secret@paper.example/c"})


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="needs root, to make another's")
@pytest.mark.parametrize("name", ["", "runs.jsonl", "crawl.log", "ledger.sqlite"])
def test_a_link_that_another_user_made_is_not_written_through(tmp_path: Path, name: str) -> None:
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "file").write_text("precious")
    folder = tmp_path / "out" / "news"
    (folder if name else folder.parent).mkdir(parents=True)
    link = folder / name
    link.symlink_to(victim / "file" if name else victim)
    os.lchown(link, 65534, 65534)
    with pytest.raises(Refused, match="a link that another user made") as caught:
        check_links(folder)
    assert caught.value.status == Exit.DISK
    os.lchown(link, os.geteuid(), -1)
    check_links(folder)  # one's own may lead to a larger disk


def test_a_wrong_argument_ends_the_command_before_anything_is_made(tmp_path: Path) -> None:
    run = crawl("sputnik", tmp_path, since="2026-03-02", until="2026-03-01")
    refused(run, Exit.USAGE, "since (2026-03-02 00:00 UTC) is not before until")
    assert not list(tmp_path.iterdir())


def test_a_file_of_urls_may_hold_no_foreign_host(tmp_path: Path) -> None:
    urls = tmp_path / "urls.txt"
    urls.write_text(
        "# ours\nhttps://sputnikglobe.com/20210101/a-1234567890.html\nhttps://x.example/\n"
    )
    refused(crawl("sputnik", tmp_path / "out", urls=str(urls)), Exit.USAGE, "https://x.example/")


def test_an_unknown_site(tmp_path: Path) -> None:
    refused(crawl("sputnick", tmp_path), Exit.USAGE, "no site 'sputnick'", "sputnik")


def test_the_server_does_not_answer(tmp_path: Path) -> None:
    run = crawl("sputnik", tmp_path, base_url=f"http://127.0.0.1:{free_port()}", comments="no")
    assert run.status == Exit.UNREACHABLE
    assert run.stderr.splitlines()[-1].startswith("newscrawl: the site did not answer")
    assert "Traceback" not in run.stderr


def test_robots_txt_forbids_everything(tmp_path: Path) -> None:
    robots = b"User-agent: *\nDisallow: /\n"
    with serving({"/robots.txt": (200, "text/plain", robots)}) as base_url:
        run = crawl("sputnik", tmp_path, base_url=base_url, comments="no")
    refused(run, Exit.BLOCKED, "robots.txt forbids everything")


def test_chromium_is_missing(tmp_path: Path) -> None:
    none = 'PLAYWRIGHT_LAUNCH_OPTIONS={"executable_path": "/no/such/chromium"}'
    run = crawl("sputnik", tmp_path, none)
    refused(run, Exit.BROWSER, "/no/such/chromium, which does not exist", "comments=no")


def test_the_output_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    refused(crawl("sputnik", tmp_path / "file"), Exit.DISK, "OUTPUT_DIR", "not writable")


def test_the_output_may_not_be_written_by_a_plain_user(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root, to become a user who may not write")
    tmp_path.chmod(0o755)
    command = [sys.executable, "-m", "scrapy", "crawl", "sputnik", "-s", f"OUTPUT_DIR={tmp_path}"]
    done = subprocess.run(
        ["setpriv", "--reuid=65534", "--clear-groups", *command, "-a", "comments=no"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": "/tmp"},
    )
    if "setpriv" in done.stderr or (
        "Permission denied" in done.stderr and "OUTPUT_DIR" not in done.stderr
    ):
        pytest.skip(f"the interpreter is out of a plain user's reach here: {done.stderr[:80]}")
    assert done.returncode == Exit.DISK, done.stderr
    assert "not writable" in done.stderr


def test_broken_pages_are_counted_and_the_rest_goes_on(tmp_path: Path) -> None:
    def path(number: int) -> str:
        return f"/20210116/a-{number}.html"

    html = "text/html; charset=utf-8"
    whole = article(1000000001)
    big = article(1000000006, "word " * 1_000_000)
    pages: dict[str, tuple[int, str, bytes]] = {
        path(1000000001): (200, html, whole),
        path(1000000002): (200, html, b""),
        path(1000000003): (404, html, b"<html><body>gone</body></html>"),
        path(1000000004): (500, html, b"<html><body>oops</body></html>"),
        path(1000000005): (200, "text/html; charset=iso-8859-1", article(1000000005)),
        path(1000000006): (200, html, big),
        path(1000000007): (200, "application/pdf", b"%PDF-1.4 ..."),
        path(1000000008): (
            200,
            html,
            article(1000000008)[: -len(b"gt. </div></div></div></div></div></body></html>")],
        ),
        path(1000000009): (200, html, bytes(range(256)) * 20),
    }
    assert len(big) > 5_000_000
    with serving(pages) as base_url:
        run = crawl(
            "sputnik",
            tmp_path,
            "LOG_LEVEL=INFO",
            base_url=base_url,
            comments="no",
            urls=",".join(f"{base_url}{one}" for one in pages),
        )
    rows = {row["id"].rpartition(":")[2][-1]: row for row in run.lines("articles")}
    assert set(rows) == {"1", "5", "6", "8"}
    assert rows["1"]["headline"] == "Straße naïve 1000000001"
    # The server says Latin-1; the bytes are UTF-8.
    assert rows["5"]["headline"] == "Straße naïve 1000000005"
    assert rows["5"]["article_body"] == "Der Hafen überlegt."
    assert len(rows["6"]["article_body"]) > 4_900_000
    assert rows["8"]["article_body"] == "Der Hafen überle"
    assert rows["8"]["metadata"]["validation_messages"] == [
        "the page ends early: </html> is missing"
    ]
    assert all(row["date_published"] == "2021-01-16T10:00:00Z" for row in rows.values())
    for reason in ("empty': 1", "http_404': 1", "http_500': 1", "not_html': 1", "unreadable': 1"):
        assert f"'articles/failed/{reason}" in run.stderr
    assert "Traceback" not in run.stderr
