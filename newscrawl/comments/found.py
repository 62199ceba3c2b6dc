"""What the ways to one comment system have brought so far, and what each said of itself."""

from dataclasses import dataclass, field
from typing import NamedTuple

from scrapy import Request

from newscrawl.comments.base import Batch
from newscrawl.items import Comment, CommentsStatus, CommentsVia


class Said(NamedTuple):
    """What one way said of itself."""

    status: CommentsStatus | None
    reason: str | None
    trouble: str | None


@dataclass(kw_only=True, slots=True)
class Found:
    """What the ways to one system have brought so far."""

    comments: dict[str, Comment] = field(default_factory=dict)
    rows: set[str] = field(default_factory=set)
    """Those read from markup: the system's own JSON knows better, and takes their place."""
    pages: list[Request] = field(default_factory=list)
    """Further pages of comments that the HTML links to."""
    declared: int | None = None
    declared_roots: int | None = None
    via: CommentsVia | None = None
    status: CommentsStatus | None = None
    reason: str | None = None
    trouble: str | None = None
    """What went wrong on the last way, if anything did."""
    earlier: list[str] = field(default_factory=list)
    """What went wrong on the ways before it."""
    refused: bool = False
    """Whether a server refused us on one of the ways."""

    def take(self, batch: Batch, via: CommentsVia, fetched: str | None, *, markup: bool) -> None:
        """Add a batch, `fetched` at that moment. A comment seen before keeps its place."""
        before = len(self.comments)
        for comment in batch.comments:
            comment.metadata.date_downloaded = fetched
            comment.metadata.rendered = via == "browser"
            if comment.id not in self.comments or (comment.id in self.rows and not markup):
                self.comments[comment.id] = comment
                (self.rows.add if markup else self.rows.discard)(comment.id)
        if len(self.comments) > before or self.via is None:
            self.via = via
        if batch.declared is not None:
            self.declared = batch.declared
        if batch.declared_roots is not None:
            self.declared_roots = batch.declared_roots
        if batch.status in {"blocked", "error", "partial"}:
            self.trouble = batch.reason or batch.status
        if batch.status:
            self.status, self.reason = batch.status, batch.reason
        self.refused = self.refused or batch.status == "blocked"

    def turn(self) -> Said:
        """Forget what the last way said of itself, for the next one; return it."""
        said = Said(self.status, self.reason, self.trouble)
        self.earlier += [self.trouble] if self.trouble else []
        self.status = self.reason = self.trouble = None
        return said

    def turn_back(self, said: Said) -> None:
        """Take up again what the last way said, if the next one turned out not to exist."""
        if not (self.status or self.reason or self.trouble):
            self.status, self.reason, self.trouble = said
            self.earlier = self.earlier[:-1] if said.trouble else self.earlier

    @property
    def troubles(self) -> str | None:
        """What went wrong on all ways, in their order."""
        return "; ".join([*self.earlier, *([self.trouble] if self.trouble else [])]) or None

    def whole(self, declared: int | None) -> bool:
        """Return whether everything declared is here; False while nothing tells."""
        if self.declared_roots is not None and self.declared is None:
            roots = sum(comment.parent_id is None for comment in self.comments.values())
            return roots >= self.declared_roots and not self.trouble
        declared = self.declared if self.declared is not None else declared
        return declared is not None and len(self.comments) >= declared


def together(parts: list[Found], largest: Found) -> Found:
    """Return several systems' comments as one thread list; the counts add up if all are known."""
    declared = [one.declared for one in parts if one.declared is not None]
    troubles = [one.troubles for one in parts if one.troubles]
    return Found(
        comments={key: comment for one in parts for key, comment in one.comments.items()},
        declared=sum(declared) if len(declared) == len(parts) else None,
        via=largest.via,
        status=largest.status,
        reason=largest.reason,
        trouble="; ".join(troubles) or None,
    )
