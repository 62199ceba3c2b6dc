"""What has become of an item since it was last written. Pure.

A line is written for what is new, and for what changed; which of its fields tell of that is
decided here, and nowhere else.
"""

import json
from typing import Literal

from newscrawl.items import Article, Comment
from newscrawl.reader import is_cut
from newscrawl.state.ledger import Known, thread_of, votes_of

Change = Literal["new", "changed", "removed", "returned", "voted", "walked", "reread"]
"""`walked`: the article is unchanged, its thread is not. `reread`: the text came another way (as
markup, or as the system's JSON), or by other code (`Metadata.reader`), or was cut off before, so
that a difference is no evidence of an edit."""


def compare(item: Article | Comment, known: Known | None) -> Change | None:
    """Return what has changed; None if nothing has."""
    if known is None:
        return "new"
    gone, was_gone = item.status.startswith("removed"), known.status.startswith("removed")
    if gone != was_gone:
        return "removed" if gone else "returned"
    if gone:
        return _other_reason(item, known)
    if is_part(item, known) and _text(item) != known.hash:
        return None
    return _edited(item, known)


def describe(item: Article | Comment, known: Known | None, change: Change, now: str) -> None:
    """Set what the line tells of the past: version, previous hashes, when a removal was seen."""
    if known is None:
        item.date_removed_observed = now if item.status.startswith("removed") else None
        return
    item.date_first_seen = known.date_first_seen
    removed = item.status.startswith("removed")
    text = _text(item)
    other = change == "reread" or _by_other_code(item, known)
    edited = text != known.hash and not removed and not other and known.hash is not None
    item.version = known.version + edited
    before = known.hash if edited else known.previous_hash
    if removed:
        item.metadata.reader = known.reader  # as its hash is that of the text before
    if isinstance(item, Article):
        item.previous_content_hash = before
        item.content_hash = known.hash if removed else text
    else:
        item.previous_text_hash = before
        item.text_hash = known.hash if removed else text
        if edited or (item.version > 1 and not removed):
            item.is_edited = True
        _keep_votes(item, known)
    item.date_removed_observed = (known.date_removed_observed or now) if removed else None


def is_part(item: Article | Comment, known: Known | None) -> bool:
    """Return whether an item may be cut off, and is known as a whole."""
    return known is not None and is_cut(item.metadata.reader) and not is_cut(known.reader)


def _text(item: Article | Comment) -> str | None:
    return item.content_hash if isinstance(item, Article) else item.text_hash


def _edited(item: Article | Comment, known: Known) -> Change | None:
    if isinstance(item, Article):
        if known.hash != item.content_hash:
            return "reread" if _by_other_code(item, known) else "changed"
        # An article is written when read, and again when its thread was walked.
        return None if thread_of(item) in {None, known.thread} else "walked"
    if known.hash != item.text_hash:
        return "reread" if _by_other_code(item, known) else "changed"
    if known.status != item.status:
        return "changed"
    return "voted" if _voted(item, known) else None


def _by_other_code(item: Article | Comment, known: Known) -> bool:
    """Return whether a text may differ because other code read it, and nothing says otherwise.

    Whether the page changed as well cannot be seen then, unless it says so itself: by a moment of
    change after the last visit.
    """
    if item.metadata.reader == known.reader:
        return False
    changed, seen = item.date_modified or "", known.date_last_seen
    return not ("T" in changed and seen and changed > seen)


def _other_reason(item: Article | Comment, known: Known) -> Change | None:
    """Who removed it may become known later; that it is absent says less than that."""
    if isinstance(item, Article) or item.status in {known.status, "removed_unknown"}:
        return None
    return "removed"


def _voted(comment: Comment, known: Known) -> bool:
    """Tell whether votes differ, as far as both visits show them."""
    if known.votes is None:
        return False
    before, after = json.loads(known.votes), json.loads(votes_of(comment))
    return any(
        new is not None and new != old for old, new in zip(before[:2], after[:2], strict=True)
    ) or (bool(after[2]) and after[2] != before[2])


def _keep_votes(comment: Comment, known: Known) -> None:
    """Leave the votes as they were where the visit shows none."""
    if known.votes is None:
        return
    up, down, reactions = json.loads(known.votes)
    comment.upvote_count = up if comment.upvote_count is None else comment.upvote_count
    comment.downvote_count = down if comment.downvote_count is None else comment.downvote_count
    comment.reactions = comment.reactions or reactions
