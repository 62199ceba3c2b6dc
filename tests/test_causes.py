"""A run that finds nothing names the true cause: in its last line, and in the log."""

import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from newscrawl.runs.counters import total
from newscrawl.runs.exits import Exit
from newscrawl.runs.history import History
from newscrawl.runs.outcome import Minimums, outcome
from tests.engines.lab import free_port
from tests.standins.scenario import Answer, Call
from tests.standins.server import Origin
from tests.support.crawling import Run, crawl_as_cron
from tests.support.hosts import hosts
from tests.support.hourly import Hourly
from tests.support.serving import serving

SETTINGS = ("RETRY_TIMES=0", "DOWNLOAD_TIMEOUT=2", "HOST_BACK_OFF=0")
PEM = serialization.Encoding.PEM


def identity(folder: Path, name: str, days: tuple[int, int]) -> tuple[ssl.SSLContext, bytes]:
    """Return what a server shows that says it is `name`, and the certificate alone."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{name} {days}")])
    built = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    shown, private = built.public_bytes(PEM), serialization.PrivateFormat.PKCS8
    file = folder / f"{name}{days[1]}.pem"
    file.write_bytes(key.private_bytes(PEM, private, serialization.NoEncryption()) + shown)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context, shown


@contextmanager
def listening(context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Take connections on a loopback port; without a context nothing is ever answered."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held: list[Any] = []

        def serve() -> None:
            with suppress(OSError):
                while True:
                    held.append(server.accept()[0])
                    if context:
                        with suppress(OSError):
                            held[-1] = context.wrap_socket(held[-1], server_side=True)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    for one in held:
        one.close()


def read(output: Path, *urls: str) -> Run:
    return crawl_as_cron("news", output, *SETTINGS, comments="no", urls=",".join(urls))


def said(run: Run) -> str:
    """Return the only line; the log that it names has the cause, and the first address."""
    (line,) = run.stderr.splitlines()
    log = (run.folder / "crawl.log").read_text("utf-8")
    assert line.removeprefix("newscrawl: ").partition(" (log: ")[0] in log
    assert "the first: http" in log
    return line


def test_the_check_that_a_certificate_fails_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, old_one = identity(tmp_path, "localhost", (-9, -2))
    other, other_one = identity(tmp_path, "paper.example", (-1, 2))
    unknown, _ = identity(tmp_path, "localhost", (-1, 3))
    (tmp_path / "trusted.pem").write_bytes(old_one + other_one)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    with listening(old) as one, listening(other) as two, listening(unknown) as three:
        run = read(tmp_path / "out", *(f"https://localhost:{n}/a.html" for n in (one, two, three)))
    assert run.status == Exit.UNREACHABLE
    line = said(run)
    assert "the certificate of localhost is not valid: certificate has expired" in line
    assert "Hostname mismatch" in line
    assert "self-signed certificate" in line
    assert History(run.folder).runs()[-1]["articles"]["failed"] == {"certificate": 3}


@pytest.mark.slow
def test_a_connection_that_cannot_be_made_safe_is_named(tmp_path: Path) -> None:
    old, _ = identity(tmp_path, "localhost", (-1, 2))
    old.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1
    with listening(old) as one, serving({}) as plain:
        two = plain.rpartition(":")[2]
        run = read(tmp_path / "out", *(f"https://127.0.0.1:{n}/a.html" for n in (one, two)))
    assert run.status == Exit.UNREACHABLE
    line = said(run)
    assert f"127.0.0.1:{one} offers no TLS of 1.2 or later" in line
    assert f"127.0.0.1:{two} answers with something else than TLS" in line
    assert History(run.folder).runs()[-1]["articles"]["failed"] == {"tls": 2}


def test_a_name_a_port_and_a_silence(tmp_path: Path) -> None:
    with listening() as silent:
        closed = free_port()
        ports = [f"http://127.0.0.1:{port}/a.html" for port in (silent, closed)]
        run = read(tmp_path, "http://no-paper.invalid/a.html", *ports)
    assert run.status == Exit.UNREACHABLE
    line = said(run)
    assert "no-paper.invalid has no address (DNS)" in line
    assert f"127.0.0.1:{closed} refuses the connection" in line
    assert f"127.0.0.1:{silent} gives no answer in time: some countries block" in line
    failed = History(run.folder).runs()[-1]["articles"]["failed"]
    assert failed == {"dns": 1, "refused": 1, "timeout": 1}


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_is_named_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    routes = {"/paper.example/": lambda _: Answer("", "text/html")}
    with hosts(routes, tmp_path, monkeypatch, "me:right") as proxy:
        host = proxy.url.partition("//")[2]
        monkeypatch.setenv(f"{scheme}_proxy", f"http://me:secret@{host}")
        run = read(tmp_path / "out", f"{scheme}://paper.example/a.html")
    assert run.status == Exit.UNREACHABLE
    assert f"the proxy http://{host} does not take our login (407)" in said(run)
    assert "secret" not in run.stderr


ENDED = {"finish_reason": "finished", "start_time": 0, "sources/read": 2}


@pytest.mark.parametrize(
    ("stats", "status", "words"),
    [
        # An hourly run of an ordinary site: known articles, and pages that are lists.
        ({"links/known": 9, "articles/guessed": 12}, Exit.DONE, ""),
        ({"links/known": 9, "articles/failed/http_404": 12}, Exit.DONE, ""),
        ({"sources/unchanged": 2, "articles/guessed": 12}, Exit.DONE, ""),
        ({"threads/complete": 1, "articles/failed/not_html": 5}, Exit.DONE, ""),
        ({"links/known": 9, "articles/failed/http_500": 5}, Exit.LOSSES, "5 http_500"),
        ({"links/out_of_range": 9, "articles/guessed": 12}, Exit.DONE, ""),
        # A first run that finds nothing in the time asked for.
        (
            {"links/out_of_range": 9, "record/empty": True, "out_of_range/newest": "2026-11-02"},
            Exit.NOTHING,
            "the newest one seen is of 2026-11-02: look at since",
        ),
        (
            {"articles/out_of_range": 9, "out_of_range/newest": "2026-11-02T08:30:00Z"},
            Exit.NOTHING,
            "the newest one seen is of 2026-11-02T08:30:00Z: look at since",
        ),
        (
            {"articles/failed/redirected_away": 2, "elsewhere/news.example": 2},
            Exit.NOTHING,
            "what the site names is on news.example: if that is the same site, give https://news",
        ),
        (
            {"links/elsewhere": 9, "elsewhere/news.example": 8, "elsewhere/ads.example": 1},
            Exit.NOTHING,
            "is on news.example",
        ),
        (
            {
                "finish_reason": "back_off",
                "hosts/held": "a.example failed before",
                "hosts/silent/a.example": "a.example has no address",
            },
            Exit.UNREACHABLE,
            "a.example failed before; a.example has no address; what is left",
        ),
        # Sitemaps whose addresses were only guessed are no reason.
        ({"sources/left_out/not_there": 5}, Exit.NOTHING, "no article was found: look"),
        ({"sources/failed/http_404": 1}, Exit.NOTHING, "no article was found (http_404): look"),
        # The JSON list of a site that shows its articles to everybody may be closed.
        (
            {
                "sources/failed/http_401": 1,
                "links/out_of_range": 9,
                "record/empty": True,
                "out_of_range/newest": "2026-11-02",
            },
            Exit.NOTHING,
            "the newest one seen is of 2026-11-02",
        ),
        ({"sources/failed/robots": 2, "links/elsewhere": 1}, Exit.BLOCKED, "robots.txt forbids"),
        ({"articles/failed/robots": 2, "links/out_of_range": 1}, Exit.BLOCKED, "robots.txt"),
        (
            {"articles/failed/robots": 2, "articles/failed/http_403": 9},
            Exit.BLOCKED,
            "the site refuses us (http_403, robots)",
        ),
        ({"sources/failed/http_429": 2}, Exit.BLOCKED, "asked too often (429)"),
        ({"articles/guessed": 7}, Exit.NOTHING, "(7 pages that are no articles)"),
        (
            {"sources/read": 0, "sources/failed/dns": 2, "hosts/silent/a.example": "a.example ..."},
            Exit.UNREACHABLE,
            "the site did not answer: a.example ...",
        ),
    ],
)
def test_what_is_said_where_nothing_was_read(
    stats: dict[str, Any], status: Exit, words: str
) -> None:
    found, message = outcome({**ENDED, **stats}, Minimums(0.98, 1.0))
    assert (found, words in message) == (status, True), message


LISTS = [f"/news-from-the-harbour-town-{name}/" for name in "one two three four five six".split()]
STORIES = [f"/2026/03/14/lamps-are-lit-again-{n}.html" for n in (1, 2)]
STORY = """<html lang="en"><head><title>Lamps</title><script type="application/ld+json">
{"@type": "NewsArticle", "headline": "Lamps are lit", "datePublished": "2026-03-14T07:00:00Z"}
</script></head><body><article><h1>Lamps are lit</h1><p>The quay is bright again.</p></article>
</body></html>"""


def showing(html: str, _: Call) -> Answer:
    return Answer(html, "text/html")


def test_hourly_runs_of_an_ordinary_site_end_well_and_ask_for_list_pages_once(
    tmp_path: Path,
) -> None:
    links = "".join(f'<li><a href="{path}">More</a></li>' for path in (*STORIES, *LISTS))
    index = f"<html><head><title>News</title></head><body><ul>{links}</ul></body></html>"
    pages = {"/": index, **dict.fromkeys(LISTS, index), **dict.fromkeys(STORIES, STORY)}
    with Origin("127.0.0.1") as paper, Hourly(tmp_path) as hourly:
        for path, html in pages.items():
            paper.routes[path] = partial(showing, html)
        start = datetime(2026, 3, 14, 8, 30, tzinfo=UTC)
        given = {"url": paper.url, "comments": "no"}
        runs = [hourly.crawl(start + timedelta(hours=n), given) for n in range(4)]
    verdicts = [outcome(stats, Minimums(0.98, 1.0)) for stats in runs]
    assert verdicts == [(Exit.DONE, "")] * 4
    assert [stats.get("articles/guessed", 0) for stats in runs] == [6, 0, 0, 0]
    assert [paper.asked.count(f"GET {path}") for path in LISTS] == [1] * 6
    # robots.txt and the four usual places of sitemaps: what was only guessed has not failed.
    assert [stats.get("sources/left_out/not_there") for stats in runs] == [5] * 4
    assert [total(stats, "sources/failed/") for stats in runs] == [0] * 4
