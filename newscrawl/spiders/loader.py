"""One spider name per site, so that `scrapy crawl sputnik` works; the spiders add no code."""

import builtins

from scrapy import Spider
from scrapy.settings import BaseSettings
from scrapy.spiderloader import SpiderLoader

from newscrawl.plugins import all_sites
from newscrawl.sites.base import Site
from newscrawl.spiders.news import NewsSpider


class Spiders(SpiderLoader):
    """Knows the sites of SITE_MODULES, which a spider module cannot; a project's own come first.

    The setting SPIDER_LOADER_CLASS names it.
    """

    def __init__(self, settings: BaseSettings) -> None:
        super().__init__(settings)
        self.sites = {name: spider_of(site) for name, site in all_sites(settings).items()}

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of a name. Raises KeyError if there is none."""
        if spider_name in self.sites and spider_name not in super().list():
            return self.sites[spider_name]
        return super().load(spider_name)

    def list(self) -> builtins.list[str]:
        return sorted({*super().list(), *self.sites})


def spider_of(site: type[Site]) -> type[NewsSpider]:
    """Return the spider that crawls a site."""
    return type(site.name, (NewsSpider,), {"name": site.name, "site_class": site})
