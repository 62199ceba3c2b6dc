"""Who a crawl says it is: in every request, the browser's and its scripts' among them."""

from importlib.metadata import version
from pathlib import Path
from typing import ClassVar

import pytest
from scrapy.settings import Settings

from newscrawl.agent import user_agent
from newscrawl.demo import Demo
from newscrawl.demo.server import Handler
from tests.support.crawling import crawl

NAME = f"newscrawl/{version('newscrawl')} (news archive crawler; contact: "


def test_nothing_is_claimed_that_was_not_given() -> None:
    assert user_agent(Settings()) == f"{NAME}none given)"


def test_contact_and_page_are_named() -> None:
    given = Settings({"CONTACT": "me@lab.example", "USER_AGENT_URL": "https://lab.example/bot"})
    assert user_agent(given) == f"{NAME}me@lab.example; +https://lab.example/bot)"


class Listening(Handler):
    heard: ClassVar[set[tuple[str, str]]] = set()
    """User agent and path of each request."""

    def _serve(self) -> None:
        self.heard.add((self.headers["User-Agent"], self.path.partition("?")[0]))
        super()._serve()


def heard(folder: Path, setting: str, **arguments: str) -> set[tuple[str, str]]:
    Listening.heard.clear()
    with Demo(articles=2) as demo:
        demo._server.RequestHandlerClass = Listening
        where = {"base_url": demo.base_url, "since": "2020-12-01", "until": "2021-02-28"}
        run = crawl("sputnik", folder, setting, **where, **arguments)
        assert run.status == 0, run.stderr
    assert any(path == "/robots.txt" for _, path in Listening.heard)
    return Listening.heard


@pytest.mark.browser
def test_every_request_says_it(tmp_path: Path) -> None:
    asked = heard(tmp_path, "CONTACT=me@lab.example")
    assert {agent for agent, _ in asked} == {f"{NAME}me@lab.example)"}
    assert any(path.endswith(".js") for _, path in asked)  # the browser's own


def test_a_users_own_replaces_it(tmp_path: Path) -> None:
    assert {agent for agent, _ in heard(tmp_path, "USER_AGENT=mine/2", comments="no")} == {"mine/2"}
