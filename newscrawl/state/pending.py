"""The lines of one article while they wait for each other."""

from collections.abc import Callable
from dataclasses import dataclass, field

from newscrawl.items import Article, Comment
from newscrawl.state.spill import Spill


@dataclass
class Pending:
    """Lines that wait for an article's last line and all its comments."""

    spill: Spill
    coming: set[str] = field(default_factory=set)
    """Comments on their way through the pipelines, which may be asynchronous."""
    here: list[Article | Comment] = field(default_factory=list)
    last: Article | None = None
    announced: bool = False
    """True if `coming` names every line to come, none of them the article's."""
    notes: list[Callable[[], None]] = field(default_factory=list)
    """Told to the ledger once all of it is written: that the visit was made."""

    @property
    def whole(self) -> bool:
        return bool(self.last or self.announced) and not self.coming
