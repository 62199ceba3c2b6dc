"""What the ways of reading one article's comments have brought so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from newscrawl.engines.base import Batch, CommentEngine
from newscrawl.engines.signs import CONTROL, NEXT, PAGES, REFUSED, Sign, of_comments
from newscrawl.items import ArchiveRecord, Comment, CommentsStatus, CommentsVia, Metadata
from newscrawl.vocabulary.names import COMMENT, COMMENTS, words

if TYPE_CHECKING:
    from scrapy import Request

GENERIC = "generic"
"""Name of the engine that reads systems nobody wrote a file for."""

STEPS: dict[str, CommentsVia] = {
    "rows": "html",  # comments in the HTML of the article's own page
    "api": "api",
    "pages": "html",  # the further pages of comments that the HTML links to
    "browser": "browser",
}
"""The ways to a system's comments, cheapest first, and what the article says of each."""


ASKED = COMMENT | COMMENTS | {"replies", "reply", "discussion", "conversation", "thread", "threads"}
"""Words of a request that asks for comments."""


class Way(NamedTuple):
    """One way to one system's comments."""

    engine: CommentEngine
    step: str
    """A key of STEPS."""


class Provenance(NamedTuple):
    """Which answer something was read from: as `Metadata` has it."""

    date_downloaded: str | None = None
    warc_record_id: str | None = None
    archive: ArchiveRecord | None = None

    @classmethod
    def of(cls, metadata: Metadata) -> Provenance:
        """Return that of an item."""
        return cls(metadata.date_downloaded, metadata.warc_record_id, metadata.archive)


class Said(NamedTuple):
    """What one way reported about itself."""

    status: CommentsStatus | None
    reason: str | None
    trouble: str | None


