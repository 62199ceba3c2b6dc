"""How many files an article passes on its way from its link to its line.

`python -m tests.tools.trace` crawls `small_paper` in this process: once without comments, once
with three in WordPress, all of which are new. What counts is each call of a function of the
package (the demo left out), a generator that goes on included, from the first one that is given
the link to the article's last line. A change is a call into another file than the last call's.
Tables that a process makes once, such as the words of dates, are made before.

`python -m tests.tools.trace yes FILE` lists the changes to and from a file of the package (`all`
for every file) on the way with comments. The clocks of the run tick meanwhile, so that two runs
differ by one change in fifty.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

from scrapy.crawler import CrawlerProcess
from scrapy.exporters import JsonLinesItemExporter
from scrapy.utils.project import get_project_settings

import newscrawl
from newscrawl import read_comments
from newscrawl.discovery.base import Link
from tests.support.small_paper import SmallPaper, small_paper

PACKAGE = str(Path(newscrawl.__file__).parent)
LINE = JsonLinesItemExporter.export_item.__code__
ROW = '<article class="comment"><b class="author">Ada</b> <i>5. Mai 2026, 5:05 μ.μ.</i><p>Yes.</p>'
COMMENTS = {1: "The old one was fine.", 2: "Who pays for it?", 3: "See you there on Sunday."}


class Trace:
    """The files of the calls between an article's link and its last line, in order."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.begun = self.ended = False

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or self.ended:
            return
        if frame.f_code is LINE:
            item = frame.f_locals["item"]
            self.ended = getattr(item, "comments_status", None) is not None
        elif (file := frame.f_code.co_filename).startswith(PACKAGE) and "/demo/" not in file:
            self.begun = self.begun or any(isinstance(v, Link) for v in frame.f_locals.values())
            if self.begun:
                self.files.append(file.removeprefix(f"{PACKAGE}/"))

    def changes(self) -> list[tuple[str, str]]:
        """Return (file, next file) of each change."""
        steps = zip(self.files, self.files[1:], strict=False)
        return [(one, other) for one, other in steps if one != other]


def trace(comments: str) -> Trace:
    """Crawl the paper and return the way of its article."""
    found = Trace()
    paper = SmallPaper(comments=dict(COMMENTS))
    with TemporaryDirectory() as output, small_paper(paper):
        settings = get_project_settings()
        settings.setdict({"OUTPUT_DIR": output, "LOG_ENABLED": False}, "cmdline")
        process = CrawlerProcess(settings)
        process.crawl("news", url=paper.base, since="2026-03-01", comments=comments)
        read_comments(ROW, "https://paper.example/")
        sys.setprofile(found)
        process.start()
        sys.setprofile(None)
    if not found.ended:
        raise SystemExit("no line of the article was written")
    return found


def main(comments: str = "", file: str = "") -> None:
    """Trace both ways, each in a process of its own: a reactor starts once."""
    if not comments:
        for way in ("no", "yes"):
            subprocess.run([sys.executable, "-m", "tests.tools.trace", way], check=True)
        return
    found = trace(comments)
    changes = found.changes()
    print(f"comments={comments}: {len(set(found.files))} files, {len(changes)} changes of file")
    if file:
        for (one, other), number in Counter(changes).most_common():
            if file in {one, other, "all"}:
                print(f"{number:5} {one} -> {other}")


if __name__ == "__main__":
    main(*sys.argv[1:])
