"""The Scrapy add-on: newscrawl's sites in a project of one's own, next to its other spiders.

    ADDONS = {"newscrawl.Addon": 500}

The project's settings take precedence over newscrawl's, and its own spiders are left alone.
"""

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings, default_settings
from scrapy.utils.misc import load_object

from newscrawl import settings as ours

ADDON = SETTINGS_PRIORITIES["addon"]
SPIDERS = "newscrawl.spiders"
COMPONENTS = ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "ITEM_PIPELINES", "EXTENSIONS")
WIRING = ("DOWNLOAD_HANDLERS", "FEED_STORAGES")
"""How requests of our crawls are sent, plain or by the browser, and how lines are written."""
PROJECTS = frozenset(
    {"BOT_NAME", "SPIDER_MODULES", "NEWSPIDER_MODULE", "COMMANDS_MODULE", "LOG_LEVEL"}
)
"""Settings that say what a project is, and how it logs: never taken over."""


def add_settings(settings: BaseSettings) -> None:
    """Give newscrawl's own settings their defaults: no other spider reads them."""
    for name, value in _ours().items():
        if not hasattr(default_settings, name) and not name.startswith("PLAYWRIGHT_"):
            settings.set(name, value, "addon")


class Addon:
    """Brings the spiders; what else newscrawl needs is set for crawls of its own sites only."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        add_settings(settings)
        modules = settings.getlist("SPIDER_MODULES")
        if SPIDERS not in modules:
            priority = max(settings.getpriority("SPIDER_MODULES") or 0, ADDON)
            settings.set("SPIDER_MODULES", [SPIDERS, *modules], priority)
        settings.set("SPIDER_LOADER_CLASS", ours.SPIDER_LOADER_CLASS, "addon")

    def update_settings(self, settings: BaseSettings) -> None:
        from newscrawl.spiders.news import NewsSpider  # noqa: PLC0415  (loads the whole package)

        if not issubclass(self.crawler.spidercls, NewsSpider):
            return
        given = _ours()
        for name in COMPONENTS:
            _add_components(settings, name, given.pop(name))
        # A project's False is meant for its own spiders; -s is meant for these.
        settings.set("ROBOTSTXT_OBEY", given.pop("ROBOTSTXT_OBEY"), "spider")
        for name in WIRING:
            settings.set(name, {**settings.getdict(name), **given.pop(name)}, "spider")
        for name, value in given.items():
            settings.set(name, value, "addon")


def _ours() -> dict[str, Any]:
    return {n: value for n, value in vars(ours).items() if n.isupper() and n not in PROJECTS}


def _add_components(settings: BaseSettings, name: str, places: dict[str, int | None]) -> None:
    for path, place in places.items():
        if place is None:  # ours stands in its place
            settings.set_in_component_priority_dict(name, load_object(path), None)
        else:
            settings.setdefault_in_component_priority_dict(name, load_object(path), place)
