"""The engines really serve what they were seeded with, and the lab leaves nothing behind."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import psutil
import pytest
from playwright.sync_api import Page

from newscrawl.extract.text import html_to_text
from tests.engines import lab
from tests.engines.newspaper import Row, Seeded, ask

SERVE = "import http.server as h; h.test(h.SimpleHTTPRequestHandler, port={}, bind='{}')"
STUBBORN = "import signal; signal.signal(15, signal.SIG_IGN);"


def by_id(rows: list[Row]) -> dict[str, Row]:
    found = {row["comment_id"]: row for row in rows}
    assert len(found) == len(rows), "an id was delivered twice"
    return found


def row(
    comment_id: object,
    parent: object | None,
    author: str | None,
    text: str | None,
    date: str,
    status: str = "visible",
) -> Row:
    """Return what an API delivered in the form of the truth."""
    return {
        "comment_id": str(comment_id),
        "parent_id": str(parent) if parent else None,
        "author": author or None,
        "text": text or None,
        "date_published": date,
        "status": status,
    }


def moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


def isso_comments(api: str) -> Iterator[dict[str, Any]]:
    offset, roots = 0, None
    while roots is None or roots:
        data, _ = ask(f"{api}&sort=oldest&offset={offset}&limit=10&nested_limit=3")
        roots = data["replies"]
        for root in roots:
            yield root
            replies = root["replies"]
            yield from replies
            if root["hidden_replies"]:
                # Without a limit Isso ignores the offset.
                rest = f"parent={root['id']}&sort=oldest&offset={len(replies)}&limit=100"
                more, _ = ask(f"{api}&{rest}")
                yield from more["replies"]
        offset += len(roots)


def test_isso_serves_what_was_seeded(isso_site: Seeded) -> None:
    served = [
        row(
            one["id"],
            one["parent"],
            one["author"],
            html_to_text(one["text"]),
            moment(one["created"]),
            "visible" if one["mode"] == 1 else "removed_unknown",
        )
        for one in isso_comments(isso_site.api)
    ]
    assert by_id(served) == by_id(isso_site.truth)
    assert ask(isso_site.api)[0]["total_replies"] == isso_site.declared == len(served)
    assert len([one for one in served if one["parent_id"] is None]) >= 60
    assert "removed_unknown" in {one["status"] for one in served}


@pytest.mark.engine
def test_waline_serves_what_was_seeded(waline_site: Seeded) -> None:
    served, page, pages = [], 1, 1
    while page <= pages:
        data = ask(f"{waline_site.api}&pageSize=10&page={page}&sortBy=insertedAt_desc")[0]["data"]
        for root in data["data"]:
            for one in (root, *root["children"]):
                text, date = html_to_text(one["comment"]), moment(one["time"] / 1000)
                served.append(row(one["objectId"], one["pid"], one["nick"], text, date))
        page, pages = page + 1, data["totalPages"]
    assert by_id(served) == by_id(waline_site.truth)
    assert data["count"] == waline_site.declared == len(served)
    assert pages > 5


@pytest.mark.engine
def test_wordpress_serves_what_was_seeded(wordpress_site: Seeded) -> None:
    served, page, pages = [], 1, 1
    while page <= pages:
        data, headers = ask(f"{wordpress_site.api}&per_page=100&page={page}&order=asc")
        for one in data:
            text, date = html_to_text(one["content"]["rendered"]), f"{one['date_gmt']}+00:00"
            served.append(row(one["id"], one["parent"], one["author_name"], text, date))
        page, pages = page + 1, int(headers["X-WP-TotalPages"])
    assert by_id(served) == by_id(wordpress_site.truth)
    assert int(headers["X-WP-Total"]) == wordpress_site.declared == len(served)


@pytest.mark.engine
def test_wordpress_pages_show_all_but_replies_to_what_was_trashed(wordpress_site: Seeded) -> None:
    shown: set[str] = set()
    for number in range(1, 100):
        with urlopen(f"{wordpress_site.page_url}comment-page-{number}/") as answer:
            rows = re.findall(r'<li id="comment-(\d+)"', answer.read().decode())
        if not rows:
            break
        shown.update(rows)
    assert number > 5
    assert wordpress_site.not_in_html
    assert {one["comment_id"] for one in wordpress_site.truth} - shown == wordpress_site.not_in_html


def shown_ids(tab: Page, site: Seeded, selector: str) -> set[str]:
    """Return ids of the comments the article page shows without a click."""
    tab.goto(site.page_url)
    tab.locator(selector).first.wait_for()
    ids: list[str] = tab.locator(selector).evaluate_all("all => all.map(one => one.id)")
    return {re.sub(r"\D+", "", one) for one in ids}


@pytest.mark.browser
def test_isso_in_a_browser(tab: Page, isso_site: Seeded) -> None:
    shown = shown_ids(tab, isso_site, "#isso-root .isso-comment")
    assert shown < set(by_id(isso_site.truth))


@pytest.mark.engine
@pytest.mark.browser
def test_waline_in_a_browser(tab: Page, waline_site: Seeded) -> None:
    shown = shown_ids(tab, waline_site, ".wl-cards .wl-card-item")
    assert shown < set(by_id(waline_site.truth))


@pytest.mark.engine
@pytest.mark.browser
def test_wordpress_in_a_browser(tab: Page, wordpress_site: Seeded) -> None:
    shown = shown_ids(tab, wordpress_site, "ol.comment-list li.comment")
    assert shown < set(by_id(wordpress_site.truth))


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_a_server_is_gone_after_a_failure_even_if_it_ignores_the_signal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab, "PATIENCE", 0.5)
    port = lab.free_port()
    command = python(STUBBORN + SERVE.format(port, lab.LOOPBACK))
    before, during = children(), set[int]()
    with suppress(ZeroDivisionError), lab.server(command, port, tmp_path):
        during = children()
        _ = 1 / 0
    assert during > before
    assert children() == before


def test_a_server_on_every_interface_is_refused(tmp_path: Path) -> None:
    port = lab.free_port()
    everywhere = lab.server(python(SERVE.format(port, "0.0.0.0")), port, tmp_path)
    with pytest.raises(RuntimeError, match=r"listens on 0\.0\.0\.0"), everywhere:
        pass


def test_a_server_that_dies_shows_its_log(tmp_path: Path) -> None:
    dying = lab.server(python("raise SystemExit('no such bakery')"), lab.free_port(), tmp_path)
    with pytest.raises(RuntimeError, match="no such bakery"), dying:
        pass


def test_what_may_not_be_installed_is_skipped_with_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(pytest.skip.Exception, match="apt-get install mariadb"):
        lab.need(lambda: False, ["mariadb"])
    lab.need(lambda: True, ["mariadb"])


def test_an_installation_that_fails_is_no_skip_and_starts_no_service(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    policy = tmp_path / "policy-rc.d"
    forbidding: list[bool] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(lab, "POLICY", policy)
    monkeypatch.setattr(lab, "run", lambda *_, **__: forbidding.append(policy.exists()))
    with pytest.raises(RuntimeError, match="not complete"):
        lab.need(lambda: False, ["mariadb"])
    assert forbidding == [True, True]
    assert not policy.exists()
