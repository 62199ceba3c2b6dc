"""What a user types: addresses, settings of a wrong form, full disks, one file for two kinds."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse, Response
from scrapy.settings import Settings

from newscrawl import settings as ours
from newscrawl.checked import check_forms, check_names
from newscrawl.extensions.progress import BESIDE, line
from newscrawl.plugins import site_named
from newscrawl.runs.exits import Exit, Refused
from newscrawl.sites.news import News
from newscrawl.sites.urls import read_url, read_urls
from newscrawl.state.storage import split_feeds
from newscrawl.testing.saving import make_case
from tests.support.crawling import ROOT
from tests.support.serving import ARTICLE, serving
from tests.support.warm import ran


def typed(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    if not options:
        return ran("newscrawl", *words)
    command = [sys.executable, "-m", "newscrawl", *words]
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False, **options
    )


def test_waste_is_looked_for_from_when_the_command_is_loaded(tmp_path: Path) -> None:
    own = tmp_path / "own.py"
    state = "gc.isenabled(), gc.get_freeze_count() > 50_000"
    own.write_text(f"import gc\nopen({str(tmp_path / 'state')!r}, 'w').write(repr(({state})))\n")
    done = typed("sites", "-s", f"SITE_MODULES={own}", stdout=subprocess.DEVNULL)
    assert done.returncode == 0
    assert (tmp_path / "state").read_text() == "(True, True)"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("paper.example", "https://paper.example"),
        ("www.paper.example/world", "https://www.paper.example/world"),
        ("paper.example:8443", "https://paper.example:8443"),
        ("zeitung.müller.example", "https://zeitung.müller.example"),
        ("127.0.0.1:8008", "http://127.0.0.1:8008"),
        ("localhost:8008/", "http://localhost:8008/"),
        ("[::1]:8008", "http://[::1]:8008"),
        ("http://paper.example", "http://paper.example"),
        (" https://paper.example ", "https://paper.example"),
    ],
)
def test_an_address_needs_no_scheme(text: str, url: str) -> None:
    assert read_url("url", text) == url
    assert News.from_arguments({"url": text}).hosts


@pytest.mark.parametrize("text", ["nope", "://", "ftp://paper.example", "https://", "a b.example"])
def test_what_is_no_address_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"url {text!r} is not an address like https")):
        News.from_arguments({"url": text})


def test_a_file_of_addresses_may_have_a_mark_comments_and_blanks(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    text = "\ufeff# ours\nhttps://paper.example/a\n\n  # old ones\npaper.example/b#top # twice\r\n"
    file.write_text(text, "utf-8")
    assert read_urls(str(file)) == ("https://paper.example/a", "https://paper.example/b#top")
    assert read_urls("paper.example/a,https://paper.example/b") == (
        "https://paper.example/a",
        "https://paper.example/b",
    )
    with pytest.raises(ValueError, match="neither a URL nor a readable file"):
        read_urls("articles.txt")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("LOG_LEVEL", "FOO", "LOG_LEVEL 'FOO': one of DEBUG, INFO"),
        ("DOWNLOAD_DELAY", "abc", "DOWNLOAD_DELAY 'abc': a number, as 1.0"),
        ("DOWNLOAD_TIMEOUT", "nan", "DOWNLOAD_TIMEOUT 'nan': a number"),
        ("WATCHDOG_SECONDS", "x", "WATCHDOG_SECONDS 'x': a number, as 900"),
        ("MAX_SOURCES", "", "MAX_SOURCES '': a number"),
        ("ROBOTSTXT_OBEY", "perhaps", "ROBOTSTXT_OBEY 'perhaps': 1 or 0"),
    ],
)
def test_a_setting_of_a_wrong_form_is_named(name: str, value: str, words: str) -> None:
    given = Settings()
    given.setmodule(ours)
    check_forms(given)
    given.set(name, value, "cmdline")
    with pytest.raises(Refused, match=re.escape(words)):
        check_forms(given)


@pytest.mark.parametrize("name", ["OUTPUT_DIR", "DOWNLOAD_DELAY", "PAPERS", "MY_CONTACT_LIST"])
def test_a_setting_of_any_other_name_may_be_somebodys_own(name: str) -> None:
    given = Settings()
    given.setmodule(ours)
    given.set(name, "5", "cmdline")
    check_names(given)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("crawl", "sputnik", "-s", "LOG_LEVEL=FOO"), "LOG_LEVEL 'FOO'"),
        (("sites", "-s", "DOWNLOAD_DELAY=abc"), "DOWNLOAD_DELAY 'abc'"),
        (("crawl", "https://paper.example"), "type `newscrawl crawl news -a url=https://paper"),
        (("crawl", "sputnik", "-O", "-:csv"), "articles and comments are two tables"),
        (("crawl", "news", "-a", "url=paper.example", "-s", "contact=me"), "you mean CONTACT?"),
        (("status", "-s", "OUTPUT_DRI=x"), "no setting is named OUTPUT_DRI: did you mean OUTPUT_D"),
        (("report", "-s", f"OUTPUT_DIR={__file__}"), "is a file, no folder"),
        (("status", "nosuch"), "nothing was crawled of 'nosuch'"),
    ],
)
def test_one_line_says_what_is_wrong(words: tuple[str, ...], said: str) -> None:
    done = typed(*words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (Exit.USAGE, "", 1)
    assert done.stderr.startswith("newscrawl: ")
    assert said in done.stderr


def test_a_full_disk_under_standard_output_is_said() -> None:
    with Path("/dev/full").open("w") as full:
        done = typed("sites", stdout=full)
    assert done.returncode == Exit.DISK
    assert "No space left on device" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("uri", "form", "files"),
    [
        ("out.csv", "csv", ["out-comments.csv", "out-articles.csv"]),
        ("a.b/%(run_id)s.json", "json", ["a.b/%(run_id)s-comments.json"] * 2),
        ("file:///tmp/out", "xml", ["file:///tmp/out-comments", "file:///tmp/out-articles"]),
        ("out.jsonl", "jsonlines", ["out.jsonl"]),
    ],
)
def test_two_kinds_make_two_files(uri: str, form: str, files: list[str]) -> None:
    given = Settings({"FEEDS": {uri: {"format": form, "overwrite": True}}})
    split_feeds(given, comments=True)
    feeds = given.getdict("FEEDS")
    assert set(feeds) == {one if n == 0 else one.replace("comments", "articles")
                          for n, one in enumerate(files)}  # fmt: skip
    assert all(options["overwrite"] for options in feeds.values())
    classes = [kind for options in feeds.values() for kind in options.get("item_classes", [])]
    assert len(classes) == (len(feeds) if len(feeds) > 1 else 0)
    # Of one kind alone, the file is as it was named.
    for alone, comments in (({"item_classes": ["a.B"]}, True), ({}, False)):
        given = Settings({"FEEDS": {uri: {"format": form, **alone}}})
        split_feeds(given, comments=comments)
        assert list(given.getdict("FEEDS")) == [uri]


@pytest.mark.parametrize("minutes", [0, 1, 600])
def test_the_progress_line_keeps_the_time_left_at_80_columns(minutes: int) -> None:
    stats = {
        "articles/read": 4999,
        "articles/found": 12345,
        "comments/collected": 1234567,
        "comments/declared": 1234999,
        "comments/collected_of_declared": 1234567,
    }
    said = line(stats, 60 * minutes, 4321, 80 - BESIDE)
    assert len(said) <= 80 - BESIDE
    assert said.startswith("4999 of 12345 articles, 1234567 comments")
    assert said.endswith("left") == bool(minutes)
    assert len(line(stats, 60 * minutes, 4321)) > len(said) or not minutes


PAGE = "https://sputnikglobe.com/harbour/lamps-are-lit.html"


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (Response(PAGE, headers={"Content-Type": "application/pdf"}, body=b"%PDF-1.7"), "pdf"),
        (Response(PAGE, headers={"Content-Type": "text/html"}, body=b"%PDF-1.7"), "is no page"),
        (HtmlResponse(PAGE, body=ARTICLE.format(number=1, more="!").encode()), "article_paths"),
    ],
)
def test_what_is_no_case_is_not_saved(tmp_path: Path, response: Response, words: str) -> None:
    with pytest.raises(Refused, match=words):
        make_case(response, site_named("sputnik"), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_page_that_is_not_there_is_said_before_whose_it_is(tmp_path: Path) -> None:
    with serving({}) as base_url:
        done = typed("save", f"{base_url}/gone.html", "--into", str(tmp_path))
    assert done.returncode == Exit.NOTHING
    assert done.stderr == f"newscrawl: {base_url}/gone.html was not fetched: http_404\n"


def test_the_hosts_of_an_edition_are_shown_with_when_they_were_seen() -> None:
    done = typed("sites", "sputnik")
    assert (done.returncode, done.stderr) == (Exit.DONE, "")
    [line] = [one for one in done.stdout.splitlines() if one.split()[:1] == ["vi"]]
    assert (
        line.split()
        == (
            "vi kevesko.vn 2026-10 vi Asia/Ho_Chi_Minh (guessed) sputniknews.vn, vn.sputniknews.com"
        ).split()
    )
