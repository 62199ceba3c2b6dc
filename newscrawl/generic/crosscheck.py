"""Two readings of one thread, the page's JSON and its drawn rows, checked against each other."""

import logging
import re
from collections import Counter, defaultdict, deque

from newscrawl.engines.base import Batch
from newscrawl.engines.signs import TWICE, Sign
from newscrawl.extract.finishing import read_printed
from newscrawl.items import Comment

logger = logging.getLogger(__name__)

SHORTEST_PREFIX = 20
"""From this many characters on, the beginning of a text counts as it, cut by "read more"."""


def combine(answers: Batch, rows: Batch, declared: int | None) -> Batch:
    """Return one Batch of what both tell: JSON has ids, parents and full times, rows what is shown.

    Rows that the JSON lacks are added. Where the two have nothing in common one of them is another
    list: the one that has as many as are declared is believed, else what a reader sees.
    """
    if not answers.comments or not rows.comments:
        some = answers if answers.comments else rows
        some.declared = answers.declared or rows.declared
        some.signs = [*answers.signs, *rows.signs] if some is rows else answers.signs
        return some
    twins = twins_of(answers.comments, rows.comments)
    if not twins:
        logger.info(
            "JSON and rows share nothing: %d, %d", len(answers.comments), len(rows.comments)
        )
        return _chosen(answers, rows, declared)
    for row in rows.comments:
        if row.id in twins:
            _fill(twins[row.id], row, twins)
    alone = [row for row in rows.comments if row.id not in twins]
    answers.signs += [*rows.signs, *_apart(len(alone), len(answers.comments) - len(twins))]
    for row in alone:
        if row.parent_id in twins:
            row.parent_id = twins[row.parent_id].id
    total = answers.declared if answers.declared is not None else rows.declared
    return Batch(
        comments=[*answers.comments, *alone],
        declared=total,
        at_least=rows.at_least,
        more=answers.more,
        signs=answers.signs,
    )


def _chosen(answers: Batch, rows: Batch, declared: int | None) -> Batch:
    """Return one of two lists, with a sign that tells of the other."""
    one, other = (answers, rows) if len(answers.comments) == declared else (rows, answers)
    names = ("answers", "rows") if one is answers else ("rows", "answers")
    why = (
        f"the {names[1]} hold {len(other.comments)} other comments than the {names[0]}, which are"
        " believed"
    )
    one.signs = [*answers.signs, *rows.signs, Sign(TWICE, why)]
    return one


def _apart(rows: int, answers: int) -> list[Sign]:
    """Return a sign if each reading has what the other lacks: some may be the same comment."""
    if rows or answers:
        logger.info("%d comments only in the rows, %d only in the JSON", rows, answers)
    many = f"{rows} comments stand only in the rows and {answers} only in the answers"
    return [Sign(TWICE, f"{many}: some may be the same")] if rows and answers else []


def twins_of(comments: list[Comment], rows: list[Comment]) -> dict[str, Comment]:
    """Return the comment of each row that has one, by the row's id; none is used twice."""
    by_id = {comment.id: comment for comment in comments}
    by_text: dict[str, deque[Comment]] = defaultdict(deque)
    for comment in comments:
        by_text[_letters(comment.text)].append(comment)
    by_hand = _alone(comments)
    hands = _alone(rows)
    twins: dict[str, Comment] = {}
    used: set[str] = set()
    for row in rows:
        queue = by_text.get(_letters(row.text)) or _longer(_letters(row.text), by_text)
        found = by_id.get(row.id) or next((one for one in queue if one.id not in used), None)
        if found is None and hands.get(_hand(row)) is row:
            found = by_hand.get(_hand(row))
        if found and found.id not in used:
            used.add(found.id)
            twins[row.id] = found
    return twins


def _hand(comment: Comment) -> tuple[str, str] | None:
    """Return who wrote a comment and at which moment; None where the page is less exact."""
    name = comment.author.name if comment.author else None
    reading = read_printed(comment, comment.date_published_raw or "")
    exact = reading and reading.precision in {"second", "minute"}
    return (_letters(name), reading.value) if name and reading and exact else None


def _alone(comments: list[Comment]) -> dict[tuple[str, str] | None, Comment]:
    """Return the comments that no other shares its author and moment with."""
    many = Counter(map(_hand, comments))
    return {key: one for one in comments if (key := _hand(one)) and many[key] == 1}


def _longer(text: str, by_text: dict[str, deque[Comment]]) -> deque[Comment]:
    if len(text) >= SHORTEST_PREFIX:
        for whole, comments in by_text.items():
            if whole.startswith(text):
                return comments
    return deque()


def _letters(text: str | None) -> str:
    plain = re.sub(r"[\W_]+", "", (text or "").casefold())
    return plain or (text or "").strip()


def _fill(comment: Comment, row: Comment, twins: dict[str, Comment]) -> None:
    """Give a comment of the JSON what only its row shows."""
    if comment.author is None:
        comment.author = row.author
    if comment.date_published_raw is None:
        comment.date_published_raw = row.date_published_raw
        comment.date_published_source = row.date_published_source
    if comment.parent_id is None and row.parent_id in twins:
        comment.parent_id = twins[row.parent_id].id
    # What stands in place of a removed comment is a notice, not its text.
    text = ["text"] if comment.status == "visible" else []
    for name in ("url", "parent_author", "upvote_count", *text):
        if getattr(comment, name) is None:
            setattr(comment, name, getattr(row, name))
