"""A page to which a redirect led is read again as what was asked for."""

from dataclasses import dataclass
from pathlib import Path

from tests.support.crawling import crawl
from tests.support.rereading import lines_of, reread
from tests.support.small_paper import FEED, PATH, SmallPaper, small_paper


@dataclass
class LedPaper(SmallPaper):
    """Its feed names addresses that lead to the articles."""

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, str, dict[str, str]]:
        if path == "/feed.xml":
            feed = FEED.format(base=self.base, path=f"/go{PATH}")
            return 200, feed, {"Content-Type": "text/xml"}
        if path == f"/go{PATH}":
            return 302, "", {"Location": PATH}
        return super().answer(path, query)


def test_what_was_asked_for_is_asked_for_again(tmp_path: Path) -> None:
    with small_paper(LedPaper(comments={1: "The first word."})) as paper:
        # The redirect and the page are a second apart: the page is the newer one.
        settings = ("KEEP_PAGES=warc", "BROWSER=never", "DOWNLOAD_DELAY=1.1")
        live = crawl("news", tmp_path / "out", *settings, url=paper.base, since="2026-03-01")
    assert (live.status, live.stderr) == (0, "")
    assert {one["request_url"] for one in live.lines("articles")} == {f"{paper.base}/go{PATH}"}
    anew = reread(live, tmp_path / "anew")
    assert (anew.status, anew.stderr) == (0, "")
    for kind in ("articles", "comments"):
        assert lines_of(anew, kind) == lines_of(live, kind)
