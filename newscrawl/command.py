"""What all commands that start no crawl have in common."""

import argparse

from scrapy.commands import ScrapyCommand

from newscrawl.addon import add_settings


class NewscrawlCommand(ScrapyCommand):
    """Runs in any folder: in the checkout, in somebody's own project, and in none."""

    requires_crawler_process = False
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (as Scrapy declares it)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings  # noqa: S101
        add_settings(self.settings)  # Scrapy reads no add-on where there is no crawl
