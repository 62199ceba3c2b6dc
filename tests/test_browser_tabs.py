"""Pages of one host are opened side by side, and its delay stays between their starts."""

import time
from pathlib import Path
from threading import Event

import pytest

from tests.support.crawling import crawl
from tests.support.mixed_paper import Answer, MixedPaper

pytestmark = pytest.mark.browser
DELAY = 0.5


class Meeting(MixedPaper):
    """A paper whose widgets answer once two articles are open in the browser."""

    def __init__(self) -> None:
        super().__init__([("browser", 3)] * 3)
        self.asked: list[float] = []
        self.open: set[str] = set()
        self.met = Event()

    def answer(self, path: str, query: dict[str, list[str]]) -> Answer | None:
        if path == "/widget":
            self.open |= set(query["of"])
            if len(self.open) > 1:
                self.met.set()
            self.met.wait(20)
        else:
            self.asked.append(time.monotonic())
        return super().answer(path, query)


def test_tabs_of_one_host_are_open_together_and_begin_apart(tmp_path: Path) -> None:
    with Meeting() as paper:
        run = crawl(
            "news",
            tmp_path,
            f"DOWNLOAD_DELAY={DELAY}",
            "DOWNLOAD_DELAY_JITTER=0",
            "AUTOTHROTTLE_ENABLED=False",
            **paper.arguments,
        )
        assert paper.met.is_set()
        assert paper.losses(run) == (3, len(paper.truth), 0, 0)
    # A page is asked for a little after its start, so only the sum of the gaps is sure.
    assert max(paper.asked) - min(paper.asked) > DELAY * (len(paper.asked) - 1) * 0.9
