"""`scrapy crawl news` on every engine's own hosts: its file asks, a stand-in answers for them."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from newscrawl.runs.exits import Exit
from tests.standins import StandIns
from tests.standins.scenario import Answer, Call, Handler
from tests.support.crawling import Row, Run, crawl
from tests.support.hosts import hosts
from tests.vendors import Vendor, vendors

SETTINGS = (
    "DOWNLOAD_DELAY=0",
    "AUTOTHROTTLE_ENABLED=0",
    "RETRY_TIMES=0",
    "BROWSER_PAGE_SECONDS=1",  # at their real addresses the widgets have no scripts here
    # Chromium takes the proxy from the environment, but no certificate.
    'PLAYWRIGHT_LAUNCH_OPTIONS={"args": ["--ignore-certificate-errors"]}',
)
FILES_ONLY = "COMMENT_ENGINES_OFF=generic"
COLUMNS = ("parent_id", "author", "text", "date_published", "upvote_count", "status")
VENDORS = {one.name: one for one in vendors()}
FORBIDDEN = Answer("User-agent: *\nDisallow: /\n", "text/plain")


def crawled(
    names: tuple[str, ...], folder: Path, patch: pytest.MonkeyPatch, changed: Mapping[str, Handler]
) -> Run:
    """Crawl the pages of some systems, with other answers on some routes."""
    chosen = [VENDORS[name] for name in names]
    routes = {path: handler for one in chosen for path, handler in one.routes.items()}
    with hosts({**routes, **changed}, folder, patch):
        urls = ",".join(one.url for one in chosen)
        return crawl("news", folder / "out", *SETTINGS, FILES_ONLY, urls=urls)


def article_of(run: Run, vendor: Vendor) -> Row:
    return at(run, vendor.url)


def at(run: Run, url: str) -> Row:
    return next(a for a in run.latest("articles").values() if a["request_url"] == url)


def rows_of(run: Run, article: Row) -> dict[str, Row]:
    return {
        row["comment_id"]: {
            **row,
            "parent_id": row["parent_id"] and row["parent_id"].rpartition(":")[2],
            "author": (row["author"] or {}).get("name"),
        }
        for row in run.latest("comments").values()
        if row["article_id"] == article["id"]
    }


def differences(found: dict[str, Row], truth: list[Row], without: frozenset[str]) -> list[str]:
    """Return where rows and the truth are not equal, in words."""
    wanted = {row["comment_id"]: row for row in truth}
    columns = [column for column in COLUMNS if column not in without]
    for row in wanted.values():
        row["date_published"] = (row["date_published"] or "").replace("+00:00", "Z") or None
    wrong = [f"{key} missing" for key in wanted.keys() - found.keys()]
    wrong += [f"{key} is too much" for key in found.keys() - wanted.keys()]
    return wrong + [
        f"{key}.{column}: {found[key][column]!r}, not {wanted[key][column]!r}"
        for key in wanted.keys() & found.keys()
        for column in columns
        if found[key][column] != wanted[key][column]
    ]


def against(
    run: Run, url: str, said: list[str], truth: list[Row], lost: frozenset[str]
) -> dict[str, object]:
    """Return by engine what a crawl got wrong of a thread, its status included."""
    article = at(run, url)
    status = [article[key] for key in ("comment_engine", "comments_via", "comments_status")]
    wrong = [] if status == said else [f"{status}: {article['comments_reason']}"]
    wrong += differences(rows_of(run, article), truth, lost)
    return {said[0]: wrong[:4]} if wrong else {}


def test_every_thread_is_whole_by_the_systems_own_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = crawled(tuple(VENDORS), tmp_path, monkeypatch, {})
    wrong: dict[str, object] = {}
    for name, vendor in VENDORS.items():
        wrong |= against(run, vendor.url, [name, "api", "complete"], vendor.truth, vendor.lost)
    assert wrong == {}
    assert (run.status, run.stderr) == (0, "")


@pytest.mark.slow
@pytest.mark.browser
def test_what_an_error_cuts_short_is_partial_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("openweb", "viafoura", "ghost", "guardian", "nyt", "vuukle", "discourse")
    changed = {VENDORS[name].pages: _failing(VENDORS[name]) for name in names}
    run = crawled(names, tmp_path, monkeypatch, changed)
    for name in names:
        vendor, article = VENDORS[name], article_of(run, VENDORS[name])
        rows = rows_of(run, article)
        known = {row["comment_id"] for row in vendor.truth}
        assert article["comments_status"] == "partial", name
        said = f"{len(rows)} of {len(known)}: api: http_500"
        assert article["comments_reason"].startswith(said), name
        assert 0 < len(rows) == article["comments_collected"] < len(known), name
        assert not [
            one for one in differences(rows, vendor.truth, vendor.lost) if "miss" not in one
        ]
    assert run.status == Exit.INCOMPLETE


def _failing(vendor: Vendor) -> Handler:
    """Return the handler of a server that answers once and then breaks."""
    # These two have another address for the first page.
    left = [] if vendor.name in {"vuukle", "discourse"} else [vendor.routes[vendor.pages]]

    def failing(call: Call) -> Answer:
        return left.pop()(call) if left else Answer("Oops", "text/plain", 500)

    return failing


@pytest.mark.slow
@pytest.mark.browser
def test_a_host_that_forbids_crawlers_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("disqus", "openweb", "viafoura", "guardian", "vuukle", "remark42")
    asked = list[str]()
    changed: dict[str, Handler] = {}
    for vendor in (VENDORS[name] for name in names):
        host = vendor.robots.removesuffix("robots.txt")
        routes = {r: h for r, h in vendor.routes.items() if host in r}
        changed |= {route: _noting(handler, asked) for route, handler in routes.items()}
        changed[vendor.robots] = lambda _: FORBIDDEN
    run = crawled(names, tmp_path, monkeypatch, changed)
    assert asked == []
    for name in names:
        article = article_of(run, VENDORS[name])
        assert (article["comments_status"], article["comments_collected"]) == ("blocked", 0), name
        assert "api: robots" in article["comments_reason"], name
    assert run.status == Exit.INCOMPLETE


def _noting(handler: Handler, asked: list[str]) -> Handler:
    def noting(call: Call) -> Answer:
        asked.append(call.path)
        return handler(call)

    return noting


def test_a_closed_thread_is_called_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = [one for one in VENDORS.values() if one.closed]
    answers = {path: answer for one in closed for path, answer in one.closed.items()}
    changed = {path: partial(_always, answer) for path, answer in answers.items()}
    names = tuple(one.name for one in closed)
    run = crawled(names, tmp_path, monkeypatch, changed)
    found = {name: article_of(run, VENDORS[name])["comments_status"] for name in names}
    assert found == dict.fromkeys(names, "closed")
    assert (len(closed), run.status) == (4, 0)


def _always(answer: Answer, _: Call) -> Answer:
    return answer


@pytest.mark.slow
@pytest.mark.browser
def test_a_browser_opens_what_may_not_be_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The pages' own widgets ask loopback; the systems' hosts forbid what we would ask."""
    named = {
        "disqus": "iframe",
        "openweb": "shadow_post",
        "coral": "graphql_shadow",
        "viafoura": "bootstrap",
    }
    forbidding: dict[str, Handler] = {
        one.robots: lambda _: FORBIDDEN for one in VENDORS.values() if one.robots
    }
    with StandIns() as lab, hosts(forbidding, tmp_path, monkeypatch):
        urls = ",".join(lab.scenarios[name].url for name in named.values())
        second = f"LOCAL_ADDRESSES={lab.vendor.removeprefix('http://')}"
        run = crawl("news", tmp_path / "out", FILES_ONLY, second, urls=urls)
        assert lab.writes == 0
    wrong: dict[str, object] = {}
    for name, scenario in named.items():
        url, known = lab.scenarios[scenario].url, VENDORS.get(name)
        truth = known.truth if known else lab.scenarios[scenario].truth
        lost = known.lost if known else frozenset[str]()
        wrong |= against(run, url, [name, "browser", "complete"], truth, lost)
    assert wrong == {}
    assert run.status == 0
