"""Compares what hourly runs wrote of the living paper with what the paper itself knows.

The judge follows the paper's log of answers: whatever stood in an answer must be in the record from
that run on, exactly as it stood; what a complete visit no longer showed must be recorded as gone;
and nothing else may be there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from tests.days import MovingPaper, talk, truth
from tests.days.events import Event, Story
from tests.days.paper import Visit

Row = dict[str, Any]
DAY = timedelta(days=1)
YOUNG = DAY
"""A thread is young in the first day after its story: nine in ten comments come then."""


class Fault(NamedTuple):
    """Where the record is not the truth."""

    kind: str
    moment: datetime
    id: str
    expected: Any
    found: Any


def moment_of(row: Row) -> datetime:
    """Return when the run that wrote a line began."""
    return datetime.strptime(row["metadata"]["run_id"][:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)


def by_run(visits: Iterable[Visit]) -> dict[datetime, list[Visit]]:
    found: dict[datetime, list[Visit]] = defaultdict(list)
    for visit in visits:
        found[visit.moment].append(visit)
    return found


class Judge:
    """All lines of the output, oldest first, beside the paper."""

    def __init__(self, paper: MovingPaper, articles: list[Row], comments: list[Row]) -> None:
        self.paper = paper
        self.visits = by_run(paper.visits)
        self.stories = _by_id(articles)
        self.comments = _by_id(comments)
        self.faults = [*self._judge_articles(), *self._judge_comments()]

    # Comments

    def _judge_comments(self) -> Iterator[Fault]:
        expected = {
            ident: states
            for story in self.paper.month.stories
            for ident, states in self._expected(story).items()
        }
        for ident in expected.keys() | self.comments.keys():
            yield from _compare(ident, expected.get(ident, []), self.comments.get(ident, []))

    def _expected(self, story: Story) -> dict[str, list[tuple[datetime, Row]]]:
        """Return, by id, every state that was to be seen, and from which run on."""
        states: dict[str, list[tuple[datetime, Row]]] = defaultdict(list)
        for moment, visits in self.visits.items():
            shown = {one for v in visits if v.talk_of == story.number for one in v.shown}
            if not any(visit.talk_of == story.number for visit in visits):
                continue
            there = truth.comments(story, moment)
            now = {ident: there[ident] for ident in shown}
            if shown == there.keys():
                gone = states.keys() - there.keys()
                now |= {ident: {"status": "removed_unknown"} for ident in gone}
            for ident, row in now.items():
                if not states[ident] or states[ident][-1][1] != row:
                    states[ident].append((moment, row))
        return states

    # Articles

    def _judge_articles(self) -> Iterator[Fault]:
        for story in self.paper.month.stories:
            expected: list[tuple[datetime, Row]] = []
            for moment, visits in self.visits.items():
                answers = {v.status for v in visits if v.page_of == story.number}
                if not answers & {200, 404, 410}:
                    continue
                row = truth.article(story, moment)
                if not expected and row["status"] == "removed":
                    continue  # gone before it was ever seen: nothing to tell of
                if not expected or expected[-1][1] != row:
                    expected.append((moment, row))
            lines = self.stories.get(str(story.number), [])
            yield from _compare_article(str(story.number), expected, lines)
        numbers = set(map(str, self.paper.month.by_number))
        for ident in self.stories.keys() - numbers:
            lines = self.stories[ident]
            yield Fault("article/invented", moment_of(lines[0]), ident, None, lines[0]["headline"])

    # Figures

    def timeliness(self, until: datetime, within: timedelta) -> tuple[int, int]:
        """Return how many comments were seen in time, of how many that came while it was young."""
        soon = total = 0
        for story in self.paper.month.stories:
            for remark in story.remarks:
                if remark.created > min(story.published + YOUNG, until - within):
                    break
                lines = self.comments.get(talk.comment_id(story, remark.id), [])
                total += 1
                soon += bool(lines) and moment_of(lines[0]) - remark.created <= within
        return soon, total

    def noticed(self, until: datetime) -> tuple[int, int]:
        """Return how many changes of remarks were written within a day, of how many that lasted so
        long, in the first three days of stories that stayed.
        """
        written = total = 0
        for story in self.paper.month.stories:
            for event, ident in _lasting(story, until):
                lines = self.comments.get(ident, [])
                hidden = event.status != "visible" and story.system == "wordpress"
                status = "removed_unknown" if hidden else event.status
                if status == "removed_unknown" and not _before(lines, event.at):
                    continue  # gone without a trace before anybody saw it
                total += 1
                written += any(
                    event.at <= moment_of(line) <= event.at + DAY
                    and line["status"] == status
                    and event.text in {None, line["text"]}
                    for line in lines
                )
        return written, total

    def told(self) -> Counter[str]:
        """Return how often each kind of change was written."""
        told: Counter[str] = Counter()
        for lines in self.comments.values():
            for before, after in pairwise(lines):
                told[f"comment/{_kind(before, after)}"] += 1
        for lines in self.stories.values():
            for before, after in pairwise(lines):
                if after["status"] != before["status"]:
                    gone = after["status"] == "removed"
                    told[f"article/{after['metadata']['http_status'] if gone else 'back'}"] += 1
                told["article/updated"] += after["version"] > before["version"]
        return told


def _before(lines: list[Row], moment: datetime) -> bool:
    return any(moment_of(line) < moment for line in lines)


def _lasting(story: Story, until: datetime) -> Iterator[tuple[Event, str]]:
    """Yield what is done in three days and not undone in one, and the comment's id."""
    if story.absences:
        return
    for remark in story.remarks:
        for place, event in enumerate(remark.events):
            after = remark.events[place + 1].at if place + 1 < len(remark.events) else until
            if event.at - story.published <= 3 * DAY and after - event.at >= DAY:
                yield event, talk.comment_id(story, remark.id)


