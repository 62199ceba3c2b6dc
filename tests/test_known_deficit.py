"""Comments that a site counts and no longer shows: told once, and no loss of each later run."""

from pathlib import Path

import pytest

from newscrawl.runs.exits import Exit
from tests.support.crawling import crawl
from tests.support.serving import serving

ROWS = "".join(
    f'<li class="comment" id="comment-{n}"><b class="author">Reader {n}</b> '
    f'<time datetime="2026-11-25T1{n}:00:00Z"></time><p>The weir holds, say {n} of us.</p></li>'
    for n in range(9)
)
PAGE = (
    "<html lang=en><head><title>The weir</title></head><body><article><h1>The weir is mended</h1>"
    f"<p>{'The river is back in its bed. ' * 30}</p></article><section id=comments>"
    f"<h2>12 comments</h2><ul>{ROWS}</ul></section></body></html>"
)


@pytest.mark.slow
@pytest.mark.browser
def test_what_a_thread_lacked_before_is_no_loss_of_the_next_run(tmp_path: Path) -> None:
    with serving({"/weir": (200, "text/html", PAGE.encode())}) as base:
        runs = [
            crawl("news", tmp_path, "DOWNLOAD_DELAY=0", urls=f"{base}/weir", revisit="all")
            for _ in range(2)
        ]
    assert [run.status for run in runs] == [Exit.INCOMPLETE, Exit.DONE]
    assert "9 of 12 declared comments" in runs[0].stderr
    [article] = runs[1].latest("articles").values()
    assert (article["comments_status"], article["comments_collected"]) == ("partial", 9)
    assert article["comments_reason"]
