"""The crontab line and the systemd units of OPERATION.md as they stand, with real programs."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from newscrawl.demo import Demo
from newscrawl.runs.exits import Exit
from newscrawl.runs.history import History
from tests.support.crawling import ROOT, Run
from tests.support.demo_truth import RANGE, check

OPERATION = (ROOT / "OPERATION.md").read_text("utf-8")
CRONTAB = r"echo \"(17 \* \* \* \* cd \$PWD && .venv/bin/scrapy crawl sputnik)\""

UNIT = re.compile(r"^```ini\n# (newscrawl@\.\w+)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def test_the_units_are_good(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("no systemd-analyze here: apt install systemd")
    units = dict(UNIT.findall(OPERATION))
    assert set(units) == {"newscrawl@.service", "newscrawl@.timer"}
    scrapy = tmp_path / ".venv/bin/scrapy"
    scrapy.parent.mkdir(parents=True)
    scrapy.write_text("#!/bin/sh\n")
    scrapy.chmod(0o755)
    for name, text in units.items():
        (tmp_path / name).write_text(text.replace("/opt/newscrawl", str(tmp_path)))
    named = [str(tmp_path / name.replace("@", "@sputnik")) for name in units]
    for name, link in zip(units, named, strict=True):
        Path(link).symlink_to(name)
    done = subprocess.run(
        [analyze, "verify", "--man=no", *named], capture_output=True, text=True, check=False
    )
    # Other units of this machine may be broken; ours may not be named.
    ours = [line for line in done.stderr.splitlines() if "newscrawl" in line]
    assert (ours, done.returncode) == ([], 0), done.stderr


def test_systemd_would_see_a_broken_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("no systemd-analyze here: apt install systemd")
    (tmp_path / "broken.service").write_text("[Service]\nType=oneshot\nExecStart=/no/such/thing\n")
    done = subprocess.run(
        [analyze, "verify", "--man=no", str(tmp_path / "broken.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert "/no/such/thing" in done.stderr


# Cron

SENDMAIL = Path("/usr/sbin/sendmail")


class Cron:
    """A real cron daemon, with one crontab of ours, and the mail it sends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.box = folder / "mail"

    @property
    def mails(self) -> list[str]:
        return [path.read_text() for path in sorted(self.box.iterdir())]

    def install(self, line: str) -> None:
        table = f"MAILTO=crawler@paper.example\n{line}\n"
        subprocess.run(["crontab", "-"], input=table, text=True, check=True)


@pytest.fixture
def cron(tmp_path: Path) -> Iterator[Cron]:
    program = shutil.which("cron", path="/usr/sbin:/usr/bin")
    if os.geteuid() != 0 or not program:
        pytest.skip("needs root, and Debian's cron: apt install cron")
    if (
        subprocess.run(["pgrep", "-x", "cron"], stdout=subprocess.DEVNULL, check=False).returncode
        == 0
    ):
        pytest.skip("a cron daemon is running here, with tables of its own")
    if subprocess.run(["unshare", "--mount", "true"], check=False).returncode:
        pytest.skip("needs a mount namespace, to put a sendmail of its own before the real one")
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    one = Cron(tmp_path)
    one.box.mkdir()
    script = tmp_path / "sendmail"
    script.write_text(f'#!/bin/sh\nexec cat > "{one.box}/$(date +%s.%N).$$"\n')
    script.chmod(0o755)
    placed = not SENDMAIL.exists()
    if placed:
        SENDMAIL.touch(0o755)
    # Only this daemon sees our sendmail, and what it is called does not change its pid.
    mounting = f'mount --bind "{script}" {SENDMAIL} && exec {program} -f'
    daemon = subprocess.Popen(["unshare", "--mount", "sh", "-c", mounting], start_new_session=True)
    try:
        yield one
    finally:
        daemon.terminate()
        daemon.wait()
        if placed:
            SENDMAIL.unlink()
        table = before.stdout if before.returncode == 0 else None
        command = ["crontab", "-r"] if table is None else ["crontab", "-"]
        subprocess.run(command, input=table, text=True, check=True)


class Slow:
    """Makes every answer of the demo late, while `seconds` is above 0."""

    def __init__(self, demo: Demo) -> None:
        self.seconds = 0.0
        answer = demo.answer

        def later(method: str, target: str, form: str) -> object:
            time.sleep(self.seconds)
            return answer(method, target, form)

        demo.answer = later  # type: ignore[method-assign,assignment]


def until(moment: float) -> None:
    time.sleep(max(0.0, moment - time.time()))


@pytest.mark.slow
@pytest.mark.browser
def test_a_real_cron_for_five_minutes(cron: Cron) -> None:
    """Minute 1 reads all, 2 is too long, 3 finds it still running, 4 finds no server, 5 is well."""
    found = re.search(CRONTAB, OPERATION)
    assert found, "the crontab line of OPERATION.md has changed"
    output, folder = cron.folder / "output", cron.folder / "newscrawl"
    folder.symlink_to(ROOT)
    with Demo(articles=5) as demo:
        slow, truth = Slow(demo), demo.truth
        line = found[1].replace("17 *", "* *", 1).replace("$PWD", str(folder))
        line = line.replace(".venv/bin/scrapy", f"{sys.executable} -m scrapy")
        more = {"base_url": demo.base_url, **RANGE}
        line += f" -s OUTPUT_DIR={output}" + "".join(f" -a {k}={v}" for k, v in more.items())
        begin = (time.time() // 60 + 1) * 60
        cron.install(line)
        until(begin + 50)
        run = Run(status=0, stdout="", stderr="", folder=output / "sputnik.en")
        check(run, truth)
        slow.seconds = 20.0  # 45 answers, eight at a time: the run would take two minutes
        until(begin + 135)
        assert len(cron.mails) == 1
        slow.seconds = 0.0
        until(begin + 175)
    until(begin + 235)
    with Demo(articles=5, port=int(demo.base_url.rpartition(":")[2])):
        until(begin + 290)
    runs = History(run.folder).runs()
    assert [one["exit_name"] for one in runs] == ["DONE", "DONE", "UNREACHABLE", "DONE"]
    assert runs[1]["duration_seconds"] > 60
    for earlier, later in pairwise(runs):
        assert earlier["date_finished"] <= later["date_started"]
    refused, failed = cron.mails
    assert "another run is writing" in refused
    assert "the site did not answer" in failed
    for mail in cron.mails:
        body = mail.partition("\n\n")[2]
        assert body.startswith("newscrawl: ")
        assert body.count("\n") == 1
        assert "To: crawler@paper.example" in mail
    check(run, truth)  # nothing twice
    assert Exit.LOCKED not in {one["exit_status"] for one in runs}
