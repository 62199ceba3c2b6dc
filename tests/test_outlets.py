"""The outlets file: three forms that say the same, and what is wrong with a line."""

import re
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.settings import BaseSettings

from newscrawl.outlets.check import Outlet, Outlets, check_outlets
from newscrawl.outlets.entries import FORMS, add_entry, read_entries, write_entries
from newscrawl.outlets.zone_guess import country_of, guess_zone
from newscrawl.runs.exits import Refused
from newscrawl.runs.history import History
from tests.support.outputs import run_line
from tests.support.small_paper import SmallPaper, small_paper
from tests.support.warm import ran

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
HEAD = "name,url,site,edition,timezone,language,country,tags,comments,since,sections,every,paused\n"
WORD = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1)
TEXT = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
MORE = dict.fromkeys(("tags", "timezone", "every", "scope", "language", "limit"), TEXT)
MORE["name"] = TEXT.map("The {}".format)
LINES = st.fixed_dictionaries({"url": TEXT}, optional=MORE) | st.fixed_dictionaries(
    {"site": TEXT}, optional=MORE
)


def checked(path: Path, text: str | None = None, **settings: str) -> Outlets:
    if text is not None:
        path.write_text(text, "utf-8")
    return check_outlets(path, BaseSettings({"OUTPUT_DIR": path.parent, **settings}), now=NOW)


def only(path: Path, text: str) -> Outlet:
    found = checked(path, text)
    assert found.bad == []
    (outlet,) = found.good
    return outlet


