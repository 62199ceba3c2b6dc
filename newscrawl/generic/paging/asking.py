"""What a page would ask for next, told again and again while its answers come in.

A thread of a thousand answers is asked about a thousand times, so not all are read each time: what
comes next in a list is learnt from its last answers, beside which comments and requests are known.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from newscrawl.engines.base import ArticleRef, CommentEngine
from newscrawl.generic.json.comments import read_found
from newscrawl.generic.json.find import find
from newscrawl.generic.json.sighting import Capture
from newscrawl.generic.paging.next_page import Ask, Earlier, next_of, requests_of
from newscrawl.generic.paging.replies import replies_of
from newscrawl.generic.paging.steps import Step, steps_of

KEPT = 24
"""Answers read again with the next ones; a thread of fewer is read whole each time."""
OF_LIST = 8
"""Of more, the last ones of the list that is paged."""

Answer = Mapping[str, Any]
"""An answer as `read_answers` takes it."""


class Asking:
    """What was learnt of one page's answers so far."""

    def __init__(self, engine: CommentEngine) -> None:
        self.engine = engine
        self.comments: set[str] = set()
        """The ids of all comments in the answers read."""
        self._read: set[int] = set()
        self._found = Capture([], [], [])
        self._earlier = Earlier()

    def read(self, answers: Sequence[Answer]) -> None:
        """Read what came in. `answers` are all so far, each the same object every time."""
        new = [answer for answer in answers if id(answer) not in self._read]
        if new:
            self._read |= {id(answer) for answer in new}
            self._found = find([*self._kept(), *new])
            self.comments |= self._found.ids.keys()

    def asks(self, answers: Sequence[Answer]) -> list[Ask]:
        """Return the requests for what the page has not fetched yet."""
        self.read(answers)
        if ask := next_of(steps_of(self._found), self._found, self._earlier):
            return [ask]
        # At the end of a list: the replies to all of its comments are asked for together.
        found = self._found if len(self._found.answers) == len(answers) else find(answers)
        nowhere = ArticleRef(id="", url="", site="")
        return replies_of(found, read_found(found, nowhere, self.engine).comments)

    def _kept(self) -> list[Answer]:
        """Return the answers that are read again, and remember what the others said."""
        answers = self._found.answers
        steps = steps_of(self._found)
        if len(self._read) <= KEPT or not steps:
            return answers
        self._earlier.made |= requests_of(self._found)
        self._leave(steps[:-OF_LIST])
        return [answers[step.number] for step in steps[-OF_LIST:]]

    def _leave(self, steps: Sequence[Step]) -> None:
        self._earlier.rows |= {row.id for step in steps for row in step.rows}
        self._earlier.listed |= {row.id for step in steps for row in step.listed}
