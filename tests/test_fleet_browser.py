"""Outlets of one process share one Chromium, and nothing in it."""

import signal
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Lock

import psutil
import pytest

from newscrawl.browser.processes import is_core
from tests.support.fleets import Fleet, until, workers
from tests.support.mixed_paper import Answer, MixedPaper
from tests.support.warm import Process

pytestmark = [pytest.mark.browser, pytest.mark.slow]


class Meeting:
    """Holds back the widgets of all papers until two papers have pages open, or for good."""

    def __init__(self) -> None:
        self.open: dict[str, set[str]] = {}
        self.both, self.go, self.lock = Event(), Event(), Lock()
        self.most = 0

    def wait(self, paper: str, page: str) -> None:
        with self.lock:
            self.open.setdefault(paper, set()).add(page)
            self.most = max(self.most, sum(map(len, self.open.values())))
            if len(self.open) > 1:
                self.both.set()
        self.go.wait(120)

    def left(self, paper: str, page: str) -> None:
        with self.lock:
            self.open.get(paper, set()).discard(page)


class Paper(MixedPaper):
    """A paper on 127.0.0.1, as all others: what one leaves in a context the next would see."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__([("browser", 3)] * 2)
        self.meeting = meeting
        self.strange: list[str] = []
        """Cookies of other papers that its pages saw."""

    def answer(self, path: str, query: dict[str, list[str]]) -> Answer | None:
        if path == "/widget":
            self.meeting.wait(self.base, query["of"][0])
            answer = super().answer(path, query)
            self.meeting.left(self.base, query["of"][0])
            return answer
        if path == "/cookies":
            self.strange += query["seen"]
            return Answer("")
        answer = super().answer(path, query)
        if answer and path.startswith("/browser"):
            name = self.base.rpartition(":")[2]
            told = (
                f"fetch('/cookies?seen=' + (document.cookie || '')); document.cookie = 'p={name}'"
            )
            body = answer.body.replace("<head>", f"<head><script>{told}</script>")
            return answer._replace(body=body)
        return answer


def browsers(run: Process) -> list[psutil.Process]:
    """Return the main processes of the Chromiums that a run has open."""
    below = psutil.Process(run.pid).children(recursive=True)
    return [one for one in below if is_core(one) and "--headless" in one.cmdline()]


def test_outlets_of_a_process_share_one_chromium_and_go_on_in_the_next(tmp_path: Path) -> None:
    meeting = Meeting()
    with ExitStack() as stack:
        papers = [stack.enter_context(Paper(meeting)) for _ in range(3)]
        ours = Fleet(tmp_path, papers)
        run = ours.start("--processes", "1", "--jobs", "3", "--tabs", "3")
        until(meeting.both.is_set)
        (browser,) = [one for one in browsers(run) if "--type=zygote" not in one.cmdline()]
        assert len(workers(run)) == 1
        browser.send_signal(signal.SIGKILL)
        meeting.go.set()
        _, err = run.communicate(timeout=300)
        assert (run.returncode, err) == (0, "")
        assert meeting.most <= 3
        for paper in papers:
            assert paper.losses(ours.record(paper)) == (2, len(paper.truth), 0, 0)
            ports = {one.base.rpartition(":")[2] for one in papers if one is not paper}
            assert not [seen for seen in paper.strange if any(port in seen for port in ports)]
            assert ours.ends(paper) == ["DONE"]
