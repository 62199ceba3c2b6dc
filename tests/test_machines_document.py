"""The commands, the systemd unit and the compose file of MACHINES.md as they stand."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support.crawling import ROOT
from tests.support.fleets import until
from tests.support.machines import WatchedPaper, machines
from tests.support.warm import ran

MACHINES = (ROOT / "MACHINES.md").read_text("utf-8")
LINE = re.compile(r"^\$ newscrawl (fleet .*?|export .*?) *(?:#.*)?$", re.MULTILINE)
UNIT = re.compile(r"^```ini\n# /etc/systemd/system/(\S+?),.*?\n(.*?)^```", re.DOTALL | re.MULTILINE)
COMPOSE = re.compile(r"^```yaml\n(.*?)^```", re.DOTALL | re.MULTILINE)
WORK = "fleet work --jobs 16 --tabs 8"


def lines() -> list[str]:
    """Return the commands of the ten lines."""
    return LINE.findall(MACHINES.partition("## From one machine to four")[2].partition("|")[0])


@pytest.mark.machines
def test_the_ten_lines_do_what_they_say(tmp_path: Path) -> None:
    paper = WatchedPaper(3, 2)
    with machines(tmp_path, paper, add=False) as fleet:
        given = fleet.options("one")
        first = ["crawl", "news", *(f"-a{key}={value}" for key, value in paper.arguments.items())]
        status, _, err = fleet.command(*first, "-s", "DOWNLOAD_DELAY=0", name="one", alone=True)
        assert (status, err) == (0, "")
        said = dict[str, str]()
        for line in lines():
            if line == f"{WORK} $FLEET":
                one = fleet.start("one", *shlex.split(WORK)[2:])
                until(lambda: fleet.is_done(paper), 60)
                one.end()
                continue
            words = line.replace("output/sputnik.en", f"one/{paper.scope}")
            words = words.replace("outlets.csv", str(fleet.file()))
            words = words.replace("sputnik.en", paper.scope).replace("$FLEET", "")
            done = ran("newscrawl", *shlex.split(words), *given, cwd=fleet.folder)
            assert (done.returncode, done.stderr) == (0, ""), line
            said[line] = done.stdout
        assert [one.split()[1] for one in said if one.startswith("fleet")] == [
            *("init", "import", "add", "status", "tell", "fetch")
        ]
        assert len((fleet.folder / "it.jsonl").read_text().splitlines()) == 3 + 3 * 2
        fleet.is_whole(paper)


def test_the_unit_is_good(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("no systemd-analyze here: apt install systemd")
    found = UNIT.search(MACHINES)
    assert found
    program = tmp_path / ".venv/bin/newscrawl"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    (tmp_path / found[1]).write_text(found[2].replace("/srv/news", str(tmp_path)))
    done = subprocess.run(
        [analyze, "verify", "--man=no", str(tmp_path / found[1])],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    # Other units of this machine may be broken; ours may not be named.
    ours = [line for line in done.stderr.splitlines() if "newscrawl" in line]
    assert (ours, done.returncode) == ([], 0), done.stderr
    assert f"/newscrawl {WORK} -s FLEET_DATABASE=" in found[2]


def test_the_compose_file_names_what_it_uses() -> None:
    found = COMPOSE.search(MACHINES)
    assert found
    file = yaml.safe_load(found[1])
    services, volumes = file["services"], file["volumes"]
    assert set(file) == {"services", "volumes"}
    for one in services.values():
        assert {place.partition(":")[0] for place in one["volumes"]} <= set(volumes)
        assert set(one.get("depends_on", [])) <= set(services)
    command = services["work"]["command"].split()
    assert command[:3] == ["newscrawl", "fleet", "work"]
    assert f"@db/{services['db']['environment']['POSTGRES_DB']}" in " ".join(command)
    assert f"FLEET_STORE={services['work']['volumes'][0].partition(':')[2]}" in command