@dataclass(kw_only=True, slots=True)
class Found:
    """What the ways to one system have brought so far."""

    comments: dict[str, Comment] = field(default_factory=dict)
    rows: set[str] = field(default_factory=set)
    """Comments read from markup: the system's own JSON is more exact, and replaces them."""
    paged: bool = False
    """Whether the page surely has further pages of comments."""
    begun: dict[str, Comment] = field(default_factory=dict)
    """Comments of which only the beginning of the text is known."""
    pages: list[Request] = field(default_factory=list)
    """Further pages of comments that the HTML links to."""
    declared: int | None = None
    at_least: int | None = None
    declared_roots: int | None = None
    signs: dict[str, Sign] = field(default_factory=dict)
    """What the last way showed of more, by its name."""
    earlier_signs: dict[str, Sign] = field(default_factory=dict)
    """What the ways before it showed: answered once it has brought all that they had."""
    seen: set[str] = field(default_factory=set)
    """The comments that the last way brought, known or new."""
    known: int = 0
    """How many comments were known before it."""
    via: CommentsVia | None = None
    status: CommentsStatus | None = None
    reason: str | None = None
    trouble: str | None = None
    """What went wrong on the last way, if anything did."""
    earlier: list[str] = field(default_factory=list)
    """What went wrong on the ways before it."""
    refused: bool = False
    """Whether a server refused us on one of the ways."""
    answered: bool = False
    """Whether the system's public JSON has answered."""
    steady: bool = True
    """False if the declared number changed while the thread was read: pages may have shifted."""
    declared_via: CommentsVia | None = None

    def take(self, batch: Batch, via: CommentsVia, provenance: Provenance, *, markup: bool) -> None:
        """Add a batch. A comment seen before keeps its place."""
        before = len(self.comments)
        for comment in batch.comments:
            comment.metadata.date_downloaded = provenance.date_downloaded
            comment.metadata.warc_record_id = provenance.warc_record_id
            comment.metadata.archive = provenance.archive
            comment.metadata.rendered = via == "browser"
            if via != "html":  # an answer of its own, and not the article's page
                comment.metadata.date_served = None
            self._add(comment, markup=markup)
        if len(self.comments) > before or self.via is None:
            self.via = via
        self._count(batch, via)
        self.show(batch.signs)
        if batch.status in {"blocked", "error", "partial"}:
            self.trouble = batch.reason or batch.status
        if batch.status:
            self.status, self.reason = batch.status, batch.reason
        self.refused = self.refused or batch.status == "blocked"

    def show(self, signs: Iterable[Sign]) -> None:
        """Note signs of more that the way under way has shown."""
        for sign in signs:
            self.signs.setdefault(sign.name, sign)

    def _add(self, comment: Comment, *, markup: bool) -> None:
        self.seen.add(comment.id)
        if self.begun:
            self._uncut(comment)
        before = self.comments.get(comment.id)
        if before is None or (comment.id in self.rows and not markup):
            if before and comment.parent_id is None:
                comment.parent_id = before.parent_id  # the page as served had them in each other
            self.comments[comment.id] = comment
            if comment.is_truncated:
                self.begun[comment.id] = comment
            (self.rows.add if markup else self.rows.discard)(comment.id)

    def _uncut(self, comment: Comment) -> None:
        """Put a whole text in the place of its beginning."""
        cut = self.begun.get(comment.id) or self._beginning(comment)
        if cut is None or comment.is_truncated or not comment.text:
            return
        del self.begun[cut.id]
        self.rows.discard(cut.id)
        kept = self.comments.items()
        self.comments = {(comment.id if one is cut else key): one for key, one in kept}
        self.comments[comment.id] = comment

    def _beginning(self, comment: Comment) -> Comment | None:
        """Return the cut comment that this one, with an id made of its text, goes on from."""
        for one in self.begun.values() if comment.id not in self.comments else ():
            said = (one.text or "").rstrip(" .…[]")
            if said and (comment.text or "").startswith(said) and one.author == comment.author:
                return one
        return None

    def _count(self, batch: Batch, via: CommentsVia) -> None:
        if batch.declared is not None:
            if self.declared_via == via and self.declared != batch.declared:
                self.steady = False
            self.declared, self.declared_via = batch.declared, via
        if batch.at_least is not None:
            self.at_least = batch.at_least
        self.answered = self.answered or (via == "api" and batch.status is None)
        if batch.declared_roots is not None:
            self.declared_roots = batch.declared_roots

    def judge(
        self, rendering: Mapping[str, Any], engine: CommentEngine, declared: int | None
    ) -> None:
        """Note what went wrong in the browser (see `browser.thread.open_thread`).

        `declared` is the number on the article's page.
        """
        lost = [one for one in rendering.get("lost", ()) if _is_about_comments(one, engine)]
        if lost:
            self.signs[REFUSED] = Sign(REFUSED, f"the page asked in vain: {lost[0]}")
        if rendering.get("lost") and CONTROL in self.earlier_signs and not self.brought:
            # What was pressed has brought an error, and may be gone for that.
            self.signs.setdefault(CONTROL, self.earlier_signs[CONTROL])
        asked = any(engine.reads(answer["url"]) for answer in rendering["answers"])
        expected = engine.widget is not None and engine.widget.answers
        if expected and not asked and not self.comments:
            self.status, self.trouble = "error", "browser: the widget asked for no comments"
        if rendering["ended"] not in {"complete", "exhausted"} and not self.whole(declared):
            self.trouble = f"browser: {rendering['ended']}"
        if rendering.get("wall"):
            self.status, self.trouble = "partial", f"wall: {rendering['wall']}"

    @property
    def brought(self) -> bool:
        """Whether the last way brought a comment that was not known before it."""
        return len(self.comments) > self.known

    def cut(self, number: int) -> None:
        """Keep no more than so many comments, the first that came."""
        for key in list(self.comments)[number:]:
            del self.comments[key]

    def turn(self) -> Said:
        """Clear what the last way reported about itself, for the next one; return it."""
        self.earlier_signs, self.signs = self.standing, {}
        self.seen, self.known = set(), len(self.comments)
        said = Said(self.status, self.reason, self.trouble)
        self.earlier += [self.trouble] if self.trouble else []
        self.status = self.reason = self.trouble = None
        return said

    def turn_back(self, said: Said) -> None:
        """Restore what the last way reported, if the next one turned out not to exist."""
        if not (self.status or self.reason or self.trouble):
            self.status, self.reason, self.trouble = said
            self.earlier = self.earlier[:-1] if said.trouble else self.earlier

    def turn_pages(self) -> Batch:
        """Return the requests for the further pages of the list whose first page was read."""
        # Sure to be pages of comments, or perhaps those of an article that has them all on each.
        self.paged = PAGES in self.standing
        self.signs = {n: one for n, one in self.standing.items() if n not in {PAGES, NEXT}}
        self.earlier_signs = {}
        return Batch(more=self.pages)

    def end_pages(self) -> None:
        """Note that all further pages were read: that they link to each other tells no more."""
        for name in (PAGES, NEXT):
            self.signs.pop(name, None)
        if self.paged and len(self.comments) == self.known:
            self.signs[PAGES] = Sign(PAGES, "the further pages of comments brought nothing new")

    @property
    def standing(self) -> dict[str, Sign]:
        """The signs of more that nothing read since has answered."""
        again = self.seen and len(self.seen) >= self.known and not self.trouble
        return dict(self.signs) if again else {**self.earlier_signs, **self.signs}

    def against(self, declared: int | None) -> list[Sign]:
        """Return the signs that what is here is not all, where `declared` comments are declared.

        If exactly these are here only what is sure counts. A number equal to that of the top-level
        comments may count these alone.
        """
        comments = self.comments.values()
        signs = [*self.standing.values(), *of_comments(comments, self.declared_roots)]
        replies = sum(comment.parent_id is not None for comment in comments)
        # What a control promises is answered by as many replies, wherever they came from.
        signs = [
            one
            for one in signs
            if one.name != CONTROL or not one.is_answered(len(comments), replies)
        ]
        if declared is None or declared != len(comments):
            return signs
        return [one for one in signs if one.sure or (one.promised and not replies)]

    @property
    def troubles(self) -> str | None:
        """What went wrong on all ways, in their order."""
        return "; ".join([*self.earlier, *([self.trouble] if self.trouble else [])]) or None

    def number(self, on_page: int | None) -> int | None:
        """Return how many comments there are, as the system says or else the page does."""
        return self.declared if self.declared is not None else on_page

    def whole(self, declared: int | None) -> bool:
        """Return whether everything declared is here; False if that is unknown."""
        known = self.number(declared)
        if len(self.comments) < max(known or 0, self.at_least or 0) or self.against(known):
            return False
        if self.declared_roots is not None and self.declared is None:
            return not self.lacks_roots(declared) and not self.trouble
        return known is not None

    def lacks_roots(self, declared: int | None) -> bool:
        """Return whether there are fewer top-level comments than the only number that is known."""
        if self.declared_roots is None or self.number(declared) is not None:
            return False
        roots = sum(comment.parent_id is None for comment in self.comments.values())
        return roots < self.declared_roots

    def swept(self, declared: int | None) -> bool:
        """Return whether what is missing is gone: all was read, and nothing contradicts that.

        `declared` is the number on the article's page.
        """
        if self.trouble or self.status is not None or not self.steady:
            return False
        if self.against(self.number(declared)):
            return False
        if not self.comments:
            return self.declared == 0 and self.answered
        if self.declared is None and self.declared_roots is None and declared is None:
            # The end of a list in the browser may be a script that failed.
            return self.via != "browser"
        return self.whole(declared)


def _is_about_comments(lost: str, engine: CommentEngine) -> bool:
    _, url, *rest = lost.split(" ")
    path = url.partition("://")[2].partition("/")[2]
    said = words(f"{path[-180:]} {rest[0] if rest else ''}")
    return engine.reads(url.removesuffix(":")) or not ASKED.isdisjoint(said)


def together(parts: list[Found], largest: Found) -> Found:
    """Return several systems' comments as one thread list.

    The counts add up if all are known; else those that are known, and what is here of the others,
    are the least that there is.
    """
    known = [one.declared for one in parts]
    least = sum(max(one.declared or 0, one.at_least or 0, len(one.comments)) for one in parts)
    troubles = [one.troubles for one in parts if one.troubles]
    return Found(
        comments={key: comment for one in parts for key, comment in one.comments.items()},
        declared=None if None in known else sum(number or 0 for number in known),
        at_least=least,
        signs={
            sign.name: sign._replace(sure=True)
            for one in parts
            for sign in one.against(one.declared)
        },
        via=largest.via,
        status=largest.status,
        reason=largest.reason,
        trouble="; ".join(troubles) or None,
    )
