"""What a stand-in of a comment system at its own host is made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any

from newscrawl.demo.invent import Post
from newscrawl.engines.answers import prose
from tests.standins.paper import article_page
from tests.standins.scenario import (
    Answer,
    Call,
    Desk,
    Handler,
    Scenario,
    StandIn,
)

COUNT = 60
SIZE = 7
"""Top-level comments in one answer."""
INLINE = 2
"""Replies that stand in the answer with their root, where a system cuts them."""
ALLOW_ALL = Answer("User-agent: *\nAllow: /\n", "text/plain")


@dataclass(kw_only=True)
class Vendor:
    """One system: a page that embeds it, its answers, and what a perfect reader gets."""

    name: str
    url: str
    routes: dict[str, Handler]
    """By `/host/path` or `POST /host/path`; the page, and every host's robots.txt, included."""
    truth: list[dict[str, Any]]
    pages: str = ""
    """The route that is asked again and again, which a test lets fail."""
    robots: str = ""
    """The route of the robots.txt that the system's answers stand under."""
    lost: frozenset[str] = field(default_factory=frozenset)
    """Columns of the truth that the system's own answers do not hold."""
    closed: Mapping[str, Answer] = field(default_factory=dict)
    """What a route answers for a thread that is closed and empty, where the system says so."""


def of(
    standin: StandIn,
    host: str = "lab.example",
    change: Mapping[str, Handler] | None = None,
    **kw: Any,
) -> Vendor:
    """Return a stand-in of the lab with its scripts at the vendors' own addresses."""
    name = standin.scenario.name
    url = f"https://{host}/2026/03/{name}.html"
    placed = StandIn(
        scenario=Scenario(name=name, url=url, truth=[], declared=standin.scenario.declared),
        widget=standin.widget,
    )
    html = article_page(desk(host), placed, standin.widget)
    routes: dict[str, Handler] = dict(standin.vendor)
    routes |= {f"/{host}{path}": at_host(host, handler) for path, handler in standin.paper.items()}
    routes |= {
        **(change or {}),
        f"/{host}/2026/03/{name}.html": lambda _: Answer(html, "text/html"),
    }
    named = {route.partition(" ")[2] or route for route in routes}
    for other in {route.split("/")[1] for route in named}:
        routes[f"/{other}/robots.txt"] = lambda _: ALLOW_ALL
    return Vendor(url=url, routes=routes, truth=kw.pop("rows", standin.scenario.truth), **kw)


def at_host(host: str, handler: Handler) -> Handler:
    return lambda call: handler(call._replace(path=call.path.removeprefix(f"/{host}")))


def either(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the truth where nobody saw whether a text is HTML: what looks so is taken for it."""
    return [{**row, "text": row["text"] and prose(row["text"])[0]} for row in rows]


def removed(rows: Iterable[dict[str, Any]], **said: Any) -> list[dict[str, Any]]:
    """Return the truth of a system that says more of a removed comment."""
    return [{**row, **said} if row["status"] != "visible" else row for row in rows]


def desk(host: str = "lab.example") -> Desk:
    # The stand-ins' routes begin with the vendor's host: with this base they are its real address.
    return Desk(1, f"https://{host}", "https:/")


def capped(handler: Handler, **most: int) -> Handler:
    """Return the handler of a server that gives less at once than it is asked for."""

    def given(call: Call) -> Answer:
        cut = {name: str(min(call.number(name, limit), limit)) for name, limit in most.items()}
        return handler(call._replace(query={**call.query, **cut}))

    return given


def own(
    name: str, widget: str, routes: Mapping[str, Handler], rows: list[dict[str, Any]], **kw: Any
) -> Vendor:
    scenario = Scenario(name=name, truth=rows, declared=kw.pop("declared", len(rows)))
    standin = StandIn(scenario=scenario, widget=widget, vendor=routes)
    return of(standin, name=name, **kw)


def as_html(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>".replace("\n\n", "</p><p>").replace("\n", "<br>")


def below(posts: list[Post], root: Post) -> list[Post]:
    inside = {root.id}
    for post in posts:
        if post.parent in inside:
            inside.add(post.id)
    return [post for post in posts if post.id in inside and post is not root]
