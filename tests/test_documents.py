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
    "name", ["README", "OUTLETS", "MACHINES", "OUTPUT", "OPERATION", "CONTRIBUTING", "SECURITY"]
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


PROMISES = [
    tuple(cell.strip() for cell in line.strip("|").split(" | "))
    for line in (ROOT / "SECURITY.md").read_text("utf-8").splitlines()
    if line.startswith("| ")
][1:]
"""The rows of the table of promises: what, how, and the tests."""
TEST = re.compile(r"`((?:test_\w+\.py|Test\w+|test_\w+)(?:::\w+)*)`")
TESTS = {path.name: path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py")}


def is_test(name: str) -> bool:
    """Return whether a test file holds what is named: `file.py`, `file.py::test`, `Class::test`."""
    *_, last = parts = name.split("::")
    if parts[0] in TESTS:
        files, parts = [TESTS[parts[0]]], parts[1:]
    else:
        files = [*TESTS.values()] if not last.endswith(".py") else []
    defined = [rf"^ *(?:async def|def|class) {part}\b" for part in parts]
    return any(all(re.search(one, text, re.MULTILINE) for one in defined) for text in files)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise[0][:50])
def test_every_promise_names_tests_that_exist(promise: tuple[str, ...]) -> None:
    _, how, tests = promise
    named = TEST.findall(tests)
    assert named
    assert [one for one in named if not is_test(one)] == []
    files = re.findall(r"`([\w/]+\.py)`", how)
    assert [one for one in files if not (ROOT / "newscrawl" / one).exists()] == []


@pytest.mark.parametrize(
    "name",
    ["test_none.py", "test_documents.py::test_none", "TestNone", "TestCrawl::test_none", "test_no"],
)
def test_a_test_that_does_not_exist_is_seen(name: str) -> None:
    assert not is_test(name)
