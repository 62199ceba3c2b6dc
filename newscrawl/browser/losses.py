"""What a page's scripts asked for in vain: refused by us, by the server, or never answered."""

from playwright.async_api import Request, Response

from newscrawl.browser.refusals import ASKED
from newscrawl.writes import called

MOST = 100
WHY = {"write": "not let through, as it may write", "robots": "forbidden by robots.txt"}
"""Of our reasons to refuse something those that may cost comments."""
ABORTED = "ERR_ABORTED"
"""The page gave a request up itself."""


class Losses:
    """The requests of one page that brought nothing, each as a line for `comments_reason`."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self._barred: set[Request] = set()

    def refused(self, request: Request, reason: str) -> None:
        """Note that we let a request not through."""
        self._barred.add(request)
        if why := WHY.get(reason):
            self._tell(request, why)

    def failed(self, request: Request) -> None:
        """Note that a request had no answer."""
        given_up = request in self._barred or ABORTED in (request.failure or "")
        if request.resource_type in ASKED and not given_up:
            self._tell(request, "no answer")

    def answered(self, response: Response) -> None:
        """Note an answer if it is a refusal or an error."""
        request = response.request
        if response.status >= 400 and request.resource_type in ASKED:
            self._tell(request, f"HTTP {response.status}")

    def _tell(self, request: Request, why: str) -> None:
        if len(self.told) < MOST:
            body = request.post_data_buffer if request.method == "POST" else None
            said = "" if body is None else body.decode("utf-8", "replace")
            self.told.append(f"{called(request.method, request.url, said)}: {why}")