@pytest.mark.parametrize("suffix", sorted(FORMS))
@given(lines=st.lists(LINES, max_size=4))
def test_each_form_gives_back_what_was_written(
    suffix: str, lines: list[dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("form") / f"outlets{suffix}"
    write_entries(path, lines)
    wanted = [line | _tags(line, suffix) for line in lines]
    assert [entry.values for entry in read_entries(path)] == wanted


def _tags(line: dict[str, str], suffix: str) -> dict[str, str]:
    """Return the tags as OPML gives them back, which knows a list and paths of folders."""
    if suffix not in {".opml", ".xml"} or "tags" not in line:
        return {}
    words = [word.strip() for word in re.split("[,/]", line["tags"])]
    return {"tags": ",".join(dict.fromkeys(filter(None, words)))}


OUTLET = {"name": "The Paper", "url": "https://paper.example", "tags": "local,north", "every": "6h"}
SAME = {
    "outlets.csv": '# ours\nname,url,tags,every\nThe Paper,https://paper.example,"local,north",6h\n',
    "semicolons.csv": "name;url;tags;every\n\nThe Paper;https://paper.example;local,north;6h\n",
    "byte_order_mark.csv": '\ufeffName,URL,Tags,Every\nThe Paper,https://paper.example,"local,north",6h',
    "outlets.tsv": "name\turl\ttags\tevery\r\nThe Paper\thttps://paper.example\tlocal,north\t6h\r\n",
    "outlets.toml": '[[outlet]]\nname = "The Paper"\nurl = "https://paper.example"\n'
    'tags = ["local", "north"]\nevery = "6h"\n',
    "outlets.opml": """<?xml version="1.0"?><opml version="1.0"><head/><body>
<outline text="local"><outline text="north"><outline type="rss" text="The Paper"
  xmlUrl="https://paper.example/feed" xmlns:n="urn:newscrawl:outlets" n:every="6h"/>
</outline></outline></body></opml>""",
    "titles.xml": """<opml version="2.0"><body><outline title="The Paper" category="/local,north"
  xmlUrl="https://feeds.example/paper" htmlUrl="https://paper.example"
  xmlns:n="urn:newscrawl:outlets" n:every="6h"/></body></opml>""",
}


@pytest.mark.parametrize("name", sorted(SAME))
def test_forms_that_people_have(name: str, tmp_path: Path) -> None:
    outlet = only(tmp_path / name, SAME[name])
    assert [entry.values for entry in read_entries(tmp_path / name)] == [OUTLET]
    assert (outlet.name, outlet.scope, outlet.tags) == (
        "The Paper",
        "paper.example",
        ("local", "north"),
    )
    assert outlet.every == timedelta(hours=6)


@pytest.mark.parametrize("name", sorted(SAME))
def test_a_file_stays_as_it_is_when_an_outlet_is_added(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(SAME[name], "utf-8")
    more = {"name": "An, Other", "url": "https://other.example", "scope": "other", "limit": "5"}
    add_entry(path, more)
    assert [entry.values for entry in read_entries(path)] == [OUTLET, more]
    assert ("# ours" in path.read_text("utf-8")) == (name == "outlets.csv")


def test_sites_and_arguments(tmp_path: Path) -> None:
    text = "site,edition,comments,sections,paused,since\nsputnik,de,no,politics;culture,yes,3d\n"
    outlet = only(tmp_path / "o.csv", text)
    assert (outlet.name, outlet.scope, outlet.paused) == ("sputnik.de", "sputnik.de", True)
    assert outlet.arguments.sections == ("politics", "culture")
    assert not outlet.arguments.comments
    assert outlet.arguments.window.since == NOW - timedelta(days=3)
    assert outlet.every == timedelta(hours=1)


WRONG = {
    ",https://paper.example,,,Europe/Osla,,,,,,,,": "timezone 'Europe/Osla' is not an IANA zone",
    "Paper,,,,,,,,,,,,": "give its url, or the site",
    ",paper,,,,,,,,,,,": "url 'paper' is not an address",
    ",https://a:b@paper.example,,,,,,,,,,,": "user:password@",
    ",,sputnic,,,,,,,,,,": "no site 'sputnic'; known are",
    ",,sputnik,xx,,,,,,,,,": "sputnik has no edition 'xx'",
    ",https://paper.example,sputnik,,,,,,,,,,": "give site 'sputnik' or a url, not both",
    ",https://paper.example,,,,,,,perhaps,,,,": "comments 'perhaps' is neither yes nor no",
    ",https://paper.example,,,,,,,,,,,maybe": "paused 'maybe' is neither yes nor no",
    ",https://paper.example,,,,,,,,,,hourly,": "every 'hourly' is no length of time",
    ",https://paper.example,,,,,,,,,,0h,": "every '0h' is no length of time",
    ",https://paper.example,,,,,Norway,,,,,,": "country 'Norway': give two letters",
    ",https://paper.example,,,,norsk bokmål,,,,,,,": "language 'norsk bokmål'",
    ",https://paper.example,,,,,,,,soon,,,": "since 'soon' is not a date",
    ",https://www.first.example/world,,,,,,,,,,,": "line 2 has the folder 'first.example' too",
    "first paper,https://other.example,,,,,,,,,,,": "line 2 has the name 'first paper' too",
}


@pytest.mark.parametrize("line", sorted(WRONG))
def test_a_bad_line_is_named_and_the_others_are_right(line: str, tmp_path: Path) -> None:
    around = ("First Paper,https://first.example,,,,,,,,,,,", ",https://last.example,,,,,,,,,,,")
    found = checked(tmp_path / "o.csv", f"{HEAD}{around[0]}\n{line}\n{around[1]}\n")
    assert [one.line for one in found.good] == [2, 4]
    (said,) = found.bad
    assert said.startswith(f"{tmp_path}/o.csv, line 3: ")
    assert WRONG[line] in said
    assert "\n" not in said


NO_FILE = {
    "o.txt": ("x", "an outlets file is named .csv"),
    "gone.csv": (None, "cannot be read: No such file"),
    "o.csv": (
        "url,ulr\nhttps://a.example,x\n",
        "line 1: there is no column 'ulr': is 'url' meant?",
    ),
    "twice.csv": ("url,url\n", "line 1 names the column 'url' twice"),
    "empty.csv": ("", "no outlet in it"),
    "spaces.csv": ("\n# nobody\n", "no outlet in it"),
    "header.csv": ("name,url\n\n", "no outlet in it"),
    "empty.toml": ("", "no outlet in it"),
    "empty.opml": ('<opml version="2.0"><head/><body/></opml>', "no outlet in it"),
    "nothing.opml": ("", "no OPML: "),
    "headless.csv": ("A,http://127.0.0.2:8700\n", "line 1 names no columns: begin the file with"),
    "two.csv": ("# x\nA;paper.example\nB;b.example\n", "line 2 names no columns: "),
    "quote.csv": ('"name,url\nA,https://a.example\n', "line 1: a field goes on over the end"),
    "bad.toml": ("[[outlet]]\nname = Paper\n", "no TOML: Invalid value (at line 2"),
    "loose.toml": ("name = 'Paper'\n", "'name' stands outside of an [[outlet]]"),
    "word.toml": ("outlet = 'Paper'\n", "write each outlet below a line [[outlet]]"),
    "bad.opml": ("<opml><body>", "no OPML: "),
    "feed.xml": ("<rss><channel/></rss>", "no OPML: it has no <opml>"),
    "latin.csv": (b"name,url\nD\xfcna,https://a.example\n", "line 2 is not UTF-8 text"),
}


@pytest.mark.parametrize("name", sorted(NO_FILE))
def test_a_file_that_is_none_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    held, why = NO_FILE[name]
    if held is not None:
        (tmp_path / name).write_bytes(held if isinstance(held, bytes) else held.encode())
    with pytest.raises(Refused) as refused:
        checked(tmp_path / name)
    assert why in str(refused.value)
    assert str(refused.value).startswith(f"{tmp_path}/{name}")
    assert "\n" not in str(refused.value)


SPOILT = {
    "long.csv": ("name,url\nA, B,https://a.example\nB,https://b.example\nC,none\n", [2, 4], [3]),
    "comma.csv": ("name,url,\nA,https://a.example,,,x\nB,https://b.example,,\n", [2], [3]),
    "quote.csv": ('name,url\nA,https://a.example\n"B,https://b.example\nC,none\n', [3], [2]),
    "last.csv": ('name,url\nA,https://a.example\n"B,https://b.example', [3], [2]),
    "closed.csv": ('name,url\nA,"none\nB,"no"\nC,https://c.example\n', [2], [4]),
    "o.toml": ("[[outlet]]\nulr = 'a'\n[[outlet]]\nurl = 'https://b.example'\n", [1], [3]),
}


@pytest.mark.parametrize("name", sorted(SPOILT))
def test_a_spoilt_line_spoils_no_other(name: str, tmp_path: Path) -> None:
    text, bad, good = SPOILT[name]
    found = checked(tmp_path / name, text)
    assert [one.line for one in found.good] == good
    assert [int(re.findall(r", line (\d+): ", one)[0]) for one in found.bad] == bad
    if '"' in text:
        assert "is a quote" in found.bad[0]
    assert "\n" not in "".join(found.bad)


def test_an_outlet_is_added_to_a_file_that_has_none_yet(tmp_path: Path) -> None:
    for name, text in {
        "a.csv": "",
        "b.csv": "# ours\n",
        "c.csv": "name,url\n",
        "d.toml": "",
    }.items():
        (tmp_path / name).write_text(text)
        add_entry(tmp_path / name, OUTLET)
        assert [one.values for one in read_entries(tmp_path / name)] == [OUTLET]


def test_the_lines_of_toml_are_known(tmp_path: Path) -> None:
    text = '\n[[outlet]]\nurl = "https://a.example"\n\n[[ outlet ]]\nurl = "none"\n'
    found = checked(tmp_path / "o.toml", text)
    assert found.bad[0].startswith(f"{tmp_path}/o.toml, line 5: ")


def test_a_folder_of_another_site_is_refused(tmp_path: Path) -> None:
    line = run_line(tmp_path / "old").row({"finish_reason": "finished"})
    (tmp_path / "old").mkdir(exist_ok=True)
    History(tmp_path / "old").append({**line, "site": "ria"})
    found = checked(tmp_path / "o.csv", "url,scope\nhttps://a.example,old\n")
    assert "scope 'old' holds the record of ria, and this is news" in found.bad[0]


ZONES = [
    ("paper.no", "nb", [], ("Europe/Oslo", "NO has no other")),
    ("paper.de", "", ["2026-01-10T08:00:00+01:00"], ("Europe/Berlin", "its dates print +0100")),
    ("paper.ru", "ru", ["2026-07-01T08:00:00+03:00"], ("Europe/Moscow", "its dates print +0300")),
    ("paper.ru", "ru", [], ("", "RU has several zones")),
    ("paper.example", "de", ["2026-07-01T08:00:00+02:00"], ("", "dates print +0200, but the coun")),
    ("paper.example", "de-AT", [], ("Europe/Vienna", "AT has no other")),
    ("paper.uk", "", ["2026-07-01T08:00:00+05:00"], ("", "no zone of GB has the offset")),
    ("paper.tv", "", [], ("", "no sign of it")),
    ("paper.in", "", ["2026-07-01T08:00:00+00:00"], ("Asia/Kolkata", "IN has no other")),
]


@pytest.mark.parametrize(("host", "language", "dates", "guess"), ZONES)
def test_a_zone_is_guessed_from_what_is_seen(
    host: str, language: str, dates: list[str], guess: tuple[str, str]
) -> None:
    country, _ = country_of(host, language)
    zone, why = guess_zone(country, map(datetime.fromisoformat, dates))
    assert (zone, why[: len(guess[1])]) == guess


def outlets(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return ran("newscrawl", "outlets", *words, cwd=folder)


def test_the_command(tmp_path: Path) -> None:
    added = outlets(tmp_path, "add", "o.csv", "url=https://paper.example", "tags=local")
    assert (added.returncode, added.stderr) == (0, "")
    refused = outlets(tmp_path, "add", "o.csv", "url=https://www.paper.example")
    assert refused.returncode == 2
    assert "o.csv: not added: line 2 has the folder" in refused.stderr
    refused = outlets(tmp_path, "add", "o.csv", "url=https://other.example", "colour=red")
    assert refused.returncode == 2
    assert "o.csv: not added: there is no column 'colour'" in refused.stderr
    (tmp_path / "output" / "gone.example").mkdir(parents=True)
    line = run_line(tmp_path / "output" / "gone.example").row({"finish_reason": "finished"})
    History(tmp_path / "output" / "gone.example").append(line)
    listed = outlets(tmp_path, "list", "o.csv")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert re.search(r"paper\.example +paper\.example +local +60 min +never", listed.stdout)
    assert "gone.example: has a record in " in listed.stdout
    with (tmp_path / "o.csv").open("a") as file:
        file.write("paper,\n")
    wrong = outlets(tmp_path, "check", "o.csv")
    assert (wrong.returncode, wrong.stdout) == (
        2,
        "1 of 2 outlets can be visited, 0 of them paused\n",
    )
    assert wrong.stderr.count("\n") == 1
    assert outlets(tmp_path, "convert", "o.csv", "o.opml").returncode == 2
    assert [one.values["url"] for one in read_entries(tmp_path / "o.opml")] == [
        "https://paper.example",
        "paper",
    ]


def test_what_is_found_at_a_front_page_is_a_line_of_the_file(tmp_path: Path) -> None:
    with small_paper(SmallPaper(comments={1: "Who pays?"})) as paper:
        quick = ("-s", "DOWNLOAD_DELAY=0", "-s", "AUTOTHROTTLE_ENABLED=False")
        found = outlets(tmp_path, "find", paper.base, "--add", "o.toml", *quick)
    assert (found.returncode, found.stderr) == (0, "")
    lines = "\n".join(found.stdout.splitlines()[:-1])
    for path, text in ((tmp_path / "o.toml", None), (tmp_path / "o.csv", lines)):
        (outlet,) = checked(path, text).good
        assert outlet.arguments.site.base_url == paper.base
    assert "# feeds: " in found.stdout
    assert "# comment systems on 1 articles: wordpress (" in found.stdout


def test_a_file_of_windows_keeps_its_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "outlets.csv"
    path.write_bytes(b"name;url\r\nA;https://a.example")
    add_entry(path, {"name": "B", "url": "https://b.example"})
    assert path.read_bytes() == b"name;url\r\nA;https://a.example\r\nB;https://b.example\r\n"
