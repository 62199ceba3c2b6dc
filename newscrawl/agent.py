"""The user agent: who asks, and how a site's owner can reach them."""

from importlib.metadata import version

from scrapy.settings import BaseSettings

VERSION = version("newscrawl")


def user_agent(settings: BaseSettings) -> str:
    """Return what a crawl calls itself: name, version, CONTACT and USER_AGENT_URL."""
    url = settings.get("USER_AGENT_URL")
    parts = ["news archive crawler", f"contact: {settings.get('CONTACT') or 'none given'}"]
    return f"newscrawl/{VERSION} ({'; '.join(parts + [f'+{url}'] * bool(url))})"
