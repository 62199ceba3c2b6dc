"""What the documents promise is what the code does."""

import re

import pytest

from newscrawl.runs.exits import Exit
from newscrawl.sites.arguments import ARGUMENTS
from newscrawl.sites.news import News
from tests.support.crawling import ROOT

README = (ROOT / "README.md").read_text("utf-8")
OPERATION = (ROOT / "OPERATION.md").read_text("utf-8")


def test_the_table_of_exit_statuses_is_that_of_the_code() -> None:
    table = dict(re.findall(r"^\| (\d+) \| (.+) \|$", OPERATION, re.MULTILINE))
    said = {int(number): meaning.replace("`", "") for number, meaning in table.items()}
    assert said == {int(status): status.meaning for status in Exit}


def test_every_argument_is_in_the_readme() -> None:
    # What one newspaper alone takes `newscrawl sites NAME` lists.
    for name in {**ARGUMENTS, **News.arguments}:
        assert f"`-a {name}=`" in README


def test_every_target_of_make_that_the_documents_name_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    documents = README + OPERATION + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)", documents)) - {"and"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@pytest.mark.parametrize(
    "name", ["README", "OUTLETS", "OUTPUT", "OPERATION", "CONTRIBUTING", "SECURITY"]
)
def test_every_link_between_the_documents_leads_somewhere(name: str) -> None:
    text = (ROOT / f"{name}.md").read_text("utf-8")
    for target, anchor in re.findall(r"\]\(([\w./-]*)(?:#([\w-]+))?\)", text):
        if "://" in target:
            continue
        file = ROOT / target if target else ROOT / f"{name}.md"
        assert file.exists(), target
        titles = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE) if anchor else []
        assert not anchor or anchor in {slug(title) for title in titles}, f"{target}#{anchor}"


def slug(title: str) -> str:
    """The anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def test_every_document_is_found_from_a_short_readme() -> None:
    assert len(README.splitlines()) < 250
    for path in ROOT.glob("*.md"):
        assert path.name == "README.md" or f"({path.name})" in README
