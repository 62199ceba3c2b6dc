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
        # What an archive has of a site is the site's; a 429 says how long to wait.
        is_capture = CAPTURE in request.meta or "Memento-Datetime" in response.headers
        if is_capture or response.status == 429 or request.meta.get("dont_obey_robotstxt"):
            return response
        if is_bot_wall(Page.of(response)):
            raise Walled
        return response
