"""Which code read a text: what only a change of ours makes of a page is no edit of the paper's."""

import importlib.util
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import newscrawl
from newscrawl import clock
from newscrawl.items import Article, Comment, Metadata
from newscrawl.reader import reader_version
from newscrawl.state.changes import compare, describe
from newscrawl.state.ledger import Known, Ledger
from tests.support.crawling import Row, crawl
from tests.support.outputs import article
from tests.support.small_paper import PATH, TEXT, SmallPaper, small_paper

SITE = f'''"""A paper on loopback."""

from newscrawl.discovery.sources import Listing
from newscrawl.items import Article
from newscrawl.page import Page
from newscrawl.sites.base import Edition, Site


class Harbour(Site):
    """An invented newspaper."""

    name = "harbour"
    editions = (Edition(code="", host="harbour.example", language="en", timezone="Europe/Oslo"),)
    sources = (Listing("/", row_css="li", date_css="b"),)
    article_paths = (r"^{PATH}$",)

    def article(self, page: Page) -> Article:
        read = super().article(page)
        read.headline = "Harbour opens"
        return read
'''
KNOWN = Known("one", None, 2, "zero", "1", reader="a", date_last_seen="2026-03-14T12:00:00Z")


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallPaper]:
    monkeypatch.setenv(clock.VARIABLE, "2026-03-14T12:00:00Z")
    with small_paper() as paper:
        paper.comments = {1: "one"}
        yield paper


def visit(paper: SmallPaper, folder: Path, site: str, hour: int) -> Row:
    """Crawl by a site's file at an hour; return the article's last line."""
    file = folder / "harbour.py"
    file.write_text(site)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.VARIABLE, f"2026-03-14T{hour}:00:00Z")
        where = {"base_url": paper.base, "urls": paper.base + PATH}
        run = crawl("harbour", folder / "out", f"SITE_MODULES={file}", **where)
    assert (run.status, run.stderr) == (0, "")
    (line,) = run.latest("articles").values()
    return line


def test_what_a_newer_reader_makes_of_a_page_is_no_edit(paper: SmallPaper, tmp_path: Path) -> None:
    first = visit(paper, tmp_path, SITE, 12)
    paper.text = f"{TEXT}<!-- another advertisement -->"  # as without it the server says 304
    newer = SITE.replace("Harbour opens", "The harbour is open")
    second = visit(paper, tmp_path, newer, 13)
    assert second["headline"] == "The harbour is open"
    assert second["content_hash"] != first["content_hash"]
    assert (second["version"], second["previous_content_hash"]) == (1, None)
    assert second["metadata"]["reader"] != first["metadata"]["reader"]
    # Then the paper edits it, and the same code reads that.
    paper.text = f"{TEXT}A ship came in."
    third = visit(paper, tmp_path, newer, 14)
    assert (third["version"], third["previous_content_hash"]) == (2, second["content_hash"])
    assert third["metadata"]["reader"] == second["metadata"]["reader"]


@pytest.mark.parametrize(
    ("reader", "modified", "change", "version"),
    [
        ("a", None, "changed", 3),
        ("b", None, "reread", 2),
        (None, None, "reread", 2),
        ("b", "2026-03-14T11:00:00Z", "reread", 2),  # before the last visit: it was seen then
        ("b", "2026-03-14T13:00:00Z", "changed", 3),
        ("b", "2026-03-15", "reread", 2),  # a day of an unknown zone is no moment
    ],
)
def test_only_the_page_itself_says_that_it_changed_where_other_code_reads_it(
    reader: str | None, modified: str | None, change: str, version: int
) -> None:
    made = replace(article(1), content_hash="two", date_modified=modified)
    made = replace(made, metadata=Metadata(reader=reader))
    assert compare(made, KNOWN) == change
    describe(made, KNOWN, "changed" if change == "changed" else "reread", "2")
    before = "one" if change == "changed" else "zero"
    assert (made.version, made.previous_content_hash) == (version, before)


def test_a_comment_that_other_code_reads_is_not_called_edited() -> None:
    made = Comment(
        id="t:a:1", comment_id="1", article_id="a:1", article_url="u", comment_engine="t", text="x"
    )
    made.text_hash, made.metadata = "two", Metadata(reader="b")
    known = KNOWN._replace(version=1, previous_hash=None)
    assert compare(made, known) == "reread"
    describe(made, known, "reread", "2")
    assert (made.version, made.is_edited, made.text_hash) == (1, None, "two")
    # Back after a removal, it is read by other code: not edited either.
    back = replace(made, metadata=Metadata(reader="b"))
    describe(back, known._replace(status="removed_unknown"), "returned", "2")
    assert (back.version, back.is_edited) == (1, None)


def test_the_ledger_knows_who_read_the_text_last(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    made = article(1)
    made.metadata.reader = "a"
    made.content_hash = "one"
    ledger.save(made, "r")
    made.metadata.reader = "b"
    ledger.seen(made)  # the same text, by other code
    assert _reader(ledger, made) == "b"
    made.metadata.reader = None
    ledger.seen(made)
    assert _reader(ledger, made) == "b"
    gone = replace(made, status="removed", metadata=Metadata(reader="c"))
    known = ledger.article(made.id)
    assert known
    describe(gone, known, "removed", "2")
    ledger.save(gone, "r")
    assert _reader(ledger, made) == "b"  # as its hash is that of the text before
    ledger.close()


def _reader(ledger: Ledger, made: Article) -> str | None:
    known = ledger.article(made.id)
    return known.reader if known else None


def test_the_version_is_that_of_all_code_that_reads(tmp_path: Path) -> None:
    own = reader_version()
    assert own == reader_version()
    assert len(own) == 12
    where = tmp_path / "newscrawl"
    shutil.copytree(Path(newscrawl.__file__).parent, where, ignore=shutil.ignore_patterns("*.pyc"))
    assert _copied(where).reader_version() == own
    for name, counts in {
        "runs/exits.py": False,
        "page.py": True,
        "extract/date_cldr.json": True,
    }.items():
        before = _copied(where).reader_version()
        with (where / name).open("a", encoding="utf-8") as file:
            file.write("\n# another line\n")
        assert (_copied(where).reader_version() != before) == counts, name


def _copied(package: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("reader_copy", package / "reader.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
