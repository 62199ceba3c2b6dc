"""The lab: a paper's origin and a vendor's, on two ports, with a page for every stand-in."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from importlib.resources import files
from typing import Self

from tests.standins.coral import graphql_shadow
from tests.standins.disqus import iframe
from tests.standins.feeds import consent, lazy, read_more, unknown_cursor, unknown_json
from tests.standins.fragments import (
    duplicates,
    flat_levels,
    infinite_scroll,
    relative_times,
    same_text,
)
from tests.standins.ghost import srcdoc
from tests.standins.languages import languages
from tests.standins.nested import two_level_replies
from tests.standins.openweb import shadow_post
from tests.standins.paper import article_page, front_page
from tests.standins.scenario import MISSING, Answer, Call, Desk, Handler, Scenario, StandIn
from tests.standins.server import Origin
from tests.standins.viafoura import bootstrap
from tests.standins.virtual import virtual_list
from tests.standins.walls import (
    closed,
    declared_more,
    empty,
    login_wall,
    navigating_button,
)
from tests.standins.wpdiscuz import wpdiscuz

BUILDERS: tuple[Callable[[Desk], StandIn], ...] = (
    iframe,
    shadow_post,
    graphql_shadow,
    bootstrap,
    infinite_scroll,
    virtual_list,
    two_level_replies,
    read_more,
    lazy,
    consent,
    login_wall,
    relative_times,
    *languages(),
    srcdoc,
    flat_levels,
    unknown_json,
    unknown_cursor,
    declared_more,
    empty,
    closed,
    duplicates,
    same_text,
    navigating_button,
    wpdiscuz,
)

ALIASES = {
    "/labpost.disqus.com/embed.js": "disqus_embed.js",
    "/launcher.spot.im/spot/*": "openweb.js",
    "/cdn.viafoura.net/entry/index.js": "viafoura.js",
    "/js/comments-ui.min.js": "ghost.js",
}
"""Vendors' script addresses, the real host as first part of the path, so that it is recognised."""


class StandIns:
    """Serves every scenario while the `with` block lasts. The same seed gives the same words.

    Both origins listen on 127.0.0.1. The vendor's is called `localhost`, so that for a browser it
    is another site and not only another port.
    """

    def __init__(
        self, seed: int = 1, *, ports: tuple[int, int] = (0, 0), vendor_host: str = "localhost"
    ) -> None:
        self._paper = Origin("127.0.0.1", ports[0])
        self._vendor = Origin(vendor_host, ports[1])
        self.paper = self._paper.url
        """Base URL of the newspaper, without a slash at the end."""
        self.vendor = self._vendor.url
        self._stack = ExitStack()
        desk = Desk(seed, self.paper, self.vendor)
        standins = [self._addressed(build(desk)) for build in BUILDERS]
        self.scenarios: dict[str, Scenario] = {one.scenario.name: one.scenario for one in standins}
        for origin in (self._paper, self._vendor):
            origin.routes |= {"/js/*": _script, "/robots.txt": _robots}
            origin.routes |= {path: _named(file) for path, file in ALIASES.items()}
        for one in standins:
            self._paper.routes |= {_path(one.scenario): _page(desk, one), **one.paper}
            self._vendor.routes |= one.vendor
        self._paper.routes["/"] = lambda _: Answer(front_page(standins), "text/html")

    @property
    def written(self) -> list[str]:
        """Method and path of every vote, reply, report, share and login that was pressed."""
        return self._paper.written + self._vendor.written

    @property
    def writes(self) -> int:
        """How many writes came in. A reader leaves this at 0."""
        return len(self.written)

    @property
    def asked(self) -> list[str]:
        """Method and path of every call, the paper's first."""
        return self._paper.asked + self._vendor.asked

    def __enter__(self) -> Self:
        self._stack.enter_context(self._paper)
        self._stack.enter_context(self._vendor)
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _addressed(self, standin: StandIn) -> StandIn:
        name = standin.scenario.name
        query = f"?lang={standin.language}" if name.startswith("lang_") else ""
        url = f"{self.paper}/2026/03/{name}.html{query}"
        return replace(standin, scenario=replace(standin.scenario, url=url))


def _path(scenario: Scenario) -> str:
    return f"/2026/03/{scenario.name}.html"


def _page(desk: Desk, standin: StandIn) -> Handler:
    def page(call: Call) -> Answer:
        widget = str(standin.page(call).body) if standin.page else standin.widget
        return Answer(article_page(desk, standin, widget), "text/html")

    return page


def _script(call: Call) -> Answer:
    file = files(__package__) / "js" / call.path.rsplit("/", 1)[1]
    return Answer(file.read_text("utf-8"), "text/javascript") if file.is_file() else MISSING


def _named(file: str) -> Handler:
    return lambda call: _script(call._replace(path=f"/js/{file}"))


def _robots(_: Call) -> Answer:
    return Answer("User-agent: *\nDisallow: /write/\n", "text/plain")
