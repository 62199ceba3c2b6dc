"""A paper in Tokyo that exists only as a declaration."""

from datetime import UTC, datetime

from newscrawl.discovery.base import Window
from newscrawl.sites.base import Edition, Site


class Herald(Site):
    """A paper in Tokyo, with one edition whose zone is sure and one that is guessed."""

    name = "herald"
    editions = (
        Edition(code="sure", host="herald.example", language="ja", timezone="Asia/Tokyo"),
        Edition(
            code="guess",
            host="g.herald.example",
            language="ja",
            timezone="Asia/Tokyo",
            zone_guessed=True,
        ),
    )
    article_paths = (r"^/(?P<day>\d{8})/(?P<id>\d+)\.html$", r"^/story/[a-z-]+$")


SITE = Herald()
MAY = Window(datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC))
