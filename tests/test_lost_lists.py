"""Nothing that a list names is lost in silence: redirects, reloads, stale and untimely lists."""

from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path

from newscrawl.runs.exits import Exit
from tests.support.changing import GONE, Answer, answering, story
from tests.support.crawling import crawl
from tests.support.serving import article

TYPE = '<meta property="og:type" content="article">'
XML = "application/xml"


def urlset(*paths: str, more: str = "") -> Answer:
    rows = "".join(f"<url><loc>{path}</loc>{more}</url>" for path in paths)
    return Answer(f"<urlset>{rows}</urlset>", XML)


def index(*rows: tuple[str, str]) -> Answer:
    body = "".join(f"<sitemap><loc>{p}</loc><lastmod>{d}</lastmod></sitemap>" for p, d in rows)
    return Answer(f"<sitemapindex>{body}</sitemapindex>", XML)


def refresh(content: str) -> str:
    return f'{TYPE}<meta http-equiv="refresh" content="{content}">'


def paper(path: str, headers: Message) -> Answer:
    """Serve a paper of odd lists; an article's name says how it is listed."""
    if path == "/robots.txt":
        names = ("cookie", "again", "other", "stale", "text", "wall")
        return Answer("".join(f"Sitemap: /{name}.xml\n" for name in names), "text/plain")
    if path == "/cookie.xml" and "seen=1" not in (headers.get("Cookie") or ""):
        return Answer(status=302, headers={"Location": path, "Set-Cookie": "seen=1; Path=/"})
    answers = {
        "/": Answer(
            '<html><head><link rel="alternate" type="application/feed+json" href="/feed">'
            '<meta http-equiv="refresh" content="90; url=/"></head>'
            '<body><a href="/news/named-by-the-front-page">x</a></body></html>'
        ),
        "/feed": Answer(
            '{"items": [{"url": "/brief"}, {"url": "/?p=7"}]}', "application/feed+json"
        ),
        "/cookie.xml": urlset("/news/behind-a-cookie-of-its-own"),
        "/again.xml": Answer(status=301, headers={"Location": "/text.xml"}),
        "/other.xml": Answer(status=302, headers={"Location": "/named-nowhere-else.xml"}),
        "/named-nowhere-else.xml": urlset("/news/behind-a-redirect-to-another"),
        "/stale.xml": index(("/new.xml", "2020-01-02"), ("/old.xml", "2020-01-01")),
        "/new.xml": urlset(
            "/news/in-a-list-said-to-be-old",
            "/news/reloads-itself-each-minute",
            "/news/reloads-by-its-header-alone",
            "/news/moves-on-by-its-header-alone",
        ),
        "/old.xml": urlset("/news/in-a-list-that-is-old"),
        "/text.xml": Answer("/x\n", "text/plain"),
        "/wall.xml": Answer("<html><body>Please wait</body></html>"),
        "/brief": story("Brief, by the word of the feed"),
        "/?p=7": story("By number"),
        "/news/reloads-itself-each-minute": story("Live", refresh("60")),
        "/news/behind-a-cookie-of-its-own": story("Cookie", refresh("0; url=#top")),
        "/news/reloads-by-its-header-alone": story("Live, too", TYPE)._replace(
            headers={"Refresh": "3; url=#now"}
        ),
        "/news/moves-on-by-its-header-alone": Answer(headers={"Refresh": "0;URL='/news/there'"}),
        "/news/in-a-list-that-is-old": story("Moves on later", refresh("90; url=/brief")),
    }
    if path.startswith("/news/"):
        return answers.get(path, story(path, TYPE))
    return answers.get(path, GONE)


def test_every_article_that_a_list_names_is_read(tmp_path: Path) -> None:
    with answering(paper) as (base, asked):
        run = crawl("news", tmp_path, url=f"{base}/", comments="no")
    paths = {row["url"].removeprefix(base) for row in run.lines("articles")}
    assert paths == {
        "/brief",
        "/?p=7",
        "/news/named-by-the-front-page",
        "/news/behind-a-cookie-of-its-own",
        "/news/behind-a-redirect-to-another",
        "/news/in-a-list-said-to-be-old",
        "/news/reloads-itself-each-minute",
        "/news/reloads-by-its-header-alone",
        "/news/there",
        "/news/in-a-list-that-is-old",
    }
    assert run.status == 0
    assert asked.count("/news/reloads-itself-each-minute") == 1


def test_a_list_that_redirects_to_itself_for_ever_is_missed(tmp_path: Path) -> None:
    def circle(path: str, headers: Message) -> Answer:
        loop = Answer(status=302, headers={"Location": "/map.xml"})
        return {"/robots.txt": Answer("Sitemap: /map.xml", "text/plain"), "/map.xml": loop}.get(
            path, paper(path, headers)
        )

    with answering(circle) as (base, _):
        run = crawl("news", tmp_path, url=f"{base}/", comments="no")
    assert run.status == Exit.LOSSES
    assert "1 list of articles could not be read (1 " in run.stderr


def test_lists_of_days_go_back_to_the_window_or_say_where_they_end(tmp_path: Path) -> None:
    rows = '<div class="list__item"><a class="list__title" href="{}">x</a></div>'
    there = "/20210116/hafen-1593248521.html"
    answers = {
        "/20210116/": Answer(rows.format(there)),
        there: Answer(article(1593248521).decode()),
    }
    with answering(lambda path, _: answers.get(path, GONE)) as (base, asked):
        dates = {"since": "2021-01-10", "until": "2021-02-20"}
        run = crawl("ria", tmp_path, "MAX_SOURCES=42", base_url=base, comments="no", **dates)
    assert len(run.lines("articles")) == 1
    assert "/20210112/" in asked
    assert run.run_lines()[-1]["sources"]["failed"]["too_many"] == 2
    assert run.status == Exit.LOSSES
    assert "2 lists of articles could not be read (" in run.stderr


def test_what_is_listed_before_its_time_is_read_although_the_list_stays_the_same(
    tmp_path: Path,
) -> None:
    soon = (datetime.now(UTC) + timedelta(seconds=90)).isoformat(timespec="seconds")
    dated = f"<news><publication_date>{soon}</publication_date></news>"
    head = f'{TYPE}<meta property="article:published_time" content="{soon}">'

    def early(path: str, headers: Message) -> Answer:
        if path == "/map.xml":
            status = 304 if headers.get("If-None-Match") else 200
            listed = urlset("/news/a-clock-runs-ahead", more=dated)
            return listed._replace(status=status, headers={"ETag": '"1"'})
        return {
            "/robots.txt": Answer("Sitemap: /map.xml", "text/plain"),
            "/news/a-clock-runs-ahead": story("Ahead", head),
        }.get(path, GONE)

    with answering(early) as (base, _):
        first = crawl("news", tmp_path, url=f"{base}/", comments="no")
        second = crawl("news", tmp_path, url=f"{base}/", comments="no")
    assert first.status == second.status == 0
    assert [row["headline"] for row in second.lines("articles")] == ["Ahead"]
