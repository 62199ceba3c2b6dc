"""Bot walls are no answers: they are recorded as `blocked`, neither read nor evaded."""

from scrapy import Request, Spider
from scrapy.http import Response

from newscrawl.archive.capture import CAPTURE
from newscrawl.extract.bot_wall import is_bot_wall
from newscrawl.net.failures import Walled
from newscrawl.page import Page


class BotWalls:
    """Stands behind what follows a refresh and what asks again: a wall may ask for both."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Response:
        asks_later = response.status == 429  # which says how long to wait
        if asks_later or request.meta.get("dont_obey_robotstxt") or CAPTURE in request.meta:
            return response
        if is_bot_wall(Page.of(response)):
            raise Walled
        return response
