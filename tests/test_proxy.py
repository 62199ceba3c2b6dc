"""A whole crawl through the proxy of `http_proxy` and `https_proxy`, which wants a login."""

from pathlib import Path

import pytest

from tests.hostile.pages import HEALTHY_COMMENTS, article
from tests.standins.scenario import Answer
from tests.support.crawling import crawl
from tests.support.hosts import hosts
from tests.support.watching import needs_chromium

PLAIN = "http://plain.example/2026/03/a-quiet-harbour-on-monday.html"
SECURE = "https://paper.example/2026/03/a-quiet-harbour-on-tuesday.html"
ROUTES = {
    f"/{url.partition('//')[2]}": lambda _, name=name: Answer(article(name, [], 1), "text/html")
    for name, url in (("monday", PLAIN), ("tuesday", SECURE))
}
LOGIN = "me:p@ss word"
SETTINGS = (
    "DOWNLOAD_DELAY=0",
    "AUTOTHROTTLE_ENABLED=0",
    "RETRY_TIMES=0",
    # Chromium takes the proxy from the environment, but no certificate.
    'PLAYWRIGHT_LAUNCH_OPTIONS={"args": ["--ignore-certificate-errors"]}',
)


@pytest.mark.slow
@pytest.mark.browser
@needs_chromium
def test_pages_and_their_browser_go_through_the_proxy_with_its_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only the proxy knows these names: no request that goes past it finds a host.
    with hosts(ROUTES, tmp_path, monkeypatch, LOGIN) as proxy:
        run = crawl("news", tmp_path / "out", *SETTINGS, urls=f"{PLAIN},{SECURE}")
    read = {row["request_url"]: row for row in run.latest("articles").values()}
    for url in (PLAIN, SECURE):
        assert read[url]["comments_status"] == "complete", run.stderr
        assert read[url]["comments_collected"] == HEALTHY_COMMENTS
        assert proxy.asked.count(f"GET /{url.partition('//')[2]}") == 2  # plain, then the browser
    assert not [one for one in proxy.asked if one.startswith("407")]
    assert run.status == 0
