"""A record of invented sites over many days: what months of a crontab leave, made in a second.

Comments come by a decaying curve; some are edited, removed, given back; runs fail now and then.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from newscrawl.items import Article, Author, Comment
from newscrawl.state.files import FORM

Row = dict[str, Any]
BEGIN = datetime(2026, 8, 24, tzinfo=UTC)
HOURS = (2, 1, 1, 1, 1, 2, 4, 7, 9, 8, 7, 7, 8, 8, 7, 7, 7, 8, 9, 11, 12, 11, 8, 4)
"""How much is written at each hour."""
FATES = ("removed_by_moderator", "removed_by_author", "removed_unknown", "edited", "returned")


@dataclass
class Site:
    """What is invented of one site."""

    name: str
    articles_a_day: int = 6
    comments_an_article: int = 8
    runs_a_day: int = 4
    headline: str = "The ferry sings in winter"
    moves: list[tuple[datetime, str, Row]] = field(default_factory=list)
    """(when, kind, line)."""


def write_record(output: Path, *, days: int = 90, sites: Iterable[Site] = ()) -> None:
    """Write the files of each site below `output`, as its runs would have."""
    for number, site in enumerate(sites):
        rng = Random(number)
        for day in range(days):
            _day(rng, site, BEGIN + timedelta(days=day), day)
        _files(rng, output / site.name, site, days)


def _day(rng: Random, site: Site, begin: datetime, day: int) -> None:
    weekend = begin.weekday() >= 5
    busy = rng.uniform(0.7, 1.3) * (0.5 if weekend else 1)
    for number in range(max(1, round(site.articles_a_day * busy))):
        hour = rng.choices(range(24), HOURS)[0]
        at = begin + timedelta(hours=hour, seconds=rng.randrange(3600))
        _article(rng, site, f"{site.name}:{day:03}{number:02}", at)


def _article(rng: Random, site: Site, key: str, at: datetime) -> None:
    size = int(rng.lognormvariate(0, 1) * site.comments_an_article)
    row = {
        **_ARTICLE,
        "id": key,
        "site": site.name,
        "headline": site.headline,
        "version": 1,
        **_dated(at, rng.choice(("second", "second", "second", "day"))),
        "article_section": rng.choice(("City", "Sea", None)),
        "comment_count": size,
        **_seen(at),
    }
    status = "none" if not size else rng.choices(("complete", "partial", "blocked"), (95, 4, 1))[0]
    there = 0 if status == "blocked" else size if status != "partial" else size * 9 // 10
    site.moves.append((at, "articles", {**row, "comments_collected": None}))
    walked = {**row, "comments_status": status, "comments_collected": there}
    site.moves.append((at, "articles", walked))
    if rng.random() < 0.01:
        gone = at + timedelta(days=rng.uniform(1, 6))
        removed = {**walked, "status": "removed", "date_removed_observed": _stamp(gone)}
        site.moves.append((gone, "articles", removed))
    for number in range(there):
        _comment(rng, site, row, f"{key}:{number}", at)


def _comment(rng: Random, site: Site, article: Row, key: str, begun: datetime) -> None:
    at = begun + timedelta(minutes=rng.lognormvariate(5.1, 1.5))
    if HOURS[at.hour] < 3 and rng.random() < 0.7:
        at += timedelta(hours=7)  # people sleep
    row = {
        **_COMMENT,
        "id": f"invented:{key}",
        "comment_id": key,
        "article_id": article["id"],
        **_dated(at, "second" if rng.random() < 0.99 else "month"),
        "author": None if rng.random() < 0.1 else {**_AUTHOR, "name": "Ada Quill"},
        "upvote_count": rng.choice((None, 0, 1, 5)),
        "text_hash": key,
        **_seen(at),
    }
    fate = rng.choices((None, "gone", *FATES), (900, 8, 20, 6, 14, 12, 5))[0]
    if fate == "gone":  # before anybody looked
        row |= {"status": "removed_by_moderator", "text": None, "text_hash": None}
    site.moves.append((at, "comments", row))
    later = at + timedelta(hours=rng.uniform(2, 90))
    if fate == "edited":
        changed = {"version": 2, "is_edited": True, "previous_text_hash": key}
        site.moves.append((later, "comments", row | changed | _seen(later)))
    elif fate in FATES:
        status = fate if fate != "returned" else "removed_unknown"
        gone = {"status": status, "text": None, "date_removed_observed": _stamp(later)}
        # A line of removal is sometimes all that is known: the date stands in the line before.
        short = {} if rng.random() < 0.5 else {name: None for name in row if "published" in name}
        site.moves.append((later, "comments", row | gone | short | _seen(later)))
        if rng.random() < 0.2:  # seen again, still gone
            again = later + timedelta(hours=1)
            site.moves.append((again, "comments", row | gone | short | _seen(again)))
        if fate == "returned":
            back = later + timedelta(hours=rng.uniform(5, 50))
            site.moves.append((back, "comments", row | _seen(back)))


def _files(rng: Random, folder: Path, site: Site, days: int) -> None:
    folder.mkdir(parents=True)
    site.moves.sort(key=lambda move: move[0])
    every, place = timedelta(hours=24 / site.runs_a_day), 0
    with (folder / "runs.jsonl").open("w", encoding="utf-8") as runs:
        for number in range(1, days * site.runs_a_day + 1):
            started = BEGIN + number * every
            written: dict[str, list[Row]] = {"articles": [], "comments": []}
            while place < len(site.moves) and site.moves[place][0] < started:
                written[site.moves[place][1]].append(site.moves[place][2])
                place += 1
            for kind, lines in written.items():
                _write(folder / f"{started:{FORM}}-{kind}.jsonl", lines)
            runs.write(json.dumps(_run(rng, site, started, written)) + "\n")


def _write(path: Path, lines: list[Row]) -> None:
    if lines:
        path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")


def _run(rng: Random, site: Site, started: datetime, written: dict[str, list[Row]]) -> Row:
    number = {kind: len(lines) for kind, lines in written.items()}
    bad = rng.random() < 0.02
    seconds = 40 + number["articles"] * 3 + number["comments"] * 0.2 + rng.expovariate(1 / 20)
    failed = {
        reason: rng.randrange(1, most)
        for reason, most in (("http_404", 4), ("timeout", 6), ("http_403", 3), ("empty", 3))
        if rng.random() < 0.1
    }
    return {
        "type": "run",
        "schema_version": "1",
        "run_id": f"{started:{FORM}}",
        "site": site.name,
        "date_started": _stamp(started),
        "date_finished": _stamp(started + timedelta(seconds=seconds)),
        "duration_seconds": seconds * (5 if bad else 1),
        "exit_status": 3 if bad else 0,
        "exit_name": "INCOMPLETE" if bad else "DONE",
        "articles": {"new": number["articles"], "failed": failed},
        "comments": {"new": number["comments"]},
        "completeness": None
        if not number["comments"]
        else rng.uniform(0.8, 0.95)
        if bad
        else min(1.0, rng.uniform(0.985, 1.004)),
        "alarms": [],
    }


def _dated(at: datetime, precision: str) -> Row:
    value = {"second": _stamp(at), "day": f"{at:%Y-%m-%d}", "month": f"{at:%Y-%m}"}[precision]
    return {
        "date_published": value,
        "date_published_raw": value,
        "date_published_precision": precision,
        "date_published_source": "api",
    }


def _seen(at: datetime) -> Row:
    return {"date_first_seen": _stamp(at), "date_last_seen": _stamp(at)}


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


_URL = "https://paper.example/a"
_ARTICLE = asdict(
    Article(
        id="", site="", url=_URL, canonical_url=_URL, request_url=_URL, article_body="Rain. Market."
    )
)
_COMMENT = asdict(
    Comment(
        id="", comment_id="", article_id="", article_url=_URL, comment_engine="invented", text="Yes"
    )
)
_AUTHOR = asdict(Author())