def _kind(before: Row, after: Row) -> str:
    if after["status"] != before["status"]:
        return "returned" if after["status"] == "visible" else str(after["status"])
    return "edited" if after["version"] > before["version"] else "voted"


def cost_of_everything(paper: MovingPaper, moment: datetime, discovery: int) -> int:
    """Return the requests of a run that visits every story there is, whole; 0 in an outage."""
    if paper.month.trouble(moment) in {"refused", "failing"}:
        return 0
    return discovery + sum(1 + _thread_cost(s, moment) for s in paper.month.listed(moment))


def _thread_cost(story: Story, moment: datetime) -> int:
    rows = talk.shown(story, moment)
    if story.system == "wordpress":
        return max(1, -(-len(rows) // 100))
    roots = [remark for remark, _ in rows if remark.parent is None]
    below: dict[int, int] = defaultdict(int)
    for remark, _ in rows:
        below[remark.root] += remark.parent is not None
    # The count, the pages of roots, and a call for each branch that is longer than is shown.
    return 1 + max(1, -(-len(roots) // 20)) + sum(number > 3 for number in below.values())


def _by_id(lines: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for line in lines:
        ident = line.get("comment_id") or line["canonical_url"].rpartition("-")[2]
        found[ident].append(line)
    return found


def _seen(line: Row) -> Row:
    """Return a comment's line in the words of the truth."""
    if line["status"] != "visible":
        return {"status": line["status"]}
    return {
        "status": "visible",
        "text": line["text"],
        "author": (line["author"] or {}).get("name"),
        "parent": line["parent_id"].rpartition(":")[2] if line["parent_id"] else None,
        "date_published": line["date_published"],
        "date_modified": line["date_modified"],
        "upvote_count": line["upvote_count"],
    }


def _compare(ident: str, expected: list[tuple[datetime, Row]], lines: list[Row]) -> Iterator[Fault]:
    """Compare one comment's states with its lines: the same, in the same runs."""
    states = dict(expected)
    written: dict[datetime, Row] = {}
    for line in lines:
        if moment_of(line) in written:
            yield Fault("comment/twice", moment_of(line), ident, None, line["text"])
        written[moment_of(line)] = line
    for moment in sorted(states.keys() | written.keys()):
        state, found = states.get(moment), written.get(moment)
        if found is None:
            yield Fault(f"comment/missed/{state and state['status']}", moment, ident, state, None)
        elif state is None:
            yield Fault("comment/invented", moment, ident, _last(expected, moment), _seen(found))
        elif state != _seen(found):
            yield Fault("comment/wrong", moment, ident, state, _seen(found))
    yield from _compare_history(ident, lines)


def _compare_history(ident: str, lines: list[Row]) -> Iterator[Fault]:
    """Check version, hashes and the moment of removal of each line by the lines before it."""
    version = 0
    text: str | None = None
    hash_: str | None = None
    gone: str | None = None
    for line in lines:
        visible = line["status"] == "visible"
        changed = visible and line["text"] != text
        # A comment that was gone when it was first met has no text yet.
        version += (changed and text is not None) or version == 0
        gone = None if visible else gone or truth.stamp(moment_of(line))
        if (line["version"], line["date_removed_observed"]) != (version, gone):
            found = line["version"], line["date_removed_observed"]
            yield Fault("comment/history", moment_of(line), ident, (version, gone), found)
        edit = (line["previous_text_hash"], line["is_edited"])
        if changed and text is not None and edit != (hash_, True):
            yield Fault("comment/edit", moment_of(line), ident, (hash_, True), edit)
        if visible:
            text, hash_ = line["text"], line["text_hash"]


def _last(expected: list[tuple[datetime, Row]], moment: datetime) -> Row | None:
    return next((state for when, state in reversed(expected) if when <= moment), None)


def _compare_article(
    ident: str, expected: list[tuple[datetime, Row]], lines: list[Row]
) -> Iterator[Fault]:
    """Compare a story's states with its lines; counts of comments may give more lines."""
    written = {moment_of(line) for line in lines}
    for moment, state in expected:
        if moment not in written:
            yield Fault(f"article/missed/{state['status']}", moment, ident, state, None)
    version, before = 0, ("", "")
    for line in lines:
        moment = moment_of(line)
        true = _last(expected, moment)
        if true is None or _seen_article(line) != true:
            yield Fault("article/wrong", moment, ident, true, _seen_article(line))
        if line["status"] == "visible":
            version += (line["headline"], line["article_body"]) != before
            before = line["headline"], line["article_body"]
        if line["version"] != version:
            yield Fault("article/version", moment, ident, version, line["version"])


def _seen_article(line: Row) -> Row:
    if line["status"] == "removed":
        return {"status": "removed", "http_status": line["metadata"]["http_status"]}
    return {
        "status": "visible",
        "http_status": line["metadata"]["http_status"],
        "headline": line["headline"],
        "article_body": line["article_body"],
        "authors": [author["name"] for author in line["authors"]],
        "date_published": line["date_published"],
        "date_modified": line["date_modified"],
    }
