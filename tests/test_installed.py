"""A wheel in an environment of its own: what is in it, its command in an empty folder, its add-on
in somebody's own Scrapy project."""

import json
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from newscrawl.agent import VERSION
from newscrawl.demo import Demo
from newscrawl.runs.exits import Exit
from tests.support.crawling import wait_for
from tests.support.installed import Done, build_wheel, install, run
from tests.support.small_paper import PATH, SmallPaper, small_paper

PROJECT = {
    "scrapy.cfg": "[settings]\ndefault = theirs.settings\n",
    "theirs/__init__.py": "",
    "theirs/spiders/__init__.py": "",
    "theirs/settings.py": """
SPIDER_MODULES = ["theirs.spiders"]
ADDONS = {"newscrawl.Addon": 500}
USER_AGENT = "theirs/1"
ROBOTSTXT_OBEY = False
DOWNLOAD_DELAY = 0
""",
    "theirs/spiders/plain.py": """
import scrapy

class Plain(scrapy.Spider):
    name = "plain"
    custom_settings = {"FEEDS": {"plain.jsonl": {"format": "jsonlines"}}}

    async def start(self):
        for path in self.paths.split(","):
            yield scrapy.Request(path)

    def parse(self, response):
        settings = self.settings.copy_to_dict()
        yield {"id": None, "title": response.css("h1::text").get(),
               "agent": response.request.headers["User-Agent"].decode(),
               "newscrawl": sorted(n for n, v in settings.items() if "newscrawl." in repr(v))}
""",
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the installed commands."""
    return install(wheel, tmp_path_factory.mktemp("installed"))


def test_the_wheel_holds_what_is_needed_and_no_more(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {
        "newscrawl",
        f"newscrawl-{VERSION}.dist-info",
    }
    for name in (
        "schema.json",
        "py.typed",
        "browser/inpage/expand.js",
        "report/page.html",
        "report/page.css",
        "demo/widgets/riachat.js",
    ):
        assert f"newscrawl/{name}" in names
    assert not [name for name in names if re.search(r"/(test_\w+|conftest)\.py$", name)]
    assert wheel.stat().st_size < 1_100_000  # 1,011 kB when this was written


@pytest.mark.browser
def test_the_command_works_in_an_empty_folder(commands: Path, tmp_path: Path) -> None:
    newscrawl = commands / "newscrawl"
    with small_paper() as paper:
        paper.comments = {1: "First", 2: "Second"}
        task = ("-a", f"url={paper.base}", "-a", "since=2026-03-01")
        crawled = run(newscrawl, "crawl", "news", *task, cwd=tmp_path)
    assert (crawled.returncode, crawled.stdout, crawled.stderr) == (0, "", "")
    assert [one.name for one in tmp_path.iterdir()] == ["output"]
    status = run(newscrawl, "status", "--json", cwd=tmp_path)
    (one,) = json.loads(status.stdout)
    assert (one["articles"], one["comments"]) == (1, 2)
    exported = run(newscrawl, "export", one["scope"], cwd=tmp_path)
    types = [json.loads(line)["type"] for line in exported.stdout.splitlines()]
    assert sorted(types) == ["article", "comment", "comment"]
    assert status.stderr == exported.stderr == ""


@pytest.mark.parametrize(
    ("typed", "status", "out", "error"),
    [
        ((), 0, "  newscrawl crawl news -a url=", ""),
        (("version",), 0, f"newscrawl {VERSION} (", ""),
        (("crawl", "-h"), 0, "  newscrawl crawl [options] <site>", ""),
        (("status",), 0, "`newscrawl crawl NAME` begins", ""),
        (("crwal",), 2, "", "newscrawl: no command 'crwal': did you mean crawl? "),
        (("genspider",), 2, "", "newscrawl: no command 'genspider': "),
        (("report",), 2, "", "run `newscrawl crawl` first"),
        (("crawl", "nix"), 2, "", "newscrawl: no site 'nix'; known are: "),
    ],
)
def test_it_says_what_to_type(
    commands: Path, tmp_path: Path, typed: tuple[str, ...], status: int, out: str, error: str
) -> None:
    done = run(commands / "newscrawl", *typed, cwd=tmp_path)
    assert done.returncode == status
    assert out in done.stdout
    assert error in done.stderr
    assert len(done.stderr.splitlines()) == (1 if error else 0)
    assert not list(tmp_path.iterdir())


def scrapy(commands: Path, *arguments: str, cwd: Path) -> Done:
    return run(commands / "python", "-m", "scrapy", *arguments, cwd=cwd)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A Scrapy project with a spider of its own and the add-on."""
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


@pytest.mark.browser
def test_the_add_on_brings_the_sites_into_a_project(commands: Path, project: Path) -> None:
    with small_paper() as paper:
        paper.comments = {1: "First", 2: "Second"}
        task = ("-a", f"url={paper.base}", "-a", "since=2026-03-01")
        crawled = scrapy(commands, "crawl", "news", *task, cwd=project)
    assert crawled.returncode == 0, crawled.stderr
    status = scrapy(commands, "status", "--json", cwd=project)
    (one,) = json.loads(status.stdout)
    assert (one["articles"], one["comments"]) == (1, 2)
    assert [one.name for one in project.glob("output/*/*-articles.jsonl*")]
    refused = scrapy(commands, "crawl", "news", cwd=project)
    assert refused.returncode == 2
    assert refused.stderr.splitlines()[-1].startswith("newscrawl: ")


class Closed(SmallPaper):
    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if path == "/robots.txt":
            return 200, "User-agent: newscrawl\nDisallow: /2026/\n", {"Content-Type": "text/plain"}
        return super().answer(path, query)


def test_newscrawl_obeys_robots_txt_in_a_project_that_does_not(
    commands: Path, project: Path
) -> None:
    with small_paper(Closed()) as paper:
        task = ("-a", f"url={paper.base}", "-a", "since=2026-03-01", "-a", "comments=no")
        crawled = scrapy(commands, "crawl", "news", *task, cwd=project)
    assert crawled.returncode == Exit.BLOCKED, crawled.stderr
    asked = {path for path, _ in paper.asked()}
    assert "/feed.xml" in asked
    assert PATH not in asked


def test_a_projects_own_spider_is_left_alone(commands: Path, project: Path) -> None:
    with small_paper() as paper:
        paths = f"paths={paper.base}{PATH}"
        done = scrapy(commands, "crawl", "plain", "-a", paths, cwd=project)
    assert done.returncode == 0, done.stderr
    assert [path for path, _ in paper.log] == [PATH]  # its robots setting is its own
    assert [json.loads(line) for line in (project / "plain.jsonl").read_text().splitlines()] == [
        {
            "id": None,
            "title": "Harbour opens",
            "agent": "theirs/1",
            "newscrawl": ["ADDONS", "SPIDER_LOADER_CLASS", "SPIDER_MODULES"],
        }
    ]
    assert not (project / "output").exists()


def test_without_the_add_on_scrapy_is_as_it_was(commands: Path, project: Path) -> None:
    done = scrapy(commands, "crawl", "news", "-s", "ADDONS={}", cwd=project)
    assert done.stderr.splitlines()[-1] == "KeyError: 'Spider not found: news'"
    (project / "scrapy.cfg").unlink()
    done = scrapy(commands, "crawl", "plain", cwd=project)
    assert done.returncode == 2
    assert "no Scrapy project here; `newscrawl crawl` needs none" in done.stderr


def test_sigterm_ends_a_run_as_under_scrapy(commands: Path, tmp_path: Path) -> None:
    with Demo(articles=200) as demo:
        task = ["-a", f"base_url={demo.base_url}", "-a", "comments=no", "-a", "since=2020-12-01"]
        with subprocess.Popen(
            [commands / "newscrawl", "crawl", "sputnik", *task, "-a", "until=2021-02-28"],
            cwd=tmp_path,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            wait_for(tmp_path / "output" / "sputnik.en", "*-articles.jsonl.part")
            process.terminate()
            _, said = process.communicate(timeout=60)
    assert process.returncode == Exit.INTERRUPTED
    assert said.startswith("newscrawl: stopped")
    assert said.count("\n") == 1
    assert not list(tmp_path.glob("output/*/*.part"))


@pytest.mark.slow
@pytest.mark.browser
def test_with_all_that_it_depends_on(wheel: Path, tmp_path: Path) -> None:
    installed = install(wheel, tmp_path, everything=True)
    (folder := tmp_path / "empty").mkdir()
    done = run(installed / "newscrawl", "demo", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Write requests the newspaper received: 0" in done.stdout
    tries = re.findall(
        r"^  newscrawl ((?:report|status|export) .+?)(?:  |$)", done.stdout, re.MULTILINE
    )
    assert len(tries) == 3
    for command in tries:
        tried = run(installed / "newscrawl", *command.split(), cwd=folder)
        assert (tried.returncode, tried.stderr) == (0, "")
