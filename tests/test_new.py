"""`newscrawl new` and `newscrawl save`, from nothing to a test that holds what a site reads."""

import gzip
import json
import subprocess
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.commands.new import next_steps
from newscrawl.plugins import found_engines, found_sites
from newscrawl.runs.exits import Refused
from newscrawl.sites.ria import Ria
from newscrawl.sites.sputnik import Sputnik
from newscrawl.skeletons import ROOT, Skeleton, check_name, host_of
from newscrawl.testing.case import Case
from newscrawl.testing.saving import cases_folder, reader_of
from tests.support.outsiders import FRONT, PAGES, STORY, gazette
from tests.support.warm import ran

Done = subprocess.CompletedProcess[str]


def run(folder: Path, *command: str, module: str = "newscrawl") -> Done:
    return ran(module, *command, cwd=folder)


def checked(folder: Path) -> Done:
    return run(folder, "-q", "-p", "newscrawl.testing.plugin", module="pytest")


@pytest.mark.slow
def test_from_a_new_site_to_a_case_that_holds_it(tmp_path: Path) -> None:
    made = run(tmp_path, "new", "site", "gazette", "https://www.gazette.example/news")
    assert (made.returncode, made.stderr) == (0, "")
    assert "newscrawl save https://www.gazette.example/news --site gazette" in made.stdout
    assert "no case is saved in" in checked(tmp_path).stdout
    named = ("--site", "gazette", "-s", "SITE_MODULES=gazette.py")
    with gazette() as root:
        for url in (f"{root}/harbour/41-lanterns-are-lit", f"{root}/"):
            saved = run(tmp_path, "save", url, *named)
            assert (saved.returncode, saved.stderr) == (0, "")
    cases = tmp_path / "cases" / "gazette"
    assert sorted(one.name for one in cases.iterdir()) == ["article", "frontpage"]
    read = json.loads((cases / "article" / "expected.json").read_text("utf-8"))
    assert read["article"]["headline"] == "Lanterns are lit"
    assert read["address"]["section"] == "harbour"
    links = json.loads((cases / "frontpage" / "expected.json").read_text("utf-8"))["links"]
    assert links[0]["url"] == f"{root}/harbour/41-lanterns-are-lit"
    assert checked(tmp_path).returncode == 0
    file = tmp_path / "gazette.py"
    file.write_text(file.read_text().replace("?P<section>", "?P<id>"))
    failed = checked(tmp_path)
    assert '-  "section": "harbour"' in failed.stdout
    assert failed.returncode == 1


@pytest.mark.parametrize("kind", ["site", "engine"])
def test_what_is_written_works_and_passes_the_linter(tmp_path: Path, kind: str) -> None:
    skeleton = Skeleton(kind, "evening_post", tmp_path, "evening.example", "nn")  # type: ignore[arg-type]
    skeleton.write()
    setting = Settings({f"{kind.upper()}_MODULES": [str(skeleton.file)]})
    found = found_sites(setting) if kind == "site" else found_engines(setting)
    assert not [one for one in found.broken if one.origin != "newscrawl"]
    assert "evening_post" in found.classes
    config = ["--config", str(ROOT / "pyproject.toml"), "--no-cache", "."]
    for command in (["check"], ["format", "--check"]):
        done = run(tmp_path, *command, *config, module="ruff")
        assert done.returncode == 0, done.stdout
    written = [*tmp_path.glob("*.py")]
    assert not [one for one in written if "$" in one.read_text().replace('+/?$"', "")]
    with pytest.raises(Refused, match="exists already"):
        skeleton.write()


def test_in_the_checkout_it_goes_where_ours_are() -> None:
    skeleton = Skeleton("site", "evening_post", ROOT, "evening.example")
    assert skeleton.file == ROOT / "newscrawl" / "sites" / "evening_post.py"
    assert skeleton.cases == ROOT / "tests" / "sites" / "evening_post"
    assert skeleton.test.exists()
    assert "SITE_MODULES" not in next_steps(skeleton, "https://evening.example")
    assert Skeleton("engine", "x", ROOT).cases == ROOT / "tests" / "comments" / "x"


@pytest.mark.parametrize("name", ["Evening", "evening-post", "2nd", "", "class", "json", "sputnik"])
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    with pytest.raises(Refused, match=r"^[^\n]+$"):
        check_name("site", name)


@pytest.mark.parametrize("url", ["", "paper", "ftp://paper.example", "https://", "http://a:b/"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(Refused, match=r"^[^\n]+$"):
        host_of(url)


@pytest.mark.parametrize(
    ("command", "status", "says"),
    [
        (
            ("new", "site", "gazette", "https://gazette.example", "--into", "nix"),
            2,
            "no such folder",
        ),
        (("save", "nix"), 2, "'nix' is not one http(s) URL"),
        pytest.param(
            ("save", "http://127.0.0.1:9/a"),
            6,
            "http://127.0.0.1:9/a was not fetched: 127.0.0.1",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            ("save", "https://paper.example/a", "--engine", "nix"),
            2,
            "no engine 'nix'; known are:",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_bad_input_is_told_in_one_line(
    tmp_path: Path, command: tuple[str, ...], status: int, says: str
) -> None:
    done = run(tmp_path, *command)
    assert done.returncode == status
    assert done.stderr.startswith("newscrawl: ")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_whose_page_it_is_the_address_tells() -> None:
    none = Settings()
    assert reader_of("https://sputniknews.cn/20231007/1.html", none) is Sputnik
    assert reader_of("https://ria.ru/", none) is Ria
    engine = reader_of("https://disqus.com/api/3.0/threads/listPostsThreaded?thread=1", none)
    assert engine.name == "disqus"
    assert cases_folder(Sputnik).parts[-1] == "sputnik"


def test_what_robots_txt_forbids_is_not_saved(tmp_path: Path) -> None:
    pages = {**PAGES, "/robots.txt": "User-agent: *\nDisallow: /harbour/\n"}
    with gazette(pages) as root:
        url = f"{root}/harbour/41-lanterns-are-lit"
        done = run(tmp_path, "save", url, "--site", "ria")
    assert (done.returncode, done.stderr) == (5, f"newscrawl: {url} was not fetched: robots\n")
    assert not list(tmp_path.iterdir())


def test_a_long_page_is_packed_and_its_charset_kept(tmp_path: Path) -> None:
    story = STORY.replace("Lanterns are lit</h1>", "Фонари</h1>" + "<i></i>" * 40_000)
    with gazette({**PAGES, "/20171116/1500000001.html": story}, "cp1251") as root:
        url = f"{root}/20171116/1500000001.html"
        done = run(tmp_path, "save", url, "--site", "ria")
    assert (done.returncode, done.stderr) == (0, "")
    case = Case(tmp_path / "cases" / "ria" / "article")
    assert case.file.name == "page.html.gz"
    assert gzip.decompress(case.file.read_bytes()) == story.encode("cp1251")
    assert "Фонари" in (case.page().text("h1") or "")
    assert case.meta["url"] == url


@pytest.mark.slow
@pytest.mark.browser
def test_the_document_that_a_browser_draws_can_be_saved(tmp_path: Path) -> None:
    script = "<script>document.querySelector('b').textContent = 'drawn'</script></body>"
    with gazette({**PAGES, "/": FRONT.replace("</body>", script)}) as root:
        done = run(tmp_path, "save", root, "--engine", "wordpress", "--rendered")
    assert (done.returncode, done.stderr) == (0, "")
    case = Case(tmp_path / "cases" / "wordpress" / "start")
    assert case.page().text("b") == "drawn"
