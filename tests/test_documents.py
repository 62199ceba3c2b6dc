"""What the README promises is what the code does."""

import re

from newscrawl.runs.exits import Exit
from newscrawl.sites.arguments import ARGUMENTS
from newscrawl.sites.news import News
from tests.support.crawling import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_the_table_of_exit_statuses_is_that_of_the_code() -> None:
    table = dict(re.findall(r"^\| (\d+) \| (.+) \|$", README, re.MULTILINE))
    said = {int(number): meaning.replace("`", "") for number, meaning in table.items()}
    assert said == {int(status): status.meaning for status in Exit}


def test_every_argument_is_in_the_readme() -> None:
    # What one newspaper alone takes `newscrawl sites NAME` lists.
    for name in {**ARGUMENTS, **News.arguments}:
        assert f"`-a {name}=`" in README


def test_every_target_of_make_that_the_documents_name_exists() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    documents = README + (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)", documents)) - {"and"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
