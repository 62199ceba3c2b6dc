"""Where the feeds go: file names, and a feed file whose every line leaves the process at once."""

from pathlib import Path
from typing import IO, Any

from scrapy import Spider
from scrapy.extensions.feedexport import FileFeedStorage
from scrapy.settings import BaseSettings

KINDS = {"articles": "newscrawl.items.Article", "comments": "newscrawl.items.Comment"}


class Unbuffered(FileFeedStorage):
    """Scrapy's file storage without its 8 KiB buffer, which a kill would lose."""

    def open(self, spider: Spider) -> IO[bytes]:
        Path(self.path).parent.mkdir(parents=True, exist_ok=True)
        return Path(self.path).open(self.write_mode, buffering=0)


def set_feeds(settings: BaseSettings) -> None:
    """Write both kinds below OUTPUT_DIR, unless the user gave feeds (-o, -O, FEEDS)."""
    if settings.getdict("FEEDS"):
        # Their file is no earlier output of ours: only this run is deduplicated.
        settings.set("LEDGER", ":memory:", "spider")
        return
    folder = Path(settings["OUTPUT_DIR"]).absolute()
    feeds = {
        f"{folder.as_posix().replace('%', '%%')}/%(name)s/%(run_id)s-{kind}.jsonl": {
            "format": "jsonlines",
            "item_classes": [item_class],
            "store_empty": False,
            "overwrite": False,
            "uri_params": "newscrawl.storage.uri_params",
        }
        for kind, item_class in KINDS.items()
    }
    settings.set("FEEDS", feeds, "spider")


def uri_params(params: dict[str, Any], spider: Any) -> dict[str, Any]:
    """Return what a feed's file name may hold: Scrapy's parameters, and `run_id`."""
    return {**params, "name": spider.name, "run_id": spider.run_id}
