"""Small papers with what can be wrong with an outlet, and a host of comments that many share."""

from dataclasses import dataclass, field
from threading import Event

from tests.support.small_paper import FEED, PATH, STORY, SmallPaper

Answer = tuple[int, str, dict[str, str]]
XML = {"Content-Type": "text/xml"}


@dataclass
class Talk(SmallPaper):
    """A host of comments: each paper's under a path of its own."""

    threads: dict[str, dict[int, str]] = field(default_factory=dict)
    """By the path of a paper, as `/paper7`."""

    def answer(self, path: str, query: dict[str, list[str]]) -> Answer:
        paper = path.removesuffix("/wp/v2/comments")
        if paper not in self.threads:
            return 404, "", {}
        self.comments, self.api = self.threads[paper], paper
        return super().answer(path, query)


@dataclass
class Sharer(SmallPaper):
    """A paper whose comments another host has."""

    talk: str = ""
    """The address of its comments there."""

    def answer(self, path: str, query: dict[str, list[str]]) -> Answer:
        status, text, headers = super().answer(path, query)
        return status, text.replace(f"{self.base}{self.api}/", f"{self.talk}/"), headers


@dataclass
class Sick(SmallPaper):
    """A paper that has a trouble from time to time, or for good."""

    trouble: str = ""
    is_sick: bool = False
    go: Event = field(default_factory=Event)
    """Set when a paper that hangs is to answer after all."""

    def answer(self, path: str, query: dict[str, list[str]]) -> Answer:
        well = super().answer(path, query)
        if not self.is_sick:
            return well
        answer: Answer = getattr(self, f"_{self.trouble}")(path, well)
        return answer

    def _overloaded(self, _path: str, _well: Answer) -> Answer:
        return 503, "", {}

    def _hanging(self, _path: str, well: Answer) -> Answer:
        self.go.wait(60)
        return well

    def _robots(self, path: str, well: Answer) -> Answer:
        rules = "User-agent: *\nDisallow: /\n"
        return (200, rules, {"Content-Type": "text/plain"}) if path == "/robots.txt" else well

    def _endless(self, path: str, well: Answer) -> Answer:
        if path == "/feed.xml":
            return self._feed([PATH, *(f"{PATH}-{n}" for n in range(900))])
        if path.startswith(f"{PATH}-"):
            return 200, STORY.format(base=self.base, api="/none", text=self.text), {}
        if path == "/none/wp/v2/comments":
            counts = {"X-WP-Total": "0", "X-WP-TotalPages": "0"}
            return 200, "[]", {"Content-Type": "application/json", **counts}
        return well

    def _flood(self, path: str, well: Answer) -> Answer:
        """Its feed is full of pages that are not there."""
        gone = [f"{PATH}-gone-{n}" for n in range(9)]
        return self._feed([PATH, *gone]) if path == "/feed.xml" else well

    def _busy(self, path: str, well: Answer) -> Answer:
        return well if path == "/robots.txt" else (429, "", {"Retry-After": "7200"})

    def _redesign(self, path: str, well: Answer) -> Answer:
        return (200, "<html><h1>Welcome to our app</h1></html>", {}) if path == PATH else well

    def _huge(self, path: str, well: Answer) -> Answer:
        """Its sitemap has more than anybody wants, all of it old."""
        if path == "/robots.txt":
            return 200, f"Sitemap: {self.base}/sitemap.xml\n", {"Content-Type": "text/plain"}
        if path == "/sitemap.xml":
            space = "http://www.sitemaps.org/schemas/sitemap/0.9"
            old = "<url><loc>{}/2009/01/01/old-{}</loc><lastmod>2009-01-01</lastmod></url>"
            urls = "".join(old.format(self.base, n) for n in range(20_000))
            return 200, f'<urlset xmlns="{space}">{urls}</urlset>', XML
        return well

    def _feed(self, paths: list[str]) -> Answer:
        item = FEED.partition("<item>")[2].partition("</item>")[0]
        items = "".join(f"<item>{item.format(base=self.base, path=one)}</item>" for one in paths)
        return 200, f'<rss version="2.0"><channel>{items}</channel></rss>', XML
