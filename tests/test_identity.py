"""An article without a number of its own: one id by all of its addresses, and those of before."""

import hashlib
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newscrawl import clock
from newscrawl.extract.identity import former_hashes, former_ids, plain_host, url_hash
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.sites.base import Edition, Site
from newscrawl.sites.news import News
from tests.support.crawling import crawl, record_folder
from tests.support.small_paper import PATH, TEXT, small_paper

ADDRESSES = (
    "https://paper.example/2026/harbour?page=2",
    "http://paper.example/2026/harbour?page=2",
    "https://www.paper.example/2026/harbour?page=2",
    "https://WWW.Paper.Example:443/2026/harbour?page=2",
    "http://paper.example.:80/2026/harbour?page=2",
    "https://paper.example/2026/harbour/?page=2",
)


class Lantern(Site):
    """A site whose addresses hold a section, and no number."""

    name = "lantern"
    editions = (Edition(code="", host="paper.example", language="en"),)
    article_paths = (r"^/(?P<section>[a-z]+)/(?P<day>\d{8})/[\w-]+$", r"^/2026/[\w-]+/?$")


def before(text: str) -> str:
    """The rule of earlier versions: `text` is the address, of `news` without its scheme."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_all_addresses_of_an_article_have_one_hash() -> None:
    assert len({url_hash(one) for one in ADDRESSES}) == 1
    assert {Lantern().number(one) for one in ADDRESSES} == {url_hash(ADDRESSES[0])}
    assert {News([one]).scope for one in ADDRESSES} == {"paper.example"}
    # What was the same for http and https before, and had no `www.`, is what it was.
    assert url_hash(ADDRESSES[0]) == before("paper.example/2026/harbour?page=2")


@pytest.mark.parametrize(
    "other",
    [
        "https://paper.example/2026/harbour",
        "https://paper.example/2026/Harbour?page=2",
        "https://paper.example:8443/2026/harbour?page=2",
        "https://m.paper.example/2026/harbour?page=2",
    ],
)
def test_what_can_be_another_article_has_another_hash(other: str) -> None:
    assert url_hash(other) != url_hash(ADDRESSES[0])


@given(st.text(max_size=40))
def test_a_host_in_its_plain_form_stays_and_garbage_is_survived(text: str) -> None:
    assert len(url_hash(text)) == len(url_hash(f"https://{text}")) == 16
    assert plain_host(f"www.{text}.example.:443") == plain_host(f"{text}.example")


@pytest.mark.parametrize("old", ADDRESSES)
@pytest.mark.parametrize("new", ADDRESSES[:3])
def test_the_ids_of_earlier_versions_are_found_again(old: str, new: str) -> None:
    if "WWW" in old or "80" in old:
        new = old  # a host in another form is found again by the form it had
    with_scheme, without = before(old), before(old.partition("://")[2])
    assert {with_scheme, without} <= {*former_hashes(new), url_hash(new)}


def test_an_article_with_a_number_has_no_other_id() -> None:
    url = ADDRESSES[0]
    article = Article(id="a:1079127690", site="a", url=url, canonical_url=url, request_url=url)
    assert former_ids(article) == []
    article.id = f"a:{url_hash(url)}"
    assert f"a:{before(url)}" in former_ids(article)


def test_a_section_in_the_address_serves_where_the_page_names_none() -> None:
    url, body = "https://paper.example/harbour/20260314/opens", f"<h1>Opens</h1><p>{TEXT}</p>"
    assert Lantern().article(Page(body.encode(), url)).article_section == "harbour"
    said = f'<meta property="article:section" content="Sea">{body}'
    assert Lantern().article(Page(said.encode(), url)).article_section == "Sea"


def as_before(folder: Path, new: str, old: str) -> None:
    """Put an id of an earlier version in place of a new one, wherever it stands."""
    for path in folder.glob("*.jsonl"):
        path.write_bytes(path.read_bytes().replace(new.encode(), old.encode()))
    db = sqlite3.connect(folder / "ledger.sqlite")
    for (table,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        for column in [row[1] for row in db.execute(f"PRAGMA table_info({table})")]:
            db.execute(
                f"UPDATE {table} SET {column} = replace({column}, ?, ?) "
                f"WHERE typeof({column}) = 'text'",
                (new, old),
            )
    db.commit()
    db.close()


@pytest.mark.slow
def test_a_folder_of_an_earlier_version_goes_on_and_nothing_is_written_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with small_paper() as paper:
        folder = record_folder(tmp_path, "news", url=paper.base)
        paper.comments = {1: "one", 2: "two"}

        def at(time: str) -> int:
            """Crawl, and return how many lines were added."""
            number = len(lines())
            monkeypatch.setenv(clock.VARIABLE, f"2026-03-{time}:00Z")
            run = crawl("news", tmp_path, url=paper.base)
            assert run.status == 0, run.stderr
            return len(lines()) - number

        def lines() -> list[bytes]:
            files = sorted(tmp_path.glob("*/2*.jsonl"))
            return [line for path in files for line in path.read_bytes().splitlines()]

        at("14T12:00")
        # As if read with `www.` and a slash, which earlier versions took for another article.
        host = paper.base.partition("//")[2]
        old, new = before(f"www.{host}{PATH}/"), url_hash(f"{paper.base}{PATH}")
        as_before(folder, new, old)
        folder.rename(tmp_path / "news")  # all sites without a file of their own shared a folder
        assert at("14T12:10") == 0
        paper.comments[3] = "three"
        assert at("14T13:00") == 1  # the thread alone is due, and one comment is new
        paper.text = f"{TEXT} And the ferries too."
        assert at("15T00:00") == 2  # its text is another: a line when read, and when walked
        (folder / "ledger.sqlite").unlink()
        assert at("15T00:10") == 0
    told = b"\n".join(lines())
    assert new.encode() not in told
    assert told.count(f'"article_id": "{host}:{old}"'.encode()) == 3
