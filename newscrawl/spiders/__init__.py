"""One spider name per site, so that `scrapy crawl sputnik` works; no code of their own."""

from newscrawl.plugins import all_sites
from newscrawl.spiders.news import NewsSpider

for _name, _site in all_sites().items():
    # Scrapy lists the spiders of a module by their __module__.
    globals()[_name] = type(
        _name, (NewsSpider,), {"name": _name, "site_class": _site, "__module__": __name__}
    )
