"""What Prometheus is told of several machines: scraped, and read by its own library."""

import os
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from scrapy.settings import Settings

from newscrawl.machines.database import connect
from newscrawl.machines.orders import obey
from newscrawl.runs.exits import Exit
from tests.engines.lab import free_port
from tests.support.fleets import until
from tests.support.machines import WatchedPaper, machines
from tests.support.warm import ran

pytestmark = [pytest.mark.machines, pytest.mark.browser]


def read(text: str) -> dict[str, float]:
    """Return the samples of Prometheus's text format."""
    return {
        "".join((one.name.removeprefix("newscrawl_"), *one.labels.values())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def scrape(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=9) as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        return read(answer.read().decode())


def test_a_machine_tells_what_it_has_done_and_how_the_outlets_stand(tmp_path: Path) -> None:
    papers, port = [WatchedPaper(2, 4, rendered=1), WatchedPaper(1)], free_port()
    with machines(tmp_path, *papers) as fleet:
        fleet.obeyed("pause", "Paper 1")
        address = f"127.0.0.1:{port}"
        one = fleet.start("one", "--metrics", address)
        until(lambda: fleet.is_done(papers[0]), 60)
        until(lambda: scrape(port)["outlets_running"] == 0, 20)
        found = scrape(port)
        names = "visits_totalDONE articles_total comments_total renders_total visits_running"
        assert [found[name] for name in names.split()] == [1, 3, 12, 1, 0]
        number, seconds = found["commit_seconds_count"], found["commit_seconds_sum"]
        assert number == found["commit_seconds_bucket+Inf"] == fleet.head(papers[0]).number > 0
        assert 0 < seconds < 60 * number
        assert not [name for name in found if name.endswith("_created")]
        gauges = "outlets outlets_due outlets_late outlets_paused database_up".split()
        assert [found[name] for name in gauges] == [2, 0, 0, 1, 1]
        # While the database is gone a scrape waits for nothing, and tells of no outlets.
        fleet.server.stop()
        until(lambda: scrape(port)["database_up"] == 0, 30)
        gone = scrape(port)
        assert gone["articles_total"] == 3
        assert not [name for name in gone if name.startswith("outlets")]
        fleet.server.start()
        until(lambda: scrape(port)["database_up"] == 1, 30)
        assert scrape(port)["outlets_paused"] == 1
        # The port is taken; the other machine ends before it visits anything.
        status, out, err = fleet.order("work", "--metrics", address, name="two")
        assert (status, out, err.count("\n")) == (Exit.USAGE, "", 1)
        assert err.startswith(f"newscrawl: --metrics {address}: Address already in use")
        one.end()


@pytest.mark.parametrize("wrong", ["9464", "127.0.0.1:0", "127.0.0.1:65536", "a b:1", "127.0.0.1:"])
def test_a_wrong_address_is_told_in_one_line(tmp_path: Path, wrong: str) -> None:
    done = ran("newscrawl", "fleet", "work", "--metrics", wrong, cwd=tmp_path)
    assert (done.returncode, done.stderr.count("\n")) == (Exit.USAGE, 1)
    assert "is no HOST:PORT: write 127.0.0.1:9464" in done.stderr


def test_how_the_outlets_stand_is_told_to_a_file(tmp_path: Path) -> None:
    with machines(tmp_path, add=False) as fleet:
        settings = fleet.settings()

        def order(*words: str, form: str | None = None) -> str:
            return "\n".join(obey(words[0], [*words[1:]], settings, form))

        head = "name,url,every,paused\n"
        names = ("new", "soon", "due", "late", "patient", "off", "held")
        every = {"patient": "1d"}
        lines = [
            f"{one},https://{one}.example,{every.get(one, '')},{'yes' if one == 'off' else ''}\n"
            for one in names
        ]
        path = tmp_path / "some.csv"
        path.write_text(head + "".join(lines))
        order("add", str(path))
        wait(settings, soon=-600, due=60, late=3600 + 60, patient=7200, off=9000)
        with connect(settings) as db:
            db.execute(
                "UPDATE newscrawl_scope SET holder = 'x:1:2', until = now() + interval '1 hour' "
                "WHERE scope = 'held.example'"
            )
        out = order("status", form="--prometheus")
        found = read(out)
        assert 7200 <= found.pop("outlets_longest_due_seconds") < 7300
        assert found == {
            "outlets": 7,
            "outlets_due": 4,  # new, due, late, patient
            "outlets_running": 1,
            "outlets_late": 1,
            "outlets_paused": 1,
        }
        assert "# TYPE newscrawl_outlets_late gauge" in out
        said = order("status")
        assert "late.example  late; never visited" in said
        assert said.splitlines()[-1] == "7 outlets: 1 visited now, 4 due (1 late), 1 paused"
        # Pieces that no record names
        old = fleet.store / "late.example" / "1-00112233aabb-runs.jsonl.zst"
        old.parent.mkdir()
        old.write_bytes(b"12345")
        os.utime(old, (0, (datetime.now(UTC) - timedelta(days=2)).timestamp()))
        found = read(order("status", form="--prometheus-orphans"))
        assert (found["orphans"], found["orphan_bytes"], old.exists()) == (1, 5, True)
        order("remove", "late", "due")
        found = read(fleet.obeyed("status", "--prometheus"))
        assert (found["outlets"], found["outlets_late"], "orphans" in found) == (5, 0, False)
        for words in (["status", "--metrics", "127.0.0.1:9"], ["clean", "--prometheus"]):
            done = ran("newscrawl", "fleet", *words, cwd=tmp_path)
            assert (done.returncode, done.stderr.count("\n")) == (Exit.USAGE, 1)
        fleet.server.stop()
        status, out, err = fleet.order("status", "--prometheus")
        assert (status, out, err.count("\n")) == (Exit.DISK, "", 1)
        assert err.startswith("newscrawl: FLEET_DATABASE: ")
        fleet.server.start()


def wait(settings: Settings, **seconds: int) -> None:
    """Let outlets have been due for so long."""
    with connect(settings) as db:
        for name, number in seconds.items():
            db.execute(
                "UPDATE newscrawl_scope SET due = now() - make_interval(secs => %s) "
                "WHERE scope = %s",
                (number, f"{name}.example"),
            )
