"""The living paper must be what it says it is at every moment, or thirty days prove nothing."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import pytest
from scrapy.http import HtmlResponse

from newscrawl.page import Page
from newscrawl.sites.news import News
from tests.days import MovingPaper, talk, truth
from tests.days.events import Story
from tests.days.month import OUTAGES, REDESIGN, Month


@pytest.fixture(scope="module")
def paper() -> Iterator[MovingPaper]:
    with MovingPaper() as paper:
        yield paper


class Got(NamedTuple):
    status: int
    body: str
    headers: Any


def get(paper: MovingPaper, path: str, **headers: str) -> Got:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(paper.base_url + path, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return Got(answer.status, answer.read().decode(), answer.headers)
    except urllib.error.HTTPError as error:
        with error:
            return Got(error.code, error.read().decode(), error.headers)


def on(paper: MovingPaper, **since: float) -> datetime:
    paper.now = paper.month.start + timedelta(**since)
    return paper.now


def largest(paper: MovingPaper, system: str) -> Story:
    """Return the longest thread of a system among the stories of the first ten days that stay."""
    early = paper.month.stories[:45]
    stay = [s for s in early if s.system == system and not s.absences]
    return max(stay, key=lambda story: len(story.remarks))


def test_the_same_seed_is_the_same_month() -> None:
    assert Month(seed=7, days=5).stories == Month(seed=7, days=5).stories
    assert Month(seed=7, days=5).stories != Month(seed=8, days=5).stories


def test_everything_that_can_happen_happens(paper: MovingPaper) -> None:
    stories = paper.month.stories
    events = [e for s in stories for r in s.remarks for e in r.events]
    kinds = Counter((event.status, event.trace, event.text is not None) for event in events)
    assert min(kinds.values()) > 50, kinds
    assert kinds.keys() == {
        ("visible", True, True),  # edited
        ("visible", True, False),  # returned
        ("removed_by_author", True, False),
        ("removed_by_moderator", True, False),
        ("removed_unknown", False, False),
    }
    assert {a.http_status for s in stories for a in s.absences} == {404, 410, 200}
    assert any(a.until < paper.month.end for s in stories for a in s.absences)
    assert {len(story.editions) for story in stories} == {1, 2, 3}
    assert {o.trouble for o in OUTAGES} == {"refused", "failing", "silent", "cut", "maintenance"}


def test_half_of_the_comments_come_in_three_hours_and_nine_in_ten_in_a_day(
    paper: MovingPaper,
) -> None:
    ages = sorted(r.created - s.published for s in paper.month.stories for r in s.remarks)
    assert 4000 < len(ages) < 5000
    assert timedelta(hours=2.5) < ages[len(ages) // 2] < timedelta(hours=3.5)
    assert timedelta(hours=20) < ages[len(ages) * 9 // 10] < timedelta(hours=26)


@pytest.mark.parametrize("place", range(0, 40, 5))
def test_both_designs_say_the_same(paper: MovingPaper, place: int) -> None:
    story = paper.month.stories[place]
    for moment in (on(paper, days=12), on(paper, days=17)):
        paper.now = moment
        got = get(paper, story.path)
        expected = truth.article(story, moment)
        assert got.status == expected["http_status"]
        if expected["status"] == "removed":
            continue
        url = paper.base_url + story.path
        article = News([paper.base_url]).article(
            Page.of(HtmlResponse(url, body=got.body.encode(), encoding="utf-8"))
        )
        assert article.headline == expected["headline"]
        assert article.article_body == expected["article_body"]
        assert [author.name for author in article.authors] == expected["authors"]
        assert article.canonical_url == url
        assert (article.date_modified_raw is None) == (expected["date_modified"] is None)


def test_a_page_that_did_not_change_is_not_sent_again(paper: MovingPaper) -> None:
    story = next(s for s in paper.month.stories if len(s.editions) > 1 and not s.absences)
    paper.now = story.published
    first = get(paper, story.path)
    tag, changed = first.headers["ETag"], first.headers["Last-Modified"]
    assert get(paper, story.path, If_None_Match=tag)[:2] == (304, "")
    assert get(paper, story.path, If_Modified_Since=changed)[:2] == (304, "")
    paper.now = story.editions[1].at
    assert get(paper, story.path, If_None_Match=tag).status == 200
    assert get(paper, story.path, If_Modified_Since=changed).status == 200


@pytest.mark.parametrize("status", [404, 410, 200])
def test_a_withdrawn_story_says_so_and_is_listed_nowhere(paper: MovingPaper, status: int) -> None:
    story = next(s for s in paper.month.stories if any(a.http_status == status for a in s.absences))
    # Not in an outage, and while the feed still reaches back to it.
    start = story.absences[0].at
    paper.now = next(
        moment
        for hour in range(200)
        if not paper.month.trouble(moment := start - timedelta(hours=hour + 1))
    )
    assert story.slug in get(paper, "/").body or story.published < paper.now - timedelta(days=3)
    paper.now = start
    got = get(paper, story.path)
    assert got.status == status
    assert story.editions[0].paragraphs[0] not in got.body
    assert all(story.slug not in get(paper, p).body for p in ("/", "/feed.xml"))


def ghost_ids(paper: MovingPaper, story: Story, base: str) -> tuple[set[str], list[str]]:
    """Return the ids of all comments, and those of the roots in the order they came."""
    found, roots, page = set(), [], 1
    while page:
        query = urllib.parse.urlencode({"limit": 20, "page": page, "order": "created_at desc"})
        route = f"{base}/members/api/comments/post/{talk.post_id(story)}/?{query}"
        data = json.loads(get(paper, route).body)
        for row in data["comments"]:
            roots.append(row["id"])
            route = f"{base}/members/api/comments/{row['id']}/replies/?limit=100"
            replies = json.loads(get(paper, route).body)["comments"]
            assert [r["id"] for r in replies[:3]] == [r["id"] for r in row["replies"]]
            assert len(replies) == row["count"]["replies"]
            found |= {row["id"], *(reply["id"] for reply in replies)}
        page = data["meta"]["pagination"]["next"]
    return found, roots


@pytest.mark.parametrize(("day", "base"), [(11.0, ""), (18.0, "/talk")])
def test_ghost_gives_what_is_there(paper: MovingPaper, day: float, base: str) -> None:
    moment, story = on(paper, days=day), largest(paper, "ghost")
    found, roots = ghost_ids(paper, story, base)
    assert found == truth.comments(story, moment).keys()
    assert len(roots) > 20
    assert roots == sorted(roots, reverse=True)
    other = "/talk" if base == "" else ""
    assert get(paper, f"{other}/members/api/comments/counts/?ids=1").status == 404


@pytest.mark.parametrize(
    ("day", "base"),
    [(11.0, "/wp-json/wp/v2/comments?"), (18.0, "/index.php?rest_route=/wp/v2/comments&")],
)
def test_wordpress_gives_what_is_there(paper: MovingPaper, day: float, base: str) -> None:
    moment, story = on(paper, days=day), largest(paper, "wordpress")
    found: list[int] = []
    for page in (1, 2, 3, 4):
        query = {"post": talk.post_id(story), "per_page": 20, "page": page, "order": "desc"}
        got = get(paper, base + urllib.parse.urlencode(query))
        found += [row["id"] for row in json.loads(got.body)]
    expected = truth.comments(story, moment)
    assert len(found) == int(got.headers["X-WP-Total"]) > 40
    assert found == sorted(map(int, expected), reverse=True)


def test_outages_are_real(paper: MovingPaper) -> None:
    ghost = largest(paper, "ghost")
    thread = f"/members/api/comments/post/{talk.post_id(ghost)}/?limit=5"
    for outage in OUTAGES:
        moment = paper.month.start + outage.start
        if outage.start > REDESIGN:
            thread = thread.removeprefix("/talk").join(("/talk", ""))
        paper.now = moment
        if outage.trouble == "refused":
            with pytest.raises(urllib.error.URLError, match="refused"):
                get(paper, "/")
        elif outage.trouble == "failing":
            assert {get(paper, path).status for path in ("/", "/robots.txt", thread)} == {500}
        elif moment > ghost.published:
            assert get(paper, "/").status == 200
            first, second = get(paper, thread), get(paper, f"{thread}&page=2")
            statuses = {"silent": (503, 503), "cut": (200, 503), "maintenance": (200, 200)}
            assert (first.status, second.status) == statuses[outage.trouble]
            assert first.body.startswith("<") == (outage.trouble == "maintenance")
        paper.now = moment + outage.length
        assert get(paper, "/").status == 200


def test_what_is_done_to_a_remark_is_seen(paper: MovingPaper) -> None:
    stories = [s for s in paper.month.stories if s.system == "ghost" and not s.absences]
    hidden = next(
        (s, r, e) for s in stories for r in s.remarks for e in r.events if e.status != "visible"
    )
    story, remark, event = hidden
    ident = talk.comment_id(story, remark.id)
    before = truth.comments(story, event.at - timedelta(seconds=1))[ident]
    assert (before["status"], before["author"]) == ("visible", remark.author)
    after = truth.comments(story, event.at).get(ident, {"status": "removed_unknown"})
    assert after == {"status": event.status}


def test_votes_grow_and_come_to_rest(paper: MovingPaper) -> None:
    story = largest(paper, "ghost")
    remark = max(story.remarks, key=lambda one: one.popularity)
    votes = [
        said.votes
        for hours in range(72)
        if (said := remark.at(remark.created + timedelta(hours=hours)))
    ]
    assert votes == sorted(votes)
    assert (votes[0], votes[-1]) == (0, remark.popularity)
