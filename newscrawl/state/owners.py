"""Which article a comment belongs to: the one in whose thread it was met first."""

from collections import defaultdict

from newscrawl.state.ledger import Ledger


class Owners:
    """The articles of comments that are written, and of those whose threads are being read."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._reading: dict[str, str] = {}
        self._of: defaultdict[str, set[str]] = defaultdict(set)

    def take(self, comment_id: str, article_id: str) -> str:
        """Return the article of a comment: `article_id`, unless another had it before."""
        if owner := self.owner(comment_id):
            return owner
        self._of[article_id].add(comment_id)
        return self._reading.setdefault(comment_id, article_id)

    def owner(self, comment_id: str) -> str | None:
        """Return the article of a comment; None if no article has it yet."""
        return self._reading.get(comment_id) or self.ledger.article_of(comment_id)

    def release(self, article_id: str) -> None:
        """Note that the thread of an article is in the ledger."""
        for comment_id in self._of.pop(article_id, ()):
            del self._reading[comment_id]
