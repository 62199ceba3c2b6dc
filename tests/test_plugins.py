"""Sites and engines of other people: found, crawled, shown; a broken one stops no other."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from scrapy.settings import Settings

from newscrawl.plugins import all_engines, all_sites, broken_plugins, found_sites
from newscrawl.writes import PageRequest, is_write, never
from tests.support.crawling import ROOT
from tests.support.outsiders import ENGINE, SITE, gazette, package
from tests.support.warm import ran

Done = subprocess.CompletedProcess[str]
POINTS = {"sites": {"gazette": "paper.site"}, "engines": {"guestbook": "paper.engine:Guestbook"}}


def scrapy(*command: str, path: Path | None = None) -> Done:
    places = [str(path)] if path else []
    return ran(
        "scrapy", *command, environment={"PYTHONPATH": os.pathsep.join([str(ROOT), *places])}
    )


def settings(**values: object) -> Settings:
    return Settings(values)


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder


def test_ours_are_whole() -> None:
    assert not [str(one) for one in broken_plugins() if one.origin == "newscrawl"]


@pytest.mark.slow
def test_a_package_of_others_is_crawled_exported_reported_and_shown(tmp_path: Path) -> None:
    path = package(tmp_path / "package", **POINTS)
    output = ["-s", f"OUTPUT_DIR={tmp_path / 'out'}"]
    with gazette() as root:
        given = ["-a", f"base_url={root}", "-a", "since=2026-03-01"]
        run = scrapy("crawl", "gazette", *output, *given, path=path)
    assert (run.returncode, run.stderr) == (0, "")
    export = scrapy("export", "gazette", *output, path=path)
    lines = [json.loads(line) for line in export.stdout.splitlines()]
    assert [line["id"] for line in lines] == [
        "gazette:41",
        "guestbook:gazette:g1",
        "guestbook:gazette:g2",
    ]
    assert lines[0]["date_published"] == "2026-03-14T10:00:00Z"
    assert "gazette" in scrapy("status", *output, path=path).stdout
    report = scrapy("report", "gazette", *output, path=path)
    assert "gazette" in Path(report.stdout.strip()).read_text("utf-8")
    listed = scrapy("sites", path=path)
    assert listed.stderr == ""
    for name in ("gazette", "guestbook"):
        (line,) = (one for one in listed.stdout.splitlines() if one.split()[:1] == [name])
        assert line.rstrip().endswith("paper 1.2")


def test_a_folder_is_crawled_and_a_broken_neighbour_does_not_stop_it(tmp_path: Path) -> None:
    folder = tmp_path / "plugins"
    folder.mkdir()
    write(folder, gazette=SITE, guestbook=ENGINE, herald="import no_such_module\n")
    named = ["-s", f"SITE_MODULES={folder}", "-s", f"ENGINE_MODULES={folder / 'guestbook.py'}"]
    output = tmp_path / "out"
    with gazette() as root:
        given = ["-a", f"base_url={root}", "-a", "since=2026-03-01", "-s", f"OUTPUT_DIR={output}"]
        run = scrapy("crawl", "gazette", *named, *given)
    assert (run.returncode, run.stderr) == (0, "")
    assert len(list((output / "gazette").glob("*-comments.jsonl"))) == 1
    cause = "No module named 'no_such_module'"
    line = f"the site 'herald' is left out (SITE_MODULES {folder}: {folder}/herald.py:1): "
    line += f"ModuleNotFoundError: {cause}"
    assert line in (output / "gazette" / "crawl.log").read_text("utf-8")
    listed = scrapy("sites", *named)
    assert listed.stderr == f"newscrawl: {line}\n"
    assert listed.returncode == 0
    asked = scrapy("crawl", "herald", *named)
    assert (asked.returncode, asked.stderr) == (2, f"newscrawl: {line}\n")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("def broken(:\n", "SyntaxError"),
        ("raise SystemExit(3)\n", "SystemExit: 3"),
        (SITE.replace('    name = "gazette"\n', ""), "Gazette has no `name`"),
        (SITE.replace('"gazette"', '"The Gazette"'), "name 'The Gazette': small letters"),
        (SITE.replace('"gazette"', '"sputnik"'), "the name is taken by newscrawl"),
        (SITE.replace(r"\d+)", r"\d+"), "is not a regular expression"),
        (SITE.replace('(r"^/', 'r"^/').replace('$",)', '$"'), "a tuple of patterns"),
        (SITE.replace("Europe/Oslo", "Europe/Atlantis"), "unknown time zone 'Europe/Atlantis'"),
        (SITE + '    body_css = "div["\n', "is not a selector"),
        (SITE.replace("Edition(", "str("), "TypeError"),
        (SITE.replace('(r"^/', '(rb"^/'), "a pattern is text"),
    ],
)
def test_a_broken_site_is_named_with_file_and_cause(tmp_path: Path, text: str, cause: str) -> None:
    write(tmp_path, plain=SITE.replace('"gazette"', '"plain"'), wrong=text)
    found = found_sites(settings(SITE_MODULES=[str(tmp_path)]))
    (broken,) = found.broken
    assert f"{tmp_path / 'wrong.py'}" in str(broken)
    assert cause in str(broken)
    assert "\n" not in str(broken)
    assert "plain" in found.classes


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (ENGINE.replace("sign$", "sign($"), "is not a regular expression"),
        (ENGINE.replace("def detect", "def finds"), "`detect` is missing"),
        (ENGINE.replace('"guestbook"', '"isso"', 1), "the name is taken by newscrawl"),
        (f"{ENGINE}\n    def __init__(self):\n        raise SystemExit(4)\n", "SystemExit: 4"),
    ],
)
def test_a_broken_engine_is_named_with_file_and_cause(
    tmp_path: Path, text: str, cause: str
) -> None:
    write(tmp_path, wrong=text)
    given = settings(ENGINE_MODULES=[str(tmp_path)])
    (broken,) = broken_plugins(given)
    assert f"{tmp_path / 'wrong.py'}" in str(broken)
    assert cause in str(broken)
    assert "isso" in all_engines(given)


@pytest.mark.parametrize("entry", ["no.such.module", "no/such/folder", "json", "no_such.py"])
def test_what_is_no_module_or_holds_nothing_is_named(entry: str) -> None:
    (broken,) = broken_plugins(settings(SITE_MODULES=[entry]))
    assert f"SITE_MODULES {entry}" in str(broken)


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    write(tmp_path, binary="\0")
    (broken,) = broken_plugins(settings(SITE_MODULES=[str(tmp_path)]))
    assert "'binary'" in str(broken)
    assert str(tmp_path) in str(broken)
    assert "None" not in str(broken)


def test_helpers_and_tests_of_a_folder_are_not_loaded(tmp_path: Path) -> None:
    site = SITE.replace(
        "from newscrawl.sites.base", "from ._shared import HOST\nfrom newscrawl.sites.base"
    )
    write(tmp_path, gazette=site, _shared="HOST = 1\n", test_gazette="1 / 0\n", conftest="1 / 0\n")
    given = settings(SITE_MODULES=[str(tmp_path)])
    assert not broken_plugins(given)
    assert "gazette" in all_sites(given)


def test_engines_of_others_are_tried_first_and_what_they_forbid_is_refused(tmp_path: Path) -> None:
    write(tmp_path, guestbook=ENGINE)
    engines = all_engines(settings(ENGINE_MODULES=[str(tmp_path)]))
    assert next(iter(engines)) == "guestbook"
    call = PageRequest("POST", "https://gazette.example/guestbook/sign")
    assert is_write(call, never(engines.values()))
    assert not is_write(call, never(all_engines().values()))
