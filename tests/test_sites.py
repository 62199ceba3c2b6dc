"""Every saved case of every site of ours gives what was agreed; a wrong site fails its cases."""

from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.plugins import OURS, all_sites, found_sites
from newscrawl.sites.base import Site
from newscrawl.testing.case import Case, save
from newscrawl.testing.comparing import problem_of
from newscrawl.testing.plugin import CheckCase, saved_cases
from tests.support.outsiders import FRONT, SITE, STORY

HERE = Path(__file__).parent / "sites"
SITES = {
    name: site
    for name, site in all_sites().items()
    # One without a host is no newspaper, but any.
    if found_sites().origins[name] == OURS and site.editions[0].host
}


@pytest.mark.parametrize(
    ("site", "case"),
    [
        pytest.param(site, *case.values, id=f"{name}/{case.id}")
        for name, site in SITES.items()
        for case in saved_cases(HERE / name)
    ],
)
def test_saved_case(site: type[Site], case: Path, check_case: CheckCase) -> None:
    check_case(case, site)


@pytest.mark.parametrize("name", SITES)
def test_every_site_has_an_article_and_a_list(name: str) -> None:
    calls = {Case(path.parent).meta["call"] for path in (HERE / name).glob("*/meta.json")}
    assert calls == {"article", "source"}


@pytest.fixture
def cases(tmp_path: Path) -> list[Path]:
    """An article and a list of the Gazette, as agreed."""
    site = written(tmp_path / "right", SITE)
    meta = {"fetched": "2026-03-15T08:00:00Z"}
    home = "https://gazette.example"
    story = {"url": f"{home}/harbour/41-lanterns-are-lit", "call": "article", **meta}
    front = {"url": f"{home}/", "call": "source", "source": "Listing", **meta}
    save(tmp_path / "article", "page.html", STORY.encode(), story)
    save(tmp_path / "list", "page.html", FRONT.encode(), front)
    found = [tmp_path / "article", tmp_path / "list"]
    assert [problem_of(case, site, update=True) for case in found] == [None, None]
    return found


def written(folder: Path, text: str) -> type[Site]:
    folder.mkdir()
    (folder / "gazette.py").write_text(text)
    return found_sites(Settings({"SITE_MODULES": [str(folder)]})).classes["gazette"]


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        (r"(?P<id>\d+)-", r"(?P<id>\d{3})-", ('-  "wanted": true', '-   "url": "https')),
        (r"(?P<section>[a-z]+)", "[a-z]+", ('-  "section": "harbour"', None)),
        ("li.story", "li.tale", (None, '-   "url": "https://gazette.example/harbour/41-')),
        ('date_css="b"', 'date_css="em"', (None, '-    "14.03.2026"')),
        ("Europe/Oslo", "Asia/Tokyo", ('-  "date_published": "2026-03-14T10:00:00Z"', None)),
        (
            'Listing("/", row_css="li.story", date_css="b")',
            'Feed("/")',
            (None, '"source": "Listing"'),
        ),
    ],
)
def test_a_wrong_site_fails_its_case(
    tmp_path: Path, cases: list[Path], right: str, wrong: str, says: tuple[str | None, str | None]
) -> None:
    assert right in SITE
    text = SITE.replace(right, wrong).replace("import Listing", "import Feed, Listing")
    site = written(tmp_path / "wrong", text)
    for case, said in zip(cases, says, strict=True):
        problem = problem_of(case, site)
        assert (problem is None) == (said is None)
        assert said is None or said in (problem or "")


def test_a_case_without_its_expected_result_or_no_case_at_all_says_what_to_do(
    tmp_path: Path, cases: list[Path]
) -> None:
    site = written(tmp_path / "again", SITE)
    (cases[0] / "expected.json").unlink()
    assert "run pytest --update" in (problem_of(cases[0], site) or "")
    nothing = problem_of(tmp_path / "cases", site) or ""
    setting = f"-s SITE_MODULES={tmp_path / 'again' / 'gazette.py'}"
    line = f"`newscrawl save URL --site gazette {setting} --into {tmp_path / 'cases'}`"
    assert line in nothing
