"""A crawl of the hostile newspaper ends within its limits, and reaches nothing it may not reach."""

import asyncio
import json
import os
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from newscrawl.items import Article, Comment
from newscrawl.net.forward import Forward
from newscrawl.net.gate import Gate
from newscrawl.pipelines.validate import Validate
from tests.hostile.asking import READS
from tests.hostile.pages import BOAST, HEALTHY_COMMENTS, NASTY, SCRIPTS
from tests.hostile.paper import HEALTHY, Forbidden, Hostile
from tests.support.crawling import Row, Run, ended, record_folder, start
from tests.support.forwarding import HELLO, knock, login

URL = "https://paper.example/2026/03/ferry.html"
COMMENTS = 300
SECONDS = 8
WORST = {
    "leaves": "forbidden_address",
    "leaves_by_hop": "forbidden_address",
    "replaces": "the page does not answer",
}
"""What is said of a thread that its page's script cost, if it did."""


@dataclass(kw_only=True)
class Crawled:
    run: Run
    stats: dict[str, Any]
    met: list[str]
    asked: list[str]
    written: list[str]
    read: list[str]
    agents: set[str]
    healthy: list[str]
    targets: int
    folder: Path
    cpu: float
    """CPU seconds."""
    lab: Hostile

    def article(self, name: str) -> Row:
        rows = [
            one
            for one in self.run.latest("articles").values()
            if one["request_url"].endswith(f"/{name}.html")
        ]
        return rows[0]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with Hostile() as lab:
        yield crawl_of(lab, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def second(crawled: Crawled) -> Crawled:
    return crawl_of(crawled.lab, crawled.folder)


def crawl_of(lab: Hostile, folder: Path) -> Crawled:
    dump, before, asked = folder / "stats.json", used(), len(lab.asked)
    process = start(
        "news",
        folder / "output",
        f"MAX_COMMENTS_PER_ARTICLE={COMMENTS}",
        f"BROWSER_PAGE_SECONDS={SECONDS}",
        "STATS_CLASS=tests.test_hostile.Dumped",
        f"DUMP={dump}",
        within=(),
        url=lab.url,
        since="2000-01-01",
    )
    run = ended(process, record_folder(folder / "output", "news", url=lab.url))
    return Crawled(
        run=run,
        stats=json.loads(dump.read_text("utf-8")),
        met=[*lab.forbidden.met],
        asked=lab.asked[asked:],
        written=[*lab.written],
        read=[*lab.read],
        agents={*lab.agents},
        healthy=lab.healthy,
        targets=len(lab.targets()),
        folder=folder,
        cpu=used() - before,
        lab=lab,
    )


def used() -> float:
    """Return the CPU seconds of all processes that were started here, and ended."""
    times = os.times()
    return times.children_user + times.children_system


class Dumped(StatsCollector):
    """Scrapy's counters, left in a file at the end."""

    def _persist_stats(self, stats: dict[str, Any]) -> None:
        path = Path(self._crawler.settings["DUMP"])
        path.write_text(json.dumps(stats, default=str), "utf-8")


@pytest.mark.slow
@pytest.mark.browser
class TestCrawl:
    def test_it_ends_and_nobody_came_to_the_forbidden_port(self, crawled: Crawled) -> None:
        assert crawled.met == []
        assert crawled.stats["finish_reason"] == "finished"
        assert not [name for name in crawled.stats if name.startswith("spider_exceptions")]

    def test_what_was_refused_is_counted(self, crawled: Crawled) -> None:
        # Every redirect, and the page that sends its readers away by a meta element.
        assert crawled.stats["articles/failed/forbidden_address"] == crawled.targets + 1
        assert crawled.stats["articles/failed/too_large"] == 3
        assert crawled.stats["articles/failed/redirects"] == 1
        assert crawled.stats["articles/failed/write"] == 1
        assert crawled.stats["articles/failed/too_slow"] == 1
        assert crawled.stats["sources/failed/too_deep"] == 1
        assert crawled.stats["browser/aborted/forbidden_address"] >= 4 * crawled.targets

    def test_every_article_found_is_read_or_has_a_reason(self, crawled: Crawled) -> None:
        failed = sum(n for k, n in crawled.stats.items() if k.startswith("articles/failed/"))
        assert crawled.stats["articles/found"] == crawled.stats["articles/read"] + failed

    def test_healthy_articles_are_whole(self, crawled: Crawled) -> None:
        assert len(crawled.healthy) == HEALTHY
        for number in range(HEALTHY):
            article = crawled.article(f"healthy-{number}")
            assert article["comments_status"] == "complete"
            assert article["comments_collected"] == HEALTHY_COMMENTS

    @pytest.mark.parametrize("name", sorted(SCRIPTS))
    def test_a_hostile_script_costs_at_most_its_own_thread(
        self, crawled: Crawled, name: str
    ) -> None:
        article = crawled.article(name)
        if name in WORST and article["comments_status"] == "error":
            assert WORST[name] in article["comments_reason"]
        else:
            assert article["comments_status"] == "complete"
            assert article["comments_collected"] == HEALTHY_COMMENTS

    def test_a_million_nodes_are_not_read(self, crawled: Crawled) -> None:
        article = crawled.article("nodes")
        assert article["comments_status"] == "error"
        # A busy machine does not even come to the end of it.
        why = article["comments_reason"]
        ends = {"browser: too_large", "browser: deadline"}
        assert why in ends or "Timeout" in why or "does not answer" in why

    def test_a_thread_without_end_is_cut_and_said_to_be(self, crawled: Crawled) -> None:
        article = crawled.article("endless")
        assert article["comments_status"] == "partial"
        assert 0 < article["comments_collected"] <= COMMENTS

    def test_lists_without_end_are_left(self, crawled: Crawled) -> None:
        assert crawled.asked.count("/calendar.xml") <= 101
        assert crawled.asked.count("/self.xml") <= 3

    def test_nothing_but_what_was_meant_is_registered_or_downloaded(self, crawled: Crawled) -> None:
        assert "/sw.js" not in crawled.asked
        written = {path.name for path in crawled.folder.rglob("*") if path.is_file()}
        assert all(
            name.endswith((".jsonl", ".json")) or name.startswith("ledger.") for name in written
        )
        assert {path.name for path in (crawled.folder / "output").iterdir()} == {
            crawled.run.folder.name
        }

    def test_no_page_writes(self, crawled: Crawled) -> None:
        # Nothing tells this one from a POST that reads; where it is sent on to is refused.
        assert set(crawled.written) <= {"POST /write-hop"}

    def test_what_only_reads_is_let_through(self, crawled: Crawled) -> None:
        assert sorted(crawled.read) == sorted(READS)

    def test_nothing_is_fetched_on_suspicion(self, crawled: Crawled) -> None:
        assert "/speculative" not in crawled.asked
        assert "/socket" not in crawled.asked

    def test_every_request_says_who_asks(self, crawled: Crawled) -> None:
        assert {agent.partition("/")[0] for agent in crawled.agents} == {"newscrawl"}

    def test_the_second_run_is_not_slower_for_the_poison(
        self, crawled: Crawled, second: Crawled
    ) -> None:
        assert second.stats["finish_reason"] == "finished"
        assert second.cpu < crawled.cpu
        assert len(second.asked) < len(crawled.asked)
        # It is asked for once more, and read only if its bytes are others.
        assert second.stats["articles/failed/still_too_slow"] == 1
        assert second.met == []
        assert {*second.written} <= {"POST /write-hop"}

    def test_an_absurd_count_is_said_and_judges_no_run(self, crawled: Crawled) -> None:
        article = crawled.article("boasts")
        assert article["comments_status"] == "partial"
        assert f"{HEALTHY_COMMENTS} of {BOAST}" in article["comments_reason"]
        assert article["comment_count"] == BOAST
        assert crawled.stats["comments/declared"] < 100_000

    def test_no_permission_is_granted(self, crawled: Crawled) -> None:
        assert "/granted" not in crawled.asked

    @pytest.mark.parametrize("name", sorted(NASTY))
    def test_nasty_text_is_only_text(self, crawled: Crawled, name: str) -> None:
        article = crawled.article(name)
        assert article["id"] != "injected"
        if name == "nasty_control":
            # Names and texts with replacement characters are not taken for rows of a thread.
            assert article["comments_status"] in {"complete", "error"}
        else:
            assert article["comments_collected"] == HEALTHY_COMMENTS

    @pytest.mark.parametrize(("kind", "item"), [("articles", Article), ("comments", Comment)])
    def test_no_page_breaks_a_line_or_adds_a_field(
        self, crawled: Crawled, kind: str, item: Any
    ) -> None:
        known = {field.name for field in fields(item)}
        for path in crawled.run.folder.glob(f"*-{kind}.jsonl"):
            body = path.read_bytes()
            lines = body.decode("utf-8").splitlines()
            assert len(lines) == body.count(b"\n")
            for line in lines:
                assert set(json.loads(line)) <= known


def test_the_forbidden_listener_counts() -> None:
    listener = Forbidden()
    socket.create_connection(("127.0.0.1", listener.port)).close()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.sendto(b"x", ("127.0.0.1", listener.port))
        deadline = time.monotonic() + 5
        while len(listener.met) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
    listener.close()
    assert len(listener.met) == 2


@pytest.mark.parametrize(
    ("answers", "word"),
    [
        (["93.184.216.34"], None),
        (["93.184.216.34", "10.0.0.1"], "private"),
        (["::1"], "loopback"),
        (["169.254.169.254"], "metadata"),
    ],
)
def test_a_name_is_judged_by_what_it_resolves_to(
    monkeypatch: pytest.MonkeyPatch, answers: list[str], word: str | None
) -> None:
    async def ask() -> tuple[list[str], str | None]:
        async def found(*_: object, **__: object) -> list[Any]:
            return [(0, 0, 0, "", (address, 80)) for address in answers]

        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", found)
        return await gate.resolve("paper.example", 80)

    crawler = get_crawler()
    crawler.spider = None
    gate = Gate(crawler)
    addresses, why = asyncio.run(ask())
    assert why == word
    # These very addresses are connected to: no second answer is asked for.
    assert addresses == ([] if word else answers)


def test_the_users_own_proxy_is_used_and_led_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    heads: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heads.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nread")
        writer.close()

    async def ask(forward: Forward, line: str) -> bytes:
        reader, writer = await knock(forward)
        writer.write(f"{line} HTTP/1.1\r\n{login(forward)}\r\n".encode())
        if line.startswith("CONNECT paper"):
            writer.write(HELLO)
        got = await reader.read()
        writer.close()
        return got

    async def all_answers() -> list[bytes]:
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as proxy:
            where = f"127.0.0.1:{proxy.sockets[0].getsockname()[1]}"
            monkeypatch.setenv("http_proxy", f"http://me:pass@{where}")
            monkeypatch.setenv("https_proxy", where)
            monkeypatch.delenv("no_proxy", raising=False)
            forward = Forward(Gate(crawler))
            calls = "GET http://paper.example/a", "CONNECT paper.example:443"
            inner = "GET http://10.0.0.1/", f"GET http://{where}/", "CONNECT 127.0.0.1:22"
            answers = [await ask(forward, line) for line in (*calls, *inner)]
            await forward.close()
            return answers

    crawler = get_crawler()
    crawler.spider, crawler.stats = None, StatsCollector(crawler)
    plain, tunnel, *refused = asyncio.run(all_answers())
    assert plain.endswith(b"read")
    assert tunnel.startswith(b"HTTP/1.1 200 ")
    assert [one.split()[1] for one in refused] == [b"204", b"204", b"403"]
    assert [head.split(b" HTTP")[0] for head in heads] == [
        b"GET http://paper.example:80/a",
        b"CONNECT paper.example:443",
    ]
    assert b"Proxy-Authorization: Basic bWU6cGFzcw==" in heads[0]


def test_a_server_that_never_answers_is_left_with_the_browser() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await reader.read()  # to its end
        gone.set()
        writer.close()

    async def ask() -> None:
        async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
            gate = Gate(crawler)
            port = server.sockets[0].getsockname()[1]
            gate.__dict__["allowed"] = frozenset({("127.0.0.1", port)})
            forward = Forward(gate)
            _, writer = await knock(forward)
            line = f"GET http://127.0.0.1:{port}/ HTTP/1.1\r\n{login(forward)}\r\n"
            writer.write(line.encode())
            async with asyncio.timeout(10):
                await arrived.wait()
                writer.close()
                await gone.wait()
            await forward.close()

    crawler = get_crawler()
    crawler.spider, arrived, gone = None, asyncio.Event(), asyncio.Event()
    asyncio.run(ask())


@given(st.text(), st.sampled_from(["\x85", "\u2028", "\u2029", "\x1c", "\ud800", "\x00"]))
def test_no_text_breaks_a_line(text: str, odd: str) -> None:
    item = Comment(
        id="a:b:1",
        comment_id="1",
        article_id="b:1",
        article_url="https://paper.example/",
        comment_engine="a",
        text=f"{text}{odd}{text}",
        reactions={f"{odd}{text}": 1},
    )
    stats = SimpleNamespace(inc_value=lambda *_: None)
    clean = Validate(stats).process_item(item)  # type: ignore[arg-type]
    assert isinstance(clean, Comment)
    line = json.dumps([clean.text, clean.reactions], ensure_ascii=False)
    assert len(line.splitlines()) == 1
    line.encode("utf-8")
