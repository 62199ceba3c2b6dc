"""What a rendered page may not load."""

import pytest

from newscrawl.browser.refusals import refusal

PAPER = "https://paper.example"


@pytest.mark.parametrize(
    ("method", "url", "kind", "why"),
    [
        ("GET", f"{PAPER}/a.jpg", "image", "heavy"),
        ("GET", "https://www.google-analytics.com/collect", "xhr", "tracker"),
        ("GET", f"{PAPER}/services/likes/like/?article_id=1&value=1", "xhr", "write"),
        ("POST", f"{PAPER}/services/comments/add/", "xhr", "write"),
        ("GET", f"{PAPER}/services/chat/add_emoji/?id=1", "fetch", "write"),
        ("POST", f"{PAPER}/api/vote", "fetch", "write"),
        ("DELETE", f"{PAPER}/api/comments/1", "fetch", "write"),
        ("PUT", f"{PAPER}/id/3", "xhr", "write"),
        ("POST", f"{PAPER}/services/comments/get_list/", "xhr", None),
        ("POST", f"{PAPER}/v1.0.0/conversation/read", "fetch", None),
        ("GET", f"{PAPER}/services/chat/get/?article_id=1", "fetch", None),
        ("GET", f"{PAPER}/report/2026/", "document", None),
        ("GET", "data:text/html,x", "document", None),
    ],
)
def test_refusal(method: str, url: str, kind: str, why: str | None) -> None:
    assert refusal(method, url, kind) == why
