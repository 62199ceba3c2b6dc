"""Keys of comment systems reach no log, at any level."""

import json
from pathlib import Path

from tests.support.crawling import crawl
from tests.support.serving import serving

KEY = "sEcReTkEy0123"
PAGE = f"""<!doctype html><html lang="en"><head><meta property="og:type" content="article">
<title>Harbour</title></head><body><article><h1>Harbour council</h1>
<p>The council planned a festival by the harbour.</p></article><div id="vuukle-comments"></div>
<script>
var VUUKLE_CONFIG = {{"articleId": "7", "host": "paper.example", "apiKey": "{KEY}"}};</script>
</body></html>"""


def test_no_key_is_logged(tmp_path: Path) -> None:
    answers = {"/harbour-council.html": (200, "text/html", PAGE.encode())}
    with serving(answers) as base:
        run = crawl(
            "news",
            tmp_path,
            "LOG_LEVEL=DEBUG",
            "COMMENT_ENGINES_OFF=generic",
            "RETRY_ENABLED=False",
            urls=f"{base}/harbour-council.html",
        )
    assert "vuukle" in json.dumps(run.lines("articles"))
    assert "apiKey=..." in run.stderr
    assert KEY not in run.stderr
    assert KEY not in json.dumps(run.lines("articles"))
